/** What a command of an account gets as its argument when it is called from a tree, a notification or another command. */
import { folderKinds, type AccountItem, type FolderKind, type ItemKind } from "../core/browse";

/** Plain data: whoever runs the command looks the account up by its id. A tree node may carry more beside it. */
export interface TreeTarget {
  /** BrowsableAccount.id */
  readonly accountId: string;
  readonly folder?: FolderKind | undefined;
  readonly item?: AccountItem | undefined;
  /** What the item lies in, e.g. the runtime environment of a package. */
  readonly parent?: AccountItem | undefined;
}

type Matching<I, K> = I extends { readonly kind: infer Own } ? (K extends Own ? I : never) : never;
/** The items that can be of a kind; modules and packages are one shape. */
export type ItemOfKind<K extends ItemKind> = Matching<AccountItem, K>;

/** Commands also get what VS Code passes them: URIs, groups of selected nodes, nothing. undefined: ask the person. */
export function treeTargetOf(argument: unknown): TreeTarget | undefined {
  if (typeof argument !== "object" || argument === null || !("accountId" in argument)) {
    return undefined;
  }
  const { accountId } = argument;
  if (typeof accountId !== "string" || accountId === "") {
    return undefined;
  }
  const folder = "folder" in argument ? folderKinds.find((known) => known === argument.folder) : undefined;
  const item = "item" in argument && isItem(argument.item) ? argument.item : undefined;
  const parent = "parent" in argument && isItem(argument.parent) ? argument.parent : undefined;
  return { accountId, folder, item, parent };
}

/** The target's item, if it is one of that kind. */
export function itemOfKind<K extends ItemKind>(target: TreeTarget | undefined, kind: K): ItemOfKind<K> | undefined {
  const item = target?.item;
  return item?.kind === kind ? (item as ItemOfKind<K>) : undefined;
}

function isItem(value: unknown): value is AccountItem {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}
