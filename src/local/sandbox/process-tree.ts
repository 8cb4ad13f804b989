/** Starts interpreters in a process group of their own and ends the whole group, whatever the runbook has started in it. */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
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

/** After the leader's end: no process of the job stays behind. `sandboxId` finds those that left the group (Linux). Idempotent. */
export function endGroup(pid: number, sandboxId: string): void {
  if (!living.delete(pid)) {
    return; // the id may be another process's by now
  }
  killGroup(pid);
  if (process.platform === "linux") {
    killByEnvironment(pid, `AUTOMATION_ASSET_SANDBOX_ID=${sandboxId}`);
  }
}

/**
 * Daemons leave the group (setsid), but keep the environment they were started with. Read in one go: these are a few small files from memory,
 * and every job waits for it.
 */
function killByEnvironment(leader: number, entry: string): void {
  const wanted = Buffer.from(`${entry}\0`);
  for (const pid of startedAfter(leader)) {
    try {
      if (environmentOf(pid).includes(wanted)) {
        sendSignal(pid, "SIGKILL");
      }
    } catch {
      // gone, or another user's and none of ours
    }
  }
}

/** A process shows no environment for the moment in which it becomes another program: look again, unless it never has one (the kernel's own). */
function environmentOf(pid: number): Buffer {
  const file = `/proc/${pid}/environ`;
  let environment = readFileSync(file);
  for (let again = 0; environment.length === 0 && again < 50; again++) {
    readlinkSync(`/proc/${pid}/exe`);
    environment = readFileSync(file);
  }
  return environment;
}

/** Processes that are younger than the leader: their ids lie between its own and the last one given out, which wraps around. */
function startedAfter(leader: number): readonly number[] {
  try {
    const last = Number(readFileSync("/proc/loadavg", "latin1").trim().split(" ").at(-1));
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter(
        (pid) => pid !== process.pid && (last >= leader ? pid > leader && pid <= last : pid > leader || pid <= last),
      );
  } catch {
    return [];
  }
}

function sendSignal(pid: number, signal: keyof typeof constants.signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // gone already
  }
}
