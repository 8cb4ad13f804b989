/** Asks which account, or which of its things, a command means: page by page, as Azure gives them. */
import * as vscode from "vscode";

import type { AzureAccount } from "../azure/account/azure-account";
import type { AccountItem, FolderKind, ItemKind, PagedList } from "../core/browse";
import { AutomationError, cancelled } from "../core/errors";
import type { AzureAccounts, SubscriptionItem } from "./azure-accounts";
import { askChoice } from "./prompts";
import { itemOfKind, treeTargetOf, type ItemOfKind, type TreeTarget } from "./tree-target";

export interface PageQuestion<T> {
  readonly title: string;
  readonly placeHolder: string;
  readonly list: PagedList<T>;
  /** undefined: not to be chosen here. */
  readonly show: (item: T) => vscode.QuickPickItem | undefined;
  /** What to do where the list is empty: the hint of the error. */
  readonly ifEmpty: string;
  /** A list of one is no question. */
  readonly takeOnly?: boolean;
}

interface Row<T> extends vscode.QuickPickItem {
  readonly value?: T;
  readonly isMore?: boolean;
}

const quickMs = 300;

/** Errors: cancelled; not-found where there is nothing to choose; those of the list. */
export async function askFromPages<T>(question: PageQuestion<T>): Promise<T> {
  const { title, placeHolder, list, show, ifEmpty } = question;
  const pick = vscode.window.createQuickPick<Row<T>>();
  const controller = new AbortController();
  pick.title = title;
  pick.placeholder = placeHolder;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A list of one that answers at once is never seen; a slow one shows that it is being read.
  const opening = setTimeout(() => pick.show(), quickMs);
  try {
    return await new Promise<T>((resolve, reject) => {
      const rows: Row<T>[] = [];
      let next: string | undefined;
      const load = async (): Promise<void> => {
        pick.busy = true;
        const page = await list.page(next, controller.signal);
        next = page.nextToken;
        for (const value of page.items) {
          const row = show(value);
          if (row !== undefined) {
            rows.push({ ...row, value });
          }
        }
        const [only] = rows;
        if (next === undefined && only?.value !== undefined && rows.length === 1 && question.takeOnly === true) {
          resolve(only.value);
          return;
        }
        if (rows.length === 0 && next === undefined) {
          throw new AutomationError("not-found", vscode.l10n.t("There is nothing to choose."), { hint: ifEmpty });
        }
        pick.items =
          next === undefined
            ? rows
            : [...rows, { label: vscode.l10n.t("$(ellipsis) Load more"), alwaysShow: true, isMore: true }];
        pick.busy = false;
        pick.show();
      };
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen?.isMore === true && !pick.busy) {
          const place = rows.length;
          load().then(() => {
            const first = pick.items[place];
            pick.activeItems = first === undefined ? [] : [first];
          }, reject);
        } else if (chosen?.value !== undefined) {
          resolve(chosen.value);
        }
      });
      pick.onDidHide(() => reject(cancelled()));
      load().catch(reject);
    });
  } finally {
    clearTimeout(opening);
    controller.abort();
    pick.dispose();
  }
}

/** The account that a command means: its target's, or the one that the person chooses; asks to sign in first where needed. */
export async function azureAccountFor(
  accounts: AzureAccounts,
  argument: unknown,
  title: string,
): Promise<{ readonly account: AzureAccount; readonly target: TreeTarget | undefined }> {
  const target = treeTargetOf(argument);
  if (target === undefined) {
    return { account: await askAzureAccount(accounts, title), target };
  }
  if (!accounts.isAzureId(target.accountId)) {
    throw new AutomationError("not-supported", vscode.l10n.t("The local account has no such thing."), {
      hint: vscode.l10n.t("Choose an Automation account in Azure."),
    });
  }
  return { account: await accounts.byId(target.accountId), target };
}

export async function askAzureAccount(accounts: AzureAccounts, title: string): Promise<AzureAccount> {
  if ((await accounts.state()).kind === "signedOut") {
    await accounts.signIn();
  }
  const pinned = await accounts.pinnedAccounts();
  if (pinned.length > 0) {
    const chosen = await askChoice<AzureAccount | undefined>(title, vscode.l10n.t("Automation account"), [
      ...pinned.map((account) => ({ ...accountRow(account), value: account })),
      { label: vscode.l10n.t("$(list-tree) Other account…"), value: undefined },
    ]);
    if (chosen !== undefined) {
      return chosen;
    }
  }
  const subscription = await askFromPages<SubscriptionItem>({
    title,
    placeHolder: vscode.l10n.t("Subscription"),
    list: accounts.subscriptions(),
    show: (one) => ({ label: one.name, description: one.subscriptionId }),
    ifEmpty: vscode.l10n.t(
      "Your sign-in reaches no subscription: choose directories, or sign in with another account.",
    ),
    takeOnly: true,
  });
  return askFromPages<AzureAccount>({
    title,
    placeHolder: vscode.l10n.t("Automation account in {0}", subscription.name),
    list: accounts.accountsOf(subscription),
    show: accountRow,
    ifEmpty: vscode.l10n.t("The subscription has no Automation account: choose another one."),
    takeOnly: true,
  });
}

/** The thing that a command means: its target's, or one of the account's folder that the person chooses. */
export async function itemFor<K extends ItemKind>(
  account: AzureAccount,
  target: TreeTarget | undefined,
  question: {
    readonly kind: K;
    readonly folder: FolderKind;
    readonly title: string;
    readonly placeHolder: string;
    readonly show: (item: ItemOfKind<K>) => vscode.QuickPickItem | undefined;
    readonly ifEmpty: string;
  },
): Promise<ItemOfKind<K>> {
  const { kind, folder, title, placeHolder, show, ifEmpty } = question;
  const given = itemOfKind(target, kind);
  if (given !== undefined) {
    return given;
  }
  const isOfKind = (item: AccountItem): item is AccountItem & ItemOfKind<K> => item.kind === kind;
  return (await askFromPages<AccountItem>({
    title,
    placeHolder,
    list: account.open(folder),
    show: (item) => (isOfKind(item) ? show(item) : undefined),
    ifEmpty,
  })) as ItemOfKind<K>;
}

function accountRow(account: AzureAccount): vscode.QuickPickItem {
  return { label: account.name, description: account.facts.join(" · ") };
}
