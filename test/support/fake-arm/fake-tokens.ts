/** Sign-in for tests: hands out tokens, remembers what it was asked, declines when told. */
import { AutomationError } from "../../../src/core/errors";
import type { JsonObject } from "../../../src/core/json";
import type { AccessToken, GetTokenOptions, TokenProvider } from "../../../src/azure/arm/token";

export interface TokenQuestion extends GetTokenOptions {
  readonly scopes: readonly string[];
}

export class FakeTokens implements TokenProvider {
  readonly questions: TokenQuestion[] = [];
  /** Valid ones; the fake resource manager reads it. */
  readonly valid = new Set<string>();
  /** The directory that a token is for; undefined: the person's own. */
  readonly directories = new Map<string, string | undefined>();
  /** Epoch seconds of the next tokens' end; undefined: not told. */
  expiresOn: number | undefined;
  /** The person cancels every sign-in from now on. */
  isSignedOut = false;
  /** The person answers a question with no. */
  declines = false;
  /** Held back until it resolves. */
  gate: Promise<void> | undefined;

  async getToken(scopes: readonly string[], options: GetTokenOptions): Promise<AccessToken> {
    this.questions.push({ ...options, scopes });
    await this.gate;
    if (this.isSignedOut) {
      throw new AutomationError("not-signed-in", "Nobody is signed in to Azure.", { hint: 'Use "Sign in to Azure".' });
    }
    const token = `token-${this.questions.length}`;
    this.valid.add(token);
    this.directories.set(token, options.tenantId);
    return { token, expiresOn: this.expiresOn, account: { id: "ada", label: "ada@contoso.example" } };
  }

  /**
   * What the extension's stand-in for the sign-in asks over HTTP (src/platform/azure-test-session.ts). undefined: nobody is signed in,
   * or the person said no.
   */
  async answer(question: JsonObject): Promise<JsonObject | undefined> {
    if (question.forget === true) {
      this.isSignedOut = true;
      return undefined;
    }
    const isAsked = question.isAsked === true || question.wasRefused === true;
    if (isAsked && this.declines) {
      return undefined;
    }
    if (question.isAsked === true) {
      this.isSignedOut = false;
    }
    try {
      const { token, account } = await this.getToken([], {
        tenantId: typeof question.tenantId === "string" ? question.tenantId : undefined,
        wasRefused: question.wasRefused === true,
      });
      return { token, label: account.label };
    } catch {
      return undefined;
    }
  }

  /** Azure refuses what was handed out so far. */
  revokeAll(): void {
    this.valid.clear();
  }
}
