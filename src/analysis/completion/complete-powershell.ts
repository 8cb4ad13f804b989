/** Completions in a PowerShell runbook: asset names, connection fields, internal cmdlets and their parameters. */
import type { AssetCall } from "../asset-call";
import { parameterMarkdown, cmdletMarkdown } from "../hover/cmdlet-help";
import { bindArguments } from "../powershell/bind-arguments";
import {
  findInternalCmdlet,
  internalCmdlets,
  type CmdletParameter,
  type InternalCmdlet,
} from "../powershell/internal-cmdlets";
import { scanPowerShell, type PowerShellScan } from "../powershell/scan-powershell";
import type { CommandElement, CommandNode, Expression, IndexNode, MemberNode, StringNode } from "../powershell/syntax";
import { membersOf, type KnownAccount } from "../references/known-account";
import { escapeDouble, escapeSingle, isSafeBareword, quoteSingle } from "../references/occurrences";
import { assetCompletions, memberCompletions, runbookCompletions, type ReplacedSpan } from "./asset-completions";
import type { Completion } from "./completion";

/** Never throws. `account`: undefined where the runbook belongs to none; the language's own parts are offered all the same. */
export function completePowerShell(
  text: string,
  scan: PowerShellScan,
  offset: number,
  account: KnownAccount | undefined,
): readonly Completion[] {
  if (scan.syntax.comments.some(({ start, end }) => offset > start && offset <= end && isInside(text, end, offset))) {
    return [];
  }
  return (
    completeMember(text, scan, offset, account) ??
    completeCommand(text, scan, offset, account) ??
    completeCmdletName(scan, offset)
  );
}

/** Behind the last character of `#>` code goes on; behind a line comment's it does not. */
function isInside(text: string, end: number, offset: number): boolean {
  return offset < end || !text.startsWith("#>", end - 2);
}

// ---- fields

/** A name that no field has, put where one is being typed. */
const marker = "rwField";

function completeMember(
  text: string,
  scan: PowerShellScan,
  offset: number,
  account: KnownAccount | undefined,
): readonly Completion[] | undefined {
  for (const access of scan.syntax.members) {
    const typed = access.kind === "member" ? typedMember(access, offset) : typedIndex(text, access, offset);
    if (typed !== undefined) {
      const call = callBehind(text, typed);
      const members = call === undefined ? [] : membersOf(call, "powershell", account);
      return members.length === 0 || call === undefined
        ? undefined
        : memberCompletions(
            typed.isKey ? members.filter(({ insert }) => insert === undefined) : members,
            call.name ?? "",
            typed,
            (member) => typed.insert(member.insert ?? member.name),
          );
    }
  }
  return undefined;
}

interface TypedField extends ReplacedSpan {
  readonly isKey: boolean;
  /** The text with the marker in the field's place, and where the marker begins. */
  readonly patch: readonly [before: number, inserted: string, after: number];
  readonly insert: (name: string) => string;
}

function typedMember(access: MemberNode, offset: number): TypedField | undefined {
  const { name, nameStart, nameEnd, isStatic, args } = access;
  if (name === undefined || isStatic || args !== undefined || offset < nameStart || offset > nameEnd) {
    return undefined;
  }
  return {
    start: nameStart,
    end: nameEnd,
    isKey: false,
    patch: [nameStart, marker, nameEnd],
    insert: (field) => (isSafeBareword(field) || field.endsWith("()") ? field : quoteSingle(field)),
  };
}

function typedIndex(text: string, { index, start, end }: IndexNode, offset: number): TypedField | undefined {
  if (index === undefined) {
    const open = text.indexOf("[", start);
    const isHere = text.charAt(offset - 1) === "[" && offset - 1 >= open && offset <= end;
    return isHere
      ? { start: offset, end: offset, isKey: true, patch: [offset, `'${marker}']`, offset], insert: quoteSingle }
      : undefined;
  }
  if (index.kind !== "string" || index.parts.length > 0 || !holds(text, index, offset)) {
    return undefined;
  }
  const content = contentSpan(text, index, offset);
  const after = index.isClosed ? index.end : content.end;
  const close = text.slice(after).trimStart().startsWith("]") ? "" : "]";
  return {
    ...content,
    isKey: true,
    patch: [index.start, `'${marker}'${close}`, after],
    insert: (field) => escapeFor(index, field),
  };
}

