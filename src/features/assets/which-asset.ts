/** Which account and which asset a command means: its row, the tree's row with the focus, else the person's choice. */
import * as vscode from "vscode";

import { assetKinds, type Asset, type AssetKind } from "../../core/asset";
import type { BrowsableAccount, FolderKind } from "../../core/browse";
import { AutomationError, cancelled } from "../../core/errors";
import { LocalAccount } from "../../local/account/local-account";
import { askAzureAccount } from "../../platform/azure-pick";
import { askChoice } from "../../platform/prompts";
import { treeTargetOf, type TreeTarget } from "../../platform/tree-target";
import type { AssetsServices } from "./services";

/** What a key passes instead of a row. */
const selection = "selection";

export interface ChosenAsset {
  readonly account: BrowsableAccount;
  readonly asset: Asset;
}

type Accounts = Pick<AssetsServices, "accounts" | "azure" | "tree">;

export async function targetOf(services: Accounts, argument: unknown): Promise<TreeTarget | undefined> {
  return argument === selection ? services.tree.focused() : treeTargetOf(argument);
}

/** Errors: cancelled, account-not-found, not-signed-in. */
export async function whichAccount(services: Accounts, argument: unknown, title: string): Promise<BrowsableAccount> {
  const target = await targetOf(services, argument);
  if (target !== undefined) {
    return accountOf(services, target.accountId);
  }
  return argument instanceof vscode.Uri || isNamed(argument)
    ? services.accounts.require(argument instanceof vscode.Uri ? argument : undefined)
    : askAccount(services, title);
}

export async function accountOf({ accounts, azure }: Accounts, accountId: string): Promise<BrowsableAccount> {
  if (azure.isAzureId(accountId)) {
    return azure.byId(accountId);
  }
  const local = await accounts.byId(accountId);
  if (local === undefined) {
    throw new AutomationError("account-not-found", "The local account is no longer there.", {
      hint: "Refresh the tree.",
    });
  }
  return local;
}

/** Without a sign-in and with one local account there is nothing to ask. `not`: an account that is none of the answers. */
export async function askAccount(services: Accounts, title: string, not?: string): Promise<BrowsableAccount> {
  const { accounts, azure } = services;
  const local = (await accounts.all()).accounts.filter(({ id }) => id !== not);
  const isSignedIn = await azure.state().then(
    (state) => state.kind === "signedIn",
    () => false,
  );
  if (!isSignedIn && not === undefined && local.length <= 1) {
    return local[0] ?? accounts.require();
  }
  const [inAzure] = [{ label: vscode.l10n.t("$(azure) An account in Azure…"), description: "", value: undefined }];
  const chosen = await askChoice<LocalAccount | undefined>(title, vscode.l10n.t("In which account?"), [
    ...local.map((account) => ({
      label: `$(device-desktop) ${account.name}`,
      description: vscode.l10n.t("local · {0}", account.facts.join(" · ")),
      value: account,
    })),
    inAzure,
  ]);
  return chosen ?? askAzureAccount(azure, title);
}

/** Errors: cancelled, asset-not-found, and those of the account. */
export async function whichAsset(
  services: Accounts,
  argument: unknown,
  title: string,
  kinds: readonly AssetKind[] = assetKinds,
): Promise<ChosenAsset> {
  const target = await targetOf(services, argument);
  const item = target?.item;
  if (target !== undefined && item !== undefined && isAsset(item) && kinds.includes(item.kind)) {
    const account = await accountOf(services, target.accountId);
    // The row may be old, and lists of Azure leave the fields of connections out.
    const asset = await account.getAsset(item.kind, item.name);
    if (asset === undefined) {
      throw new AutomationError("asset-not-found", `There is no ${item.kind} "${item.name}" any more.`, {
        hint: "Refresh the tree.",
      });
    }
    return { account, asset };
  }
  if (argument === selection) {
    // A key was pressed on a row that is no asset: another one was not meant.
    throw cancelled();
  }
  const account = await whichAccount(services, target ?? argument, title);
  return { account, asset: await askAsset(account, title, kinds) };
}

async function askAsset(account: BrowsableAccount, title: string, kinds: readonly AssetKind[]): Promise<Asset> {
  const lists = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Reading assets") },
    () => Promise.all(kinds.map((kind) => account.listAssets(kind))),
  );
  const assets = lists.flat();
  if (assets.length === 0) {
    throw new AutomationError("asset-not-found", `The account "${account.name}" has no assets.`, {
      hint: "Add one (commands: Add ... Asset).",
    });
  }
  const chosen = await askChoice(
    title,
    vscode.l10n.t("Choose an asset"),
    assets.map((asset) => ({ label: asset.name, description: kindWords(asset.kind), value: asset })),
  );
  return (await account.getAsset(chosen.kind, chosen.name)) ?? chosen;
}

export function isAsset(item: { readonly kind: string }): item is Asset {
  return assetKinds.some((kind) => kind === item.kind);
}

export function isLocal(account: BrowsableAccount): account is LocalAccount {
  return account instanceof LocalAccount;
}

export function folderOf(kind: AssetKind): FolderKind {
  return `${kind}s`;
}

export function kindWords(kind: AssetKind): string {
  switch (kind) {
    case "variable":
      return vscode.l10n.t("variable");
    case "credential":
      return vscode.l10n.t("credential");
    case "connection":
      return vscode.l10n.t("connection");
    case "certificate":
      return vscode.l10n.t("certificate");
    case "connection-type":
      return vscode.l10n.t("connection type");
  }
}

/** The quick fix of an absent asset calls with its name. */
function isNamed(argument: unknown): boolean {
  return wantedName(argument) !== undefined;
}

export function wantedName(argument: unknown): string | undefined {
  const name = typeof argument === "object" && argument !== null && "name" in argument ? argument.name : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}
