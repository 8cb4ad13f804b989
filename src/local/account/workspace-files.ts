/** Finds runbooks and integration-module metadata in the account's folder, within bounds that a large workspace cannot exceed. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { languageOfFile, runbookNameOf, type RunbookFile } from "../../core/runbook";

const mostFolders = 2_000;
const mostFiles = 10_000;
const runbookDepth = 3;
const metadataDepth = 8;
const skippedFolders = new Set(["node_modules", "__pycache__", "bin", "obj"]);

/**
 * Runbooks of the account: those of the folders that account.json names, else of the workspace itself (its own files only) and of its
 * folder `runbooks`. Of two with one name the first counts: nearer folders first, then by path.
 */
export async function findRunbooks(
  root: string,
  folders: readonly string[] | undefined,
): Promise<readonly RunbookFile[]> {
  const byName = new Map<string, RunbookFile>();
  for (const { path, depth } of await runbookFolders(root, folders)) {
    for (const file of await findFiles(path, depth, (name) => languageOfFile(name) !== undefined)) {
      const name = runbookNameOf(file);
      const language = languageOfFile(file);
      if (language !== undefined && !byName.has(name.toLowerCase())) {
        byName.set(name.toLowerCase(), { name, path: file, language });
      }
    }
  }
  return [...byName.values()];
}

/** Paths of `*-Automation.json` files. Other tools use such names too: look into the file before believing it. */
export async function findMetadataFiles(root: string): Promise<readonly string[]> {
  return findFiles(root, metadataDepth, (name) => name.toLowerCase().endsWith("-automation.json"));
}

async function runbookFolders(
  root: string,
  folders: readonly string[] | undefined,
): Promise<readonly { path: string; depth: number }[]> {
  if (folders) {
    return folders
      .map((folder) => ({ path: resolve(root, folder), depth: runbookDepth }))
      .filter(({ path }) => isInside(root, path));
  }
  const named = (await entriesOf(root)).filter(
    (entry) => entry.isDirectory() && entry.name.toLowerCase() === "runbooks",
  );
  return [{ path: root, depth: 0 }, ...named.map((entry) => ({ path: join(root, entry.name), depth: runbookDepth }))];
}

/** A runbook folder outside the workspace would run files that no one trusted. */
function isInside(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside === "" || (!inside.startsWith("..") && !isAbsolute(inside));
}

/** Breadth first, names in order; symbolic links are not followed. */
async function findFiles(root: string, depth: number, wanted: (name: string) => boolean): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [root];
  let folders = 0;
  for (let at = 0; at <= depth && level.length > 0; at++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++folders > mostFolders) {
        return found;
      }
      for (const entry of await entriesOf(folder)) {
        if (entry.isDirectory() && !entry.name.startsWith(".") && !skippedFolders.has(entry.name.toLowerCase())) {
          next.push(join(folder, entry.name));
        } else if (entry.isFile() && wanted(entry.name)) {
          if (found.length >= mostFiles) {
            return found;
          }
          found.push(join(folder, entry.name));
        }
      }
    }
    level = next;
  }
  return found;
}

/** A folder that cannot be read has nothing for us. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
