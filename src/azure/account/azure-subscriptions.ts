/** What a signed-in person can reach: directories, subscriptions and the Automation accounts in them. */
import type { ArmClient } from "../arm/arm-client";
import { listOf, sdkListing, type Listing } from "../arm/listing";
import { segment } from "../arm/target";
import type { AccountRef } from "./account-scope";
import { idPart, textOf } from "./fields";

export interface AzureTenant {
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
}

export interface AzureSubscription {
  readonly subscriptionId: string;
  readonly name: string;
  readonly tenantId: string;
  /** Enabled, Disabled, Warned, PastDue, Deleted. */
  readonly state: string;
}

const apiVersions = ["2022-12-01"];

export function listTenants(arm: ArmClient): Listing<AzureTenant> {
  return listOf<AzureTenant>(arm, {
    what: "list your directories",
    path: "/tenants",
    apiVersions,
    read: (item) => ({
      tenantId: textOf(item, "tenantId"),
      name: textOf(item, "displayName"),
      domain: textOf(item, "defaultDomain"),
    }),
  });
}

/** The subscriptions of the client's directory. */
export function listSubscriptions(arm: ArmClient): Listing<AzureSubscription> {
  return listOf<AzureSubscription>(arm, {
    what: "list your subscriptions",
    path: "/subscriptions",
    apiVersions,
    read: (item) => ({
      subscriptionId: textOf(item, "subscriptionId"),
      name: textOf(item, "displayName"),
      tenantId: textOf(item, "tenantId"),
      state: textOf(item, "state"),
    }),
  });
}

export interface AzureResourceGroup {
  /** Resource id */
  readonly id: string;
  readonly name: string;
  readonly location: string;
}

export function listResourceGroups(arm: ArmClient, subscriptionId: string): Listing<AzureResourceGroup> {
  return listOf<AzureResourceGroup>(arm, {
    what: "list the resource groups of the subscription",
    path: `/subscriptions/${segment(subscriptionId)}/resourcegroups`,
    apiVersions: ["2021-04-01"],
    read: (item) => ({ id: textOf(item, "id"), name: textOf(item, "name"), location: textOf(item, "location") }),
  });
}

export function listAccounts(
  arm: ArmClient,
  subscription: Pick<AzureSubscription, "subscriptionId" | "tenantId">,
): Listing<AccountRef> {
  const what = "list the Automation accounts of the subscription";
  const { subscriptionId, tenantId } = subscription;
  return sdkListing(
    what,
    (signal) => arm.call(what, segment(subscriptionId), (sdk, options) => sdk.automationAccount.list(options), signal),
    (link, signal) =>
      arm.call(
        what,
        segment(subscriptionId),
        (sdk, options) => sdk.automationAccount.listNext(arm.absolute(link), options),
        signal,
      ),
  ).map((model) => ({
    tenantId,
    subscriptionId,
    resourceGroup: idPart(model.id ?? "", "resourceGroups"),
    name: model.name ?? "",
    location: model.location ?? "",
  }));
}
