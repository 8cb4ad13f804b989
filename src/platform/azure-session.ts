/**
 * Sign-in to Azure through the editor's own Microsoft sign-in. Tokens are asked for silently; the person is asked only when they start it
 * themselves, or once when Azure refuses a token. Takes the editor as an argument, so that tests drive it without one.
 */
import type * as vscode from "vscode";

import type { AccessToken, GetTokenOptions, TokenProvider } from "../azure/arm/token";
import type { Disposable } from "../core/disposable";
import { AutomationError, cancelled } from "../core/errors";

export interface SignedInAccount {
  readonly id: string;
  /** Usually the mail address. */
  readonly label: string;
}

export interface SignInOptions {
  /** Ask which account even where one is known. */
  readonly chooseAccount?: boolean;
  /** A directory to sign in to; undefined: the account's own. */
  readonly tenantId?: string;
}

/** Whoever knows who the person is: the editor, or a test's stand-in. */
export interface AzureSession extends TokenProvider, Disposable {
  /** Found without asking anybody; undefined: nobody is signed in. */
  current(): Promise<SignedInAccount | undefined>;
  /** Asks the person. Errors: cancelled; not-signed-in when it fails. */
  signIn(options: SignInOptions): Promise<SignedInAccount>;
  /** This extension uses the account no longer; others may. */
  forget(): Promise<void>;
  /** Somebody signed in or out, here or elsewhere in the editor. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** vscode.authentication, as far as it is used here. */
export interface EditorAuthentication extends Pick<typeof vscode.authentication, "getSession" | "getAccounts"> {
  readonly onDidChangeSessions: (
    listener: (event: { readonly provider: { readonly id: string } }) => void,
  ) => Disposable;
}

export interface EditorSessionOptions {
  readonly authentication: EditorAuthentication;
  /** The editor's ids: https://code.visualstudio.com/api/references/vscode-api#authentication */
  readonly provider: "microsoft" | "microsoft-sovereign-cloud";
  readonly scopes: readonly string[];
  /** Where the account that was chosen is remembered. */
  readonly memory: Pick<vscode.Memento, "get" | "update">;
  /** Chooses one of several accounts; "another": one that is not signed in yet. Errors: cancelled. */
  readonly choose: (accounts: readonly SignedInAccount[]) => Promise<SignedInAccount | "another">;
  /** Said by the editor's question after Azure refused a token. */
  readonly reasonToSignInAgain: string;
}

/** Extension-wide: the same person works in every window. */
const accountKey = "azure.account";
const signedOutKey = "azure.isSignedOut";

export class EditorSession implements AzureSession {
  readonly #options: EditorSessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #subscription: Disposable;
  /** The last token by directory: a silent answer with the same one does not help after a refusal. */
  readonly #handed = new Map<string, string>();
  /** Tokens that Azure refused and that the person did not want to replace: nobody is asked twice. */
  readonly #declined = new Set<string>();
  /** One question at a time, whoever asks. */
  #prompt: Promise<unknown> = Promise.resolve();

