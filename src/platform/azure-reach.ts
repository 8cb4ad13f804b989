/** What a signed-in person reaches in one cloud: directories, subscriptions, accounts. Loaded with the first look at Azure. */
import { ArmClient } from "../azure/arm/arm-client";
import type { Cloud } from "../azure/arm/cloud";
import { AzureAccount } from "../azure/account/azure-account";
import type { AccountRef } from "../azure/account/account-scope";
import type { ReadCertificateFile } from "../azure/account/azure-asset-changes";
import {
  listAccounts,
  listResourceGroups,
  listSubscriptions,
  listTenants,
  type AzureResourceGroup,
  type AzureTenant,
} from "../azure/account/azure-subscriptions";
import { idPart } from "../azure/account/fields";
import { RoleAssignments } from "../azure/account/role-assignments";
import type { ItemPage, PagedList } from "../core/browse";
import type { Disposable } from "../core/disposable";
import { AutomationError } from "../core/errors";
import type { AzureSession } from "./azure-session";
import type { Log } from "./log";

export interface SubscriptionItem {
  /** `/subscriptions/{guid}` */
  readonly id: string;
  readonly subscriptionId: string;
  readonly name: string;
  /** The directory it belongs to. */
  readonly tenantId: string;
  /** The directory whose token reaches it; undefined: the signed-in account's own. Another one for managed (Lighthouse) subscriptions. */
  readonly signInTenantId: string | undefined;
  /** In the service's words: Enabled, Disabled, Warned, PastDue, Deleted. */
  readonly state: string;
}

const readCertificateFile: ReadCertificateFile = async (file, password) =>
  (await import("../local/account/certificate-file")).readCertificateFile(file, password);

export class AzureReach implements Disposable {
  readonly #clients = new Map<string, ArmClient>();
  readonly #accounts = new Map<string, AzureAccount>();

  constructor(
    readonly cloud: Cloud,
    private readonly session: AzureSession,
    private readonly log: Log,
  ) {}

  tenants(signal?: AbortSignal): Promise<readonly AzureTenant[]> {
    return listTenants(this.#client(undefined)).all(signal);
  }

  /** Directory after directory, a request a page; a directory without subscriptions makes no page of its own. */
  subscriptions(tenantIds: readonly (string | undefined)[]): PagedList<SubscriptionItem> {
    let seen = new Set<string>();
    return {
      page: async (token, signal): Promise<ItemPage<SubscriptionItem>> => {
        if (token === undefined) {
          seen = new Set();
        }
        let [index, link] = token === undefined ? [0, undefined] : (JSON.parse(token) as [number, string | undefined]);
        for (;;) {
          const signInTenantId = tenantIds[index];
          const page = await listSubscriptions(this.#client(signInTenantId)).page(link ?? undefined, signal);
          const items = page.items
            .map((one) => ({ ...one, id: `/subscriptions/${one.subscriptionId}`, signInTenantId }))
            // One that is managed from elsewhere shows in two directories.
            .filter((one) => !seen.has(one.subscriptionId));
          items.forEach((one) => seen.add(one.subscriptionId));
          link = page.nextToken;
          index += link === undefined ? 1 : 0;
          const isLast = link === undefined && index >= tenantIds.length;
          if (items.length > 0 || isLast) {
            return { items, nextToken: isLast ? undefined : JSON.stringify([index, link]) };
          }
        }
      },
    };
  }

  accountsOf(subscription: SubscriptionItem): PagedList<AzureAccount> {
    const { signInTenantId } = subscription;
    return listAccounts(this.#client(signInTenantId), subscription).map((ref) => this.account(ref, signInTenantId));
  }

  /** One object an account. */
  account(ref: AccountRef, signInTenantId: string | undefined): AzureAccount {
    const account = new AzureAccount(this.#client(signInTenantId), ref, readCertificateFile);
    const known = this.#accounts.get(account.id.toLowerCase());
    if (known !== undefined) {
      return known;
    }
    this.#accounts.set(account.id.toLowerCase(), account);
    return account;
  }

  known(armId: string): AzureAccount | undefined {
    return this.#accounts.get(armId.toLowerCase());
  }

  /** Asks Azure for the account of an id. Errors: account-not-found. */
  async read(
    armId: string,
    subscription: Pick<SubscriptionItem, "tenantId" | "signInTenantId">,
    signal?: AbortSignal,
  ): Promise<AzureAccount> {
    const parts = accountIdParts(armId);
    const { tenantId, signInTenantId } = subscription;
    const asked = new AzureAccount(
      this.#client(signInTenantId),
      { ...parts, tenantId, location: "" },
      readCertificateFile,
    );
    const { location } = await asked.details(signal);
    return this.account({ ...parts, tenantId, location }, signInTenantId);
  }

  /** The roles of identities, asked for with the token that reaches the account. */
  roles(signInTenantId: string | undefined): RoleAssignments {
    return new RoleAssignments(this.#client(signInTenantId));
  }

  resourceGroups(subscriptionId: string, signInTenantId: string | undefined): PagedList<AzureResourceGroup> {
    return listResourceGroups(this.#client(signInTenantId), subscriptionId);
  }

  /** Somebody signed in or out; accounts that are held go on with the new sign-in. */
  forgetTokens(): void {
    for (const client of this.#clients.values()) {
      client.forgetToken();
    }
  }

  dispose(): void {
    for (const client of this.#clients.values()) {
      client.dispose();
    }
    this.#clients.clear();
    this.#accounts.clear();
  }

  #client(tenantId: string | undefined): ArmClient {
    const key = tenantId ?? "";
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = new ArmClient({
        cloud: this.cloud,
        tokens: this.session,
        tenantId,
        onExchange: ({ method, target, status, durationMs, requestId, retryInMs }) =>
          this.log.debug("azure", { method, target, status, ms: durationMs, requestId, retryInMs }),
      });
      this.#clients.set(key, client);
    }
    return client;
  }
}

/** Errors: invalid-usage for anything that is no account's id. */
export function accountIdParts(armId: string): Pick<AccountRef, "subscriptionId" | "resourceGroup" | "name"> {
  const parts = {
    subscriptionId: idPart(armId, "subscriptions"),
    resourceGroup: idPart(armId, "resourceGroups"),
    name: idPart(armId, "automationAccounts"),
  };
  if (Object.values(parts).includes("")) {
    throw new AutomationError("invalid-usage", `"${armId}" is not the id of an Automation account in Azure.`);
  }
  return parts;
}
