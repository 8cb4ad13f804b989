/** Reads what the rules ask of the module that a metadata file belongs to: its files' paths and its main script. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { decodeText } from "../../analysis/decode-text";
import { moduleOfMetadataFile } from "../../analysis/metadata/metadata-file-name";
import type { ModuleContents } from "../../analysis/rules/check-context";

/** No module has more: a metadata file in the root of something else should not make us read all of it. */
const mostFiles = 5000;

/** undefined where the folder cannot be read. What tools keep in the folder is no part of the module. */
export async function readModuleContents(metadataPath: string): Promise<ModuleContents | undefined> {
  const folder = dirname(metadataPath);
  const paths: string[] = [];
  try {
    await collect(folder, "", paths);
  } catch {
    return undefined;
  }
  const script = `${moduleOfMetadataFile(metadataPath) ?? ""}.psm1`.toLowerCase();
  const scriptPath = paths.find((path) => path.toLowerCase() === script);
  const source =
    scriptPath === undefined
      ? undefined
      : await readFile(join(folder, scriptPath)).then(
          (bytes) => decodeText(bytes).text,
          () => undefined,
        );
  return { paths, source };
}

async function collect(folder: string, prefix: string, paths: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (paths.length >= mostFiles) {
      return;
    }
    if (entry.isFile()) {
      paths.push(prefix + entry.name);
    } else if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules") {
      await collect(join(folder, entry.name), `${prefix}${entry.name}/`, paths);
    }
  }
}
