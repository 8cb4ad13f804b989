import type { Asset, AssetKind, ReadableAssetKind, RevealedAsset } from "./asset";
import type { AccountIdentities, ExtraClaims } from "./identity";
import type { Json } from "./json";

/** Names and ids of an Automation account. */
export interface AccountDetails {
  readonly name: string;
  /** The service's own guid for the account; part of the identity endpoint's path. */
  readonly accountId: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tenantId: string;
  readonly identities: AccountIdentities;
}

/** `/subscriptions/.../automationAccounts/{name}` as ARM writes it. */
export function armIdOf(account: Pick<AccountDetails, "name" | "subscriptionId" | "resourceGroup">): string {
  return `/subscriptions/${account.subscriptionId}/resourceGroups/${account.resourceGroup}/providers/Microsoft.Automation/automationAccounts/${account.name}`;
}

/** Compares ids as ARM does: without case. It writes one id as `resourcegroups` here and `resourceGroups` there. */
export function isSameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The port that both the local and an Azure account implement. Whoever holds one never asks which it is. */
export interface AutomationAccount {
  details(signal?: AbortSignal): Promise<AccountDetails>;
  listAssets(kind: AssetKind, signal?: AbortSignal): Promise<readonly Asset[]>;
  /** undefined: there is none of that kind and name (compared without case). */
  getAsset(kind: AssetKind, name: string, signal?: AbortSignal): Promise<Asset | undefined>;
}

/** What a local job needs of an account. The local account implements it; `serve-identity` makes one up in memory. */
export interface JobAccount {
  details(): Promise<AccountDetails>;
  /** Extra claims for emulated tokens, by resource. */
  extraClaims(): Promise<ExtraClaims>;
  /** The asset in clear; undefined when there is none. Errors: key-missing, key-wrong, damaged-file. */
  reveal(kind: ReadableAssetKind, name: string): Promise<RevealedAsset | undefined>;
  assetNames(kind: ReadableAssetKind): Promise<readonly string[]>;
  /** Sets an existing variable, keeping its encryption. false: there is none of that name. */
  setVariable(name: string, value: Json): Promise<boolean>;
  /** Every sealed value as text, for masking; empty where the key is not at hand. */
  secretTexts(): Promise<readonly string[]>;
  /** Absolute path of the runbook of that name (without case); undefined when there is none. */
  findRunbook(name: string): Promise<string | undefined>;
  /** Names of the account's runbooks. */
  runbookNames(): Promise<readonly string[]>;
}
