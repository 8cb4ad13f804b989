/**
 * What the Accounts tree holds: which nodes lie in which, how far each was read, what to read again. Needs no editor: the tree
 * provider puts it on the screen.
 */
import { isSameId } from "../../../core/account";
import type { BrowsableAccount, AccountItem, FolderKind, PagedList } from "../../../core/browse";
import { DisposableStore, type Disposable } from "../../../core/disposable";
import type { AccountChange } from "../../../platform/account-changes";
import type { SubscriptionItem } from "../../../platform/azure-reach";
import type { TreeTarget } from "../../../platform/tree-target";
import { folderNode, groupNode, itemNode, messageNode, parentOf, subscriptionNode } from "./make-node";
import { PageState } from "./page-state";
import {
  accountNodeId,
  groupOf,
  isLocalId,
  itemKey,
  type AccountNode,
  type ExplorerNode,
  type FolderNode,
  type GroupNode,
  type ItemNode,
  type PagedNode,
  type SubscriptionNode,
} from "./nodes";

/** Where the tree's accounts come from. */
export interface AccountSources {
  /** The local accounts of the open folders. */
  local(): Promise<{
    readonly accounts: readonly BrowsableAccount[];
    readonly failed: readonly { readonly folder: string; readonly error: unknown }[];
  }>;
  /** Whether there is a sign-in; asks nothing of the person. */
  isSignedIn(): Promise<boolean>;
  /** The accounts that stand at the top, without a request. */
  pinned(): Promise<readonly BrowsableAccount[]>;
  /** The subscriptions that the person wants to see. */
  subscriptions(): PagedList<SubscriptionItem>;
  accounts(subscription: SubscriptionItem): PagedList<BrowsableAccount>;
}

/** Pages that are read to find one row; 100 rows each in Azure. */
const mostPagesToFind = 100;

type Listener = (node: ExplorerNode | undefined) => void;

export class TreeModel implements Disposable {
  readonly #sources: AccountSources;
  readonly #store = new DisposableStore();
  readonly #listeners = new Set<Listener>();
  readonly #subscriptions: PageState<SubscriptionItem>;
  readonly #accounts = new Map<string, PageState<BrowsableAccount>>();
  readonly #rows = new Map<string, PageState<AccountItem>>();
  /** undefined: nobody asked yet. */
  #isSignedIn: boolean | undefined;
  /** Why nobody could say. */
  #signInError: unknown;
  /** Account nodes that were shown, by id: to find the account of a change. */
  readonly #shown = new Map<string, AccountNode>();

