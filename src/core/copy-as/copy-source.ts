/** What is copied as code: an account or one of its items, with the names it is reached by. No secret is ever in it. */
import { armIdOf, type AccountDetails } from "../account";
import type { AccountItem } from "../browse";

export interface CopySource {
  readonly account: AccountDetails;
  /** undefined: the account itself. */
  readonly item: AccountItem | undefined;
  /** What the item lies in, e.g. the runtime environment of a package. */
  readonly parent: AccountItem | undefined;
}

/** Version of the resource types that ARM, az rest and Bicep are given (specs/azure-apis.md 1.3). */
export const apiVersion = "2023-11-01";
/** Packages and runtime environments came later. */
export const runtimeApiVersion = "2024-10-23";

/** Path below the account as ARM has it, without encoding; undefined: no resource of its own. */
export function resourcePath({ item, parent }: Pick<CopySource, "item" | "parent">): readonly string[] | undefined {
  switch (item?.kind) {
    case undefined:
      return [];
    case "runbook":
      return ["runbooks", item.name];
    case "variable":
      return ["variables", item.name];
    case "credential":
      return ["credentials", item.name];
    case "connection":
      return ["connections", item.name];
    case "certificate":
      return ["certificates", item.name];
    case "connection-type":
      return ["connectionTypes", item.name];
    case "module":
      return [modulesPath(item.runtime), item.name];
    case "package":
      return parent === undefined ? undefined : ["runtimeEnvironments", parentName(parent), "packages", item.name];
    case "runtime-environment":
      return ["runtimeEnvironments", item.name];
    case "schedule":
      return ["schedules", item.name];
    case "webhook":
      return ["webhooks", item.name];
    case "hybrid-worker-group":
      return ["hybridRunbookWorkerGroups", item.name];
    case "hybrid-worker":
      return parent === undefined
        ? undefined
        : ["hybridRunbookWorkerGroups", parentName(parent), "hybridRunbookWorkers", item.id];
    case "job":
      return ["jobs", item.id];
    case "identity":
      return undefined;
  }
}

/** The ARM id of what is copied; the emulated one for the local account. undefined: it has none. */
export function resourceIdOf(source: CopySource): string | undefined {
  if (source.item?.kind === "identity") {
    // The system-assigned identity is a part of the account.
    return source.item.isSystemAssigned ? armIdOf(source.account) : source.item.resourceId;
  }
  const path = resourcePath(source);
  return path && [armIdOf(source.account), ...path].join("/");
}

/** Address of a request: each name encoded. */
export function resourceUrl(source: CopySource): string | undefined {
  const path = resourcePath(source);
  if (path === undefined) {
    return undefined;
  }
  const { subscriptionId, resourceGroup, name } = source.account;
  const account = ["subscriptions", subscriptionId, "resourceGroups", resourceGroup, "providers"];
  const parts = [...account, "Microsoft.Automation", "automationAccounts", name, ...path];
  return `https://management.azure.com/${parts.map(encodeURIComponent).join("/")}`;
}

/** The collection of modules by runtime: 7.2 and Python have their own (specs/azure-apis.md 1.3). */
export function modulesPath(runtime: string): string {
  if (/python/i.test(runtime)) {
    return /2/.test(runtime) ? "python2Packages" : "python3Packages";
  }
  return /7/.test(runtime) ? "powershell72Modules" : "modules";
}

function parentName(parent: AccountItem): string {
  return parent.kind === "job" ? parent.id : parent.name;
}

/** A name for a thing in code, made from any name: letters, digits and underscores, a letter first. */
export function identifierFrom(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[A-Za-z]/.test(words) ? words : `asset_${words}`.replace(/_$/, "");
}
