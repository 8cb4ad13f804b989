/** The presets of one runbook in memory: read when the pane opens, written through. */
import type { PlainValues } from "./parameter-form";
import type { TestPanePorts } from "./ports";
import type { PresetFile, Presets } from "./presets";

export class PresetShelf {
  readonly #ports: Pick<TestPanePorts, "presets">;
  #place: { readonly file: PresetFile; readonly key: string } | undefined;
  #presets: Presets = new Map();
  #problem: unknown;

  constructor(ports: Pick<TestPanePorts, "presets">) {
    this.#ports = ports;
  }

  /** Why the file cannot be read. */
  get problem(): unknown {
    return this.#problem;
  }

  get path(): string | undefined {
    return this.#place?.file.path;
  }

  get names(): readonly string[] {
    return [...this.#presets.keys()];
  }

  find(name: string): PlainValues | undefined {
    return this.#presets.get(name);
  }

  /** The name of the preset that has exactly these values; "" for none. */
  matching(current: PlainValues): string {
    const wanted = comparable(current);
    return this.names.find((name) => comparable(this.#presets.get(name)) === wanted) ?? "";
  }

  async read(): Promise<void> {
    try {
      this.#place = await this.#ports.presets();
      this.#presets = await this.#place.file.read(this.#place.key);
      this.#problem = undefined;
    } catch (error) {
      this.#presets = new Map();
      this.#problem = error;
    }
  }

  /** Errors: damaged-file, permission-denied, failed. */
  async save(name: string, values: PlainValues): Promise<void> {
    await this.#write(name, values);
  }

  async remove(name: string): Promise<void> {
    if (this.#presets.has(name)) {
      await this.#write(name, undefined);
    }
  }

  async #write(name: string, values: PlainValues | undefined): Promise<void> {
    this.#place = await this.#ports.presets();
    await this.#place.file.write(this.#place.key, name, values);
    await this.read();
  }
}

function comparable(preset: PlainValues | undefined): string {
  const values = Object.entries(preset?.values ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return JSON.stringify([values.sort(([a], [b]) => (a < b ? -1 : 1)), preset?.items ?? []]);
}
