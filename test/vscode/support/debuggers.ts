// What stands behind the stand-ins of the debugger extensions (test/vscode/stand-ins), and what they were given.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as vscode from "vscode";

/** Debian's packages belong to its own interpreter. undefined: no Python here has debugpy. */
export function pythonWithDebugpy(): string | undefined {
  return ["python3", "/usr/bin/python3"]
    .map((path) => {
      try {
        return execFileSync(path, ["-c", "import debugpy, sys; print(sys.executable)"], { encoding: "utf8" }).trim();
      } catch {
        return undefined;
      }
    })
    .find((path) => path !== undefined);
}

/** Whether a PowerShell 7 stands on PATH. */
export function hasPowerShell(): boolean {
  try {
    execFileSync("pwsh", ["-NoProfile", "-Command", "1"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The configurations that the stand-in was given, in order; the list grows. */
export async function launchedBy(extensionId: string): Promise<readonly vscode.DebugConfiguration[]> {
  const extension = vscode.extensions.getExtension<{ configurations: vscode.DebugConfiguration[] }>(extensionId);
  assert.ok(extension, `the stand-in for ${extensionId} is installed`);
  return (await extension.activate()).configurations;
}
