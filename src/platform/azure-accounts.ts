/**
 * Azure for every feature: who is signed in, which subscriptions and accounts there are, one client a directory. Nothing of Azure is
 * loaded and nothing is asked before the first question.
 */
import * as vscode from "vscode";

import type { AzureAccount } from "../azure/account/azure-account";
import type { AzureResourceGroup, AzureTenant } from "../azure/account/azure-subscriptions";
import type { CustomEnvironment } from "../azure/arm/cloud";
import type { RoleAssignments } from "../azure/account/role-assignments";
import { isSameId } from "../core/account";
import type { ItemPage, PagedList } from "../core/browse";
import { DisposableStore } from "../core/disposable";
import { AutomationError, cancelled } from "../core/errors";
import type { AzureReach, SubscriptionItem } from "./azure-reach";
import type { AzureSession, SignedInAccount, SignInOptions } from "./azure-session";
import type { Log } from "./log";
import { askChoice, type ChoiceItem } from "./prompts";

export type { SubscriptionItem } from "./azure-reach";

export type AzureState =
  | { readonly kind: "signedOut" }
  /** `label`: usually the mail address. `cloud`: "AzureCloud" or the name of a sovereign one. */
  | { readonly kind: "signedIn"; readonly label: string; readonly cloud: string };

/** An account that stands at the top of the tree, without a request. */
export interface PinnedAccount {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly signInTenantId?: string | undefined;
}

type Directories = Readonly<Record<string, Pick<SubscriptionItem, "tenantId" | "signInTenantId">>>;

const sovereignSection = "microsoft-sovereign-cloud";
/** Names and ids only; no token is ever kept here. */
const keys = {
  tenants: "azure.tenants",
  shown: "azure.shownSubscriptions",
  pins: "azure.pinnedAccounts",
  directories: "azure.subscriptionDirectories",
} as const;

/** Only for tests, only on this machine (docs/azure.md). */
const testVariable = "RUNBOOK_WORKBENCH_TEST_ARM";

interface Connection {
  readonly session: AzureSession;
  readonly reach: AzureReach;
  dispose(): void;
}

