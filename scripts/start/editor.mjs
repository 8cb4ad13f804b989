// Opens VS Code with the extension on the sample workspace: the installed one, else the server build in a browser.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/cache.mjs";
import { root } from "../setup/bootstrap.mjs";
import { SetupError } from "../setup/progress.mjs";
import { isExecutable, onPath } from "../setup/run.mjs";
import { ensureVsCodeHost } from "../setup/vscode-host.mjs";
import { startServer } from "../vscode/server.mjs";
import { runCli } from "./samples.mjs";

/** Path of an installed VS Code, or undefined. */
function installedVsCode() {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) {
    if (!isExecutable(named)) {
      throw new SetupError(
        `VSCODE_EXECUTABLE names "${named}", which is not an executable file.`,
        "Correct or unset it.",
      );
    }
    return named;
  }
  const found = onPath("code", "code-insiders");
  // On Windows PATH names bin/code.cmd, which only a shell can run; the program stands one folder up.
  return found?.endsWith(".cmd") ? path.join(path.dirname(found), "../Code.exe") : found;
}

/** `workspace` is made from the samples when it is not there, and kept: it is the user's to change. */
export async function openEditor(workspace) {
  if (!fs.existsSync(path.join(workspace, ".automation")) && (await runCli(["init", workspace, "--sample"])) !== 0) {
    return 1;
  }
  const shown = path.relative(root, workspace);
  const program = installedVsCode();
  if (program !== undefined) {
    console.log(`\nOpening VS Code on ${shown} (delete that folder for a fresh one) ...`);
    const args = ["--new-window", `--extensionDevelopmentPath=${root}`, workspace];
    return await new Promise((resolve, reject) => {
      const child = spawn(program, args, { stdio: "ignore" });
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  }
  return await serve(workspace, shown);
}

async function serve(workspace, shown) {
  console.log(
    "\nNo VS Code was found on PATH (and VSCODE_EXECUTABLE is not set); using the server build in a browser.",
  );
  const host = await ensureVsCodeHost(root);
  const { name, publisher, version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const server = await startServer({
    host,
    profile: path.join(cacheFolder(), "start"),
    trust: true,
    settings: { "security.workspace.trust.startupPrompt": "once", "security.workspace.trust.banner": "untilDismissed" },
    links: { [`${publisher}.${name}-${version}`]: root },
    // Whoever can run code in the editor can run it on this machine: only this address opens it.
    token: randomBytes(16).toString("hex"),
  });
  console.log(`Open ${server.url({ open: workspace })}\nIt shows ${shown}. Ctrl+C ends it.`);
  const interrupted = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.once(signal, () => resolve("interrupted"));
    }
  });
  const end = await Promise.race([interrupted, server.exited]);
  await server.stop();
  if (end !== "interrupted") {
    console.error(`VS Code's server ended (${end}):\n${server.log().slice(-2000)}`);
    return 1;
  }
  return 0;
}
