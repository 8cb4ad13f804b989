// npm run bench [-- NAME...]: builds, then measures what test/bench/*.bench.ts measure, one after the other.
import path from "node:path";
import { spawn } from "node:child_process";
import { root, script } from "./setup/bootstrap.mjs";

await script(async (argv) => {
  const { build } = await import("./build/build.mjs");
  const { ensurePowerShell, findPython } = await import("./setup/interpreters.mjs");
  await build(root);
  await findPython();
  await ensurePowerShell(root, { install: true });
  return await new Promise((resolve) => {
    const args = ["--import", "tsx", path.join(root, "test/bench/index.ts"), ...argv];
    spawn(process.execPath, args, { cwd: root, stdio: "inherit" }).once("exit", (code) => resolve(code ?? 1));
  });
});
