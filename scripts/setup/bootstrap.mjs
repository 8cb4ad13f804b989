// What every script starts with: the packages are there, and the project's own Node runs the rest.
// This file and what it imports run on plain Node 20 before anything is installed.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies, projectNode } from "./dependencies.mjs";
import { SetupError } from "./progress.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const done = "RUNBOOK_WORKBENCH_BOOTSTRAPPED";
/** Environment of a script that is started by another one: the packages are known to be there. */
export const alreadyBootstrapped = { [done]: "1" };

const major = (version) => Number(version.replace(/^v/, "").split(".")[0]);

/** Calls `main` with the command line's arguments, on the right Node; its result becomes the exit status. */
export async function script(main) {
  try {
    process.exitCode = await enter(main);
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}

async function enter(main) {
  if (major(process.version) < 20) {
    throw new SetupError(`Node ${process.version} is too old.`, "Install Node.js 20 or newer.");
  }
  if (process.env[done] === undefined) {
    await ensureDependencies(root);
    const bin = path.join(root, "node_modules/.bin");
    process.env.PATH = [bin, ...(process.env.PATH ?? "").split(path.delimiter).filter((entry) => entry !== bin)].join(
      path.delimiter,
    );
  }
  delete process.env[done];
  process.chdir(root);
  return major(process.version) >= 24 ? await main(process.argv.slice(2)) : await rerun();
}

/** The same script on the project's Node; signals reach it, its exit status is ours. */
function rerun() {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...alreadyBootstrapped };
    const child = spawn(projectNode(root), process.argv.slice(1), { stdio: "inherit", env });
    // On Ctrl+C the terminal signals the child as well: wait for it to clean up.
    process.on("SIGINT", () => undefined);
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}
