/** Which of a module's files the rules about its metadata ask for; where they are read from is the caller's. */
import { decodeText } from "../decode-text";
import type { ModuleContents } from "../rules/check-context";

/** Gives files of one module. Errors: whatever reading throws. */
export interface ModuleReader {
  /** What lies in a folder of the module, which is "" or ends with `/`. */
  list(
    folder: string,
  ): Promise<readonly { readonly name: string; readonly isFile: boolean; readonly isFolder: boolean }[]>;
  /** `path` as `list` led to it. */
  read(path: string): Promise<Uint8Array>;
}

/** No module has more: a metadata file in the root of something else should not make us read all of it. */
const mostFiles = 5000;

/** undefined where the module's folder cannot be read. What tools keep in the folder is no part of the module. */
export async function readModuleContents(module: string, reader: ModuleReader): Promise<ModuleContents | undefined> {
  const paths: string[] = [];
  try {
    await collect(reader, "", paths);
  } catch {
    return undefined;
  }
  const script = `${module}.psm1`.toLowerCase();
  const scriptPath = paths.find((path) => path.toLowerCase() === script);
  const source =
    scriptPath === undefined
      ? undefined
      : await reader.read(scriptPath).then(
          (bytes) => decodeText(bytes).text,
          () => undefined,
        );
  return { paths, source };
}

async function collect(reader: ModuleReader, folder: string, paths: string[]): Promise<void> {
  for (const { name, isFile, isFolder } of await reader.list(folder)) {
    if (paths.length >= mostFiles) {
      return;
    }
    if (isFile) {
      paths.push(folder + name);
    } else if (isFolder && !name.startsWith(".") && name !== "node_modules") {
      await collect(reader, `${folder}${name}/`, paths);
    }
  }
}
