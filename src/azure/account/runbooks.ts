/** Runbooks of an account in Azure: their facts, their published text, creating and deleting. The draft is draft.ts. */
import type { JsonObject } from "../../core/json";
import { AzureError } from "../arm/azure-error";
import type { Listing } from "../arm/listing";
import { contentOf } from "../arm/sdk";
import { currentVersions, defined, orUndefined, refuseExisting, type AccountScope } from "./account-scope";
import { AzureDrafts } from "./drafts";
import { flagOf, numberOf, objectOf, textOf, textsOf } from "./fields";
import { toRunbookText, type RunbookText } from "./runbook-text";

/** In the service's words; newer ones pass through (specs/azure-apis.md 1.3). */
export type RunbookState = "New" | "Edit" | "Published" | (string & {});

export interface AzureRunbook {
  readonly name: string;
  readonly id: string;
  /** e.g. PowerShell, PowerShell72, PowerShellWorkflow, Python3, Python, GraphPowerShell. */
  readonly type: string;
  /** New: never published; Edit: published, and a draft besides; Published: no draft. */
  readonly state: RunbookState;
  /** Name of the runtime environment; "" for a runbook that has none, and in clouds that know none. */
  readonly runtimeEnvironment: string;
  readonly description: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly etag: string;
  /** As Azure writes them, with all digits: they are compared, not calculated with. */
  readonly creationTime: string;
  readonly lastModifiedTime: string;
  readonly lastModifiedBy: string;
  readonly logVerbose: boolean;
  readonly logProgress: boolean;
  /** Of the published version; a list leaves them out. */
  readonly parameters: readonly AzureRunbookParameter[];
}

export interface AzureRunbookParameter {
  readonly name: string;
  readonly type: string;
  readonly isMandatory: boolean;
  readonly position: number | undefined;
  /** As text; undefined: there is none. */
  readonly defaultValue: string | undefined;
}

export interface NewRunbook {
  readonly type: string;
  readonly runtimeEnvironment?: string;
  readonly description?: string;
  readonly logVerbose?: boolean;
  readonly logProgress?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The last one is what clouds without runtime environments know. */
export const runbookVersions = [...currentVersions, "2018-06-30"];

export class AzureRunbooks {
  readonly drafts: AzureDrafts;

  constructor(private readonly scope: AccountScope) {
    this.drafts = new AzureDrafts(scope);
  }

  list(): Listing<AzureRunbook> {
    return this.scope.listRaw("runbooks", ["runbooks"], toRunbook, runbookVersions);
  }

  async get(name: string, signal?: AbortSignal): Promise<AzureRunbook> {
    return toRunbook(
      await this.scope.sendJson({
        what: `read the runbook "${name}"`,
        method: "GET",
        path: ["runbooks", name],
        apiVersions: runbookVersions,
        signal,
      }),
    );
  }

  /** undefined: the account has no runbook of that name. */
  find(name: string, signal?: AbortSignal): Promise<AzureRunbook | undefined> {
    return orUndefined(this.get(name, signal));
  }

  /** The published text. Errors also: not-found where nothing was published yet. */
  async getContent(name: string, signal?: AbortSignal): Promise<RunbookText> {
    const answer = await this.scope.call(
      `read the published text of "${name}"`,
      (sdk, group, account, options) => sdk.runbook.getContent(group, account, name, options),
      signal,
    );
    const { text, etag } = contentOf(answer);
    return toRunbookText(text, etag);
  }

  /** A new runbook with an empty draft. Errors also: asset-exists. */
  async create(name: string, runbook: NewRunbook, signal?: AbortSignal): Promise<AzureRunbook> {
    const what = `create the runbook "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const { type, tags, runtimeEnvironment, description, logVerbose = false, logProgress = false } = runbook;
    const created = toRunbook(
      await this.scope.sendJson({
        what,
        method: "PUT",
        path: ["runbooks", name],
        apiVersions: runbookVersions,
        body: defined({
          name,
          location: this.scope.ref.location,
          tags,
          properties: defined({
            runbookType: type,
            runtimeEnvironment,
            description,
            logVerbose,
            logProgress,
            draft: {},
          }),
        }),
        signal,
      }),
    );
    if (runtimeEnvironment !== undefined && created.runtimeEnvironment === "") {
      // An older api-version drops the field without a word.
      throw new AzureError(
        "not-supported",
        `this cloud does not know runtime environments; the runbook was created without "${runtimeEnvironment}".`,
        { hint: "Delete it, or go on without a runtime environment." },
        what,
      );
    }
    return created;
  }

  /** What is undefined stays as it is. */
  async update(
    name: string,
    changes: Partial<Pick<NewRunbook, "description" | "logVerbose" | "logProgress" | "tags">>,
    signal?: AbortSignal,
  ): Promise<AzureRunbook> {
    const { tags, ...properties } = changes;
    return toRunbook(
      await this.scope.sendJson({
        what: `change the runbook "${name}"`,
        method: "PATCH",
        path: ["runbooks", name],
        apiVersions: runbookVersions,
        body: defined({ name, tags, properties: defined(properties) }),
        signal,
      }),
    );
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the runbook "${name}"`,
      (sdk, group, account, options) => sdk.runbook.deleteMethod(group, account, name, options),
      signal,
    );
  }
}

function toRunbook(item: JsonObject): AzureRunbook {
  const properties = objectOf(item, "properties");
  return {
    name: textOf(item, "name"),
    id: textOf(item, "id"),
    type: textOf(properties, "runbookType"),
    state: textOf(properties, "state"),
    runtimeEnvironment: textOf(properties, "runtimeEnvironment"),
    description: textOf(properties, "description"),
    location: textOf(item, "location"),
    tags: textsOf(item, "tags"),
    etag: textOf(item, "etag"),
    creationTime: textOf(properties, "creationTime"),
    lastModifiedTime: textOf(properties, "lastModifiedTime"),
    lastModifiedBy: textOf(properties, "lastModifiedBy"),
    logVerbose: flagOf(properties, "logVerbose"),
    logProgress: flagOf(properties, "logProgress"),
    parameters: toParameters(objectOf(properties, "parameters")),
  };
}

function toParameters(parameters: JsonObject | undefined): readonly AzureRunbookParameter[] {
  return Object.keys(parameters ?? {})
    .map((name) => {
      const parameter = objectOf(parameters, name);
      const defaultValue = parameter?.defaultValue;
      return {
        name,
        type: textOf(parameter, "type"),
        isMandatory: flagOf(parameter, "isMandatory"),
        position: numberOf(parameter, "position"),
        defaultValue: typeof defaultValue === "string" ? defaultValue : undefined,
      };
    })
    .sort((a, b) => (a.position ?? Infinity) - (b.position ?? Infinity));
}
