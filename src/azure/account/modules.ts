/** Modules and packages that an account holds without runtime environments: one list for each runtime. */
import type { Listing } from "../arm/listing";
import type { AccountScope } from "./account-scope";
import { importBody, toPackage, waitForImport, type AzurePackage } from "./package-state";

export const moduleRuntimes = ["powershell-5.1", "powershell-7.2", "python-2", "python-3"] as const;
export type ModuleRuntime = (typeof moduleRuntimes)[number];

interface Collection {
  readonly path: string;
  readonly versions: readonly string[];
}

/** PowerShell 7.2's list is gone from 2024-10-23 on: runtime environments replace it (specs/azure-apis.md 1.3). */
const collections: Readonly<Record<ModuleRuntime, Collection>> = {
  "powershell-5.1": { path: "modules", versions: ["2015-10-31"] },
  "powershell-7.2": { path: "powerShell72Modules", versions: ["2023-11-01"] },
  "python-2": { path: "python2Packages", versions: ["2018-06-30"] },
  "python-3": { path: "python3Packages", versions: ["2023-11-01", "2022-08-08"] },
};

export class AzureModules {
  readonly #collection: Collection;
  readonly #noun: string;

  constructor(
    private readonly scope: AccountScope,
    readonly runtime: ModuleRuntime,
  ) {
    this.#collection = collections[runtime];
    this.#noun = runtime.startsWith("python") ? "package" : "module";
  }

  list(): Listing<AzurePackage> {
    const { path, versions } = this.#collection;
    return this.scope.listRaw(`${this.#noun}s`, [path], toPackage, versions);
  }

  async get(name: string, signal?: AbortSignal): Promise<AzurePackage> {
    const what = `read the ${this.#noun} "${name}"`;
    return toPackage(await this.scope.sendJson({ ...this.#at(name), what, method: "GET", signal }));
  }

  /** Starts an import, or an update to another version; `waitFor` follows it. */
  async import(
    name: string,
    source: { readonly uri: string; readonly version?: string },
    signal?: AbortSignal,
  ): Promise<AzurePackage> {
    const what = `import the ${this.#noun} "${name}"`;
    const body = importBody(source);
    return toPackage(await this.scope.sendJson({ ...this.#at(name), what, method: "PUT", body, signal }));
  }

  waitFor(
    name: string,
    options: { readonly onState?: (state: string) => void; readonly signal?: AbortSignal } = {},
  ): Promise<AzurePackage> {
    const what = `import the ${this.#noun} "${name}"`;
    return waitForImport(what, () => this.get(name, options.signal), this.scope.arm.clock, options);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.send({ ...this.#at(name), what: `delete the ${this.#noun} "${name}"`, method: "DELETE", signal });
  }

  #at(name: string): { readonly path: readonly string[]; readonly apiVersions: readonly string[] } {
    return { path: [this.#collection.path, name], apiVersions: this.#collection.versions };
  }
}
