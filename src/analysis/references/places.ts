/** What stands at an offset of a runbook: the name of an asset, a field of it, a child runbook, an internal cmdlet. */
import type { AssetCall, ChildRunbookCall, FieldRead } from "../asset-call";
import { findInternalCmdlet, type InternalCmdlet } from "../powershell/internal-cmdlets";
import type { RunbookScan } from "./scan-runbook";
import { usesOf } from "./scan-runbook";

interface Spanned {
  readonly start: number;
  readonly end: number;
}

export type Place = Spanned &
  (
    | { readonly what: "asset"; readonly call: AssetCall }
    | { readonly what: "field"; readonly call: AssetCall; readonly field: FieldRead }
    | { readonly what: "runbook"; readonly call: ChildRunbookCall }
    | { readonly what: "cmdlet"; readonly cmdlet: InternalCmdlet }
    | { readonly what: "function"; readonly call: AssetCall }
  );

/** undefined: nothing that we know more about than its language. A place's ends belong to it, as a cursor sees it. */
export function placeAt(scan: RunbookScan, offset: number): Place | undefined {
  const holds = ({ start, end }: Spanned): boolean => offset >= start && offset <= end;
  const { assets, children } = usesOf(scan);
  for (const call of assets) {
    const field = call.fields.find(holds);
    if (field !== undefined) {
      return { what: "field", call, field, start: field.start, end: field.end };
    }
    const name = nameSpans(call).find(holds);
    if (name !== undefined) {
      return { what: "asset", call, ...name };
    }
    const word = { start: call.callStart, end: call.callEnd };
    if (scan.language === "python" && holds(word)) {
      return { what: "function", call, ...word };
    }
  }
  for (const call of children) {
    const name = nameSpans(call).find(holds);
    if (name !== undefined) {
      return { what: "runbook", call, ...name };
    }
  }
  return scan.language === "powershell" ? cmdletAt(scan, holds) : undefined;
}

function cmdletAt(
  scan: RunbookScan & { language: "powershell" },
  holds: (span: Spanned) => boolean,
): Place | undefined {
  for (const { name, nameStart, nameEnd } of scan.syntax.commands) {
    if (holds({ start: nameStart, end: nameEnd })) {
      const cmdlet = findInternalCmdlet(name);
      return cmdlet && { what: "cmdlet", cmdlet, start: nameStart, end: nameEnd };
    }
  }
  return undefined;
}

/** Where a name stands: as the argument, and where the variable behind the argument gets it. */
function nameSpans(call: AssetCall | ChildRunbookCall): readonly Spanned[] {
  if (call.name === undefined) {
    return [];
  }
  const argument = { start: call.nameStart, end: call.nameEnd };
  const { definedAt } = call;
  return definedAt === undefined || definedAt.start === argument.start ? [argument] : [argument, definedAt];
}
