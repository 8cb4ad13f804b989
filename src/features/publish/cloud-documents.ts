/** Texts of runbooks in Azure, and backups of them, as read-only documents: what an editor or a comparison shows. */
import * as vscode from "vscode";

import { AutomationError } from "../../core/errors";
import { isJsonObject } from "../../core/json";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CloudVersion } from "../../platform/cloud-runbook";

export const cloudScheme = "runbook-workbench-azure";

/** Which text a document shows. */
export interface CloudDocument {
  readonly accountId: string;
  readonly accountName: string;
  readonly runbook: string;
  readonly version: CloudVersion;
  /** With the dot. */
  readonly extension: string;
}

export class CloudDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #azure: AzureAccounts;
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(azure: AzureAccounts) {
    this.#azure = azure;
    // A closed document is read afresh the next time.
    this.#subscription = vscode.workspace.onDidCloseTextDocument((document) => {
      this.#texts.delete(document.uri.toString());
    });
  }

  /** The document with a text that was just read; one that is open shows the new text. */
  show(document: CloudDocument, text: string): vscode.Uri {
    return this.#keep(uriOf(document), text);
  }

  /** A text that is in no account, e.g. a backup; empty after the editor was closed. */
  showText(title: string, text: string): vscode.Uri {
    return this.#keep(vscode.Uri.from({ scheme: cloudScheme, path: `/${title}` }), text);
  }

  /** A restored editor asks for a text that nobody has read yet. Errors: those of Azure, which the editor shows. */
  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const known = this.#texts.get(uri.toString());
    if (known !== undefined) {
      return known;
    }
    const document = documentOf(uri);
    if (document === undefined) {
      throw new AutomationError("not-found", "This text is no longer at hand.", { hint: "Open it again." });
    }
    const { toSignal } = await import("../../platform/cancellation");
    const account = await this.#azure.byId(document.accountId, toSignal(token));
    const found =
      document.version === "draft"
        ? await account.runbooks.drafts.findContent(document.runbook, toSignal(token))
        : await account.runbooks.getContent(document.runbook, toSignal(token));
    return found?.text ?? "";
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#texts.clear();
  }

  #keep(uri: vscode.Uri, text: string): vscode.Uri {
    const key = uri.toString();
    const isOther = this.#texts.get(key) !== text;
    this.#texts.set(key, text);
    if (isOther && vscode.workspace.textDocuments.some((open) => open.uri.toString() === key)) {
      this.#changed.fire(uri);
    }
    return uri;
  }
}

/** The path is what the tab shows; the query says which text it is. */
function uriOf({ accountId, accountName, runbook, version, extension }: CloudDocument): vscode.Uri {
  return vscode.Uri.from({
    scheme: cloudScheme,
    path: `/${accountName}/${runbook} (${version})${extension}`,
    query: JSON.stringify({ accountId, accountName, runbook, version, extension }),
  });
}

function documentOf(uri: vscode.Uri): CloudDocument | undefined {
  let query: unknown;
  try {
    query = JSON.parse(uri.query);
  } catch {
    return undefined;
  }
  if (!isJsonObject(query)) {
    return undefined;
  }
  const { accountId, accountName, runbook, version, extension } = query;
  return typeof accountId === "string" &&
    typeof accountName === "string" &&
    typeof runbook === "string" &&
    typeof extension === "string" &&
    (version === "draft" || version === "published")
    ? { accountId, accountName, runbook, version, extension }
    : undefined;
}
