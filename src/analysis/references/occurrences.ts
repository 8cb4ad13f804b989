/** Where a runbook names an asset, and what to write there when the asset gets another name. */
import { isSameName, type ReadableAssetKind } from "../../core/asset";
import type { RunbookScan } from "./scan-runbook";

/** A literal that holds the name of an asset, with its quotes. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly operation: "get" | "set";
  /** The call's name where the literal stands in the call itself; undefined: in the assignment of a variable. */
  readonly isInCall: boolean;
}

/** Every literal that gives this name to a call that reads or writes assets of the kind, each once, in the order of the text. */
export function occurrencesOf(scan: RunbookScan, kind: ReadableAssetKind, name: string): readonly Occurrence[] {
  const found = new Map<number, Occurrence>();
  for (const call of scan.assets) {
    const at = call.definedAt;
    if (call.kind === kind && call.name !== undefined && isSameName(call.name, name) && at !== undefined) {
      const isInCall = at.start === call.nameStart;
      if (!found.has(at.start)) {
        found.set(at.start, { start: at.start, end: at.end, operation: call.operation, isInCall });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The literal's text with another name in it, in the quotes that it has. */
export function literalWith(scan: RunbookScan, text: string, literal: Pick<Occurrence, "start" | "end">, name: string) {
  const written = text.slice(literal.start, literal.end);
  if (scan.language === "python") {
    return pythonLiteral(written, name);
  }
  const isInString = scan.syntax.strings.some(
    (node) => node.isInString && node.start >= literal.start && node.start < literal.end,
  );
  return powershellLiteral(written, name, isInString);
}

function powershellLiteral(written: string, name: string, isInString: boolean): string {
  if (!isInString && /^["\u201c-\u201e]/.test(written)) {
    return quoteDouble(name);
  }
  if (/^[^'"\u2018-\u201e@`]/.test(written) && isSafeBareword(name)) {
    return name;
  }
  const single = quoteSingle(name);
  // In `$( )` of a double-quoted string a double quote would end the string.
  return isInString ? single.replace(/["\u201c-\u201e]/g, "`$&") : single;
}

/** A name that PowerShell reads as one word without quotes. */
export function isSafeBareword(name: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(name);
}

export function quoteSingle(name: string): string {
  return `'${escapeSingle(name)}'`;
}

export function quoteDouble(name: string): string {
  return `"${escapeDouble(name)}"`;
}

/** Curly quotes end a string as well. */
export function escapeSingle(name: string): string {
  return name.replace(/['\u2018-\u201b]/g, "$&$&");
}

export function escapeDouble(name: string): string {
  return name.replace(/[`"$\u201c-\u201e]/g, "`$&");
}

function pythonLiteral(written: string, name: string): string {
  return quotePython(name, /["']/.exec(written)?.[0] === "'" ? "'" : '"');
}

export function quotePython(name: string, quote: "'" | '"'): string {
  return quote + escapePython(name, quote) + quote;
}

export function escapePython(name: string, quote: string): string {
  return name.replace(/\\/g, "\\\\").replaceAll(quote, `\\${quote}`);
}

/** The part of a literal between its quotes; the whole of a bare word. */
export function innerSpan(
  text: string,
  { start, end }: Pick<Occurrence, "start" | "end">,
): {
  readonly start: number;
  readonly end: number;
} {
  const written = text.slice(start, end);
  const open = /^(?:[A-Za-z]{0,2}(?:"""|'''|["'])|["'\u2018-\u201e])/.exec(written)?.[0].length ?? 0;
  const close = open === 0 ? 0 : (/(?:"""|'''|["'\u2018-\u201e])$/.exec(written)?.[0].length ?? 0);
  return open + close > written.length ? { start, end } : { start: start + open, end: end - close };
}
