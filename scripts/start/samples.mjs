// Runs the sample runbooks through the command line, each in a fresh sample workspace that leaves nothing behind.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../setup/bootstrap.mjs";

export const cli = path.join(root, "dist/cli.js");

/** The tour of each language, and what it needs. */
const tours = [
  { runbook: "runbooks/show_account.py", interpreter: "python" },
  { runbook: "runbooks/Show-Account.ps1", interpreter: "pwsh" },
];

/** Runs `node dist/cli.js ...` with its streams on ours; resolves with its exit status. */
export function runCli(args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd, env, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** `interpreters`: {python, pwsh}, undefined for one that is missing. Resolves with the runbooks that did not complete. */
export async function runSamples(interpreters) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "runbook-sample-"));
  try {
    const workspace = path.join(folder, "workspace");
    // The key of this account goes away with it.
    const config = path.join(folder, "config");
    const env = { ...process.env, XDG_CONFIG_HOME: config, APPDATA: config };
    if ((await runCli(["init", workspace, "--sample"], { env })) !== 0) {
      return ["(the sample workspace could not be made)"];
    }
    const failed = [];
    for (const { runbook, interpreter } of tours) {
      if (interpreters[interpreter] !== undefined) {
        console.log(`\n$ runbook-workbench run ${runbook}`);
        if ((await runCli(["run", runbook], { cwd: workspace, env })) !== 0) {
          failed.push(runbook);
        }
      } else if (interpreter === "python") {
        failed.push(`${runbook} (Python 3 is missing)`);
      }
    }
    return failed;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
