/** How the nodes around items look: subscriptions, accounts, folders, groups, and the rows that stand for something to do. */
import type { FolderKind } from "../../../core/browse";
import { AutomationError, describeError, isCancelled } from "../../../core/errors";
import type { Localize } from "../../../core/localize";
import { itemLook } from "./looks/item-look";
import type { ItemLookContext } from "./looks/plain-look";
import { contextValue, errorColour, quietColour, spoken, warningColour, type Look } from "./look";
import type { AccountNode, ErrorNode, ExplorerNode, FolderNode, MessageNode, SubscriptionNode } from "./nodes";
import { facts, oneLine } from "./words";

export interface NodeLookContext extends Omit<ItemLookContext, "isLocal"> {
  readonly isPinned: (accountId: string) => boolean;
  readonly countOf: (node: ExplorerNode) => { readonly shown: number; readonly hasMore: boolean } | undefined;
}

export function nodeLook(node: ExplorerNode, context: NodeLookContext): Look {
  const { l10n } = context;
  switch (node.kind) {
    case "subscription":
      return subscriptionLook(node, context);
    case "account":
      return accountLook(node, context);
    case "folder":
      return folderLook(node, context);
    case "group":
      return {
        label: node.name,
        description: "",
        icon: { id: "list-tree" },
        contextValue: contextValue(`group:${node.folder}`, node.isLocal ? "local" : "azure"),
        spoken: spoken(node.name, l10n.t("group")),
        isContainer: true,
      };
    case "item":
      return itemLook(node.item, { ...context, isLocal: node.isLocal });
    case "more":
      return {
        label: l10n.t("Load more…"),
        description: "",
        icon: { id: "ellipsis" },
        contextValue: "more",
        spoken: l10n.t("Load more rows"),
        isContainer: false,
      };
    case "message":
      return messageLook(node, l10n);
    case "error":
      return errorLook(node, l10n);
  }
}

function subscriptionLook({ subscription }: SubscriptionNode, { l10n }: NodeLookContext): Look {
  const isDisabled = !["", "enabled"].includes(subscription.state.toLowerCase());
  const state = isDisabled ? subscription.state : undefined;
  return {
    label: subscription.name === "" ? subscription.subscriptionId : subscription.name,
    description: facts(l10n.t("subscription"), state),
    icon: isDisabled ? { id: "warning", colour: warningColour } : { id: "key" },
    contextValue: contextValue("subscription", "azure"),
    spoken: spoken(subscription.name, l10n.t("subscription"), state),
    isContainer: true,
  };
}

function accountLook(node: AccountNode, { l10n, isPinned }: NodeLookContext): Look {
  const texts = node.isLocal ? [l10n.t("local"), ...node.account.facts] : node.account.facts;
  return {
    label: node.account.name,
    description: facts(...texts),
    icon: { id: node.isLocal ? "device-desktop" : node.isPinned ? "pinned" : "azure" },
    contextValue: contextValue("account", node.isLocal ? "local" : "azure", isPinned(node.accountId) && "pinned"),
    spoken: spoken(
      node.account.name,
      node.isLocal ? l10n.t("local account") : l10n.t("account in Azure"),
      node.isPinned && l10n.t("pinned"),
      ...texts,
    ),
    isContainer: true,
    // The one a newcomer has: open it, so that its folders are seen at once.
    isExpanded: node.isLocal,
  };
}

function folderLook(node: FolderNode, { l10n, countOf }: NodeLookContext): Look {
  const count = countOf(node);
  const label = folderName(node.folder, l10n);
  // No count until it is known, and never a total that nobody counted.
  const words = count === undefined ? "" : count.hasMore ? `${count.shown}+` : String(count.shown);
  const said = count?.hasMore === true ? l10n.t("{0} shown, there are more", count.shown) : words;
  return {
    label,
    description: words,
    icon: { id: folderIcons[node.folder] },
    contextValue: contextValue(`folder:${node.folder}`, node.isLocal ? "local" : "azure"),
    spoken: spoken(label, said),
    isContainer: true,
  };
}

const folderIcons: Readonly<Record<FolderKind, string>> = {
  runbooks: "notebook",
  connections: "plug",
  "connection-types": "symbol-interface",
  credentials: "account",
  certificates: "verified",
  variables: "symbol-variable",
  modules: "package",
  "runtime-environments": "layers",
  schedules: "calendar",
  webhooks: "link",
  "hybrid-worker-groups": "server",
  jobs: "history",
  identities: "shield",
};

