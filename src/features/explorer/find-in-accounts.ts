/** The search of the Accounts view: rows arrive while they are read; the chosen one is shown in the tree. */
import * as vscode from "vscode";

import type { AccountItem, FolderKind } from "../../core/browse";
import { DisposableStore } from "../../core/disposable";
import { cancelled } from "../../core/errors";
import type { AccountView } from "./account-view";
import { itemLook } from "./model/looks/item-look";
import { folderName } from "./model/node-look";
import type { AccountNode, ItemNode } from "./model/nodes";
import type { TreeModel } from "./model/tree-model";
import { facts } from "./model/words";

/** What a person looks for by name; jobs and packages are too many. */
const searched: readonly FolderKind[] = [
  "runbooks",
  "connections",
  "credentials",
  "certificates",
  "variables",
  "connection-types",
  "schedules",
  "webhooks",
  "modules",
];
/** The list of a quick pick draws itself anew with every row. */
const mostRows = 5_000;

type Row = vscode.QuickPickItem & { readonly node: ItemNode };

export async function findInAccounts(model: TreeModel, view: AccountView): Promise<void> {
  await view.revealNode(await pickItem(model, vscode.l10n.t("Find in Accounts")), true);
}

/** One item of all accounts that the tree shows. Errors: cancelled. */
export async function pickItem(model: TreeModel, title: string): Promise<ItemNode> {
  if (model.shownAccounts.length === 0) {
    await model.children(undefined);
  }
  const store = new DisposableStore();
  const pick = store.add(vscode.window.createQuickPick<Row>());
  pick.title = title;
  pick.placeholder = vscode.l10n.t("Name of a runbook, an asset, a schedule, a webhook or a module");
  pick.matchOnDescription = true;
  pick.busy = true;
  let isOpen = true;
  const chosen = new Promise<Row | undefined>((resolve) => {
    store.add(
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]);
        pick.hide();
      }),
    );
    store.add(
      pick.onDidHide(() => {
        isOpen = false;
        resolve(undefined);
      }),
    );
  });
  pick.show();
  const rows: Row[] = [];
  const add = (items: readonly Row[]): void => {
    rows.push(...items.slice(0, mostRows - rows.length));
    pick.items = rows;
  };
  const reading = readAll(model, add, () => isOpen && rows.length < mostRows).finally(() => {
    if (isOpen) {
      pick.busy = false;
    }
  });
  const row = await chosen;
  store.dispose();
  await reading;
  if (row === undefined) {
    throw cancelled();
  }
  return row.node;
}

async function readAll(model: TreeModel, add: (rows: readonly Row[]) => void, goesOn: () => boolean): Promise<void> {
  for (const account of model.shownAccounts) {
    for (const folder of account.account.folders.filter((kind) => searched.includes(kind))) {
      const container = model.folderOf(account, folder);
      if (!goesOn()) {
        return;
      }
      for await (const items of model.itemPages(container)) {
        add(items.map((item) => rowOf(account, folder, model.itemNodeOf(container, item), item)));
        if (!goesOn()) {
          return;
        }
      }
    }
  }
}

function rowOf(account: AccountNode, folder: FolderKind, node: ItemNode, item: AccountItem): Row {
  const look = itemLook(item, { l10n: vscode.l10n, now: Date.now(), isLocal: account.isLocal });
  return {
    label: look.label,
    description: facts(account.account.name, folderName(folder, vscode.l10n), look.description),
    iconPath: new vscode.ThemeIcon(look.icon.id),
    node,
  };
}
