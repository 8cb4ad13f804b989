// What npm start does, in order. Without a terminal, or with --no-open, it ends after the samples and installs no VS Code.
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build/build.mjs";
import { root } from "../setup/bootstrap.mjs";
import { ensurePowerShell, findPython, powerShellMissing } from "../setup/interpreters.mjs";
import { say, seconds } from "../setup/progress.mjs";
import { openEditor } from "./editor.mjs";
import { runSamples } from "./samples.mjs";

export async function main(argv) {
  const { values } = parseArgs({ args: argv, options: { "no-open": { type: "boolean", default: false } } });
  const interactive = process.stdin.isTTY && process.stdout.isTTY && !values["no-open"];

  const startedAt = Date.now();
  await build(root, { report: false });
  say("build", `dist is up to date (took ${seconds(startedAt)})`);
  const python = await findPython();
  const pwsh = await ensurePowerShell(root, { install: true });

  const failed = await runSamples({ python, pwsh });
  if (pwsh === undefined) {
    console.log(`\n${powerShellMissing()}`);
  }
  if (failed.length > 0) {
    console.error(`\nThese sample runbooks did not complete: ${failed.join(", ")}`);
    return 1;
  }
  if (!interactive) {
    console.log(`\nTo open VS Code on the samples: npm start${values["no-open"] ? "" : " (in a terminal)"}`);
    return 0;
  }
  return await openEditor(path.join(root, ".tmp/sample"));
}
