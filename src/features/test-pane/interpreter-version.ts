/** Asks an interpreter for its version, once a file: the runbook's own host tells it only when a job runs. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";

import type { Interpreter } from "../../local/sandbox/interpreter";

const known = new Map<string, Promise<string>>();
const patienceMs = 10_000;

/** e.g. "PowerShell 7.6.5", "Python 3.11.2"; "" when it does not say. Only for trusted workspaces: it starts the program. */
export async function interpreterVersion(interpreter: Interpreter): Promise<string> {
  const stats = await stat(interpreter.path).catch(() => undefined);
  const key = `${interpreter.path}\0${stats?.mtimeMs ?? 0}`;
  let version = known.get(key);
  if (!version) {
    version = ask(interpreter);
    known.set(key, version);
  }
  return version;
}

function ask({ path, leadingArguments, folder, runtime }: Interpreter): Promise<string> {
  // Windows PowerShell has no --version.
  const question =
    runtime === "powershell-5.1"
      ? ["-NoProfile", "-NonInteractive", "-Command", '"PowerShell $($PSVersionTable.PSVersion)"']
      : ["--version"];
  return new Promise((resolve) => {
    const options = { timeout: patienceMs, windowsHide: true, ...(folder !== undefined && { cwd: folder }) };
    execFile(path, [...leadingArguments, ...question], options, (error, stdout, stderr) => {
      const text = `${stdout}\n${stderr}`;
      resolve(error ? "" : (/(PowerShell|Python) \d[\w.+-]*/.exec(text)?.[0] ?? ""));
    });
  });
}
