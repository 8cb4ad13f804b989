/** Output objects as the pane shows them: in one line, and one level of properties at a time. */
import type { Json } from "../../core/json";
import { isJsonObject } from "../../core/json";
import type { ObjectProperty } from "../../protocol/test-pane";

const longestLine = 200;
const longestValue = 500;
/** Properties of one object in one message: a list of a million items must not freeze the pane. */
const mostProperties = 500;

/** e.g. `PSVirtualMachine { Name: web-01, Size: 4 }` or `[ 1, 2, … ]`. */
export function objectInOneLine(value: Json, typeName: string | undefined): string {
  const name = shortTypeName(typeName);
  const line = oneLine(value, longestLine, 1);
  return cut(name === "" || line === "" ? name + line : `${name} ${line}`, longestLine);
}

/** The properties of what stands at a path of names (indexes of arrays are names too); undefined: there is no such place. */
export function propertiesAt(
  value: Json,
  path: readonly string[],
): { readonly properties: readonly ObjectProperty[]; readonly more: number } | undefined {
  const found = valueAt(value, path);
  if (found === undefined || !isExpandable(found)) {
    return undefined;
  }
  const entries: readonly (readonly [string, Json])[] = Array.isArray(found)
    ? (found as readonly Json[]).slice(0, mostProperties).map((item, index) => [String(index), item] as const)
    : Object.entries(found as Readonly<Record<string, Json>>).slice(0, mostProperties);
  const total = Array.isArray(found) ? found.length : Object.keys(found as object).length;
  return {
    properties: entries.map(([name, item]) => ({
      name,
      text: typeof item === "string" ? cut(item, longestValue) : oneLine(item, longestValue, 1),
      type: typeOf(item),
      isExpandable: isExpandable(item),
    })),
    more: total - entries.length,
  };
}

/** Whether there is anything inside. */
export function isExpandable(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0;
}

function valueAt(value: Json, path: readonly string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const name of path) {
    if (Array.isArray(current)) {
      current = /^\d+$/.test(name) ? (current as readonly Json[])[Number(name)] : undefined;
    } else {
      current = isJsonObject(current) && Object.hasOwn(current, name) ? current[name] : undefined;
    }
    if (current === undefined) {
      return undefined;
    }
  }
  return current;
}

/** `room`: about how many characters are of use; the rest of a large object is not even looked at. */
function oneLine(value: Json, room: number, depth: number): string {
  if (typeof value === "string") {
    return cut(value.replace(/\s+/g, " "), room);
  }
  if (value === null || typeof value !== "object") {
    return value === null ? "null" : String(value);
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const entries = isList ? (value as readonly Json[]).map((item) => ["", item] as const) : Object.entries(value);
  if (entries.length === 0) {
    return `${open}${close}`;
  }
  if (depth > 3) {
    return `${open}…${close}`;
  }
  const parts: string[] = [];
  let used = 0;
  for (const [name, item] of entries) {
    if (used > room) {
      parts.push("…");
      break;
    }
    const text = `${name === "" ? "" : `${name}: `}${oneLine(item, Math.max(20, room - used), depth + 1)}`;
    parts.push(text);
    used += text.length + 2;
  }
  return `${open} ${parts.join(", ")} ${close}`;
}

function shortTypeName(typeName: string | undefined): string {
  const name = typeName ?? "";
  // Everything that PowerShell makes of a hashtable is one of these; the name tells nothing.
  return /^System\.(Management\.Automation\.PSCustomObject|Object\[\])$|^(dict|list|tuple)$/.test(name)
    ? ""
    : name.slice(name.lastIndexOf(".") + 1);
}

function typeOf(value: Json): ObjectProperty["type"] {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "array";
  }
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "object";
  }
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