export class AzureAccounts implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #memory: vscode.Memento;
  readonly #log: Log;
  #connection: Promise<Connection> | undefined;
  #testOrigin: string | undefined;
  #isDisposed = false;

  /** Fires when somebody signed in or out, or when other subscriptions or accounts are to be shown. */
  readonly onDidChange = this.#changed.event;

  constructor(services: { readonly memory: vscode.Memento; readonly log: Log }) {
    this.#memory = services.memory;
    this.#log = services.log;
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(sovereignSection)) {
          this.#reset();
        }
      }),
    );
  }

  /** Found without asking anybody. Errors: invalid-usage for a cloud that the settings do not describe. */
  async state(): Promise<AzureState> {
    const { session, reach } = await this.#connect();
    const account = await session.current();
    return account === undefined
      ? { kind: "signedOut" }
      : { kind: "signedIn", label: account.label, cloud: reach.cloud.name };
  }

  /** Errors: cancelled; not-signed-in. */
  async signIn(options: SignInOptions = {}): Promise<SignedInAccount> {
    const { session } = await this.#connect();
    return session.signIn(options);
  }

  /** The editor's sign-in stays, for other extensions; this one uses it no longer. */
  async signOut(): Promise<void> {
    const { session } = await this.#connect();
    await session.forget();
  }

  /** The subscriptions to show, one request a page at most where no filter hides whole pages. Errors: not-signed-in; those of Azure. */
  subscriptions(options: { readonly all?: boolean } = {}): PagedList<SubscriptionItem> {
    const shown = options.all === true ? undefined : this.shownSubscriptions;
    let list: Promise<PagedList<SubscriptionItem>> | undefined;
    return {
      page: async (token, signal): Promise<ItemPage<SubscriptionItem>> => {
        list ??= this.#connect().then(({ reach }) => reach.subscriptions([undefined, ...this.chosenTenants]));
        let page = await (await list).page(token, signal);
        for (;;) {
          await this.#remember(page.items);
          const items = page.items.filter((one) => shown === undefined || shown.includes(one.subscriptionId));
          if (items.length > 0 || page.nextToken === undefined) {
            return { items, nextToken: page.nextToken };
          }
          page = await (await list).page(page.nextToken, signal);
        }
      },
    };
  }

  accountsOf(subscription: SubscriptionItem): PagedList<AzureAccount> {
    return {
      page: async (token, signal) => (await this.#connect()).reach.accountsOf(subscription).page(token, signal),
    };
  }

  /** Whether the id is of an account in Azure; a local one begins with `local:`. */
  isAzureId(accountId: string): boolean {
    return /^\/subscriptions\//i.test(accountId);
  }

  /**
   * The account of an ARM id, for restored trees, manifests and commands; known ones without a request.
   * Errors: account-not-found; not-signed-in; those of Azure.
   */
  async byId(armId: string, signal?: AbortSignal): Promise<AzureAccount> {
    const { reach } = await this.#connect();
    const known = reach.known(armId) ?? this.#pinned(reach, armId);
    if (known !== undefined) {
      return known;
    }
    const { accountIdParts } = await import("./azure-reach");
    const { subscriptionId } = accountIdParts(armId);
    return reach.read(armId, await this.#directoryOf(subscriptionId, signal), signal);
  }

  /** The roles of an account's identities. */
  async rolesFor(account: AzureAccount): Promise<RoleAssignments> {
    const { reach } = await this.#connect();
    return reach.roles(this.#directories[account.ref.subscriptionId]?.signInTenantId);
  }

  /** Resource groups of the account's subscription, to choose from. */
  resourceGroupsBeside(account: AzureAccount): PagedList<AzureResourceGroup> {
    const { subscriptionId } = account.ref;
    const { signInTenantId } = this.#directories[subscriptionId] ?? {};
    return {
      page: async (token, signal) =>
        (await this.#connect()).reach.resourceGroups(subscriptionId, signInTenantId).page(token, signal),
    };
  }

  /** Directories of the signed-in person, to choose from. */
  async tenants(signal?: AbortSignal): Promise<readonly AzureTenant[]> {
    return (await this.#connect()).reach.tenants(signal);
  }

  /** Directories whose subscriptions are shown besides those of the account's own. */
  get chosenTenants(): readonly string[] {
    return this.#memory.get<readonly string[]>(keys.tenants, []);
  }

  async chooseTenants(tenantIds: readonly string[]): Promise<void> {
    await this.#memory.update(keys.tenants, [...tenantIds]);
    this.#changed.fire();
  }

  /** Ids of the subscriptions to show; undefined: all. */
  get shownSubscriptions(): readonly string[] | undefined {
    return this.#memory.get<readonly string[]>(keys.shown);
  }

  async showSubscriptions(subscriptionIds: readonly string[] | undefined): Promise<void> {
    await this.#memory.update(keys.shown, subscriptionIds && [...subscriptionIds]);
    this.#changed.fire();
  }

  /** In the order in which they were pinned. */
  get pins(): readonly PinnedAccount[] {
    return this.#memory.get<readonly PinnedAccount[]>(keys.pins, []);
  }

  /** The pinned accounts, without a request. */
  async pinnedAccounts(): Promise<readonly AzureAccount[]> {
    const { reach } = await this.#connect();
    return this.pins.map((pin) => reach.account(pin, pin.signInTenantId));
  }

  isPinned(armId: string): boolean {
    return this.pins.some((pin) => isSameId(pin.id, armId));
  }

  async pin(account: AzureAccount): Promise<void> {
    const { signInTenantId } = this.#directories[account.ref.subscriptionId] ?? {};
    const others = this.pins.filter((pin) => !isSameId(pin.id, account.id));
    await this.#memory.update(keys.pins, [...others, { ...account.ref, id: account.id, signInTenantId }]);
    this.#changed.fire();
  }

  async unpin(armId: string): Promise<void> {
    await this.#memory.update(
      keys.pins,
      this.pins.filter((pin) => !isSameId(pin.id, armId)),
    );
    this.#changed.fire();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#close(this.#connection);
    this.#store.dispose();
  }

  #connect(): Promise<Connection> {
    const testOrigin = process.env[testVariable];
    if (this.#connection !== undefined && testOrigin !== this.#testOrigin) {
      // One test's server is gone, another one is there.
      this.#close(this.#connection);
      this.#connection = undefined;
    }
    this.#testOrigin = testOrigin;
    this.#connection ??= this.#open().catch((error: unknown) => {
      // Settings may be corrected, a damaged installation repaired.
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #open(): Promise<Connection> {
    if (this.#isDisposed) {
      throw cancelled();
    }
    const [{ cloudOf, publicCloud, withResourceManager }, { AzureReach: Reach }] = await Promise.all([
      import("../azure/arm/cloud"),
      import("./azure-reach"),
    ]);
    const testOrigin = testOriginOf(this.#testOrigin);
    const settings = vscode.workspace.getConfiguration(sovereignSection);
    const environment = settings.get<string>("environment") ?? "";
    const customEnvironment = settings.get<CustomEnvironment>("customEnvironment");
    const cloud =
      testOrigin === undefined
        ? cloudOf({ environment, customEnvironment })
        : withResourceManager(publicCloud, testOrigin);
    const session =
      testOrigin === undefined
        ? await this.#editorSession(environment === "" ? "microsoft" : "microsoft-sovereign-cloud", cloud.scopes)
        : new (await import("./azure-test-session")).TestSession(testOrigin);
    const reach = new Reach(cloud, session, this.#log);
    const subscription = session.onDidChange(() => {
      reach.forgetTokens();
      this.#changed.fire();
    });
    return {
      session,
      reach,
      dispose: () => {
        subscription.dispose();
        session.dispose();
        reach.dispose();
      },
    };
  }

  async #editorSession(
    provider: "microsoft" | "microsoft-sovereign-cloud",
    scopes: readonly string[],
  ): Promise<AzureSession> {
    const { EditorSession } = await import("./azure-session");
    return new EditorSession({
      authentication: vscode.authentication,
      provider,
      scopes,
      memory: this.#memory,
      choose: chooseAccount,
      reasonToSignInAgain: vscode.l10n.t("Azure no longer accepts the present sign-in."),
    });
  }

  /** Another cloud: other clients, other sign-in. */
  #reset(): void {
    this.#close(this.#connection);
    this.#connection = undefined;
    this.#changed.fire();
  }

  #close(connection: Promise<Connection> | undefined): void {
    void connection?.then(
      (opened) => opened.dispose(),
      () => undefined,
    );
  }

  #pinned(reach: AzureReach, armId: string): AzureAccount | undefined {
    const pin = this.pins.find((one) => isSameId(one.id, armId));
    return pin && reach.account(pin, pin.signInTenantId);
  }

  get #directories(): Directories {
    return this.#memory.get<Directories>(keys.directories, {});
  }

  /** From then on an account's id is enough to reach it. */
  async #remember(subscriptions: readonly SubscriptionItem[]): Promise<void> {
    const known = this.#directories;
    const news = subscriptions.filter(
      (one) =>
        known[one.subscriptionId]?.tenantId !== one.tenantId ||
        known[one.subscriptionId]?.signInTenantId !== one.signInTenantId,
    );
    if (news.length > 0) {
      const added = news.map(({ subscriptionId, tenantId, signInTenantId }) => [
        subscriptionId,
        { tenantId, signInTenantId },
      ]);
      await this.#memory.update(keys.directories, { ...known, ...Object.fromEntries(added) });
    }
  }

  async #directoryOf(
    subscriptionId: string,
    signal: AbortSignal | undefined,
  ): Promise<Pick<SubscriptionItem, "tenantId" | "signInTenantId">> {
    const known = this.#directories[subscriptionId];
    if (known !== undefined) {
      return known;
    }
    const list = this.subscriptions({ all: true });
    let token: string | undefined;
    do {
      const page = await list.page(token, signal);
      const found = page.items.find((one) => isSameId(one.subscriptionId, subscriptionId));
      if (found !== undefined) {
        return found;
      }
      token = page.nextToken;
    } while (token !== undefined);
    throw new AutomationError("account-not-found", `Your sign-in does not reach the subscription ${subscriptionId}.`, {
      hint: "Choose its directory (command: Choose Directories), or sign in with another account.",
    });
  }
}

/** The origin of a test's server; anything that is not plain http on this machine is not taken. */
function testOriginOf(text: string | undefined): string | undefined {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && (url.hostname === "127.0.0.1" || url.hostname === "[::1]");
  return isLoopback && url.protocol === "http:" ? url.origin : undefined;
}

function chooseAccount(accounts: readonly SignedInAccount[]): Promise<SignedInAccount | "another"> {
  const items: readonly ChoiceItem<SignedInAccount | "another">[] = [
    ...accounts.map((account) => ({ label: account.label, value: account })),
    { label: vscode.l10n.t("$(add) Use another account"), value: "another" },
  ];
  return askChoice(vscode.l10n.t("Sign in to Azure"), vscode.l10n.t("Account"), items);
}
