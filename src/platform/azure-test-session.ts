/**
 * Stands in for the sign-in when tests put a resource manager of their own on this machine (docs/azure.md). It asks that very server for
 * made-up tokens, so that nobody's real token can reach it.
 */
import type { AccessToken, GetTokenOptions } from "../azure/arm/token";
import type { Disposable } from "../core/disposable";
import { AutomationError, cancelled } from "../core/errors";
import { isJsonObject } from "../core/json";
import type { AzureSession, SignedInAccount } from "./azure-session";

export class TestSession implements AzureSession {
  readonly #listeners = new Set<() => void>();

  /** Origin of the server, on loopback. */
  constructor(private readonly origin: string) {}

  readonly onDidChange = (listener: () => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  async current(): Promise<SignedInAccount | undefined> {
    return (await this.#ask({}))?.account;
  }

  async signIn(): Promise<SignedInAccount> {
    const token = await this.#ask({ isAsked: true });
    if (token === undefined) {
      throw cancelled();
    }
    this.#changed();
    return token.account;
  }

  async forget(): Promise<void> {
    await this.#ask({ forget: true });
    this.#changed();
  }

  async getToken(scopes: readonly string[], options: GetTokenOptions): Promise<AccessToken> {
    const { tenantId, claims, wasRefused, signal } = options;
    const token = await this.#ask({ scopes, tenantId, claims, wasRefused }, signal);
    if (token === undefined) {
      throw new AutomationError("not-signed-in", "You are not signed in to Azure.", { hint: "Sign in to Azure." });
    }
    return token;
  }

  dispose(): void {
    this.#listeners.clear();
  }

  async #ask(question: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<AccessToken | undefined> {
    const response = await fetch(`${this.origin}/.test/token`, {
      method: "POST",
      body: JSON.stringify(question),
      ...(signal && { signal }),
    });
    const answer: unknown = response.status === 200 ? await response.json() : undefined;
    if (!isJsonObject(answer) || typeof answer.token !== "string" || typeof answer.label !== "string") {
      return undefined;
    }
    return { token: answer.token, expiresOn: undefined, account: { id: answer.label, label: answer.label } };
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}
