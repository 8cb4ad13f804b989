/** Reads fields of Azure's answers, which leave out, null or re-case them as they please. */
import { isJsonObject, type Json, type JsonObject } from "../../core/json";

/** "" where there is no text. */
export function textOf(object: JsonObject | undefined, name: string): string {
  const value = object?.[name];
  return typeof value === "string" ? value : "";
}

export function flagOf(object: JsonObject | undefined, name: string): boolean {
  return object?.[name] === true;
}

export function numberOf(object: JsonObject | undefined, name: string): number | undefined {
  const value = object?.[name];
  return typeof value === "number" ? value : undefined;
}

export function objectOf(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = object?.[name];
  return isJsonObject(value) ? value : undefined;
}

export function textsOf(object: JsonObject | undefined, name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(object, name) ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Azure writes `PrincipalId` and `principalId` (specs/azure-apis.md 1.4). */
export function valueWithoutCase(object: JsonObject | undefined, name: string): Json | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(object ?? {}).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

export function guidOf(object: JsonObject | undefined, name: string): string {
  const value = valueWithoutCase(object, name);
  return typeof value === "string" ? value.toLowerCase() : "";
}

/** ISO 8601, UTC; "" without a date. The SDK's types do not say that Azure's null stays null. */
export function timeOf(date: Date | null | undefined): string {
  return date === undefined || date === null || Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** The part of a resource id behind `type`, e.g. the name of its resource group. "" when there is none. */
export function idPart(id: string, type: string): string {
  const parts = id.split("/");
  const index = parts.findIndex((part) => part.toLowerCase() === type.toLowerCase());
  return index < 0 ? "" : decode(parts[index + 1] ?? "");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
