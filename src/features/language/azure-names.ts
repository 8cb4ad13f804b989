/**
 * The account in Azure whose names the editor knows instead of the local one's, when the person chose one. It is read once, in the
 * background, and again when something in it changed: nobody waits for a network while typing.
 */
import * as vscode from "vscode";

import type { KnownAccount } from "../../analysis/references/known-account";
import type { AzureAccount } from "../../azure/account/azure-account";
import { isSameId } from "../../core/account";
import type { Asset } from "../../core/asset";
import type { AccountItem, FolderKind } from "../../core/browse";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { AutomationError, describeError, isCancelled } from "../../core/errors";
import type { LanguageServices } from "./services";

interface Chosen {
  /** ARM id. */
  readonly id: string;
  readonly name: string;
}

const memoryKey = "language.azureAccount";
/** 10,000 names of a kind. Of an account with more nothing is taken as known, so that nothing is called absent wrongly. */
const mostPages = 100;

type Services = Pick<LanguageServices, "azure" | "changes" | "log" | "memory">;

export class AzureNames implements Disposable {
  readonly #services: Services;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  #known: KnownAccount | undefined;
  #reading: AbortController | undefined;
  /** Why the account could not be read; "" otherwise. */
  #problem = "";

  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#store.add(
      services.changes.onDidChange(({ accountId }) => {
        if (this.chosen !== undefined && isSameId(accountId, this.chosen.id)) {
          this.#forget();
        }
      }),
    );
    this.#store.add(services.azure.onDidChange(() => this.#forget()));
  }

  /** undefined: the local account is meant. */
  get chosen(): Chosen | undefined {
    return this.#services.memory.get<Chosen>(memoryKey);
  }

  get problem(): string {
    return this.#problem;
  }

  /** What is known of it now; undefined until it was read. Asking starts the reading. */
  current(): KnownAccount | undefined {
    const { chosen } = this;
    if (chosen !== undefined && this.#known === undefined && this.#reading === undefined && this.#problem === "") {
      void this.#read(chosen);
    }
    return this.#known;
  }

  /** Asks whose names are meant: the local account's, or those of one in Azure. */
  async choose(): Promise<void> {
    const title = vscode.l10n.t("Account for Completion and Checks");
    const { chosen } = this;
    const items = [
      {
        label: vscode.l10n.t("Local account"),
        description: chosen === undefined ? vscode.l10n.t("chosen") : "",
        value: "local" as const,
      },
      {
        label: vscode.l10n.t("$(azure) An account in Azure…"),
        description: chosen === undefined ? "" : vscode.l10n.t("{0} is chosen", chosen.name),
        value: "azure" as const,
      },
    ];
    const answer = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: vscode.l10n.t("Whose assets do the runbooks of this workspace read?"),
    });
    if (answer === undefined) {
      return;
    }
    if (answer.value === "local") {
      await this.#remember(undefined);
      return;
    }
    const { askAzureAccount } = await import("../../platform/azure-pick");
    const { id, name } = await askAzureAccount(this.#services.azure, title);
    await this.#remember({ id, name });
  }

  dispose(): void {
    this.#reading?.abort();
    this.#store.dispose();
  }

  async #remember(chosen: Chosen | undefined): Promise<void> {
    await this.#services.memory.update(memoryKey, chosen);
    this.#forget();
  }

  #forget(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#known = undefined;
    this.#problem = "";
    this.#changed.fire();
  }

  async #read(chosen: Chosen): Promise<void> {
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const account = await this.#services.azure.byId(chosen.id, reading.signal);
      const known = await readNames(account, reading.signal);
      if (this.#reading === reading) {
        this.#known = known;
      }
    } catch (error) {
      if (this.#reading !== reading || isCancelled(error)) {
        return;
      }
      this.#problem = describeError(error);
      this.#services.log.warn("names of the account in Azure not readable", {
        account: chosen.name,
        reason: this.#problem,
      });
    } finally {
      if (this.#reading === reading) {
        this.#reading = undefined;
        this.#changed.fire();
      }
    }
  }
}

/** A request a page of each kind. The list of connections has no values, which completion does not need. */
async function readNames(account: AzureAccount, signal: AbortSignal): Promise<KnownAccount> {
  const folders = ["variables", "credentials", "connections", "certificates", "connection-types"] as const;
  const [runbooks, ...assets] = await Promise.all([
    all(account, "runbooks", signal),
    ...folders.map((folder) => all(account, folder, signal)),
  ]);
  return {
    name: account.name,
    assets: assets.flat().filter(isAsset),
    runbookNames: runbooks.flatMap((item) => (item.kind === "runbook" ? [item.name] : [])),
  };
}

async function all(account: AzureAccount, folder: FolderKind, signal: AbortSignal): Promise<readonly AccountItem[]> {
  const list = account.open(folder);
  const items: AccountItem[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await list.page(token, signal);
    items.push(...page.items);
    token = page.nextToken;
    if (token === undefined) {
      return items;
    }
  }
  throw new AutomationError("not-supported", `${account.name} has more ${folder} than can be held ready.`, {
    hint: "Use the names of the local account.",
  });
}

function isAsset(item: AccountItem): item is Asset {
  return ["variable", "credential", "connection", "certificate", "connection-type"].includes(item.kind);
}
