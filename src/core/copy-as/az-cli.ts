/**
 * Commands of the Azure CLI, for a POSIX shell, that make the thing anew. Its automation extension knows runbooks and schedules only;
 * assets go through `az rest`. Secrets come from the environment variable SECRET (SECRET_1, ... where there are several).
 */
import type { AccountItem } from "../browse";
import type { Json, JsonObject } from "../json";
import { apiVersion, resourceUrl, runtimeApiVersion, type CopySource } from "./copy-source";
import { galleryUri } from "./powershell";
import { quoteShell as quote } from "./quote";

/** Stands in a body for a secret until the shell's variable is put in: characters that no text has and JSON leaves alone. */
const mark = (at: number): string => `\ue000${at}\ue001`;

/** undefined: there is no such command. */
export function azCliOf(source: CopySource): string | undefined {
  const { account, item } = source;
  const place = `--resource-group ${quote(account.resourceGroup)} --automation-account-name ${quote(account.name)}`;
  if (item === undefined) {
    return `az automation account create --resource-group ${quote(account.resourceGroup)} --name ${quote(account.name)} --location ${quote(account.location)} --sku Basic\n`;
  }
  switch (item.kind) {
    case "runbook":
      return (
        [
          `az automation runbook create ${place} --name ${quote(item.name)} --type ${quote(item.type)}${item.description === "" ? "" : ` --description ${quote(item.description)}`}`,
          `az automation runbook replace-content ${place} --name ${quote(item.name)} --content ${quote(`@${item.path ?? `${item.name}.ps1`}`)}`,
          `az automation runbook publish ${place} --name ${quote(item.name)}`,
        ].join("\n") + "\n"
      );
    case "schedule":
      return `az automation schedule create ${place} --name ${quote(item.name)} --frequency ${quote(item.frequency)} --interval ${item.interval ?? 1}${item.nextRun === "" ? "" : ` --start-time ${quote(item.nextRun)}`}${item.timeZone === "" ? "" : ` --time-zone ${quote(item.timeZone)}`}${item.description === "" ? "" : ` --description ${quote(item.description)}`}\n`;
    case "hybrid-worker-group":
      return `az automation hrwg create ${place} --name ${quote(item.name)}\n`;
    case "job":
      return `az automation job show ${place} --job-name ${quote(item.id)}\n`;
    case "identity":
      return item.isOn
        ? item.isSystemAssigned
          ? `az ad sp show --id ${quote(item.principalId)}\n`
          : `az identity show --ids ${quote(item.resourceId)}\n`
        : undefined;
    default:
      return restCommand(source, item);
  }
}

function restCommand(source: CopySource, item: AccountItem): string | undefined {
  const url = resourceUrl(source);
  const properties = propertiesOf(item);
  if (url === undefined || properties === undefined) {
    return undefined;
  }
  const version = item.kind === "package" || item.kind === "runtime-environment" ? runtimeApiVersion : apiVersion;
  const body = JSON.stringify("name" in item ? { name: item.name, properties } : { properties });
  return `az rest --method put --url ${quote(`${url}?api-version=${version}`)} --body ${withSecrets(body)}\n`;
}

/** Closes the quotes around each mark and puts the shell's variable there, which holds the secret as JSON writes it between quotes. */
function withSecrets(body: string): string {
  const isOne = !body.includes(mark(2));
  return quote(body).replace(/\ue000(\d+)\ue001/g, (_whole, at: string) => `'"$SECRET${isOne ? "" : `_${at}`}"'`);
}

/** The body's properties as the service takes them; undefined: nothing to put. */
function propertiesOf(item: AccountItem): JsonObject | undefined {
  switch (item.kind) {
    case "variable":
      return {
        value: item.isEncrypted ? JSON.stringify(mark(1)) : JSON.stringify(item.value),
        isEncrypted: item.isEncrypted,
        description: item.description,
      };
    case "credential":
      return { userName: item.userName, password: mark(1), description: item.description };
    case "connection":
      return {
        connectionType: { name: item.connectionType },
        fieldDefinitionValues: connectionFields(item),
        description: item.description,
      };
    case "certificate":
      return {
        base64Value: mark(1),
        thumbprint: item.thumbprint,
        isExportable: item.isExportable,
        description: item.description,
      };
    case "connection-type":
      return item.source === "built-in" ? undefined : { isGlobal: false, fieldDefinitions: fieldDefinitions(item) };
    case "module":
    case "package":
      return item.isBuiltIn
        ? undefined
        : { contentLink: { uri: galleryUri(item.name, item.version), version: item.version } };
    case "runtime-environment":
      return { description: item.description, runtime: { language: item.language, version: item.version } };
    case "webhook":
      return { isEnabled: item.isEnabled, expiryTime: item.expiryTime, runbook: { name: item.runbook }, uri: mark(1) };
    default:
      return undefined;
  }
}

function connectionFields(item: Extract<AccountItem, { kind: "connection" }>): JsonObject {
  let secrets = 0;
  return Object.fromEntries(
    Object.entries(item.fields).map(([name, { value, isEncrypted }]) => [
      name,
      isEncrypted ? mark(++secrets) : fieldText(value),
    ]),
  );
}

/** The service keeps every field as a text. */
export function fieldText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function fieldDefinitions(item: Extract<AccountItem, { kind: "connection-type" }>): JsonObject {
  return Object.fromEntries(
    item.fields.map((field) => [
      field.name,
      { type: field.typeName, isEncrypted: field.isEncrypted, isOptional: field.isOptional },
    ]),
  );
}