export function folderName(folder: FolderKind, l10n: Localize): string {
  switch (folder) {
    case "runbooks":
      return l10n.t("Runbooks");
    case "connections":
      return l10n.t("Connections");
    case "connection-types":
      return l10n.t("Connection Types");
    case "credentials":
      return l10n.t("Credentials");
    case "certificates":
      return l10n.t("Certificates");
    case "variables":
      return l10n.t("Variables");
    case "modules":
      return l10n.t("Modules");
    case "runtime-environments":
      return l10n.t("Runtime Environments");
    case "schedules":
      return l10n.t("Schedules");
    case "webhooks":
      return l10n.t("Webhooks");
    case "hybrid-worker-groups":
      return l10n.t("Hybrid Worker Groups");
    case "jobs":
      return l10n.t("Jobs");
    case "identities":
      return l10n.t("Identities");
  }
}

/** What an empty folder says: how it gets something in. */
export function emptyFolderWords(folder: FolderKind, isLocal: boolean, l10n: Localize): string {
  switch (folder) {
    case "runbooks":
      return isLocal
        ? l10n.t("No runbooks yet. Put a .ps1 or .py file into this folder or into runbooks")
        : l10n.t("No runbooks yet. Create one or import a file");
    case "connections":
      return l10n.t("No connections yet. Add one");
    case "connection-types":
      return l10n.t("No connection types yet. Add one from a module's metadata file");
    case "credentials":
      return l10n.t("No credentials yet. Add one");
    case "certificates":
      return l10n.t("No certificates yet. Import a .pfx or .cer file");
    case "variables":
      return l10n.t("No variables yet. Add one");
    case "modules":
      return isLocal
        ? l10n.t("No integration modules. Put a module with its -Automation.json into the workspace")
        : l10n.t("No modules yet. Import one");
    case "runtime-environments":
      return l10n.t("No runtime environments");
    case "schedules":
      return l10n.t("No schedules yet. Create one");
    case "webhooks":
      return l10n.t("No webhooks yet. Create one from a runbook");
    case "hybrid-worker-groups":
      return l10n.t("No hybrid worker groups");
    case "jobs":
      return l10n.t("No jobs in the last 30 days");
    case "identities":
      return l10n.t("No managed identities");
  }
}

function messageLook(node: MessageNode, l10n: Localize): Look {
  const { label, icon } = messageWords(node, l10n);
  const folder = node.container?.kind === "folder" ? node.container.folder : undefined;
  const isLocal = node.container?.kind === "folder" && node.container.isLocal;
  return {
    label,
    description: "",
    icon: { id: icon, ...(node.message === "emptyFolder" && { colour: quietColour }) },
    contextValue: contextValue(`message:${node.message}`, folder && (isLocal ? "local" : "azure"), folder),
    spoken: label,
    isContainer: false,
  };
}

function messageWords(
  { message, container }: MessageNode,
  l10n: Localize,
): { readonly label: string; readonly icon: string } {
  switch (message) {
    case "loading":
      return { label: l10n.t("Loading subscriptions…"), icon: "loading~spin" };
    case "signIn":
      return { label: l10n.t("Sign in to Azure…"), icon: "azure" };
    case "noLocalAccount":
      return { label: l10n.t("Create a local account…"), icon: "add" };
    case "noSubscriptions":
      return { label: l10n.t("No subscriptions. Choose others, or sign in to another directory"), icon: "info" };
    case "noAccounts":
      return { label: l10n.t("No Automation accounts in this subscription"), icon: "info" };
    case "emptyFolder":
      return {
        label:
          container?.kind === "folder"
            ? emptyFolderWords(container.folder, container.isLocal, l10n)
            : l10n.t("Nothing in here"),
        icon: "info",
      };
  }
}

function errorLook({ error }: ErrorNode, l10n: Localize): Look {
  const isStopped = isCancelled(error);
  const label = isStopped ? l10n.t("Loading was cancelled") : oneLine(firstSentence(error), 120);
  const signIn = error instanceof AutomationError && error.code === "not-signed-in";
  return {
    label,
    description: isStopped ? "" : l10n.t("Enter tries again"),
    icon: isStopped ? { id: "circle-slash" } : { id: "error", colour: errorColour },
    contextValue: contextValue("error", isStopped && "cancelled", signIn && "notSignedIn"),
    spoken: spoken(isStopped ? undefined : l10n.t("Error"), label),
    isContainer: false,
  };
}

/** What failed; the hint and the rest stand in the tooltip. */
function firstSentence(error: unknown): string {
  return error instanceof AutomationError ? error.message : describeError(error);
}
