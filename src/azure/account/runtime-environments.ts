/** Runtime environments of an account in Azure and the packages in them. */
import type { JsonObject } from "../../core/json";
import { isUnknownVersion } from "../arm/arm-client";
import { isNotFound } from "../arm/azure-error";
import type { Listing } from "../arm/listing";
import { refuseExisting, type AccountScope } from "./account-scope";
import { objectOf, textOf, textsOf } from "./fields";
import { importBody, toPackage, waitForImport, type AzurePackage } from "./package-state";

export interface RuntimeEnvironment {
  readonly name: string;
  readonly description: string;
  /** e.g. PowerShell, Python */
  readonly language: string;
  readonly version: string;
  /** Packages that Azure brings along, by name: "Az" -> "12.3.0". */
  readonly defaultPackages: Readonly<Record<string, string>>;
}

export interface NewRuntimeEnvironment {
  readonly language: string;
  readonly version: string;
  readonly defaultPackages?: Readonly<Record<string, string>>;
  readonly description?: string;
}

const apiVersions = ["2024-10-23"];

export class AzureRuntimeEnvironments {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<RuntimeEnvironment> {
    return this.scope.listRaw("runtime environments", ["runtimeEnvironments"], toEnvironment, apiVersions);
  }

  /** All of them; none in clouds that know no runtime environments. */
  async allKnown(signal?: AbortSignal): Promise<readonly RuntimeEnvironment[]> {
    try {
      return await this.list().all(signal);
    } catch (error) {
      if (isNotFound(error) || isUnknownVersion(error)) {
        return [];
      }
      throw error;
    }
  }

  async get(name: string, signal?: AbortSignal): Promise<RuntimeEnvironment> {
    const what = `read the runtime environment "${name}"`;
    return toEnvironment(await this.scope.sendJson({ ...at(name), what, method: "GET", signal }));
  }

  /** Errors also: asset-exists. */
  async create(name: string, environment: NewRuntimeEnvironment, signal?: AbortSignal): Promise<RuntimeEnvironment> {
    const what = `create the runtime environment "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const { language, version, defaultPackages = {}, description } = environment;
    const body = {
      properties: {
        runtime: { language, version },
        defaultPackages,
        ...(description !== undefined && { description }),
      },
      location: this.scope.ref.location,
    };
    return toEnvironment(await this.scope.sendJson({ ...at(name), what, method: "PUT", body, signal }));
  }

  /** The default packages are all that Azure lets one change (specs/azure-apis.md 1.3). */
  async setDefaultPackages(
    name: string,
    defaultPackages: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<RuntimeEnvironment> {
    const what = `change the runtime environment "${name}"`;
    const body = { properties: { defaultPackages } };
    return toEnvironment(await this.scope.sendJson({ ...at(name), what, method: "PATCH", body, signal }));
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.send({ ...at(name), what: `delete the runtime environment "${name}"`, method: "DELETE", signal });
  }

  packages(environment: string): AzurePackages {
    return new AzurePackages(this.scope, environment);
  }
}

/** The packages of one runtime environment. */
export class AzurePackages {
  constructor(
    private readonly scope: AccountScope,
    readonly environment: string,
  ) {}

  list(): Listing<AzurePackage> {
    const path = ["runtimeEnvironments", this.environment, "packages"];
    return this.scope.listRaw(`packages of "${this.environment}"`, path, toPackage, apiVersions);
  }

  async get(name: string, signal?: AbortSignal): Promise<AzurePackage> {
    const what = `read the package "${name}"`;
    return toPackage(await this.scope.sendJson({ ...at(this.environment, name), what, method: "GET", signal }));
  }

  /** Starts an import; `waitFor` follows it. */
  async import(
    name: string,
    source: { readonly uri: string; readonly version?: string },
    signal?: AbortSignal,
  ): Promise<AzurePackage> {
    const what = `import the package "${name}"`;
    const body = importBody(source);
    return toPackage(await this.scope.sendJson({ ...at(this.environment, name), what, method: "PUT", body, signal }));
  }

  waitFor(
    name: string,
    options: { readonly onState?: (state: string) => void; readonly signal?: AbortSignal } = {},
  ): Promise<AzurePackage> {
    const what = `import the package "${name}"`;
    return waitForImport(what, () => this.get(name, options.signal), this.scope.arm.clock, options);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    const what = `delete the package "${name}"`;
    await this.scope.send({ ...at(this.environment, name), what, method: "DELETE", signal });
  }
}

function at(environment: string, packageName?: string): { path: readonly string[]; apiVersions: readonly string[] } {
  const path = ["runtimeEnvironments", environment];
  return { path: packageName === undefined ? path : [...path, "packages", packageName], apiVersions };
}

function toEnvironment(item: JsonObject): RuntimeEnvironment {
  const properties = objectOf(item, "properties");
  const runtime = objectOf(properties, "runtime");
  return {
    name: textOf(item, "name"),
    description: textOf(properties, "description"),
    language: textOf(runtime, "language"),
    version: textOf(runtime, "version"),
    defaultPackages: textsOf(properties, "defaultPackages"),
  };
}
