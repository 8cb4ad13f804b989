/** Copies a row as its name, its id or as code that makes it anew. */
import * as vscode from "vscode";

import { copyAs } from "../../core/copy-as/copy-as";
import type { CopyForm } from "../../core/copy-as/copy-form";
import { AutomationError } from "../../core/errors";
import { itemName, type ExplorerNode } from "./model/nodes";

export async function copyNode(node: ExplorerNode, form: CopyForm): Promise<void> {
  const text = await textOf(node, form);
  if (text === undefined) {
    throw new AutomationError("not-supported", `${nameOf(node)} has no such form.`, {
      hint: "Copy it as its resource id, or in another language.",
    });
  }
  await vscode.env.clipboard.writeText(text);
  // The clipboard does not show: one quiet line says that something is there.
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied: {0}", nameOf(node)), 3000);
}

async function textOf(node: ExplorerNode, form: CopyForm): Promise<string | undefined> {
  if (node.kind === "subscription") {
    const { name, id } = node.subscription;
    return form === "name" ? name : form === "resourceId" ? id : undefined;
  }
  if (node.kind !== "account" && node.kind !== "item") {
    return form === "name" && node.kind === "group" ? node.name : undefined;
  }
  const isNameOfItem = form === "name" && node.kind === "item";
  if (isNameOfItem) {
    return node.item.kind === "job" ? node.item.id : node.item.name;
  }
  return copyAs(
    {
      account: await node.account.details(),
      item: node.kind === "item" ? await whole(node.account, node.item) : undefined,
      parent: node.kind === "item" ? node.parent : undefined,
    },
    form,
  );
}

/** Lists of Azure leave the fields of connections out. */
async function whole(
  account: Extract<ExplorerNode, { kind: "item" }>["account"],
  item: Extract<ExplorerNode, { kind: "item" }>["item"],
): Promise<typeof item> {
  return item.kind === "connection" ? ((await account.getAsset("connection", item.name)) ?? item) : item;
}

function nameOf(node: ExplorerNode): string {
  switch (node.kind) {
    case "subscription":
      return node.subscription.name;
    case "account":
      return node.account.name;
    case "item":
      return itemName(node.item);
    case "group":
      return node.name;
    default:
      return vscode.l10n.t("This row");
  }
}
