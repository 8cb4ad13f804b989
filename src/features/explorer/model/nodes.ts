/** The nodes of the Accounts tree: plain data with stable ids. A node is also the argument of the commands that a person calls on it. */
import type { AccountItem, BrowsableAccount, FolderKind } from "../../../core/browse";
import type { SubscriptionItem } from "../../../platform/azure-reach";
import type { TreeTarget } from "../../../platform/tree-target";

interface NodeBase {
  /** Stable between refreshes and sessions; never a label. */
  readonly id: string;
  /** What it lies in; undefined: the root. */
  readonly container: ExplorerNode | undefined;
}

export interface SubscriptionNode extends NodeBase {
  readonly kind: "subscription";
  readonly subscription: SubscriptionItem;
}

export interface AccountNode extends NodeBase, TreeTarget {
  readonly kind: "account";
  readonly account: BrowsableAccount;
  readonly isLocal: boolean;
  /** Stands at the top of the tree, besides its place in its subscription. */
  readonly isPinned: boolean;
}

export interface FolderNode extends NodeBase, TreeTarget {
  readonly kind: "folder";
  readonly account: BrowsableAccount;
  readonly folder: FolderKind;
  readonly isLocal: boolean;
}

/** Rows of a folder that belong together: connections of one type, modules of one runtime. */
export interface GroupNode extends NodeBase, TreeTarget {
  readonly kind: "group";
  readonly account: BrowsableAccount;
  readonly folder: FolderKind;
  readonly isLocal: boolean;
  readonly name: string;
}

export interface ItemNode extends NodeBase, TreeTarget {
  readonly kind: "item";
  readonly account: BrowsableAccount;
  readonly folder: FolderKind;
  readonly isLocal: boolean;
  readonly item: AccountItem;
  readonly parent: AccountItem | undefined;
}

/** There are more rows; a person asks for them. */
export interface MoreNode extends NodeBase {
  readonly kind: "more";
}

/** What stands where rows would: how to get some. */
export interface MessageNode extends NodeBase {
  readonly kind: "message";
  readonly message: "loading" | "signIn" | "noLocalAccount" | "noSubscriptions" | "noAccounts" | "emptyFolder";
}

export interface ErrorNode extends NodeBase {
  readonly kind: "error";
  readonly error: unknown;
}

export type ExplorerNode =
  SubscriptionNode | AccountNode | FolderNode | GroupNode | ItemNode | MoreNode | MessageNode | ErrorNode;

/** Nodes that have rows which come in pages. */
export type PagedNode = SubscriptionNode | FolderNode | ItemNode;

/** Names compare without case, as the service does; modules and packages of one name exist once a runtime. */
export function itemKey(item: AccountItem): string {
  switch (item.kind) {
    case "job":
      return item.id.toLowerCase();
    case "hybrid-worker":
      return item.id.toLowerCase();
    case "module":
    case "package":
      return `${item.runtime}/${item.name}`.toLowerCase();
    case "identity":
      return item.isSystemAssigned ? "system" : `user/${item.resourceId || item.name}`.toLowerCase();
    default:
      return item.name.toLowerCase();
  }
}

/** The name a person knows the item by. */
export function itemName(item: AccountItem): string {
  return item.kind === "job" ? item.runbook : item.name;
}

/** The heading under which an item stands in its folder; undefined: none. */
export function groupOf(item: AccountItem): string | undefined {
  switch (item.kind) {
    case "connection":
      return item.connectionType;
    case "module":
    case "package":
      return item.runtime === "" ? undefined : item.runtime;
    default:
      return undefined;
  }
}

export function accountNodeId(accountId: string): string {
  // ARM ids come in several cases; a path does not.
  return `account/${isLocalId(accountId) ? accountId : accountId.toLowerCase()}`;
}

export function isLocalId(accountId: string): boolean {
  return accountId.startsWith("local:");
}
