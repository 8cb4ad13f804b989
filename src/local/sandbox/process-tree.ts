/** Starts interpreters in a process group of their own and ends the whole group, whatever the runbook has started in it. */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import type { constants } from "node:os";

export interface GroupCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdio: StdioOptions;
}

/** The groups that live now; when this process ends, they end. */
const living = new Set<number>();
let isHooked = false;

/** Starts a process as the leader of a new group. On Windows there are no groups: `taskkill /T` finds the tree. */
export function spawnGroup(command: GroupCommand): ChildProcess {
  const child = spawn(command.command, [...command.args], {
    cwd: command.cwd,
    env: { ...command.env },
    stdio: command.stdio,
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  if (child.pid !== undefined) {
    guardGroup(child.pid);
  }
  return child;
}

/** Ends the group when this process ends before the job does. */
export function guardGroup(pid: number): void {
  living.add(pid);
  if (!isHooked) {
    isHooked = true;
    process.once("exit", () => {
      for (const group of living) {
        killGroup(group);
      }
    });
  }
}

/** Ends a group at once. The leader may be gone already: its children still bear its id. */
export function killGroup(pid: number): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/PID", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
  } else {
    sendSignal(-pid, "SIGKILL");
  }
}

/** Asks the leader alone to end; false where it cannot be asked. */
export function interruptProcess(pid: number): boolean {
  return process.platform !== "win32" && sendSignal(pid, "SIGINT");
}

/** After the leader's end: no process of the job stays behind. `sandboxId` finds those that left the group (Linux). */
export async function endGroup(pid: number, sandboxId: string): Promise<void> {
  killGroup(pid);
  living.delete(pid);
  if (process.platform === "linux") {
    await killByEnvironment(`AUTOMATION_ASSET_SANDBOX_ID=${sandboxId}`);
  }
}

/** Daemons leave the group (setsid), but keep the environment they were started with. */
async function killByEnvironment(entry: string): Promise<void> {
  const wanted = Buffer.from(`${entry}\0`);
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  await Promise.all(
    pids.map(async (pid) => {
      // Other users' processes cannot be read, and are none of ours.
      const environment = await readFile(`/proc/${pid}/environ`).catch(() => undefined);
      if (environment?.includes(wanted)) {
        sendSignal(Number(pid), "SIGKILL");
      }
    }),
  );
}

function sendSignal(pid: number, signal: keyof typeof constants.signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // gone already
  }
}
