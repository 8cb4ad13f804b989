/** Terraform (azurerm) that declares the thing; secrets are sensitive variables without a default. */
import type { AccountItem } from "../browse";
import type { Json } from "../json";
import { fieldText } from "./az-cli";
import { identifierFrom, type CopySource } from "./copy-source";
import { galleryUri } from "./powershell";
import { quoteTerraform as quote } from "./quote";

/** A line, or a block with lines. Values are expressions already. */
type Line = readonly [key: string, value: string] | { readonly block: string; readonly lines: readonly Line[] };

interface Resource {
  readonly type: string;
  readonly lines: readonly Line[];
  /** Sensitive variables. */
  readonly secrets?: readonly string[];
}

/** undefined: the provider has no such resource. */
export function terraformOf({ account, item }: CopySource): string | undefined {
  const place: readonly Line[] = [
    ["resource_group_name", quote(account.resourceGroup)],
    ["automation_account_name", quote(account.name)],
  ];
  if (item === undefined) {
    const { system, userAssigned } = account.identities;
    const type = [system && "SystemAssigned", userAssigned.length > 0 && "UserAssigned"].filter(Boolean).join(", ");
    const ids: readonly Line[] =
      userAssigned.length === 0
        ? []
        : [["identity_ids", `[${userAssigned.map(({ resourceId }) => quote(resourceId)).join(", ")}]`]];
    return resourceText(account.name, {
      type: "azurerm_automation_account",
      lines: [
        ["name", quote(account.name)],
        ["resource_group_name", quote(account.resourceGroup)],
        ["location", quote(account.location)],
        ["sku_name", '"Basic"'],
        ...(type === "" ? [] : [{ block: "identity", lines: [["type", quote(type)] as const, ...ids] }]),
      ],
    });
  }
  const resource = resourceOf(item, account.location, place);
  return resource && "name" in item ? resourceText(item.name, resource) : undefined;
}

