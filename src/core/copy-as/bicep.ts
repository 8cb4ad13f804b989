/** Bicep that declares the thing in an existing account; secrets are secure parameters. */
import type { AccountItem } from "../browse";
import { fieldDefinitions, fieldText } from "./az-cli";
import { apiVersion, identifierFrom, modulesPath, runtimeApiVersion, type CopySource } from "./copy-source";
import { galleryUri } from "./powershell";
import { quoteBicep as quote } from "./quote";

/** A value as lines of Bicep: texts are expressions already. */
type Value = string | boolean | number | { readonly [key: string]: Value };

interface Declaration {
  /** Below Microsoft.Automation/automationAccounts. */
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  readonly version?: string;
  /** Names and descriptions of secure parameters. */
  readonly secrets?: readonly (readonly [name: string, description: string])[];
  /** The resource that holds it, if that is not the account. */
  readonly parent?: { readonly type: string; readonly name: string };
}

/** undefined: it cannot be declared. */
export function bicepOf(source: CopySource): string | undefined {
  const { account, item, parent } = source;
  if (item === undefined) {
    return accountBicep(source);
  }
  if (item.kind === "identity") {
    return item.isSystemAssigned ? undefined : userIdentity(item);
  }
  const declaration = declarationOf(item, parent);
  if (declaration === undefined || !("name" in item)) {
    return undefined;
  }
  const symbol = identifierFrom(item.name);
  const lines = [
    ...(declaration.secrets ?? []).flatMap(([name, description]) => [
      `@description(${quote(description)})`,
      "@secure()",
      `param ${name} string`,
      "",
    ]),
    `resource automationAccount 'Microsoft.Automation/automationAccounts@${apiVersion}' existing = {`,
    `  name: ${quote(account.name)}`,
    "}",
    "",
    ...parentLines(declaration),
    `resource ${symbol} 'Microsoft.Automation/automationAccounts/${declaration.type}@${declaration.version ?? apiVersion}' = {`,
    `  parent: ${declaration.parent === undefined ? "automationAccount" : "container"}`,
    `  name: ${quote(item.name)}`,
    `  properties: ${render(declaration.properties, "  ")}`,
    "}",
    "",
  ];
  return lines.join("\n");
}

function accountBicep({ account }: CopySource): string {
  const { system, userAssigned } = account.identities;
  const type = [system && "SystemAssigned", userAssigned.length > 0 && "UserAssigned"].filter(Boolean).join(", ");
  const identity: Record<string, Value> = { type: quote(type === "" ? "None" : type) };
  if (userAssigned.length > 0) {
    identity["userAssignedIdentities"] = Object.fromEntries(userAssigned.map((one) => [quote(one.resourceId), {}]));
  }
  return [
    `resource automationAccount 'Microsoft.Automation/automationAccounts@${apiVersion}' = {`,
    `  name: ${quote(account.name)}`,
    `  location: ${quote(account.location)}`,
    `  identity: ${render(identity, "  ")}`,
    `  properties: ${render({ sku: { name: "'Basic'" } }, "  ")}`,
    "}",
    "",
  ].join("\n");
}

function userIdentity(item: Extract<AccountItem, { kind: "identity" }>): string {
  return [
    `resource ${identifierFrom(item.name)} 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {`,
    `  name: ${quote(item.name)}`,
    "}",
    "",
  ].join("\n");
}

function parentLines({ parent }: Declaration): readonly string[] {
  return parent === undefined
    ? []
    : [
        `resource container 'Microsoft.Automation/automationAccounts/${parent.type}@${runtimeApiVersion}' existing = {`,
        "  parent: automationAccount",
        `  name: ${quote(parent.name)}`,
        "}",
        "",
      ];
}

