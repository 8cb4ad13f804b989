/** Writes every runbook of an account into a folder: one file each, nothing replaced without a question. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import { mapBounded } from "../../azure/account/map-bounded";
import type { AzureRunbook } from "../../azure/account/runbooks";
import { cancelled } from "../../core/errors";
import { fileExtensionOf } from "../../core/runbook-name";
import { azureAccountFor } from "../../platform/azure-pick";
import { withProgress } from "../../platform/azure-work";
import { askChoice } from "../../platform/prompts";
import { findRunbookFile } from "../../platform/runbook-files";
import type { PublishContext } from "./services";

type Wanted = "published" | "newest";

interface Exported {
  readonly file: vscode.Uri;
  readonly text: string;
}

/** Requests at a time: Azure throttles accounts, not patience. */
const readAtOnce = 6;

export async function exportRunbooks(context: PublishContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Export All Runbooks");
  const { account } = await azureAccountFor(context.azure, argument, title);
  const wanted = await askChoice<Wanted>(title, vscode.l10n.t("Which version"), [
    { label: vscode.l10n.t("The published version"), value: "published" },
    { label: vscode.l10n.t("The draft where there is one"), value: "newest" },
  ]);
  const folder = await askFolder(title);
  const { found, leftOut } = await readAll(account, wanted, folder);
  const others = await differing(found);
  const replace = others.length > 0 && (await askAboutOthers(title, others));
  const written = replace ? found : found.filter((one) => !others.includes(one));
  for (const { file, text } of written) {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
  const show = vscode.l10n.t("Show Folder");
  const kept = found.length - written.length;
  const message = [
    vscode.l10n.t("Exported {0} runbooks of {1}.", written.length, account.name),
    ...(kept > 0 ? [vscode.l10n.t("{0} files with other texts were left as they are.", kept)] : []),
    ...(leftOut.length > 0 ? [vscode.l10n.t("Left out, for they have no such text: {0}.", leftOut.join(", "))] : []),
  ].join(" ");
  void vscode.window.showInformationMessage(message, show).then((chosen) => {
    if (chosen === show) {
      void vscode.commands.executeCommand("revealFileInOS", folder);
    }
  });
}

/** `leftOut`: graphical runbooks, and those without the wanted version. */
async function readAll(
  account: AzureAccount,
  wanted: Wanted,
  folder: vscode.Uri,
): Promise<{ readonly found: readonly Exported[]; readonly leftOut: readonly string[] }> {
  return withProgress({
    title: vscode.l10n.t("Exporting the runbooks of {0}", account.name),
    run: async (signal, say) => {
      const runbooks = await account.runbooks.list().all(signal);
      let done = 0;
      const read = await mapBounded(
        runbooks,
        readAtOnce,
        async (runbook) => {
          const text = await textOf(account, runbook, wanted, signal);
          say(vscode.l10n.t("{0} of {1}", ++done, runbooks.length));
          return text;
        },
        signal,
      );
      const found: Exported[] = [];
      const leftOut: string[] = [];
      for (const [index, { name, type }] of runbooks.entries()) {
        const text = read[index];
        if (text === undefined) {
          leftOut.push(name);
        } else {
          found.push({ file: vscode.Uri.joinPath(folder, name + (fileExtensionOf(type) ?? "")), text });
        }
      }
      return { found, leftOut };
    },
  });
}

async function textOf(
  account: AzureAccount,
  { name, type, state }: AzureRunbook,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (fileExtensionOf(type) === undefined) {
    return undefined;
  }
  const draft =
    wanted === "newest" && state !== "Published" ? await account.runbooks.drafts.findContent(name, signal) : undefined;
  if (draft !== undefined) {
    return draft.text;
  }
  return state === "New" ? undefined : (await account.runbooks.getContent(name, signal)).text;
}

/** Files that are there with another text. */
async function differing(found: readonly Exported[]): Promise<readonly Exported[]> {
  const others: Exported[] = [];
  for (const one of found) {
    const present = await findRunbookFile(one.file.fsPath);
    if (present !== undefined && present !== one.text) {
      others.push(one);
    }
  }
  return others;
}

function askAboutOthers(title: string, others: readonly Exported[]): Promise<boolean> {
  const names = others.map(({ file }) => file.path.slice(file.path.lastIndexOf("/") + 1)).join(", ");
  return askChoice(title, vscode.l10n.t("{0} files hold another text: {1}", others.length, names), [
    { label: vscode.l10n.t("Leave these files as they are"), value: false },
    { label: vscode.l10n.t("Replace them"), value: true },
  ]);
}

async function askFolder(title: string): Promise<vscode.Uri> {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const [folder] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t("Export Here"),
      canSelectFolders: true,
      canSelectFiles: false,
      ...(first && { defaultUri: first.uri }),
    })) ?? [];
  if (folder === undefined) {
    throw cancelled();
  }
  return folder;
}
