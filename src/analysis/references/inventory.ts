/** What one runbook depends on, in the form of `inventory --output json` (specs/cli.md). */
import type { ReadableAssetKind } from "../../core/asset";
import type { RunbookLanguage, RunbookType } from "../../core/runbook";
import type { AssetCall, FieldRead, NameKind, NameResolution } from "../asset-call";
import { describeRunbook } from "../describe-runbook";
import { describePowerShell } from "../powershell/describe-powershell";
import { LineIndex } from "./line-index";
import { scanRunbook, usesOf, type RunbookScan } from "./scan-runbook";

export interface RunbookInventory {
  readonly path: string;
  readonly kind: RunbookLanguage;
  readonly runbookType: RunbookType;
  readonly parameters: readonly InventoryParameter[];
  /** Names, each once. */
  readonly modules: readonly string[];
  /** Names that are known before the job runs, each once. */
  readonly childRunbooks: readonly string[];
  readonly identity: readonly InventoryIdentity[];
  readonly assets: readonly InventoryAsset[];
}

export interface InventoryParameter {
  readonly name: string;
  /** As written, without brackets; "" for none. */
  readonly type: string;
  readonly mandatory: boolean;
  /** Source text; null without one. */
  readonly default: string | null;
}

export interface InventoryIdentity {
  readonly how: string;
  /** 0-based */
  readonly line: number;
}

export interface InventoryAsset {
  readonly call: string;
  readonly kind: ReadableAssetKind;
  readonly operation: "get" | "set";
  readonly nameKind: NameKind;
  /** null: only the running job knows. */
  readonly name: string | null;
  readonly resolution: NameResolution;
  /** Of the call's own name; both 0-based. */
  readonly line: number;
  readonly character: number;
  /** Variable that receives the result, without sigil. */
  readonly assignedTo: string | null;
  /** Each once, compared without case, as first written. */
  readonly fields: readonly string[];
}

/** Reads a runbook's text; `path` is only handed through. Never throws. */
export function inventoryOf(path: string, text: string, language: RunbookLanguage): RunbookInventory {
  const scan = scanRunbook(text, language);
  const lines = new LineIndex(text);
  const { type, parameters } = describe(text, scan);
  const uses = usesOf(scan);
  return {
    path,
    kind: language,
    runbookType: type,
    parameters: parameters.map(({ name, typeName, isMandatory, defaultText }) => ({
      name,
      type: typeName,
      mandatory: isMandatory,
      default: defaultText ?? null,
    })),
    modules: distinct(uses.modules.map(({ name }) => name)),
    childRunbooks: distinct(uses.children.flatMap(({ name }) => name ?? [])),
    identity: uses.identity.map(({ how, start }) => ({ how, line: lines.positionAt(start).line })),
    assets: uses.assets.map((call) => inventoryAsset(call, lines)),
  };
}

/** A PowerShell text is parsed once for both. */
function describe(text: string, scan: RunbookScan) {
  return scan.language === "powershell" ? describePowerShell(text, scan.syntax) : describeRunbook(text, "python");
}

function inventoryAsset(call: AssetCall, lines: LineIndex): InventoryAsset {
  const { line, character } = lines.positionAt(call.callStart);
  return {
    call: call.call,
    kind: call.kind,
    operation: call.operation,
    nameKind: call.nameKind,
    name: call.name ?? null,
    resolution: call.resolution,
    line,
    character,
    assignedTo: call.assignedTo ?? null,
    fields: distinct(call.fields.map(({ name }: FieldRead) => name)),
  };
}

function distinct(names: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (!byName.has(key)) {
      byName.set(key, name);
    }
  }
  return [...byName.values()];
}
