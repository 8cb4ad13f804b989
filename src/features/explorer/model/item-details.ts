/** The lines of a node's tooltip: everything the row has no room for, ids copyable. Never a value that is encrypted. */
import { armIdOf, type AccountDetails } from "../../../core/account";
import type { Connection } from "../../../core/asset";
import type { AccountItem } from "../../../core/browse";
import { AutomationError, describeError } from "../../../core/errors";
import type { Localize } from "../../../core/localize";
import { durationWords } from "../../../core/time-words";
import { expiryWords } from "./looks/expiry-words";
import type { ItemLookContext } from "./looks/plain-look";
import { runbookState } from "./looks/runbook-look";
import type { Detail } from "./look";
import type { ExplorerNode } from "./nodes";
import { oneLine, valueWords } from "./words";

type DetailContext = Pick<ItemLookContext, "l10n" | "now">;

/** Lines with an empty value are left out. */
export function itemDetails(item: AccountItem, context: DetailContext): readonly Detail[] {
  return rowsOf(item, context).filter(({ value }) => value !== "");
}

function rowsOf(item: AccountItem, context: DetailContext): readonly Detail[] {
  const { l10n } = context;
  const description: Detail = { label: l10n.t("Description"), value: "description" in item ? item.description : "" };
  switch (item.kind) {
    case "runbook":
      return [
        description,
        { label: l10n.t("Type"), value: item.type },
        { label: l10n.t("Runtime"), value: item.runtime },
        { label: l10n.t("State"), value: runbookState(item, l10n) },
        { label: l10n.t("Changed"), value: timeWords(item.lastModifiedTime) },
        { label: l10n.t("Changed by"), value: item.lastModifiedBy },
        { label: l10n.t("File"), value: item.path ?? "", isCopyable: true },
      ];
    case "variable": {
      const { value, type } = valueWords(item.value);
      return [
        description,
        { label: l10n.t("Value"), value: item.isEncrypted ? l10n.t("encrypted, never shown") : value },
        { label: l10n.t("Type"), value: item.isEncrypted ? "" : type },
      ];
    }
    case "credential":
      return [
        description,
        { label: l10n.t("User name"), value: item.userName, isCopyable: true },
        { label: l10n.t("Password"), value: l10n.t("encrypted, never shown") },
      ];
    case "connection":
      return [description, { label: l10n.t("Connection type"), value: item.connectionType }, ...fieldRows(item, l10n)];
    case "certificate":
      return [
        description,
        { label: l10n.t("Thumbprint"), value: item.thumbprint, isCopyable: true },
        {
          label: l10n.t("End"),
          value: [timeWords(item.expiryTime), expiryWords(item, context.now, l10n).words].filter(Boolean).join(", "),
        },
        { label: l10n.t("Private key"), value: keyWords(item.hasPrivateKey, item.isExportable, l10n) },
      ];
    case "connection-type":
      return [
        description,
        { label: l10n.t("Module"), value: item.moduleName },
        ...item.fields.map((field) => ({
          label: field.name,
          value: [
            field.typeName,
            field.isOptional ? l10n.t("optional") : "",
            field.isEncrypted ? l10n.t("encrypted") : "",
          ]
            .filter(Boolean)
            .join(", "),
        })),
        { label: l10n.t("File"), value: item.path ?? "", isCopyable: true },
      ];
    case "module":
    case "package":
      return [
        { label: l10n.t("Version"), value: item.version },
        { label: l10n.t("Runtime"), value: item.runtime },
        { label: l10n.t("State"), value: item.state },
        { label: l10n.t("Error"), value: item.error },
        { label: l10n.t("File"), value: item.path ?? "", isCopyable: true },
      ];
    case "runtime-environment":
      return [description, { label: l10n.t("Language"), value: `${item.language} ${item.version}`.trim() }];
    case "schedule":
      return [
        description,
        { label: l10n.t("Next run"), value: item.nextRun },
        { label: l10n.t("Time zone"), value: item.timeZone },
      ];
    case "webhook":
      return [
        description,
        { label: l10n.t("Runbook"), value: item.runbook },
        { label: l10n.t("End"), value: timeWords(item.expiryTime) },
      ];
    case "hybrid-worker-group":
      return [{ label: l10n.t("Type"), value: item.groupType }];
    case "hybrid-worker":
      return [
        { label: l10n.t("Id"), value: item.id, isCopyable: true },
        { label: l10n.t("Type"), value: item.workerType },
        { label: l10n.t("Last seen"), value: timeWords(item.lastSeenTime) },
      ];
    case "job":
      return [
        { label: l10n.t("Status"), value: item.status },
        { label: l10n.t("Job id"), value: item.id, isCopyable: true },
        { label: l10n.t("Created"), value: timeWords(item.creationTime) },
        { label: l10n.t("Started"), value: timeWords(item.startTime) },
        { label: l10n.t("Ended"), value: timeWords(item.endTime) },
        { label: l10n.t("Took"), value: durationWords(Date.parse(item.endTime) - Date.parse(item.startTime), l10n) },
        { label: l10n.t("Runs on"), value: item.runOn === "" ? l10n.t("a sandbox of Azure") : item.runOn },
      ];
    case "identity":
      return item.isOn
        ? [
            { label: l10n.t("Principal (object) id"), value: item.principalId, isCopyable: true },
            { label: l10n.t("Client (application) id"), value: item.clientId, isCopyable: true },
            { label: l10n.t("Tenant id"), value: item.tenantId, isCopyable: true },
            { label: l10n.t("Resource id"), value: item.resourceId, isCopyable: true },
          ]
        : [{ label: l10n.t("State"), value: l10n.t("off: runbooks get no token of it") }];
  }
}

