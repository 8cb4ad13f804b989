/** One Automation account as the target of requests: its path, its names, and the client that reaches it. */
import type { AutomationClient } from "@azure/arm-automation";
import { armIdOf } from "../../core/account";
import { AzureError, isNotFound } from "../arm/azure-error";
import type { ArmAnswer, ArmClient, ArmRequest, SdkOptions } from "../arm/arm-client";
import { listOf, sdkListing, type Listing } from "../arm/listing";
import { segment } from "../arm/target";
import type { JsonObject } from "../../core/json";

/** Which account is meant. Never taken from what happens to be selected: whoever acts holds one. */
export interface AccountRef {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
}

/** Identity and runtime environments came with these; the SDK stops at 2018 (specs/azure-apis.md 1.3). */
export const currentVersions = ["2024-10-23", "2023-11-01", "2022-08-08"];

type ScopedRequest = Omit<ArmRequest, "path"> & { readonly path: readonly string[] };

/** Operation of the SDK on this account: `group`, `account` are its first two arguments. */
type ScopedOperation<T> = (sdk: AutomationClient, group: string, account: string, options: SdkOptions) => Promise<T>;

type SdkRows<M> = Iterable<M> & { readonly nextLink?: string };

export class AccountScope {
  /** The account's ARM id, without encoding. */
  readonly id: string;

  constructor(
    readonly arm: ArmClient,
    readonly ref: AccountRef,
  ) {
    this.id = armIdOf(ref);
  }

  /** Path below the account; each part is a name and gets encoded. */
  path(parts: readonly string[]): string {
    const { subscriptionId, resourceGroup, name } = this.ref;
    const account = `/subscriptions/${segment(subscriptionId)}/resourceGroups/${segment(resourceGroup)}/providers/Microsoft.Automation/automationAccounts/${segment(name)}`;
    return [account, ...parts.map(segment)].join("/");
  }

  call<T>(what: string, operation: ScopedOperation<T>, signal?: AbortSignal): Promise<T> {
    const { subscriptionId, resourceGroup, name } = this.ref;
    return this.arm.call(what, subscriptionId, (sdk, options) => operation(sdk, resourceGroup, name, options), signal);
  }

  send(request: ScopedRequest): Promise<ArmAnswer> {
    return this.arm.send({ ...request, path: this.path(request.path) });
  }

  sendJson(request: ScopedRequest): Promise<JsonObject> {
    return this.arm.sendJson({ ...request, path: this.path(request.path) });
  }

  sendLong(request: ScopedRequest): Promise<ArmAnswer> {
    return this.arm.sendLong({ ...request, path: this.path(request.path) });
  }

  /** A list of the SDK; `plural` names its things in errors. */
  list<M>(
    plural: string,
    first: ScopedOperation<SdkRows<M>>,
    next: (sdk: AutomationClient, link: string, options: SdkOptions) => Promise<SdkRows<M>>,
  ): Listing<M> {
    const what = `list the ${plural} of "${this.ref.name}"`;
    return sdkListing<M>(
      what,
      (signal) => this.call(what, first, signal),
      (link, signal) =>
        this.call(what, (sdk, _group, _account, options) => next(sdk, this.arm.absolute(link), options), signal),
    );
  }

  /** A list that the SDK has no operation for. */
  listRaw<T>(
    plural: string,
    path: readonly string[],
    read: (item: JsonObject) => T | undefined,
    apiVersions: readonly string[] = currentVersions,
  ): Listing<T> {
    return listOf<T>(this.arm, {
      what: `list the ${plural} of "${this.ref.name}"`,
      path: this.path(path),
      apiVersions,
      read,
    });
  }
}

/** `found`, or undefined where Azure says that there is no such thing. The account's own absence stays an error. */
export async function orUndefined<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

/** PUT replaces silently in Azure; creating must not. Errors: asset-exists. */
export async function refuseExisting(what: string, found: Promise<unknown>): Promise<void> {
  if ((await orUndefined(found)) !== undefined) {
    throw new AzureError(
      "asset-exists",
      "there is one of that name already.",
      { hint: "Choose another name, or change the existing one." },
      what,
    );
  }
}

/** The object without its undefined values. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