/** The call whose result is read: asked of the scanner, with a name in the place of what is still being typed. */
function callBehind(text: string, { patch: [before, inserted, after] }: TypedField): AssetCall | undefined {
  const { assets } = scanPowerShell(text.slice(0, before) + inserted + text.slice(after));
  const isMarked = ({ name, start }: { name: string; start: number }): boolean =>
    name === marker && start >= before && start <= before + inserted.length;
  return assets.find((call) => call.fields.some(isMarked));
}

// ---- arguments of internal cmdlets

function completeCommand(
  text: string,
  scan: PowerShellScan,
  offset: number,
  account: KnownAccount | undefined,
): readonly Completion[] | undefined {
  const around = scan.syntax.commands.filter(
    ({ nameEnd, end }) => nameEnd < offset && (offset <= end || isOnlySpace(text.slice(end, offset))),
  );
  // The innermost: a command can stand in an argument of another.
  const start = Math.max(...around.map((command) => command.start));
  const command = around.find((candidate) => candidate.start === start);
  const cmdlet = command && findInternalCmdlet(command.name);
  if (command === undefined || cmdlet === undefined) {
    return undefined;
  }
  const current = command.elements.find((element) => isAt(text, element, offset));
  if (current !== undefined && isParameterName(text, current, offset)) {
    return parameterCompletions(command, cmdlet, { start: current.start, end: nameEndOf(current) });
  }
  const target = targetOf(command, cmdlet, current, offset);
  return target === "Name" && account !== undefined ? nameCompletions(text, cmdlet, current, offset, account) : [];
}

