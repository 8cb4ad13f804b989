/** Completions in a Python runbook: asset names, keys of connections and credentials, functions of `automationassets`. */
import type { AssetCall } from "../asset-call";
import { functionMarkdown, functionSignature } from "../hover/cmdlet-help";
import { assetFunctions, scanPython, type PythonScan } from "../python/scan-python";
import type { PythonToken } from "../python/tokenize-python";
import { membersOf, type KnownAccount } from "../references/known-account";
import { escapePython, quotePython } from "../references/occurrences";
import { assetCompletions, memberCompletions, type ReplacedSpan } from "./asset-completions";
import type { Completion } from "./completion";

/** Never throws. */
export function completePython(
  text: string,
  scan: PythonScan,
  offset: number,
  account: KnownAccount | undefined,
): readonly Completion[] {
  const { tokens, comments } = scan.module;
  if (comments.some(({ start, end }) => offset > start && offset <= end)) {
    return [];
  }
  const index = tokens.findIndex((token) => token.kind === "string" && holds(text, token, offset));
  const string = tokens[index];
  if (string !== undefined) {
    return account === undefined ? [] : inString(text, scan, index, string, offset, account);
  }
  const empty = account === undefined ? undefined : inEmptyCall(scan, text, offset, account);
  return empty ?? functionNames(scan, offset);
}

function holds(text: string, token: PythonToken, offset: number): boolean {
  const isClosed = token.end > token.contentEnd;
  return offset >= token.contentStart && offset <= (isClosed ? token.contentEnd : Math.max(token.end, text.length))
    ? isClosed || !/[\r\n]/.test(text.slice(token.contentStart, offset))
    : false;
}

function inString(
  text: string,
  scan: PythonScan,
  index: number,
  string: PythonToken,
  offset: number,
  account: KnownAccount,
): readonly Completion[] {
  const isClosed = string.end > string.contentEnd;
  const span = { start: string.contentStart, end: isClosed ? string.contentEnd : offset };
  const quote = text.charAt(string.contentStart - 1);
  const call = scan.assets.find(({ nameStart, nameEnd }) => string.start >= nameStart && string.end <= nameEnd);
  if (call !== undefined) {
    return assetCompletions(account, call.kind, span, (name) => escapePython(name, quote));
  }
  const before = scan.module.tokens[index - 1]?.text;
  if (before !== "[" && before !== "(") {
    return [];
  }
  const source = callBehind(text, string, span, before);
  return source === undefined
    ? []
    : memberCompletions(membersOf(source, "python", account), source.name ?? "", span, ({ name }) =>
        escapePython(name, quote),
      );
}

const marker = "rwField";

/** The call whose dictionary is read: asked of the scanner, with a key in the place of what is still being typed. */
function callBehind(text: string, string: PythonToken, span: ReplacedSpan, open: "[" | "("): AssetCall | undefined {
  const isClosed = string.end > string.contentEnd;
  const after = isClosed ? string.end : span.end;
  const bracket = open === "[" ? "]" : ")";
  const close = text.slice(after).trimStart().startsWith(bracket) ? "" : bracket;
  const { assets } = scanPython(`${text.slice(0, string.start)}"${marker}"${close}${text.slice(after)}`);
  return assets.find((call) => call.fields.some(({ name, start }) => name === marker && start === string.start + 1));
}

/** `get_automation_variable(` with nothing behind it yet. */
function inEmptyCall(
  scan: PythonScan,
  text: string,
  offset: number,
  account: KnownAccount,
): readonly Completion[] | undefined {
  const call = scan.assets.find(
    ({ nameKind, callEnd }) =>
      nameKind === "missing" && offset > callEnd && /^\(\s*$/.test(text.slice(callEnd, offset)),
  );
  return call && assetCompletions(account, call.kind, { start: offset, end: offset }, (name) => quotePython(name, '"'));
}

/** Behind `automationassets.`, and in `from automationassets import`. */
function functionNames({ module }: PythonScan, offset: number): readonly Completion[] {
  const { tokens, imports } = module;
  const last = tokens.findLastIndex((token) => token.kind !== "newline" && token.start < offset);
  const token = tokens[last];
  if (token === undefined) {
    return [];
  }
  const isWord = token.kind === "name" && offset <= token.end && token.text !== "import";
  const before = isWord ? last - 1 : last;
  const isMember =
    tokens[before]?.text === "." &&
    tokens[before].end <= offset &&
    imports.some(
      ({ module: name, member, localName }) =>
        name === "automationassets" && member === undefined && localName === tokens[before - 1]?.text,
    );
  if (!isMember && !isImportList(tokens, before)) {
    return [];
  }
  const span = isWord ? { start: token.start, end: token.end } : { start: offset, end: offset };
  return [...assetFunctions.keys()].map((name) => ({
    kind: "function",
    label: name,
    detail: functionSignature(name).slice(name.length),
    source: "automationassets",
    documentation: functionMarkdown(name),
    insertText: name,
    filterText: name,
    ...span,
  }));
}

function isImportList(tokens: readonly PythonToken[], before: number): boolean {
  for (let index = before; index >= 0; index--) {
    const token = tokens[index];
    if (token?.text === "import") {
      return tokens[index - 1]?.text === "automationassets" && tokens[index - 2]?.text === "from";
    }
    if (token?.kind === "newline" || !(token?.kind === "name" || token?.text === "," || token?.text === "(")) {
      return false;
    }
  }
  return false;
}
