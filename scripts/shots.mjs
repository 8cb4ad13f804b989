// npm run shots: takes the pictures of docs/images anew, with test/ui/**/*.shots.ts in a real VS Code.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root, script } from "./setup/bootstrap.mjs";
import { SetupError } from "./setup/progress.mjs";

await script(async (argv) => {
  const { build } = await import("./build/build.mjs");
  const { ensureDebianPackages } = await import("./setup/debian.mjs");
  const { ensurePowerShell, findPython } = await import("./setup/interpreters.mjs");
  const { ensureVsCodeHost } = await import("./setup/vscode-host.mjs");
  await build(root, { report: false });
  const [{ chromium }] = await Promise.all([
    ensureDebianPackages({ browser: true, pythonClients: false }),
    ensureVsCodeHost(root),
  ]);
  if (chromium === undefined) {
    throw new SetupError("The pictures need Chromium.", "Install it, or set CHROMIUM to its path.");
  }
  await findPython();
  await ensurePowerShell(root, { install: true });
  const images = path.join(root, "docs/images");
  fs.mkdirSync(images, { recursive: true });
  const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
  const args = [mocha, "--timeout", "120000", ...argv, "test/ui/**/*.shots.ts"];
  const env = { ...process.env, RUNBOOK_WORKBENCH_IMAGES: images };
  const code = await new Promise((resolve) => {
    spawn(process.execPath, args, { cwd: root, stdio: "inherit", env }).once("exit", (status) => resolve(status ?? 1));
  });
  console.log(`docs/images: ${fs.readdirSync(images).sort().join(", ") || "no pictures"}`);
  return code;
});