function declarationOf(item: AccountItem, parent: AccountItem | undefined): Declaration | undefined {
  switch (item.kind) {
    case "runbook":
      return {
        type: "runbooks",
        properties: {
          runbookType: quote(item.type),
          description: quote(item.description),
          logVerbose: false,
          logProgress: false,
        },
      };
    case "variable":
      return item.isEncrypted
        ? {
            type: "variables",
            secrets: [["value", `Value of ${item.name} as JSON: a text stands in double quotes.`]],
            properties: { value: "value", isEncrypted: true, description: quote(item.description) },
          }
        : {
            type: "variables",
            properties: {
              value: quote(JSON.stringify(item.value)),
              isEncrypted: false,
              description: quote(item.description),
            },
          };
    case "credential":
      return {
        type: "credentials",
        secrets: [["password", `Password of ${item.name}.`]],
        properties: { userName: quote(item.userName), password: "password", description: quote(item.description) },
      };
    case "connection":
      return connectionDeclaration(item);
    case "certificate":
      return {
        type: "certificates",
        secrets: [["content", `The file of ${item.name} in base64; a .pfx without password.`]],
        properties: {
          base64Value: "content",
          thumbprint: quote(item.thumbprint),
          isExportable: item.isExportable,
          description: quote(item.description),
        },
      };
    case "connection-type":
      return item.source === "built-in"
        ? undefined
        : {
            type: "connectionTypes",
            properties: { isGlobal: false, fieldDefinitions: jsonValue(fieldDefinitions(item)) },
          };
    case "module":
      return item.isBuiltIn
        ? undefined
        : {
            type: modulesPath(item.runtime),
            properties: { contentLink: { uri: quote(galleryUri(item.name, item.version)) } },
          };
    case "package":
      return item.isBuiltIn || parent?.kind !== "runtime-environment"
        ? undefined
        : {
            type: "runtimeEnvironments/packages",
            version: runtimeApiVersion,
            parent: { type: "runtimeEnvironments", name: parent.name },
            properties: { contentLink: { uri: quote(galleryUri(item.name, item.version)) } },
          };
    case "runtime-environment":
      return {
        type: "runtimeEnvironments",
        version: runtimeApiVersion,
        properties: {
          description: quote(item.description),
          runtime: { language: quote(item.language), version: quote(item.version) },
        },
      };
    case "schedule":
      return {
        type: "schedules",
        properties: {
          description: quote(item.description),
          startTime: quote(item.nextRun),
          frequency: quote(item.frequency),
          ...(item.interval !== undefined && { interval: item.interval }),
          timeZone: quote(item.timeZone),
        },
      };
    case "webhook":
      return {
        type: "webhooks",
        version: "2015-10-31",
        secrets: [["webhookUri", `Address of ${item.name}: the token in it is a secret.`]],
        properties: {
          isEnabled: item.isEnabled,
          expiryTime: quote(item.expiryTime),
          uri: "webhookUri",
          runbook: { name: quote(item.runbook) },
        },
      };
    case "hybrid-worker-group":
      return { type: "hybridRunbookWorkerGroups", properties: {} };
    case "hybrid-worker":
    case "job":
    case "identity":
      return undefined;
  }
}

function connectionDeclaration(item: Extract<AccountItem, { kind: "connection" }>): Declaration {
  const fields = Object.entries(item.fields);
  const taken = new Map<string, string>();
  for (const [name] of fields.filter(([, field]) => field.isEncrypted)) {
    const base = `secret_${identifierFrom(name)}`;
    const isTaken = [...taken.values()].includes(base);
    taken.set(name, isTaken ? `${base}_${taken.size + 1}` : base);
  }
  return {
    type: "connections",
    secrets: [...taken].map(([name, parameter]) => [parameter, `${item.name}: ${name}.`] as const),
    properties: {
      connectionType: { name: quote(item.connectionType) },
      fieldDefinitionValues: Object.fromEntries(
        fields.map(([name, { value }]) => [quote(name), taken.get(name) ?? quote(fieldText(value))]),
      ),
      description: quote(item.description),
    },
  };
}

function jsonValue(value: unknown): Value {
  if (typeof value === "string") {
    return quote(value);
  }
  if (typeof value === "boolean" || typeof value === "number") {
    return value;
  }
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [quote(key), jsonValue(item)]));
}

function render(value: Value, indent: string): string {
  if (typeof value !== "object") {
    return String(value);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    return "{}";
  }
  const inner = `${indent}  `;
  return ["{", ...entries.map(([key, item]) => `${inner}${key}: ${render(item, inner)}`), `${indent}}`].join("\n");
}
