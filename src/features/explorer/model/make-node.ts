/** Makes the nodes of the tree: their ids and what they lie in. */
import type { AccountItem, FolderKind } from "../../../core/browse";
import type { SubscriptionItem } from "../../../platform/azure-reach";
import {
  itemKey,
  type AccountNode,
  type ExplorerNode,
  type FolderNode,
  type GroupNode,
  type ItemNode,
  type MessageNode,
  type SubscriptionNode,
} from "./nodes";

export function messageNode(message: MessageNode["message"], container: ExplorerNode | undefined): MessageNode {
  return { kind: "message", message, id: `${container?.id ?? "root"}/${message}`, container };
}

export function subscriptionNode(subscription: SubscriptionItem): SubscriptionNode {
  const id = `subscription/${subscription.subscriptionId.toLowerCase()}`;
  return { kind: "subscription", id, container: undefined, subscription };
}

export function folderNode(account: AccountNode, folder: FolderKind): FolderNode {
  const { account: browsable, accountId, isLocal } = account;
  const id = `${account.id}/${folder}`;
  return { kind: "folder", id, container: account, account: browsable, accountId, folder, isLocal };
}

export function groupNode(folder: FolderNode, name: string): GroupNode {
  const { account, accountId, isLocal } = folder;
  const id = `${folder.id}/group/${name.toLowerCase()}`;
  return { kind: "group", id, container: folder, account, accountId, folder: folder.folder, isLocal, name };
}

/** `list`: what the rows were read for, which names them; `container`: under what the row stands. */
export function itemNode(
  list: FolderNode | ItemNode,
  container: FolderNode | GroupNode | ItemNode,
  { item, parent }: Pick<ItemNode, "item" | "parent">,
): ItemNode {
  const { account, accountId, folder, isLocal } = list;
  const id = `${list.id}/item/${itemKey(item)}`;
  return { kind: "item", id, container, account, accountId, folder, isLocal, item, parent };
}

export function parentOf(node: FolderNode | ItemNode): AccountItem | undefined {
  return node.kind === "item" ? node.item : undefined;
}
