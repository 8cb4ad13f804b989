/** Sign-in for tests: hands out tokens, remembers what it was asked, declines when told. */
import { AutomationError } from "../../../src/core/errors";
import type { AccessToken, GetTokenOptions, TokenProvider } from "../../../src/azure/arm/token";

export interface TokenQuestion extends GetTokenOptions {
  readonly scopes: readonly string[];
}

export class FakeTokens implements TokenProvider {
  readonly questions: TokenQuestion[] = [];
  /** Valid ones; the fake resource manager reads it. */
  readonly valid = new Set<string>();
  /** Epoch seconds of the next tokens' end; undefined: not told. */
  expiresOn: number | undefined;
  /** The person cancels every sign-in from now on. */
  isSignedOut = false;
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
    return { token, expiresOn: this.expiresOn, account: { id: "ada", label: "ada@contoso.example" } };
  }

  /** Azure refuses what was handed out so far. */
  revokeAll(): void {
    this.valid.clear();
  }
}
