/** Finds the PowerShell modules of this machine by their manifests, without starting PowerShell. */
import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { cancelled } from "../../core/errors";
import type { KnownModule } from "./compare-versions";

/** The folders that PowerShell itself looks in (about_PSModulePath), and more that a person names. */
export function moduleFolders(
  environment: Readonly<Record<string, string | undefined>>,
  more: readonly string[] = [],
): readonly string[] {
  const fromPath = (environment.PSModulePath ?? environment.PSMODULEPATH ?? "").split(path.delimiter);
  const usual =
    process.platform === "win32"
      ? ["PowerShell", "WindowsPowerShell"].map((shell) => path.join(os.homedir(), "Documents", shell, "Modules"))
      : [
          path.join(os.homedir(), ".local/share/powershell/Modules"),
          "/usr/local/share/powershell/Modules",
          "/usr/local/microsoft/powershell/7/Modules",
          "/opt/microsoft/powershell/7/Modules",
        ];
  return [...new Set([...more, ...fromPath, ...usual].filter((folder) => path.isAbsolute(folder)))];
}

/** `<folder>/<Name>/<Name>.psd1` and `<folder>/<Name>/<version>/<Name>.psd1`; folders that cannot be read are passed over. */
export async function findLocalModules(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<readonly KnownModule[]> {
  const found: KnownModule[] = [];
  for (const folder of folders) {
    for (const entry of await entriesOf(folder)) {
      if (signal.aborted) {
        throw cancelled();
      }
      const name = entry.name;
      const home = path.join(folder, name);
      const inside = await entriesOf(home);
      const versions = inside.filter((one) => /^\d+(\.\d+){1,3}$/.test(one.name)).map((one) => one.name);
      const homes = versions.length > 0 ? versions.map((version) => path.join(home, version)) : [home];
      for (const where of homes) {
        const version = await versionOf(path.join(where, `${name}.psd1`));
        if (version !== undefined) {
          found.push({ name, version, where });
        }
      }
    }
  }
  return found;
}

/** The ModuleVersion of a manifest; undefined where there is no manifest, or none that says it. */
async function versionOf(manifest: string): Promise<string | undefined> {
  try {
    const text = (await readFile(manifest, "utf8")).replaceAll("\0", "");
    const version = /(?:^|[;{])\s*['"]?ModuleVersion['"]?\s*=\s*['"]([^'"]+)['"]/im.exec(text)?.[1];
    const preview = /(?:^|[;{])\s*['"]?Prerelease['"]?\s*=\s*['"]([^'"]+)['"]/im.exec(text)?.[1];
    return version === undefined
      ? undefined
      : preview === undefined
        ? version
        : `${version}-${preview.replace(/^-/, "")}`;
  } catch {
    return undefined;
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((one) => one.isDirectory() || one.isSymbolicLink());
  } catch {
    return [];
  }
}
