/** Keys in a file of the user's configuration folder: one file per account, readable by the user only. */
import { chmod, mkdir, readFile, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { AutomationError } from "../../core/errors";
import { writeFileAtomically } from "./atomic-file";
import { fileError, fileErrorCode } from "./file-errors";
import { withFileLock } from "./file-lock";
import type { KeySource } from "./key-source";

/** `runbook-workbench` in the user's configuration folder, as each platform has it. */
export function userConfigurationFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const absolute = (path: string | undefined) => (path !== undefined && isAbsolute(path) ? path : undefined);
  if (platform === "win32") {
    return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "runbook-workbench");
  }
  if (platform === "darwin") {
    return join(home, "Library", "Application Support", "runbook-workbench");
  }
  // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
  return join(absolute(environment["XDG_CONFIG_HOME"]) ?? join(home, ".config"), "runbook-workbench");
}

/** @param accountFolder the workspace folder, in which no key may be written */
export function fileKeySource(configurationFolder: string, accountFolder: string): KeySource {
  const pathOf = (accountId: string) => join(configurationFolder, "keys", `${accountId.toLowerCase()}.key`);
  return {
    kind: "file",
    where: (accountId) => `the file "${pathOf(accountId)}"`,
    read: (accountId) => readKeyFile(pathOf(accountId)),
    update: async (accountId, change) => {
      const path = pathOf(accountId);
      refuseInside(accountFolder, path);
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await withFileLock(`${path}.lock`, async (lock) => {
          const text = change(await readKeyFile(path));
          if (text === undefined) {
            await rm(path, { force: true });
          } else {
            await writeFileAtomically(path, text, { mode: 0o600, beforeCommit: () => lock.assertHeld() });
            await chmod(path, 0o600);
          }
        });
      } catch (error) {
        throw fileError(error, "write", path);
      }
    },
  };
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, "utf8");
    if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0) {
      throw new AutomationError(
        "permission-denied",
        `The key file "${path}" can be read by other users of this machine.`,
        {
          hint: `Run: chmod 600 "${path}" — and replace the key (rotate) if someone may have read it.`,
        },
      );
    }
    return text;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(fileErrorCode(error))) {
      return undefined;
    }
    throw fileError(error, "read", path);
  }
}

function refuseInside(folder: string, path: string): void {
  const inside = relative(resolve(folder), path);
  if (inside !== "" && !inside.startsWith("..") && !isAbsolute(inside)) {
    throw new AutomationError("key-missing", `No key is written to "${path}": it is inside the account's own folder.`, {
      hint: "Keep the account in a folder of its own, set XDG_CONFIG_HOME (APPDATA on Windows) to a place outside, or give the key in RUNBOOK_WORKBENCH_KEY.",
    });
  }
}
