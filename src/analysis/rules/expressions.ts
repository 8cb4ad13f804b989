/** What rules ask of commands and expressions of PowerShell. */
import type {
  CommandNode,
  Expression,
  HashtableNode,
  MemberNode,
  ParameterNode,
  Statement,
} from "../powershell/syntax";
import { constantString } from "../powershell/values";
import { resultCommand, singleExpression, tableOf } from "../powershell/variable-bindings";
import type { PowerShellFile } from "./powershell-file";

export interface GivenParameter {
  readonly parameter: ParameterNode;
  /** After the colon or behind the parameter; undefined for a switch. */
  readonly value: Expression | undefined;
}

/**
 * The parameter of that full name (lower case), also abbreviated down to `shortest`. What is no parameter of the command as we know it
 * is not needed: the value is what stands behind it.
 */
export function findParameter(command: CommandNode, name: string, shortest = name): GivenParameter | undefined {
  const { elements } = command;
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (element?.kind !== "parameter") {
      continue;
    }
    const written = element.name.toLowerCase();
    if (name.startsWith(written) && written.startsWith(shortest)) {
      const next = elements[index + 1];
      return { parameter: element, value: element.value ?? (next?.kind === "parameter" ? undefined : next) };
    }
  }
  return undefined;
}

/** A table or array of arguments: what it holds may be anything. */
export function hasSplat({ elements }: CommandNode): boolean {
  return elements.some((element) => element.kind === "variable" && element.isSplat);
}

export function isWithin(
  inner: { readonly start: number; readonly end: number },
  outer: { readonly start: number; readonly end: number },
): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** An expression with variables that have one value only replaced by it, as source text. */
export interface ResolvedSource {
  readonly text: string;
  /** false: a variable or a call in it has a value that the text does not tell. */
  readonly isComplete: boolean;
}

/** The words of an address or a body as far as the text tells them. */
export function resolveSource(file: PowerShellFile, expression: Expression | undefined, depth = 0): ResolvedSource {
  if (expression === undefined) {
    return { text: "", isComplete: true };
  }
  if (expression.kind === "variable") {
    if (expression.scope === "env") {
      return { text: file.slice(expression), isComplete: true };
    }
    const bindings = file.bindings.of(expression.name);
    const only = bindings.length === 1 ? bindings[0] : undefined;
    return only?.how !== "assignment" || only.value === undefined || depth > 3
      ? { text: file.slice(expression), isComplete: false }
      : resolveSource(file, only.value, depth + 1);
  }
  const inner = childrenOf(expression);
  if (inner === undefined) {
    return { text: file.slice(expression), isComplete: false };
  }
  const resolved = inner.map((child) => resolveSource(file, child, depth + 1));
  return {
    text: [file.slice(expression), ...resolved.map(({ text }) => text)].join(" "),
    isComplete: resolved.every(({ isComplete }) => isComplete),
  };
}

/** undefined: a command or method makes the value. */
function childrenOf(expression: Expression): readonly Expression[] | undefined {
  switch (expression.kind) {
    case "string":
      return expression.parts;
    case "number":
    case "type":
      return [];
    case "paren":
      return onlyOf(expression.statement);
    case "subexpression":
    case "array":
      return expression.statements.length === 1 ? onlyOf(expression.statements[0]) : undefined;
    case "cast":
      return [expression.operand];
    case "list":
      return expression.items;
    case "binary":
      return expression.operands;
    case "hashtable":
      return tableValues(expression);
    default:
      return undefined;
  }
}

function onlyOf(statement: Statement | undefined): readonly Expression[] | undefined {
  const inner = singleExpression(statement);
  return inner === undefined ? undefined : [inner];
}

function tableValues({ entries }: HashtableNode): readonly Expression[] | undefined {
  const values: Expression[] = [];
  for (const { value } of entries) {
    const inner = singleExpression(value);
    if (inner === undefined) {
      return undefined;
    }
    values.push(inner);
  }
  return values;
}

/** The table that an argument is, written there or in the one assignment of its variable. */
export function tableFrom(file: PowerShellFile, expression: Expression | undefined): HashtableNode | undefined {
  if (expression?.kind === "hashtable") {
    return expression;
  }
  return expression?.kind === "variable" && file.bindings.of(expression.name).length === 1
    ? tableOf(file.bindings, expression.name, expression.start)
    : undefined;
}

/** Constant keys of a table, lower case. */
export function keysOf(file: PowerShellFile, table: HashtableNode): readonly string[] {
  return table.entries.flatMap(({ key }) => constantString(file.text, key)?.toLowerCase() ?? []);
}

/** The command whose result a member is read of: `(Get-X).Name`, or `$x.Name` where `$x = Get-X`. */
export function sourceOf(file: PowerShellFile, { target }: MemberNode): CommandNode | undefined {
  return producerOf(file, target);
}

/** The command that made a value, written there or in the assignment that it comes from. */
export function producerOf(file: PowerShellFile, expression: Expression): CommandNode | undefined {
  switch (expression.kind) {
    case "paren":
      return resultCommand(expression.statement);
    case "subexpression":
      return expression.statements.length === 1 ? resultCommand(expression.statements[0]) : undefined;
    case "variable":
      return expression.scope === "env"
        ? undefined
        : resultCommand(file.bindings.at(expression.name, expression.start)?.assignment?.value);
    default:
      return undefined;
  }
}