  constructor(options: EditorSessionOptions) {
    this.#options = options;
    this.#subscription = options.authentication.onDidChangeSessions((event) => {
      if (event.provider.id === options.provider) {
        this.#declined.clear();
        this.#changed();
      }
    });
  }

  readonly onDidChange = (listener: () => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  async current(): Promise<SignedInAccount | undefined> {
    const session = await this.#silent(this.#options.scopes);
    return session === undefined ? undefined : { id: session.account.id, label: session.account.label };
  }

  async signIn({ chooseAccount = false, tenantId }: SignInOptions): Promise<SignedInAccount> {
    const { authentication, provider, memory } = this.#options;
    const known = await authentication.getAccounts(provider).then(
      (accounts) => accounts,
      () => [],
    );
    const present = this.#account();
    const isKnown = known.some((account) => account.id === present?.id);
    const mustChoose = tenantId === undefined && known.length > 0 && (chooseAccount || (known.length > 1 && !isKnown));
    const account = mustChoose ? await this.#options.choose(known) : isKnown ? present : known[0];
    const session = await this.#ask(() =>
      account === "another"
        ? authentication.getSession(provider, this.#scopesFor(tenantId), {
            clearSessionPreference: true,
            forceNewSession: true,
          })
        : authentication.getSession(provider, this.#scopesFor(tenantId), {
            createIfNone: true,
            ...(account !== undefined && { account }),
          }),
    );
    const { id, label } = session.account;
    await memory.update(accountKey, { id, label });
    await memory.update(signedOutKey, undefined);
    this.#declined.clear();
    this.#handed.clear();
    this.#changed();
    return { id, label };
  }

  async forget(): Promise<void> {
    await this.#options.memory.update(accountKey, undefined);
    await this.#options.memory.update(signedOutKey, true);
    this.#handed.clear();
    this.#declined.clear();
    this.#changed();
  }

  async getToken(scopes: readonly string[], options: GetTokenOptions): Promise<AccessToken> {
    const { tenantId, claims, wwwAuthenticate, wasRefused = false, signal } = options;
    const wanted = withTenant(scopes, tenantId);
    // The editor's Microsoft provider refuses a challenge that holds no claims.
    const request =
      claims !== undefined && wwwAuthenticate !== undefined ? { wwwAuthenticate, fallbackScopes: wanted } : wanted;
    const session = await untilAborted(this.#token(request, tenantId ?? "", wasRefused), signal);
    this.#handed.set(tenantId ?? "", session.accessToken);
    return {
      token: session.accessToken,
      // The editor does not say; the cache reads it from the token.
      expiresOn: undefined,
      account: { id: session.account.id, label: session.account.label },
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  async #token(
    request: readonly string[] | vscode.AuthenticationWwwAuthenticateRequest,
    directory: string,
    wasRefused: boolean,
  ): Promise<vscode.AuthenticationSession> {
    const refused = wasRefused ? this.#handed.get(directory) : undefined;
    const isUseful = (session: vscode.AuthenticationSession | undefined) =>
      session !== undefined && session.accessToken !== refused;
    const silent = await this.#silent(request);
    if (silent !== undefined && isUseful(silent)) {
      return silent;
    }
    if (!wasRefused || this.#isSignedOut || refused === undefined || this.#declined.has(refused)) {
      throw notSignedIn(directory);
    }
    return this.#inTurn(async () => {
      // The question before this one may have brought what is wanted here.
      const meanwhile = await this.#silent(request);
      if (meanwhile !== undefined && isUseful(meanwhile)) {
        return meanwhile;
      }
      if (this.#declined.has(refused)) {
        throw notSignedIn(directory);
      }
      try {
        return await this.#ask(() => this.#askAgain(request));
      } catch (cause) {
        this.#declined.add(refused);
        throw notSignedIn(directory, cause);
      }
    });
  }

  #askAgain(
    request: readonly string[] | vscode.AuthenticationWwwAuthenticateRequest,
  ): Thenable<vscode.AuthenticationSession> {
    const { authentication, provider, reasonToSignInAgain } = this.#options;
    const account = this.#account();
    return authentication.getSession(provider, request, {
      forceNewSession: { detail: reasonToSignInAgain },
      ...(account !== undefined && { account }),
    });
  }

  /** undefined: there is none, or the editor cannot say. */
  async #silent(
    request: readonly string[] | vscode.AuthenticationWwwAuthenticateRequest,
  ): Promise<vscode.AuthenticationSession | undefined> {
    if (this.#isSignedOut) {
      return undefined;
    }
    const { authentication, provider } = this.#options;
    const account = this.#account();
    try {
      return await authentication.getSession(provider, request, {
        silent: true,
        ...(account !== undefined && { account }),
      });
    } catch (cause) {
      throw new AutomationError("not-signed-in", "The editor's Microsoft sign-in did not answer.", {
        cause,
        hint: "Sign in to Azure; if it stays so, look at the log of Microsoft Authentication.",
      });
    }
  }

  async #ask(question: () => Thenable<vscode.AuthenticationSession>): Promise<vscode.AuthenticationSession> {
    try {
      return await question();
    } catch (cause) {
      // The editor tells a refusal from a failure by words only.
      if (cause instanceof Error && /cancel|did not consent/i.test(cause.message)) {
        throw cancelled("The sign-in was cancelled.");
      }
      const reason = cause instanceof Error ? cause.message.replace(/[\s.]+$/, "") : String(cause);
      throw new AutomationError("not-signed-in", `The sign-in to Azure did not work: ${reason}.`, {
        cause,
        hint: "Try again, or choose another account.",
      });
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#prompt.then(work);
    this.#prompt = mine.catch(() => undefined);
    return mine;
  }

  #scopesFor(tenantId: string | undefined): readonly string[] {
    return withTenant(this.#options.scopes, tenantId);
  }

  #account(): SignedInAccount | undefined {
    return this.#options.memory.get<SignedInAccount>(accountKey);
  }

  get #isSignedOut(): boolean {
    return this.#options.memory.get<boolean>(signedOutKey) === true;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}

/** The editor's word for a directory (specs/azure-apis.md 4). */
function withTenant(scopes: readonly string[], tenantId: string | undefined): readonly string[] {
  return tenantId === undefined ? scopes : [...scopes, `VSCODE_TENANT:${tenantId}`];
}

function notSignedIn(directory: string, cause?: unknown): AutomationError {
  const where = directory === "" ? "" : ` to the directory ${directory}`;
  return new AutomationError("not-signed-in", `You are not signed in${where === "" ? " to Azure" : where}.`, {
    ...(cause !== undefined && { cause }),
    hint: directory === "" ? "Sign in to Azure." : "Choose the directory again (command: Choose Directories).",
  });
}

/** The editor's questions cannot be taken back; whoever waits can leave. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) {
    return work;
  }
  return new Promise((resolve, reject) => {
    const leave = () => reject(cancelled());
    if (signal.aborted) {
      leave();
    }
    signal.addEventListener("abort", leave, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
