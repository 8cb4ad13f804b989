/** Puts a node's look into the editor's own tree item. */
import * as vscode from "vscode";

import type { FolderKind } from "../../core/browse";
import type { Look } from "./model/look";
import type { ExplorerNode, ItemNode, MessageNode } from "./model/nodes";
import { commandIds } from "../../platform/command-ids";

export function treeItemOf(id: string, look: Look): vscode.TreeItem {
  const { TreeItemCollapsibleState: Collapse } = vscode;
  const collapse = !look.isContainer
    ? Collapse.None
    : look.isExpanded === true
      ? Collapse.Expanded
      : Collapse.Collapsed;
  const item = new vscode.TreeItem(look.label, collapse);
  item.id = id;
  item.description = look.description;
  item.contextValue = look.contextValue;
  item.accessibilityInformation = { label: look.spoken };
  const { id: icon, colour } = look.icon;
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  if (look.file !== undefined) {
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = fileUri(look.file);
  }
  return item;
}

/** A name without a path is of a runbook that lies in Azure: the URI only finds the icon. */
function fileUri(file: string): vscode.Uri {
  return /[\\/]/.test(file)
    ? vscode.Uri.file(file)
    : vscode.Uri.from({ scheme: "runbook-workbench-icon", path: `/${file}` });
}

/** What Enter or a click does; undefined: only selects. */
export function openCommandOf(node: ExplorerNode): vscode.Command | undefined {
  switch (node.kind) {
    case "more":
      return { command: commandIds.explorer.loadMore, title: "", arguments: [node] };
    case "error":
      return { command: commandIds.explorer.retry, title: "", arguments: [node] };
    case "message":
      return messageCommand(node);
    case "item":
      return itemCommand(node);
    default:
      return undefined;
  }
}

function itemCommand(node: ItemNode): vscode.Command | undefined {
  const { item } = node;
  const path = "path" in item ? item.path : undefined;
  if (path !== undefined) {
    return { command: commandIds.explorer.openFile, title: "", arguments: [node] };
  }
  switch (item.kind) {
    case "variable":
    case "credential":
    case "connection":
    case "certificate":
      return { command: commandIds.assets.edit, title: "", arguments: [node] };
    case "connection-type":
      return { command: commandIds.assets.showConnectionType, title: "", arguments: [node] };
    case "runbook":
      return runbookCommand(node);
    case "job":
      return { command: commandIds.azureJobs.open, title: "", arguments: [node] };
    default:
      return undefined;
  }
}

/** Reading is what a click may do: the draft where there is one, as the portal shows it. */
function runbookCommand(node: ItemNode): vscode.Command | undefined {
  if (node.item.kind !== "runbook" || /^graph/i.test(node.item.type)) {
    return undefined;
  }
  const { openDraft, openPublished } = commandIds.runbooks;
  const command = node.item.state === "Published" ? openPublished : openDraft;
  return { command, title: "", arguments: [node] };
}

function messageCommand(node: MessageNode): vscode.Command | undefined {
  switch (node.message) {
    case "loading":
    case "noAccounts":
      return undefined;
    case "signIn":
      return { command: commandIds.azure.signIn, title: "" };
    case "noLocalAccount":
      return { command: commandIds.account.create, title: "" };
    case "noSubscriptions":
      return { command: commandIds.azure.selectSubscriptions, title: "" };
    case "emptyFolder":
      return emptyFolderCommand(node);
  }
}

/** What only an account in Azure has. */
const azureAdds: Partial<Record<FolderKind, string>> = {
  runbooks: commandIds.runbooks.create,
  modules: commandIds.modules.import,
  schedules: commandIds.schedules.create,
};

function emptyFolderCommand({ container }: MessageNode): vscode.Command | undefined {
  if (container?.kind !== "folder") {
    return undefined;
  }
  const { assets } = commandIds;
  const add: Partial<Record<FolderKind, string>> = {
    connections: assets.addConnection,
    "connection-types": assets.addConnectionType,
    credentials: assets.addCredential,
    certificates: assets.addCertificate,
    variables: assets.addVariable,
    ...(container.isLocal ? {} : azureAdds),
  };
  const command = add[container.folder];
  return command === undefined ? undefined : { command, title: "", arguments: [container] };
}
