/**
 * One writer at a time across processes: a lock file that holds who has it.
 *
 * Not proper-lockfile: two waiters of it can both remove one stale lock and both go on (its stat, rmdir and mkdir are separate
 * steps), a crashed editor blocks the command line for its whole stale time, and it patches `fs` and the process's signal handling.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { AutomationError } from "../../core/errors";
import { fileErrorCode } from "./file-errors";

export interface LockLimits {
  /** Holders work for milliseconds. One that shows no change for this long is gone, whoever it was. */
  readonly staleMs: number;
  /** The same for a holder on this machine whose process does not exist; not 0, for a process in a container may be hidden. */
  readonly deadStaleMs: number;
  /** The same for a lock that says nothing of its holder, who stopped between making it and writing it, a moment later. */
  readonly unwrittenStaleMs: number;
  readonly giveUpMs: number;
}

const defaultLimits: LockLimits = { staleMs: 10_000, deadStaleMs: 300, unwrittenStaleMs: 2_000, giveUpMs: 40_000 };

/** Proof of holding a lock. */
export interface HeldLock {
  /** Throws when another process took the lock over because this one stood still: called right before a write takes effect. */
  assertHeld(): void;
}

const queues = new Map<string, Promise<unknown>>();

/** Runs `work` while this process, and in it this call, holds the lock file. Throws file system errors of making it. */
export async function withFileLock<T>(
  lockPath: string,
  work: (lock: HeldLock) => Promise<T>,
  limits: LockLimits = defaultLimits,
): Promise<T> {
  const before = queues.get(lockPath) ?? Promise.resolve();
  const turn = before.then(
    () => holdAndRun(lockPath, work, limits),
    () => holdAndRun(lockPath, work, limits),
  );
  queues.set(lockPath, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(lockPath) === turn) {
      queues.delete(lockPath);
    }
  }
}

async function holdAndRun<T>(lockPath: string, work: (lock: HeldLock) => Promise<T>, limits: LockLimits): Promise<T> {
  const content = JSON.stringify({ pid: process.pid, host: hostname(), token: randomBytes(12).toString("hex") });
  await acquire(lockPath, content, limits);
  try {
    return await work({ assertHeld: () => assertHeld(lockPath, content) });
  } finally {
    if ((await readIfThere(lockPath)) === content) {
      await rm(lockPath, { force: true }).catch(() => undefined);
    }
  }
}

async function acquire(lockPath: string, content: string, limits: LockLimits): Promise<void> {
  const start = performance.now();
  let seen: string | undefined;
  let seenSince = start;
  for (;;) {
    if (await createExclusive(lockPath, content, start)) {
      return;
    }
    const holder = await readIfThere(lockPath);
    const now = performance.now();
    if (holder === undefined || holder !== seen) {
      seen = holder;
      seenSince = now;
    } else if (now - seenSince > staleAfter(holder, limits)) {
      await removeStale(lockPath, holder, limits.staleMs);
    }
    if (now - start > limits.giveUpMs) {
      throw new AutomationError("failed", `Another process keeps "${lockPath}" busy.`, {
        hint: "Try again; if nothing else is running, delete that file.",
      });
    }
    await delay(2 + Math.random() * 8);
  }
}

function staleAfter(holder: string, limits: LockLimits): number {
  return holder === "" ? limits.unwrittenStaleMs : isDead(holder) ? limits.deadStaleMs : limits.staleMs;
}

/** Removes a lock whose holder is gone. Only who holds the guard may, and only what it saw as stale: no fresh lock is lost. */
async function removeStale(lockPath: string, stale: string, staleMs: number): Promise<void> {
  const guard = `${lockPath}.break`;
  if (!(await createExclusive(guard, stale))) {
    // A guard lives for two file operations; an old one was left by a crash in between.
    const age = await stat(guard).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > staleMs) {
      await rm(guard, { force: true });
    }
    return;
  }
  try {
    if ((await readIfThere(lockPath)) === stale) {
      await rm(lockPath, { force: true });
    }
  } finally {
    await rm(guard, { force: true });
  }
}

async function createExclusive(path: string, content: string, since = 0): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    // Windows says EPERM while a deleted file of that name is still open somewhere, and for a folder without permission.
    const mayPass =
      process.platform === "win32" && performance.now() - since < 1000 && fileErrorCode(error) === "EPERM";
    if (fileErrorCode(error) === "EEXIST" || mayPass) {
      return false;
    }
    throw error;
  }
}

function assertHeld(lockPath: string, content: string): void {
  let holder = "";
  try {
    holder = readFileSync(lockPath, "utf8");
  } catch {
    // gone: said below
  }
  if (holder !== content) {
    throw new AutomationError("failed", "The change was not saved: this process stood still and another one went on.", {
      hint: "Try again.",
    });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

/** Whether the holder was a process of this machine that no longer runs. */
function isDead(holder: string): boolean {
  try {
    const { pid, host } = JSON.parse(holder) as { pid?: unknown; host?: unknown };
    if (typeof pid !== "number" || host !== hostname()) {
      return false;
    }
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return fileErrorCode(error) === "ESRCH";
  }
}
