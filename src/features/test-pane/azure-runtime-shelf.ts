/** What Azure says of runtimes for the runbooks of open panes: read once, looked at again after a while, told when it is another. */
import type { AzureAccount } from "../../azure/account/azure-account";
import { describeError } from "../../core/errors";
import type { AzureRuntimes } from "./azure-runtimes";

export type KnownRuntimes =
  | { readonly kind: "reading" }
  | { readonly kind: "read"; readonly runtimes: AzureRuntimes }
  /** `why`: "" where nobody is signed in, which nobody needs to be told. */
  | { readonly kind: "failed"; readonly why: string };

/** Never asks the person. undefined: nobody is signed in. */
export type FindAccount = (accountId: string) => Promise<AzureAccount | undefined>;

export interface RuntimeShelfOptions {
  readonly findAccount: FindAccount;
  /** Called when what is known has changed. */
  readonly onChanged: () => void;
  readonly now: () => number;
}

interface Entry {
  known: KnownRuntimes;
  readMs: number;
}

/** Older answers are still shown while Azure is asked again. */
const freshMs = 60_000;

export class AzureRuntimeShelf {
  readonly #options: RuntimeShelfOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: RuntimeShelfOptions) {
    this.#options = options;
  }

  /** What is known now; reads what is not. */
  of(accountId: string, runbook: string): KnownRuntimes {
    const key = `${accountId}\n${runbook}`.toLowerCase();
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { known: { kind: "reading" }, readMs: Number.NEGATIVE_INFINITY };
      this.#entries.set(key, entry);
    }
    if (this.#options.now() - entry.readMs > freshMs) {
      const readMs = this.#options.now();
      entry.readMs = readMs;
      void this.#read(entry, readMs, accountId, runbook);
    }
    return entry.known;
  }

  /** Whoever asks next gets what is known, and Azure is asked again. */
  outdate(): void {
    for (const entry of this.#entries.values()) {
      entry.readMs = Number.NEGATIVE_INFINITY;
    }
  }

  async #read(entry: Entry, readMs: number, accountId: string, runbook: string): Promise<void> {
    const known = await this.#ask(accountId, runbook);
    // Of two answers under way at once the one that was asked for later counts.
    if (entry.readMs <= readMs && JSON.stringify(known) !== JSON.stringify(entry.known)) {
      entry.known = known;
      this.#options.onChanged();
    }
  }

  async #ask(accountId: string, runbook: string): Promise<KnownRuntimes> {
    try {
      const account = await this.#options.findAccount(accountId);
      return account === undefined
        ? { kind: "failed", why: "" }
        : { kind: "read", runtimes: await readRuntimes(account, runbook) };
    } catch (error) {
      return { kind: "failed", why: describeError(error) };
    }
  }
}

/** Two requests. Errors: those of Azure. */
export async function readRuntimes(account: AzureAccount, runbook: string): Promise<AzureRuntimes> {
  const [environments, facts] = await Promise.all([
    account.runtimeEnvironments.allKnown(),
    account.runbooks.find(runbook),
  ]);
  return {
    runbook: facts && { type: facts.type, runtimeEnvironment: facts.runtimeEnvironment },
    environments: environments.map(({ name, language, version }) => ({ name, language, version })),
  };
}