/** On the same line, or behind a backtick's line break. */
function isOnlySpace(text: string): boolean {
  return /^(?:[ \t]|`\r?\n)*$/.test(text);
}

function isAt(text: string, element: CommandElement, offset: number): boolean {
  return element.kind === "string" ? holds(text, element, offset) : offset > element.start && offset <= element.end;
}

/** Between the quotes; a bare word up to its end. */
function holds(text: string, node: StringNode, offset: number): boolean {
  if (node.style === "bare") {
    return offset > node.start && offset <= node.end;
  }
  return offset >= node.contentStart && offset <= (node.isClosed ? node.contentEnd : lineEnd(text, node.contentStart));
}

function lineEnd(text: string, from: number): number {
  const found = text.slice(from).search(/[\r\n]/);
  return found === -1 ? text.length : from + found;
}

const dash = /^[-\u2013-\u2015]/;

function isParameterName(text: string, element: CommandElement, offset: number): boolean {
  if (element.kind === "parameter") {
    return offset <= nameEndOf(element);
  }
  return element.kind === "string" && element.style === "bare" && dash.test(text.slice(element.start, element.end));
}

function nameEndOf(element: CommandElement): number {
  return element.kind === "parameter" ? element.start + 1 + element.name.length : element.end;
}

/** The full name of the parameter that an argument at the cursor goes to. */
function targetOf(
  command: CommandNode,
  cmdlet: InternalCmdlet,
  current: CommandElement | undefined,
  offset: number,
): string | undefined {
  const { named, positional } = bindArguments(command, cmdlet.parameters);
  const find = (isIt: (value: Expression | undefined) => boolean): string | undefined => {
    for (const [name, { value }] of named) {
      if (isIt(value)) {
        return cmdlet.parameters.find((parameter) => parameter.name.toLowerCase() === name)?.name;
      }
    }
    return undefined;
  };
  if (current !== undefined) {
    const value = current.kind === "parameter" ? current.value : current;
    const isFirst = positional[0] === value && !named.has("name");
    return find((bound) => bound === value) ?? (isFirst ? cmdlet.positional : undefined);
  }
  const before = command.elements.findLast(({ end }) => end <= offset);
  if (before?.kind === "parameter" && before.value === undefined) {
    const bound = [...named].find(([, { parameter }]) => parameter === before);
    const parameter = cmdlet.parameters.find(({ name }) => name.toLowerCase() === bound?.[0]);
    if (parameter !== undefined && !parameter.isSwitch) {
      return bound?.[1].value === undefined ? parameter.name : undefined;
    }
  }
  return named.has("name") || positional.length > 0 ? undefined : cmdlet.positional;
}

function nameCompletions(
  text: string,
  cmdlet: InternalCmdlet,
  current: CommandElement | undefined,
  offset: number,
  account: KnownAccount,
): readonly Completion[] {
  const value = current?.kind === "parameter" ? current.value : current;
  if (value !== undefined && (value.kind !== "string" || value.parts.length > 0)) {
    return [];
  }
  const isQuoted = value !== undefined && value.style !== "bare";
  const span =
    value === undefined
      ? { start: offset, end: offset }
      : isQuoted
        ? contentSpan(text, value, offset)
        : { start: value.start, end: value.end };
  const insert = isQuoted ? (name: string) => escapeFor(value, name) : quoteSingle;
  return cmdlet.asset === undefined
    ? runbookCompletions(account, span, insert)
    : assetCompletions(account, cmdlet.asset.kind, span, insert);
}

/** What stands between the quotes; of a string that is not closed yet, what is typed so far. */
function contentSpan(text: string, node: StringNode, offset: number): ReplacedSpan {
  return { start: node.contentStart, end: node.isClosed ? node.contentEnd : Math.min(offset, text.length) };
}

function escapeFor(node: StringNode, name: string): string {
  switch (node.style) {
    case "single":
      return escapeSingle(name);
    case "double":
    case "double-here":
      return escapeDouble(name);
    case "single-here":
      return name;
    case "bare":
      return quoteSingle(name);
  }
}

// ---- cmdlets and parameters

function parameterCompletions(command: CommandNode, cmdlet: InternalCmdlet, span: ReplacedSpan) {
  const given = new Set(
    command.elements.flatMap((element) =>
      element.kind === "parameter" && element.start !== span.start ? [element.name.toLowerCase()] : [],
    ),
  );
  return cmdlet.parameters
    .filter(({ name }) => !given.has(name.toLowerCase()))
    .map((parameter) => parameterCompletion(parameter, cmdlet, span));
}

function parameterCompletion(parameter: CmdletParameter, cmdlet: InternalCmdlet, span: ReplacedSpan): Completion {
  const label = `-${parameter.name}`;
  return {
    kind: "parameter",
    label,
    detail: parameter.typeName,
    source: cmdlet.name,
    documentation: parameterMarkdown(parameter),
    insertText: label,
    filterText: label,
    ...span,
  };
}

/** From three letters on; what is typed must begin the cmdlet's name. */
function completeCmdletName({ syntax }: PowerShellScan, offset: number): readonly Completion[] {
  const command = syntax.commands.find(({ nameStart, nameEnd }) => offset >= nameStart + 3 && offset <= nameEnd);
  if (command === undefined || command.name === "" || command.nameEnd - command.nameStart !== command.name.length) {
    return [];
  }
  const typed = command.name.slice(0, offset - command.nameStart).toLowerCase();
  return internalCmdlets
    .filter(({ name }) => name.toLowerCase().startsWith(typed))
    .map((cmdlet) => ({
      kind: "cmdlet",
      label: cmdlet.name,
      detail: "",
      source: "Azure Automation",
      documentation: cmdletMarkdown(cmdlet),
      insertText: cmdlet.name,
      filterText: cmdlet.name,
      start: command.nameStart,
      end: command.nameEnd,
    }));
}
