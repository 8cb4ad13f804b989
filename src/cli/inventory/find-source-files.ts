/** Finds the files that `lint` and `inventory` read: below folders without what ignore files name, and each file that is named itself. */
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { AutomationError, cancelled } from "../../core/errors";

/** Tools' own folders; a path that is named itself is read all the same. */
const skippedFolders = new Set(["node_modules", "__pycache__"]);

export interface SourceFile {
  /** As the person gave it: the argument, or the argument with the path below it; always with `/`. */
  readonly shown: string;
  /** Absolute. */
  readonly path: string;
  /** Whether an argument is this file, not only a folder above it. */
  readonly isNamed: boolean;
}

export interface SearchOptions {
  /** Paths as given; relative ones belong to `workingFolder`. */
  readonly paths: readonly string[];
  readonly workingFolder: string;
  /** Whether a file of that name is read when a folder is searched. */
  readonly isWanted: (name: string) => boolean;
  readonly signal: AbortSignal;
}

/** One ignore file and the folder its patterns belong to. */
interface IgnoreRules {
  readonly folder: string;
  readonly isGits: boolean;
  readonly rules: Ignore;
}

/** Each file once, ordered by path. Errors: file-not-found for a path that is not there, cancelled. */
export async function findSourceFiles(options: SearchOptions): Promise<readonly SourceFile[]> {
  const found = new Map<string, SourceFile>();
  for (const given of options.paths) {
    const path = resolve(options.workingFolder, given);
    const shown = slashes(given).replace(/\/+$/, "");
    const status = await stat(path).catch((cause: unknown) => {
      throw new AutomationError("file-not-found", `There is no file or folder "${given}".`, {
        cause,
        hint: "Name a runbook, a metadata file or a folder.",
      });
    });
    if (status.isDirectory()) {
      const inherited = await rulesAbove(path);
      await search(path, shown === "." ? "" : `${shown}/`, inherited, options, found);
    } else if (status.isFile()) {
      found.set(path, { shown, path, isNamed: true });
    } else {
      // To wait for a pipe would be to wait for ever.
      throw new AutomationError("invalid-usage", `"${given}" is neither a file nor a folder.`, {
        hint: "Name a runbook, a metadata file or a folder.",
      });
    }
  }
  return [...found.values()].sort((a, b) => (a.shown < b.shown ? -1 : 1));
}

async function search(
  folder: string,
  prefix: string,
  inherited: readonly IgnoreRules[],
  options: SearchOptions,
  found: Map<string, SourceFile>,
): Promise<void> {
  if (options.signal.aborted) {
    throw cancelled();
  }
  // A folder that cannot be read has nothing for us.
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const rules = [...inherited, ...(await rulesIn(folder, entries))];
  const folders: Dirent[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".") && !skippedFolders.has(entry.name) && !isIgnored(path, true, rules)) {
        folders.push(entry);
      }
    } else if (entry.isFile() && options.isWanted(entry.name) && !isIgnored(path, false, rules)) {
      found.set(path, { shown: prefix + entry.name, path, isNamed: found.get(path)?.isNamed === true });
    }
  }
  await Promise.all(folders.map(({ name }) => search(join(folder, name), `${prefix}${name}/`, rules, options, found)));
}

/** The last pattern that speaks about a path decides, and a nearer file's patterns come later: git's rule. */
function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRules[]): boolean {
  let result = false;
  for (const { folder, rules: patterns } of rules) {
    const inside = slashes(relative(folder, path));
    const { ignored, unignored } = patterns.test(isFolder ? `${inside}/` : inside);
    result = ignored ? true : unignored ? false : result;
  }
  return result;
}

/** `.gitignore` of the folder, and `.automation/ignore` where the folder is an account's. */
async function rulesIn(folder: string, entries: readonly Dirent[]): Promise<readonly IgnoreRules[]> {
  const files = entries.flatMap(({ name }) =>
    name === ".gitignore"
      ? [{ name, isGits: true }]
      : name === ".automation"
        ? [{ name: join(name, "ignore"), isGits: false }]
        : [],
  );
  const rules = await Promise.all(
    files.map(async ({ name, isGits }) => {
      const text = await readFile(join(folder, name), "utf8").catch(() => "");
      return { folder, isGits, rules: ignore().add(text.replace(/^\uFEFF/, "")) };
    }),
  );
  return rules;
}

/** Ignore files of the folders above: git's up to the root of the repository, where there is one, and those of accounts. */
async function rulesAbove(folder: string): Promise<readonly IgnoreRules[]> {
  const above: IgnoreRules[] = [];
  for (let current = folder; ; current = dirname(current)) {
    const entries = await readdir(current, { withFileTypes: true }).catch((): Dirent[] => []);
    if (current !== folder) {
      above.unshift(...(await rulesIn(current, entries)));
    }
    if (entries.some(({ name }) => name === ".git")) {
      return above;
    }
    if (dirname(current) === current) {
      return above.filter(({ isGits }) => !isGits);
    }
  }
}

function slashes(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}
