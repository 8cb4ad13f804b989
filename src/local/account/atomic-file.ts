/** Replaces a file so that every reader sees either the old or the new text, also after a crash or power loss. */
import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileErrorCode } from "./file-errors";

export interface WriteOptions {
  /** Mode of a file that is new; an existing file keeps its own. */
  readonly mode?: number;
  /** Runs right before the rename; what it throws stops the write. */
  readonly beforeCommit?: () => void;
}

/** Writes beside the file, flushes, renames over it. A symbolic link stays; its target is replaced. Throws file system errors. */
export async function writeFileAtomically(path: string, content: string, options: WriteOptions = {}): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const existing = await stat(target).catch(() => undefined);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", existing ? existing.mode & 0o777 : (options.mode ?? 0o666));
    try {
      if (existing) {
        await file.chmod(existing.mode & 0o7777);
        // Only root can give the file back to its owner; for others it is theirs already or the rename decides.
        await file.chown(existing.uid, existing.gid).catch(() => undefined);
      }
      await file.writeFile(content, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    options.beforeCommit?.();
    await renameOver(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** On Windows a virus scanner or an editor that reads the target makes the rename fail for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (
        process.platform !== "win32" ||
        attempt > 10 ||
        !["EPERM", "EACCES", "EBUSY"].includes(fileErrorCode(error))
      ) {
        throw error;
      }
      await delay(attempt * 10);
    }
  }
}

/** Makes the rename itself durable; Windows and some network file systems cannot and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") {
    return;
  }
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