function fieldRows(item: Connection, l10n: Localize): readonly Detail[] {
  return Object.entries(item.fields).map(([name, field]) => ({
    label: name,
    value: field.isEncrypted
      ? l10n.t("encrypted, never shown")
      : typeof field.value === "string"
        ? oneLine(field.value, 120)
        : JSON.stringify(field.value),
    isCopyable: !field.isEncrypted && typeof field.value === "string",
  }));
}

function keyWords(hasPrivateKey: boolean, isExportable: boolean, l10n: Localize): string {
  if (!hasPrivateKey) {
    return l10n.t("none");
  }
  return isExportable ? l10n.t("runbooks may export it") : l10n.t("runbooks cannot export it");
}

/** `details`: undefined where they could not be read. */
export function accountDetails(details: AccountDetails, isLocal: boolean, l10n: Localize): readonly Detail[] {
  return [
    { label: l10n.t("Resource group"), value: details.resourceGroup },
    { label: l10n.t("Region"), value: details.location },
    { label: l10n.t("Subscription id"), value: details.subscriptionId, isCopyable: true },
    { label: l10n.t("Tenant id"), value: details.tenantId, isCopyable: true },
    { label: l10n.t("Account id"), value: details.accountId, isCopyable: true },
    {
      label: isLocal ? l10n.t("Resource id (emulated)") : l10n.t("Resource id"),
      value: armIdOf(details),
      isCopyable: true,
    },
  ].filter(({ value }) => value !== "");
}

/** Tooltip of nodes that need no reading; undefined: the row says it all. */
export function nodeDetails(node: ExplorerNode, context: DetailContext): readonly Detail[] {
  const { l10n } = context;
  switch (node.kind) {
    case "item":
      return itemDetails(node.item, context);
    case "subscription":
      return [
        { label: l10n.t("Subscription id"), value: node.subscription.subscriptionId, isCopyable: true },
        { label: l10n.t("Tenant id"), value: node.subscription.tenantId, isCopyable: true },
        { label: l10n.t("State"), value: node.subscription.state },
      ].filter(({ value }) => value !== "");
    case "error":
      return [
        { label: l10n.t("What failed"), value: describeError(node.error) },
        {
          label: l10n.t("Code"),
          value: node.error instanceof AutomationError ? node.error.code : "",
        },
      ].filter(({ value }) => value !== "");
    default:
      return [];
  }
}

/** An absolute time in the person's zone; what cannot be read stays as it came. */
function timeWords(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toLocaleString();
}
