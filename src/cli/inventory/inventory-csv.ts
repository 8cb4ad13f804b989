/** `inventory --output csv`: one row for each use of something (RFC 4180). */
import type { RunbookInventory } from "../../analysis/references/inventory";

const columns = [
  "path",
  "runbookType",
  "dependency",
  "name",
  "operation",
  "call",
  "nameKind",
  "resolution",
  "line",
  "character",
  "assignedTo",
  "fields",
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number | null>>;

export const csvHeader = `${columns.join(",")}\r\n`;

export function csvRows(file: RunbookInventory): string {
  const rows: Row[] = [
    ...file.assets.map((asset) => ({ ...asset, dependency: asset.kind, fields: asset.fields.join(" ") })),
    ...file.childRunbooks.map((name) => ({ dependency: "runbook", name, operation: "start" })),
    ...file.modules.map((name) => ({ dependency: "module", name, operation: "load" })),
    ...file.identity.map(({ how, line }) => ({ dependency: "identity", name: how, line })),
  ];
  return rows.map((row) => rowText({ ...row, path: file.path, runbookType: file.runbookType })).join("");
}

function rowText(row: Row): string {
  return `${columns.map((column) => cell(row[column] ?? "")).join(",")}\r\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
