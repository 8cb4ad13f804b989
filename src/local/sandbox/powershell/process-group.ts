/** Ends a process and all it started. */
import { spawn } from "node:child_process";

/** The process must have been started with `detached` (POSIX), so that its group bears its id. Silent when nothing is left. */
export function killProcessGroup(pid: number, platform: NodeJS.Platform): void {
  if (platform === "win32") {
    spawn("taskkill", ["/T", "/F", "/PID", String(pid)], { stdio: "ignore", windowsHide: true }).on(
      "error",
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group is gone.
  }
}
