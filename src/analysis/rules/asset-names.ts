/** Names of assets in messages, and edits that put another name in a call. */
import type { ReadableAssetKind } from "../../core/asset";
import type { TextEdit } from "../../core/finding";
import type { AssetCall, CallName } from "../asset-call";

/** "a variable", "a credential" */
export function withArticle(kind: ReadableAssetKind): string {
  return `a ${kind}`;
}

/** Whether the name is what the call gets in every run: a parameter's default is not. */
export function isCertain(call: CallName): boolean {
  return call.name !== undefined && call.resolution !== "none" && call.resolution !== "param-default";
}

/** Connections and certificates that the service made for Run As accounts: they have rules of their own. */
export function isRunAsAsset({ kind, name }: Pick<AssetCall, "kind" | "name">): boolean {
  const lower = name?.toLowerCase();
  return kind === "connection"
    ? lower === "azurerunasconnection" || lower === "azureclassicrunasconnection"
    : kind === "certificate" && (lower === "azurerunascertificate" || lower === "azureclassicrunascertificate");
}

/** A name as a literal of PowerShell. */
export function quoteName(name: string): string {
  return `'${name.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** Puts another name where the text of a known name stands; keeps the quotes where they suit. */
export function renameEdit(
  { text, language }: { readonly text: string; readonly language: "powershell" | "python" },
  call: CallName,
  name: string,
): TextEdit | undefined {
  const place = call.definedAt;
  if (place === undefined) {
    return undefined;
  }
  const quote = text.charAt(place.start);
  const isSimple = /^[\p{L}\p{N} _.()-]*$/u.test(name);
  const keepsQuotes = isSimple && (quote === '"' || quote === "'") && text.charAt(place.end - 1) === quote;
  const quoted = language === "python" ? JSON.stringify(name) : quoteName(name);
  const written = keepsQuotes ? `${quote}${name}${quote}` : quoted;
  return { start: place.start, end: place.end, text: written };
}
