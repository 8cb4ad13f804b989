/**
 * Which files of a workspace are edits of which runbooks in Azure, and what Azure held when they were fetched:
 * `.automation/runbooks.json`. It holds no secret and can be committed, so that a team shares what belongs to what.
 */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { isSameId } from "../../core/account";
import { isSameName } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { isJsonObject, type Json, type JsonObject } from "../../core/json";
import { accountFolderName } from "./account-store";
import { writeFileAtomically } from "./atomic-file";
import { fileError, fileErrorCode } from "./file-errors";
import { withFileLock } from "./file-lock";
import { editObjectText, styleOf } from "./jsonc-edit";
import { jsonOf, parseJsonc } from "./jsonc-text";

/** What Azure held when the file and the runbook were last the same matter. */
export interface FetchedState {
  /** SHA-256 of the text; null: there was no draft, or nothing was published. */
  readonly draftHash: string | null;
  readonly publishedHash: string | null;
  /** ISO 8601, UTC: when that was. */
  readonly time: string;
}

export interface RunbookBinding {
  /** Absolute path. */
  readonly file: string;
  /** ARM id of the account; compared without case. */
  readonly accountId: string;
  readonly runbook: string;
  readonly fetched: FetchedState;
}

const emptyFile = `// Files of this workspace that are edits of runbooks in Azure, and what Azure held when they were fetched. No secrets.
{
  "files": {}
}
`;

export class RunbookBindings {
  readonly path: string;

  /** `root`: the workspace folder; the bound files lie in it. */
  constructor(readonly root: string) {
    this.path = join(root, accountFolderName, "runbooks.json");
  }

  /** Errors: damaged-file, permission-denied. A missing file binds nothing. */
  async all(): Promise<readonly RunbookBinding[]> {
    const bytes = await this.#read();
    return bytes === undefined ? [] : this.#parse(bytes);
  }

  /** The file that is the edit of this runbook; of several the one fetched last. */
  async ofRunbook(accountId: string, runbook: string): Promise<RunbookBinding | undefined> {
    const found = (await this.all()).filter(
      (one) => isSameId(one.accountId, accountId) && isSameName(one.runbook, runbook),
    );
    return found.sort((a, b) => (a.fetched.time < b.fetched.time ? 1 : -1))[0];
  }

  /** The runbooks that this file is an edit of: one in each account at most. */
  async ofFile(file: string): Promise<readonly RunbookBinding[]> {
    return (await this.all()).filter((one) => isSamePath(one.file, file));
  }

  /** Makes the file the edit of the runbook in that account, or notes what Azure holds now. Errors: invalid-usage, damaged-file, permission-denied. */
  async set(binding: RunbookBinding): Promise<void> {
    const { draftHash, publishedHash, time } = binding.fetched;
    await this.#write(this.#key(binding.file), binding.accountId, {
      runbook: binding.runbook,
      draftHash,
      publishedHash,
      fetched: time,
    });
  }

  /** The file stays, and belongs to that account's runbook no more. */
  async remove(file: string, accountId: string): Promise<void> {
    await this.#write(this.#key(file), accountId, undefined);
  }

  async #write(key: string, accountId: string, value: Json | undefined): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await withFileLock(join(dirname(this.path), ".lock"), async (lock) => {
        const bytes = (await this.#read()) ?? Buffer.from(emptyFile);
        const { text, hasByteOrderMark } = parseJsonc(bytes, this.path);
        // The id as it stands in the file, so that another spelling makes no second entry.
        const known = this.#parse(bytes).find(
          (one) => this.#key(one.file) === key && isSameId(one.accountId, accountId),
        );
        const path = ["files", key, known?.accountId ?? accountId];
        const changed = editObjectText(text, [{ path, value }], styleOf(text));
        if (changed !== text) {
          await writeFileAtomically(this.path, (hasByteOrderMark ? "\uFEFF" : "") + changed, {
            beforeCommit: () => lock.assertHeld(),
          });
        }
      });
    } catch (error) {
      throw fileError(error, "write", this.path);
    }
  }

  async #read(): Promise<Buffer | undefined> {
    try {
      return await readFile(this.path);
    } catch (error) {
      if (fileErrorCode(error) === "ENOENT") {
        return undefined;
      }
      throw fileError(error, "read", this.path);
    }
  }

  /** Entries that a newer version or a person wrote otherwise are left out, and left alone. */
  #parse(bytes: Uint8Array): readonly RunbookBinding[] {
    const json = jsonOf(parseJsonc(bytes, this.path).root);
    const files = isJsonObject(json) && isJsonObject(json.files) ? json.files : {};
    return Object.entries(files).flatMap(([key, accounts]) => {
      const file = join(this.root, key);
      if (!isJsonObject(accounts) || !isInside(this.root, file)) {
        return [];
      }
      return Object.entries(accounts).flatMap(([accountId, entry]) =>
        isJsonObject(entry) && typeof entry.runbook === "string"
          ? [{ file, accountId, runbook: entry.runbook, fetched: fetchedOf(entry) }]
          : [],
      );
    });
  }

  /** With slashes on every platform. */
  #key(file: string): string {
    if (!isInside(this.root, file)) {
      throw new AutomationError("invalid-usage", `"${file}" does not lie in the workspace folder "${this.root}".`, {
        hint: "Save it in the workspace.",
      });
    }
    return relative(this.root, file).split(sep).join("/");
  }
}

function fetchedOf(entry: JsonObject): FetchedState {
  const text = (value: Json | undefined) => (typeof value === "string" ? value : null);
  return {
    draftHash: text(entry.draftHash),
    publishedHash: text(entry.publishedHash),
    time: text(entry.fetched) ?? "",
  };
}

/** A manifest that came with a workspace must not name files outside of it. */
function isInside(root: string, file: string): boolean {
  const inside = relative(root, file);
  return inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
}

/** Editors write drive letters in either case. */
function isSamePath(a: string, b: string): boolean {
  return process.platform === "win32" ? a.toLowerCase() === b.toLowerCase() : a === b;
}
