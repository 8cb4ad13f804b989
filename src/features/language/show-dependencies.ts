/** The command "Show What Runbooks Depend On": assets, child runbooks and modules with who uses them, absent ones first. */
import * as vscode from "vscode";

import {
  groupDependencies,
  type Dependency,
  type DependencyKind,
  type DependencyUse,
  type KnownNames,
} from "../../analysis/references/dependencies";
import { dependencyUses } from "../../analysis/references/dependency-uses";
import { assetsOf, type KnownAccount } from "../../analysis/references/known-account";
import { readableAssetKinds } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { languageOfFile } from "../../core/runbook";
import type { AccountSnapshots } from "./account-snapshots";
import { readText } from "./file-texts";
import type { RunbookDocuments } from "./runbook-documents";
import type { RunbookIndex } from "./runbook-index";

interface DependencyItem extends vscode.QuickPickItem {
  readonly dependency?: Dependency;
}

interface UseItem extends vscode.QuickPickItem {
  readonly use: DependencyUse;
}

export class DependencyList {
  constructor(
    private readonly documents: RunbookDocuments,
    private readonly accounts: AccountSnapshots,
    private readonly index: RunbookIndex,
  ) {}

  /** Of one runbook, or of all in the workspace. Errors: file-not-found where there is none. */
  async show(runbook: vscode.Uri | undefined): Promise<void> {
    const title = vscode.l10n.t("What Runbooks Depend On");
    const picked = await vscode.window.showQuickPick<DependencyItem>(this.#items(runbook), {
      title: runbook === undefined ? title : `${title}: ${vscode.workspace.asRelativePath(runbook)}`,
      placeHolder: vscode.l10n.t("Choose one to go where it is used"),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked?.dependency !== undefined) {
      await this.#open(picked.dependency);
    }
  }

  async #items(runbook: vscode.Uri | undefined): Promise<readonly DependencyItem[]> {
    const uses = runbook === undefined ? await this.#allUses() : await this.#usesOf(runbook);
    const account = await this.accounts.of(runbook ?? firstFile(uses) ?? vscode.Uri.file("/"));
    const dependencies = groupDependencies(uses, namesOf(account));
    if (dependencies.length === 0) {
      throw new AutomationError("file-not-found", "No runbook here uses an asset, a module or another runbook.", {
        hint: "Open a folder with runbooks.",
      });
    }
    let heading = "";
    return dependencies.flatMap((dependency) => {
      const next = headingOf(dependency, account);
      const separator =
        next === heading ? [] : [{ label: next, kind: vscode.QuickPickItemKind.Separator } satisfies DependencyItem];
      heading = next;
      return [...separator, itemOf(dependency)];
    });
  }

  /** What is open counts as it is in the editor. */
  async #allUses(): Promise<readonly DependencyUse[]> {
    const source = new vscode.CancellationTokenSource();
    const indexed = await this.index.allUses(source.token);
    const open = vscode.workspace.textDocuments.filter((document) => this.documents.isRunbook(document));
    const openKeys = new Set(open.map(({ uri }) => uri.toString()));
    const ofOpen = await Promise.all(open.map(({ uri }) => this.#usesOf(uri)));
    return [...indexed.filter(({ path }) => !openKeys.has(path)), ...ofOpen.flat()];
  }

  async #usesOf(uri: vscode.Uri): Promise<readonly DependencyUse[]> {
    const file = await readText(uri);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const language = (document && this.documents.languageOf(document)) ?? languageOfFile(uri.path);
    return file === undefined || language === undefined ? [] : dependencyUses(uri.toString(), file.text, language);
  }

  async #open({ name, uses }: Dependency): Promise<void> {
    const [only, ...others] = uses;
    const use =
      others.length === 0
        ? only
        : (
            await vscode.window.showQuickPick<UseItem>(uses.map(useItem), {
              title: name ?? vscode.l10n.t("A name that only the job knows"),
              placeHolder: vscode.l10n.t("Choose where to go"),
              matchOnDescription: true,
            })
          )?.use;
    if (use !== undefined) {
      const at = new vscode.Position(use.line, use.character);
      await vscode.window.showTextDocument(vscode.Uri.parse(use.path), { selection: new vscode.Range(at, at) });
    }
  }
}

function firstFile(uses: readonly DependencyUse[]): vscode.Uri | undefined {
  return uses[0] && vscode.Uri.parse(uses[0].path);
}

/** Modules of the service are not known here, so they are never called absent. */
function namesOf(account: KnownAccount | undefined): KnownNames {
  if (account === undefined) {
    return new Map();
  }
  const assets = readableAssetKinds.map((kind) => [kind, assetsOf(account, kind).map(({ name }) => name)] as const);
  return new Map<DependencyKind, readonly string[]>([...assets, ["runbook", account.runbookNames]]);
}

const icons: Readonly<Record<DependencyKind, string>> = {
  connection: "plug",
  credential: "account",
  variable: "symbol-variable",
  certificate: "verified",
  runbook: "file-code",
  module: "package",
  identity: "key",
};

function headingOf({ presence, kind, name }: Dependency, account: KnownAccount | undefined): string {
  if (presence === "absent") {
    return vscode.l10n.t("absent in {0}", account?.name ?? "");
  }
  return name === undefined ? vscode.l10n.t("known to the running job only") : kindTitle(kind);
}

function kindTitle(kind: DependencyKind): string {
  switch (kind) {
    case "connection":
      return vscode.l10n.t("connections");
    case "credential":
      return vscode.l10n.t("credentials");
    case "variable":
      return vscode.l10n.t("variables");
    case "certificate":
      return vscode.l10n.t("certificates");
    case "runbook":
      return vscode.l10n.t("runbooks");
    case "module":
      return vscode.l10n.t("modules");
    case "identity":
      return vscode.l10n.t("managed identity");
  }
}

function itemOf(dependency: Dependency): DependencyItem {
  const { kind, name, presence, uses } = dependency;
  const files = [...new Set(uses.map(({ path }) => shortName(path)))];
  const isAbsent = presence === "absent";
  return {
    label: `$(${isAbsent ? "warning" : icons[kind]}) ${name ?? vscode.l10n.t("(computed name)")}`,
    description: isAbsent || name === undefined ? kind : "",
    detail: files.length > 4 ? vscode.l10n.t("{0} runbooks", files.length) : files.join(", "),
    dependency,
  };
}

function useItem(use: DependencyUse): UseItem {
  return {
    label: shortName(use.path),
    description: `${vscode.l10n.t("line {0}", use.line + 1)}${use.operation === "set" ? ` · ${vscode.l10n.t("sets it")}` : ""}`,
    use,
  };
}

function shortName(path: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(path));
}
