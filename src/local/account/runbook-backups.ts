/**
 * What Azure held before it was overwritten from here: one file a version, in a folder of this machine that only its user can
 * read. They are runbook texts, which people at times keep secrets in, so they never lie in the workspace.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "./atomic-file";
import { fileError, fileErrorCode } from "./file-errors";

export type BackedUpVersion = "draft" | "published";

export interface RunbookBackup {
  readonly path: string;
  readonly version: BackedUpVersion;
  /** ISO 8601, UTC */
  readonly time: string;
}

/** Enough to get back what a day's work overwrote; older ones go. */
const mostBackups = 30;

const fileName = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)-(draft|published)\.\w+$/;

export class RunbookBackups {
  constructor(
    private readonly folder: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Errors: permission-denied, failed. Without a backup nothing may be overwritten, so callers let these pass. */
  async keep(
    accountId: string,
    runbook: string,
    version: BackedUpVersion,
    text: string,
    extension: string,
  ): Promise<RunbookBackup> {
    const folder = this.#folderOf(accountId, runbook);
    const time = this.now().toISOString();
    const path = join(folder, `${time.replace(/[:.]/g, "-")}-${version}${extension}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomically(path, text, { mode: 0o600 });
      for (const old of (await this.list(accountId, runbook)).slice(mostBackups)) {
        await rm(old.path, { force: true });
      }
    } catch (error) {
      throw fileError(error, "write", path);
    }
    return { path, version, time };
  }

  /** Newest first. */
  async list(accountId: string, runbook: string): Promise<readonly RunbookBackup[]> {
    const folder = this.#folderOf(accountId, runbook);
    try {
      const names = (await readdir(folder)).sort().reverse();
      return names.flatMap((name) => {
        const [, stamp, version] = fileName.exec(name) ?? [];
        return stamp === undefined
          ? []
          : [{ path: join(folder, name), version: version as BackedUpVersion, time: timeOf(stamp) }];
      });
    } catch (error) {
      if (fileErrorCode(error) === "ENOENT") {
        return [];
      }
      throw fileError(error, "read", folder);
    }
  }

  async read(backup: RunbookBackup): Promise<string> {
    try {
      return await readFile(backup.path, "utf8");
    } catch (error) {
      throw fileError(error, "read", backup.path);
    }
  }

  /** Names of accounts and runbooks are no safe file names together, and Azure compares them without case. */
  #folderOf(accountId: string, runbook: string): string {
    const name = createHash("sha256").update(accountId.toLowerCase()).digest("hex").slice(0, 16);
    return join(this.folder, name, runbook.toLowerCase().replace(/[^a-z0-9_-]/g, "_"));
  }
}

/** `2026-01-31T12-00-00-000Z` back to ISO 8601: colons cannot stand in file names everywhere. */
function timeOf(stamp: string): string {
  return stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/, "T$1:$2:$3.$4Z");
}