  constructor(sources: AccountSources) {
    this.#sources = sources;
    this.#subscriptions = new PageState(
      () => sources.subscriptions(),
      (subscription) => subscription.subscriptionId,
    );
  }

  /** Fires with the node whose rows or looks are others now; undefined: all. Assignable to the editor's Event. */
  readonly onDidChange = (listener: Listener): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  /** The rows below a node, undefined for the root. Reads at most one page, and none twice. Never rejects. */
  async children(node: ExplorerNode | undefined): Promise<readonly ExplorerNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#root();
      case "subscription":
        return this.#accountRows(node);
      case "account":
        return node.account.folders.map((folder) => folderNode(node, folder));
      case "folder":
        return this.#itemRows(node, await this.#loaded(node));
      case "group":
        return this.#groupRows(node);
      case "item":
        return node.account.openItem(node.item) ? this.#itemRows(node, await this.#loaded(node)) : [];
      case "more":
      case "message":
      case "error":
        return [];
    }
  }

  /** How many rows of a folder are there: undefined before it was opened. */
  countOf(node: ExplorerNode): { readonly shown: number; readonly hasMore: boolean } | undefined {
    const state = node.kind === "folder" || node.kind === "item" ? this.#rows.get(node.id) : undefined;
    return state?.isLoaded === true ? { shown: state.items.length, hasMore: state.hasMore } : undefined;
  }

  /** Reads the next page of the node that a "more" or error row lies in. */
  async loadMore(node: ExplorerNode): Promise<void> {
    const { container } = node;
    const state = this.#stateOf(container);
    if (state === undefined) {
      this.refresh(container);
      return;
    }
    await state.loadMore();
    this.#changed(container);
  }

  /** Reads the node anew, and what lies in it; undefined: everything. */
  refresh(node?: ExplorerNode): void {
    if (node === undefined) {
      this.#isSignedIn = undefined;
      this.#subscriptions.reset();
      // Who signs out, or changes what is shown, does not want the rest searched.
      for (const [id, shown] of this.#shown) {
        if (!shown.isLocal) {
          this.#shown.delete(id);
        }
      }
      for (const state of [...this.#accounts.values(), ...this.#rows.values()]) {
        state.reset();
      }
    } else {
      const list = node.kind === "group" ? node.container : node;
      this.#stateOf(list)?.reset();
      this.#resetBelow(list?.id ?? "");
    }
    this.#changed(node?.kind === "group" ? node.container : node);
  }

  /** Shows a node anew without reading it. */
  redraw(node?: ExplorerNode): void {
    this.#changed(node);
  }

  /** Reads again what a change touched, where it was shown. */
  accountChanged({ accountId, folder }: AccountChange): void {
    for (const node of [...this.#shown.values()]) {
      if (isSameId(node.accountId, accountId)) {
        this.refresh(folder === undefined ? node : folderNode(node, folder));
      }
    }
  }

  /** Ends all requests that are under way; their nodes offer to try again. */
  cancelLoading(): void {
    for (const state of this.#allStates()) {
      state.cancel();
    }
  }

  get isLoading(): boolean {
    return this.#allStates().some((state) => state.isLoading);
  }

  /** The accounts that the tree has shown, local ones first. */
  get shownAccounts(): readonly AccountNode[] {
    return [...this.#shown.values()].sort((a, b) => Number(b.isLocal) - Number(a.isLocal));
  }

  /** The node of an account, folder or item; reads what it must. undefined: the tree has none of it. */
  async find(target: TreeTarget): Promise<ExplorerNode | undefined> {
    const account = await this.#findAccount(target.accountId);
    if (account === undefined || target.folder === undefined) {
      return account;
    }
    const folder = folderNode(account, target.folder);
    if (target.item === undefined) {
      return folder;
    }
    const container =
      target.parent === undefined ? folder : itemNode(folder, folder, { item: target.parent, parent: undefined });
    const wanted = itemKey(target.item);
    for await (const items of this.itemPages(container)) {
      const item = items.find((candidate) => itemKey(candidate) === wanted);
      if (item !== undefined) {
        return this.#placed(container, item);
      }
    }
    return undefined;
  }

  /** The rows of a folder as they arrive, page by page, and all that are there already first. */
  async *itemPages(container: FolderNode | ItemNode): AsyncGenerator<readonly AccountItem[]> {
    const state = this.#rowsOf(container);
    await state.load();
    let seen = 0;
    for (let page = 0; page < mostPagesToFind; page++) {
      yield state.items.slice(seen);
      seen = state.items.length;
      if (!state.hasMore || state.error !== undefined) {
        return;
      }
      await state.loadMore();
    }
  }

  folderOf(account: AccountNode, folder: FolderKind): FolderNode {
    return folderNode(account, folder);
  }

  /** The node of an item that was read. */
  itemNodeOf(container: FolderNode | ItemNode, item: AccountItem): ItemNode {
    return this.#placed(container, item);
  }

  dispose(): void {
    this.cancelLoading();
    this.#listeners.clear();
    this.#store.dispose();
  }

  /** Local accounts are there at once; what Azure has comes when it is known. */
  async #root(): Promise<readonly ExplorerNode[]> {
    const local = await this.#localRows();
    if (this.#isSignedIn === undefined) {
      const known = this.#readSignIn();
      if (local.length > 0) {
        void known.then(() => this.#changed(undefined));
        return [...local, messageNode("loading", undefined)];
      }
      await known;
    }
    if (this.#signInError !== undefined) {
      return [...local, { kind: "error", error: this.#signInError, id: "signIn/error", container: undefined }];
    }
    return this.#isSignedIn ? this.#azureRows(local) : signedOutRows(local);
  }

  async #azureRows(local: readonly ExplorerNode[]): Promise<readonly ExplorerNode[]> {
    const pinned = await this.#sources.pinned();
    const first = [
      ...(local.length > 0 ? local : [messageNode("noLocalAccount", undefined)]),
      ...pinned.map((account) => this.#accountNode(account, undefined, "pinned")),
    ];
    const state = this.#subscriptions;
    if (!state.isLoaded && state.error === undefined) {
      void state.load().then(() => this.#changed(undefined));
      return [...first, messageNode("loading", undefined)];
    }
    return [
      ...first,
      ...state.items.map(subscriptionNode),
      ...this.#tail(undefined, state, () => messageNode("noSubscriptions", undefined)),
    ];
  }

  async #readSignIn(): Promise<void> {
    this.#signInError = undefined;
    try {
      this.#isSignedIn = await this.#sources.isSignedIn();
    } catch (error) {
      this.#isSignedIn = false;
      this.#signInError = error;
    }
  }

  async #localRows(): Promise<readonly ExplorerNode[]> {
    try {
      const { accounts, failed } = await this.#sources.local();
      for (const [id, node] of this.#shown) {
        if (node.isLocal && !accounts.some((account) => account.id === node.accountId)) {
          this.#shown.delete(id);
        }
      }
      return [
        ...accounts.map((account) => this.#accountNode(account, undefined, "local")),
        ...failed.map(({ folder, error }): ExplorerNode => ({
          kind: "error",
          error,
          id: `failed/${folder}`,
          container: undefined,
        })),
      ];
    } catch (error) {
      return [{ kind: "error", error, id: "failed", container: undefined }];
    }
  }

  async #accountRows(node: SubscriptionNode): Promise<readonly ExplorerNode[]> {
    const state = this.#accountsOf(node);
    await state.load();
    return [
      ...state.items.map((account) => this.#accountNode(account, node, "azure")),
      ...this.#tail(node, state, () => messageNode("noAccounts", node)),
    ];
  }

  async #loaded(node: FolderNode | ItemNode): Promise<PageState<AccountItem>> {
    const state = this.#rowsOf(node);
    const before = this.countOf(node);
    await state.load();
    if (before === undefined && this.countOf(node) !== undefined) {
      // The folder's own row says how many there are, now that it is known.
      this.#changed(node);
    }
    return state;
  }

  #itemRows(node: FolderNode | ItemNode, state: PageState<AccountItem>): readonly ExplorerNode[] {
    const groups = new Map<string, GroupNode>();
    const rows: ExplorerNode[] = [];
    for (const item of state.items) {
      const name = node.kind === "folder" ? groupOf(item) : undefined;
      if (node.kind !== "folder" || name === undefined) {
        rows.push(itemNode(node, node, { item, parent: parentOf(node) }));
      } else if (!groups.has(name.toLowerCase())) {
        groups.set(name.toLowerCase(), groupNode(node, name));
      }
    }
    const sorted = [...groups.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
    return [...sorted, ...rows, ...this.#tail(node, state, () => messageNode("emptyFolder", node))];
  }

  async #groupRows(group: GroupNode): Promise<readonly ExplorerNode[]> {
    const folder = group.container;
    if (folder?.kind !== "folder") {
      return [];
    }
    const state = await this.#loaded(folder);
    const wanted = group.name.toLowerCase();
    return state.items
      .filter((item) => groupOf(item)?.toLowerCase() === wanted)
      .map((item) => itemNode(folder, group, { item, parent: undefined }));
  }

  /** Below the rows: more, what went wrong, or how to get some. */
  #tail<T>(container: PagedNode | undefined, state: PageState<T>, empty: () => ExplorerNode): readonly ExplorerNode[] {
    const id = container?.id ?? "subscriptions";
    if (state.error !== undefined) {
      return [{ kind: "error", error: state.error, id: `${id}/error`, container }];
    }
    if (state.hasMore) {
      return [{ kind: "more", id: `${id}/more`, container }];
    }
    return state.isLoaded && state.items.length === 0 ? [empty()] : [];
  }

  #placed(container: FolderNode | ItemNode, item: AccountItem): ItemNode {
    const name = container.kind === "folder" ? groupOf(item) : undefined;
    const parent = parentOf(container);
    return container.kind === "folder" && name !== undefined
      ? itemNode(container, groupNode(container, name), { item, parent })
      : itemNode(container, container, { item, parent });
  }

  async #findAccount(accountId: string): Promise<AccountNode | undefined> {
    const known = [...this.#shown.values()].find((node) => isSameId(node.accountId, accountId));
    if (known) {
      return known;
    }
    for (const row of await this.#localRows()) {
      if (row.kind === "account" && isSameId(row.accountId, accountId)) {
        return row;
      }
    }
    if (isLocalId(accountId) || !(await this.#sources.isSignedIn())) {
      return undefined;
    }
    await this.#subscriptions.load();
    const subscriptionId = /^\/subscriptions\/([^/]+)\//i.exec(accountId)?.[1]?.toLowerCase();
    const subscription = this.#subscriptions.items.find((item) => item.subscriptionId.toLowerCase() === subscriptionId);
    const rows = subscription ? await this.#accountRows(subscriptionNode(subscription)) : [];
    return rows.find((row): row is AccountNode => row.kind === "account" && isSameId(row.accountId, accountId));
  }

  #accountNode(
    account: BrowsableAccount,
    container: SubscriptionNode | undefined,
    place: "local" | "azure" | "pinned",
  ): AccountNode {
    // The same account stands a second time in its subscription: ids must differ.
    const id = `${place === "pinned" ? "pinned/" : ""}${accountNodeId(account.id)}`;
    const known = this.#shown.get(id);
    if (known?.account === account) {
      return known;
    }
    const isLocal = place === "local";
    const isPinned = place === "pinned";
    const node: AccountNode = {
      kind: "account",
      id,
      container,
      account,
      accountId: account.id,
      isLocal,
      isPinned,
    };
    this.#shown.set(id, node);
    return node;
  }

  #accountsOf(node: SubscriptionNode): PageState<BrowsableAccount> {
    let state = this.#accounts.get(node.id);
    if (state === undefined) {
      state = new PageState(
        () => this.#sources.accounts(node.subscription),
        (account) => accountNodeId(account.id),
      );
      this.#accounts.set(node.id, state);
    }
    return state;
  }

  #rowsOf(node: FolderNode | ItemNode): PageState<AccountItem> {
    let state = this.#rows.get(node.id);
    if (state === undefined) {
      const { account } = node;
      const open =
        node.kind === "folder"
          ? () => account.open(node.folder)
          : () => account.openItem(node.item) ?? { page: () => Promise.resolve({ items: [], nextToken: undefined }) };
      state = new PageState(open, itemKey);
      this.#rows.set(node.id, state);
    }
    return state;
  }

  #stateOf(node: ExplorerNode | undefined): PageState<unknown> | undefined {
    switch (node?.kind) {
      case undefined:
        return this.#subscriptions as PageState<unknown>;
      case "subscription":
        return this.#accounts.get(node.id) as PageState<unknown> | undefined;
      case "folder":
      case "item":
        return this.#rows.get(node.id) as PageState<unknown> | undefined;
      default:
        return undefined;
    }
  }

  /** A subscription's accounts do not begin with its id: they are named by their own. */
  #resetBelow(id: string): void {
    const prefixes = [id];
    for (const node of this.#shown.values()) {
      if (node.container?.id === id) {
        prefixes.push(node.id);
      }
    }
    for (const [key, state] of this.#rows) {
      if (prefixes.some((prefix) => key.startsWith(`${prefix}/`))) {
        state.reset();
        this.#rows.delete(key);
      }
    }
  }

  #allStates(): readonly PageState<unknown>[] {
    return [this.#subscriptions, ...this.#accounts.values(), ...this.#rows.values()] as readonly PageState<unknown>[];
  }

  #changed(node: ExplorerNode | undefined): void {
    for (const listener of [...this.#listeners]) {
      listener(node);
    }
  }
}

/** Without any row the view's welcome shows, which offers all three: create, sample, sign in. */
function signedOutRows(local: readonly ExplorerNode[]): readonly ExplorerNode[] {
  return local.length === 0 ? [] : [...local, messageNode("signIn", undefined)];
}
