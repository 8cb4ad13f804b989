/** The module of a metadata file, read from the disk. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { moduleOfMetadataFile } from "../../analysis/metadata/metadata-file-name";
import { readModuleContents } from "../../analysis/metadata/module-contents";
import type { ModuleContents } from "../../analysis/rules/check-context";

/** undefined where the folder cannot be read. */
export function readModuleOf(metadataPath: string): Promise<ModuleContents | undefined> {
  const root = dirname(metadataPath);
  return readModuleContents(moduleOfMetadataFile(metadataPath) ?? "", {
    list: async (folder) =>
      (await readdir(join(root, folder), { withFileTypes: true })).map((entry) => ({
        name: entry.name,
        isFile: entry.isFile(),
        isFolder: entry.isDirectory(),
      })),
    read: (path) => readFile(join(root, path)),
  });
}
