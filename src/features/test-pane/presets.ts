/** Saved parameter sets: `.automation/test-pane.json`, written to be read and shared by people. It never holds a secret. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { isJsonObject, type Json } from "../../core/json";
import { writeFileAtomically } from "../../local/account/atomic-file";
import { fileError, fileErrorCode } from "../../local/account/file-errors";
import { withFileLock } from "../../local/account/file-lock";
import { editObjectText, styleOf } from "../../local/account/jsonc-edit";
import { jsonOf, parseJsonc, type JsoncText } from "../../local/account/jsonc-text";
import { isSensitiveName } from "./parameter-controls";
import type { PlainValues } from "./parameter-form";

/** The sets of one runbook by name, in the file's order. */
export type Presets = ReadonlyMap<string, PlainValues>;

const newFile = `{
  "presets": {}
}
`;

export class PresetFile {
  readonly #path: string;

  /** Absolute path of the file, which need not exist. */
  constructor(path: string) {
    this.#path = path;
  }

  get path(): string {
    return this.#path;
  }

  /** `runbook`: its path relative to the account's folder, with forward slashes. Errors: damaged-file, permission-denied. */
  async read(runbook: string): Promise<Presets> {
    const file = await this.#read();
    return file === undefined ? new Map() : presetsOf(jsonOf(file.root), runbook);
  }

  /** undefined removes it. The rest of the file, comments too, stays as it is. Errors: damaged-file, permission-denied, failed. */
  async write(runbook: string, name: string, values: PlainValues | undefined): Promise<void> {
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      await withFileLock(join(dirname(this.#path), ".lock"), async (lock) => {
        const { text, hasByteOrderMark } = (await this.#read()) ?? { text: newFile, hasByteOrderMark: false };
        const change = { path: ["presets", runbook, name], value: values && valueOf(values) };
        const changed = editObjectText(text, [change], styleOf(text));
        await writeFileAtomically(this.#path, (hasByteOrderMark ? "\uFEFF" : "") + changed, {
          beforeCommit: () => lock.assertHeld(),
        });
      });
    } catch (error) {
      throw fileError(error, "write", this.#path);
    }
  }

  async #read(): Promise<JsoncText | undefined> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#path);
    } catch (error) {
      if (fileErrorCode(error) === "ENOENT") {
        return undefined;
      }
      throw fileError(error, "read", this.#path);
    }
    return parseJsonc(bytes, this.#path);
  }
}

function valueOf({ values, items }: PlainValues): Json {
  const parameters = Object.fromEntries(Object.entries(values).filter(([name]) => !isSensitiveName(name)));
  return items.length > 0 ? { arguments: items } : { parameters };
}

/** Whatever is no text is taken in its JSON form: a person may well write 5 or true. Secrets are not taken from here either. */
function presetsOf(file: Json, runbook: string): Presets {
  const all = isJsonObject(file) ? file["presets"] : undefined;
  const own = isJsonObject(all) ? all[runbook] : undefined;
  const presets = new Map<string, PlainValues>();
  for (const [name, value] of Object.entries(isJsonObject(own) ? own : {})) {
    if (!isJsonObject(value)) {
      continue;
    }
    const { parameters, arguments: items } = value;
    presets.set(name, {
      values: isJsonObject(parameters)
        ? Object.fromEntries(
            Object.entries(parameters)
              .filter(([key, item]) => item !== null && !isSensitiveName(key))
              .map(([key, item]) => [key, textOf(item)]),
          )
        : {},
      items: Array.isArray(items) ? (items as readonly Json[]).map(textOf) : [],
    });
  }
  return presets;
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
