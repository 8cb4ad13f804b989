/**
 * Where the host's classes lie once PowerShell has compiled them: in the user's cache, a file for each version of the sources and each
 * PowerShell. The host makes a missing one itself (hosts/powershell/compile.ps1); what is there is looked at before each start.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const folderName = "powershell-host";
/** The checksum at the end of a file: SHA-256 of all before it. What loads such a file does not see it. */
const checksumLength = 32;
/** Of files of other versions, which would make theirs anew, and of what was never finished. */
const longestUnusedMs = 30 * 24 * 60 * 60 * 1000;

const fingerprints = new Map<string, string>();

export interface HostInterpreter {
  readonly path: string;
  /** Before all others, e.g. `tool run pwsh --` of dotnet. */
  readonly leadingArguments: readonly string[];
  /** Where it is started: decides which PowerShell a dotnet tool is. */
  readonly cwd: string;
}

/**
 * The file for one PowerShell; a damaged one is gone afterwards. undefined: there is no folder that only this user can write.
 */
export function compiledHostPath(
  hostsFolder: string,
  interpreter: HostInterpreter,
  cacheFolder: string,
): string | undefined {
  const folder = join(cacheFolder, folderName);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) {
      return undefined;
    }
    const sources = fingerprintOf(join(hostsFolder, "powershell", "compiled"));
    const own = `${sources}-${fingerprint(interpreterWords(interpreter))}.dll`;
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (name === own ? isDamaged(path) : isUnused(path)) {
        rmSync(path, { force: true });
      }
    }
    return join(folder, own);
  } catch {
    return undefined; // a run without the cache is slower, and no worse
  }
}

/** Another version of PowerShell is another file, or the same one with another size and time. */
function interpreterWords({ path, leadingArguments, cwd }: HostInterpreter): readonly string[] {
  const program = realpathSync(path);
  const { size, mtimeMs } = statSync(program);
  return [program, `${size}`, `${mtimeMs}`, ...(leadingArguments.length > 0 ? [...leadingArguments, cwd] : [])];
}

function fingerprint(words: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const word of words) {
    hash.update(`${word.length}\0`).update(word);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Code is loaded from here: nobody else may put it there. Windows keeps others out of a user's LocalAppData itself. */
function isOwn(folder: string): boolean {
  const stats = lstatSync(folder);
  return (
    stats.isDirectory() &&
    (process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0))
  );
}

/** Of the sources' names and texts. They do not change while this process runs. */
function fingerprintOf(sources: string): string {
  let known = fingerprints.get(sources);
  if (known === undefined) {
    const names = readdirSync(sources).sort();
    known = fingerprint(names.flatMap((name) => [name, readFileSync(join(sources, name))]));
    fingerprints.set(sources, known);
  }
  return known;
}

function isDamaged(path: string): boolean {
  const content = readFileSync(path);
  const end = content.length - checksumLength;
  return end <= 0 || !createHash("sha256").update(content.subarray(0, end)).digest().equals(content.subarray(end));
}

function isUnused(path: string): boolean {
  return Date.now() - statSync(path).mtimeMs > longestUnusedMs;
}
