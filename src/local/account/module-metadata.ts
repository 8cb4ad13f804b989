/** Reads the connection type out of an integration module's `<Module>-Automation.json`. The editor's diagnostics are in `analysis`. */
import { parse, type ParseError } from "jsonc-parser";
import type { ConnectionField, ConnectionTypeAsset } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { isJsonObject, type Json } from "../../core/json";

export type MetadataResult =
  | { readonly kind: "type"; readonly type: ConnectionTypeAsset }
  /** A file of another tool that has such a name. */
  | { readonly kind: "other" }
  | { readonly kind: "unusable"; readonly reason: string };

/** Tolerant: byte order marks, UTF-16 (5 of 21 real files), comments. `source` says where the type will be listed from. */
export function readModuleMetadata(
  bytes: Uint8Array,
  path: string,
  source: ConnectionTypeAsset["source"] = "module",
): MetadataResult {
  const errors: ParseError[] = [];
  const root = parse(decode(bytes), errors, { allowTrailingComma: true }) as unknown;
  const isMetadata =
    isJsonObject(root) &&
    ["ConnectionFields", "ConnectionTypeName", "IntegrationModuleName"].some((key) => key in root);
  if (!isMetadata) {
    return { kind: "other" };
  }
  if (errors.length > 0) {
    return { kind: "unusable", reason: "it is not valid JSON" };
  }
  const { ConnectionTypeName: name, IntegrationModuleName: moduleName, ConnectionFields: list } = root;
  if (typeof name !== "string" || name.trim() === "") {
    return { kind: "unusable", reason: '"ConnectionTypeName" is missing' };
  }
  if (!Array.isArray(list)) {
    return { kind: "unusable", reason: '"ConnectionFields" is not a list' };
  }
  const fields: ConnectionField[] = [];
  for (const item of list as readonly Json[]) {
    if (!isJsonObject(item) || typeof item["Name"] !== "string" || item["Name"] === "") {
      return { kind: "unusable", reason: 'a field has no "Name"' };
    }
    const typeName = item["TypeName"];
    fields.push({
      name: item["Name"],
      typeName: typeof typeName === "string" && typeName !== "" ? typeName : "System.String",
      isEncrypted: isYes(item["IsEncrypted"]),
      isOptional: isYes(item["IsOptional"]),
    });
  }
  return {
    kind: "type",
    type: {
      kind: "connection-type",
      name,
      description: "",
      isEncrypted: false,
      source,
      moduleName: typeof moduleName === "string" ? moduleName : "",
      path,
      fields,
    },
  };
}

/** The type of a metadata file that a person named. Errors: invalid-asset. */
export function requireModuleMetadata(bytes: Uint8Array, path: string): ConnectionTypeAsset {
  const result = readModuleMetadata(bytes, path, "account");
  if (result.kind === "type") {
    return result.type;
  }
  const reason = result.kind === "other" ? "it is not the metadata of an integration module" : result.reason;
  throw new AutomationError("invalid-asset", `"${path}" has no connection type: ${reason}.`, {
    hint: "It must hold ConnectionTypeName, IntegrationModuleName and ConnectionFields, as a <Module>-Automation.json does.",
  });
}

/** "true" as text is wrong, but reading it as false would leave a secret in clear. */
function isYes(value: Json | undefined): boolean {
  return value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString("utf16le")
      .slice(1);
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x7b && bytes[1] === 0);
  return Buffer.from(bytes)
    .toString(isUtf16 ? "utf16le" : "utf8")
    .replace(/^\uFEFF/, "");
}
