// Runs a program without a shell and gives its output back; an error carries the end of what it printed.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { SetupError } from "./progress.mjs";

/** Resolves with {code, output}; rejects only when the program cannot be started or takes too long. */
export function capture(command, args, { cwd, env = process.env, timeoutMs = 600_000, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] });
    let output = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new SetupError(`${command} ${args[0] ?? ""} did not end within ${Math.round(timeoutMs / 1000)} s.`));
    }, timeoutMs);
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.stdin?.end(input);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? `signal ${signal}`, output: output.trim() });
    });
  });
}

/** The output of a program that has to succeed. */
export async function run(command, args, options) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) {
    const end = output.split("\n").slice(-12).join("\n  ");
    throw new SetupError(`"${[path.basename(command), ...args].join(" ")}" failed (${code}):\n  ${end}`);
  }
  return output;
}

/** Tries again when something fails that may pass by itself, such as a download. */
export async function retry(attempts, work) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts) {
        throw error;
      }
      console.log(`set-up  trying again: ${error.message.split("\n")[0]}`);
    }
  }
}

/** The first of `names` that is an executable file on PATH, or undefined. */
export function onPath(...names) {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter).filter((entry) => entry !== "")) {
      const file = endings.map((ending) => path.join(folder, name + ending)).find(isExecutable);
      if (file !== undefined) {
        return file;
      }
    }
  }
  return undefined;
}

export function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