function resourceOf(item: AccountItem, location: string, place: readonly Line[]): Resource | undefined {
  const base: readonly Line[] = "name" in item ? [["name", quote(item.name)], ...place] : place;
  const description: readonly Line[] =
    "description" in item && item.description !== "" ? [["description", quote(item.description)]] : [];
  switch (item.kind) {
    case "runbook":
      return {
        type: "azurerm_automation_runbook",
        lines: [
          ...base,
          ["location", quote(location)],
          ["runbook_type", quote(item.type)],
          ["log_verbose", "false"],
          ["log_progress", "false"],
          ["content", `file(${quote(item.path === undefined ? `${item.name}.ps1` : fileName(item.path))})`],
          ...description,
        ],
      };
    case "variable": {
      const { type, value } = variableResource(item.isEncrypted ? "" : item.value);
      const variable = `${identifierFrom(item.name)}_value`;
      return {
        type,
        ...(item.isEncrypted && { secrets: [variable] }),
        lines: [
          ...base,
          ["value", item.isEncrypted ? `var.${variable}` : value],
          ["encrypted", String(item.isEncrypted)],
          ...description,
        ],
      };
    }
    case "credential": {
      const variable = `${identifierFrom(item.name)}_password`;
      return {
        type: "azurerm_automation_credential",
        secrets: [variable],
        lines: [...base, ["username", quote(item.userName)], ["password", `var.${variable}`], ...description],
      };
    }
    case "connection": {
      const secrets = new Map<string, string>();
      for (const [name] of Object.entries(item.fields).filter(([, field]) => field.isEncrypted)) {
        const variable = `${identifierFrom(item.name)}_${identifierFrom(name)}`;
        const isTaken = [...secrets.values()].includes(variable);
        secrets.set(name, isTaken ? `${variable}_${secrets.size + 1}` : variable);
      }
      const values = Object.entries(item.fields).map(([name, { value }]) => {
        const secret = secrets.get(name);
        return `    ${quote(name)} = ${secret === undefined ? quote(fieldText(value)) : `var.${secret}`}`;
      });
      return {
        type: "azurerm_automation_connection",
        secrets: [...secrets.values()],
        lines: [
          ...base,
          ["type", quote(item.connectionType)],
          ["values", values.length === 0 ? "{}" : `{\n${values.join("\n")}\n  }`],
          ...description,
        ],
      };
    }
    case "certificate":
      return {
        type: "azurerm_automation_certificate",
        lines: [
          ...base,
          ["base64", `filebase64(${quote(`${item.name}.${item.hasPrivateKey ? "pfx" : "cer"}`)})`],
          ["exportable", String(item.isExportable)],
          ...description,
        ],
      };
    case "connection-type":
      return item.source === "built-in"
        ? undefined
        : {
            type: "azurerm_automation_connection_type",
            lines: [
              ...base,
              ...item.fields.map((field): Line => ({
                block: "field",
                lines: [
                  ["name", quote(field.name)],
                  ["type", quote(field.typeName)],
                  ["is_encrypted", String(field.isEncrypted)],
                  ["is_optional", String(field.isOptional)],
                ],
              })),
            ],
          };
    case "module":
      return item.isBuiltIn || /python/i.test(item.runtime)
        ? undefined
        : {
            type: "azurerm_automation_module",
            lines: [...base, { block: "module_link", lines: [["uri", quote(galleryUri(item.name, item.version))]] }],
          };
    case "schedule":
      return {
        type: "azurerm_automation_schedule",
        lines: [
          ...base,
          ["frequency", quote(item.frequency)],
          ...(item.interval === undefined || /^onetime$/i.test(item.frequency)
            ? []
            : [["interval", String(item.interval)] as const]),
          ...(item.timeZone === "" ? [] : [["timezone", quote(item.timeZone)] as const]),
          ...(item.nextRun === "" ? [] : [["start_time", quote(item.nextRun)] as const]),
          ...description,
        ],
      };
    case "webhook":
      return {
        type: "azurerm_automation_webhook",
        lines: [
          ...base,
          ["expiry_time", quote(item.expiryTime)],
          ["enabled", String(item.isEnabled)],
          ["runbook_name", quote(item.runbook)],
        ],
      };
    case "hybrid-worker-group":
      return { type: "azurerm_automation_hybrid_runbook_worker_group", lines: base };
    default:
      return undefined;
  }
}

/** The provider has a resource for each type of value. */
function variableResource(value: Json): { readonly type: string; readonly value: string } {
  const type = (suffix: string): string => `azurerm_automation_variable_${suffix}`;
  if (typeof value === "boolean") {
    return { type: type("bool"), value: String(value) };
  }
  if (typeof value === "number" && Number.isInteger(value)) {
    return { type: type("int"), value: String(value) };
  }
  if (typeof value === "string") {
    return { type: type("string"), value: quote(value) };
  }
  return { type: type("object"), value: quote(JSON.stringify(value)) };
}

function resourceText(name: string, { type, lines, secrets = [] }: Resource): string {
  const variables = secrets.flatMap((variable) => [
    `variable "${variable}" {`,
    "  type      = string",
    "  sensitive = true",
    "}",
    "",
  ]);
  return [...variables, `resource "${type}" "${identifierFrom(name)}" {`, ...render(lines, "  "), "}", ""].join("\n");
}

/** As `terraform fmt` writes it: the equals signs of neighbouring lines stand below each other. */
function render(lines: readonly Line[], indent: string): readonly string[] {
  const width = Math.max(0, ...lines.map((line) => ("block" in line ? 0 : line[0].length)));
  return lines.flatMap((line, at) =>
    "block" in line
      ? [...(at === 0 ? [] : [""]), `${indent}${line.block} {`, ...render(line.lines, `${indent}  `), `${indent}}`]
      : [`${indent}${line[0].padEnd(width)} = ${line[1]}`],
  );
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
