// Starts a real VS Code with this extension and a program of ours in its extension host, and waits for its end.
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { runTests } from "@vscode/test-electron";
import { root } from "../setup/bootstrap.mjs";
import { desktopExecutable } from "./desktop.mjs";
import { quietSettings } from "./settings.mjs";

const shim = path.join(root, "scripts/vscode/code-shim.mjs");

/**
 * `index`: a CommonJS file that exports `run()`. `workspace`: the folder to open. `place`: a folder with a short path, for socket
 * names, that takes the profile. `installed`: {"publisher.name-version": folder} of extensions to load beside ours. Rejects when the
 * program does, or when VS Code breaks; `output` of the error is what it printed.
 */
export async function runInEditor({ index, workspace, place, env, installed = {} }) {
  fs.mkdirSync(path.join(place, "user/User"), { recursive: true });
  fs.writeFileSync(path.join(place, "user/User/settings.json"), JSON.stringify(quietSettings));
  fs.mkdirSync(path.join(place, "exts"), { recursive: true });
  for (const [name, folder] of Object.entries(installed)) {
    fs.symlinkSync(folder, path.join(place, "exts", name));
  }
  const own = [];
  const collect = { write: (data) => own.push(String(data)) };
  try {
    await runTests({
      vscodeExecutablePath: (await desktopExecutable()) ?? shim,
      extensionDevelopmentPath: root,
      extensionTestsPath: index,
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(place, "user")}`,
        `--extensions-dir=${path.join(place, "exts")}`,
      ],
      extensionTestsEnv: env,
      stdout: collect,
      stderr: collect,
    });
  } catch (error) {
    throw Object.assign(error, { output: own.join("") });
  }
}

/** Bundles TypeScript files for the extension host, which cannot read them; their tree below `outbase` is kept in `outdir`. */
export async function bundleForEditor({ files, outbase, outdir }) {
  fs.rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => path.join(outbase, file)),
    outbase,
    outdir,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    mainFields: ["module", "main"],
    external: ["vscode", "mocha"],
    sourcemap: "linked",
    logLevel: "warning",
  });
}
