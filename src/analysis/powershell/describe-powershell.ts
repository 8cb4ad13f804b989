/** What a PowerShell runbook says about itself: its kind, its parameters, its help. */
import type { Json } from "../../core/json";
import type { ParameterDefinition } from "../../core/parameter";
import type { RunbookDescription, RunbookProblem, RunbookType } from "../../core/runbook";
import { findCommentHelp, firstParagraph, type CommentHelp } from "./comment-help";
import type { AttributeNode, DefinitionNode, Expression, ParameterDeclaration, PowerShellSyntax } from "./syntax";
import { constantString, literalValue } from "./values";

export function describePowerShell(text: string, syntax: PowerShellSyntax): RunbookDescription {
  const container = findContainer(syntax);
  const block = container === undefined ? syntax.params : container.params;
  const help = findCommentHelp(text, syntax, container);
  const scriptHelp = container === undefined ? help : withFallback(help, findCommentHelp(text, syntax, undefined));
  const type: RunbookType =
    container === undefined ? "PowerShell" : container.kind === "workflow" ? "PowerShellWorkflow" : "Configuration";
  return {
    language: "powershell",
    type,
    declaredName: container?.name,
    parameters: (block?.parameters ?? []).map((parameter) => describeParameter(text, parameter, scriptHelp)),
    problem: findProblem(text, syntax, block),
    synopsis: firstParagraph(scriptHelp.synopsis),
  };
}

/**
 * The workflow or configuration that the text is, undefined for a script: what stands first at the top level decides,
 * functions before it do not count.
 */
export function findContainer(syntax: PowerShellSyntax): DefinitionNode | undefined {
  if (syntax.params !== undefined) {
    return undefined;
  }
  const isContainer = (definition: DefinitionNode): boolean =>
    definition.parent === -1 && (definition.kind === "workflow" || definition.kind === "configuration");
  const found = syntax.definitions.find(isContainer);
  if (found === undefined) {
    return undefined;
  }
  const first = syntax.statements.find(
    (statement) =>
      statement.kind !== "compound" || !["function", "filter", "using", "class", "enum"].includes(statement.keyword),
  );
  // `[DscLocalConfigurationManager()]` is an attribute of what follows; a lone type does nothing.
  const isPlainType = first?.kind === "pipeline" && first.elements.length === 1 && first.elements[0]?.kind === "type";
  return first === undefined || first.start >= found.start || isPlainType ? found : undefined;
}

function withFallback(help: CommentHelp, other: CommentHelp): CommentHelp {
  return {
    synopsis: help.synopsis === "" ? other.synopsis : help.synopsis,
    description: help.description === "" ? other.description : help.description,
    parameters: new Map([...other.parameters, ...help.parameters]),
  };
}

function describeParameter(text: string, parameter: ParameterDeclaration, help: CommentHelp): ParameterDefinition {
  const { defaultValue, attributes } = parameter;
  return {
    name: parameter.name,
    typeName: parameter.typeName,
    isMandatory: attributes.some((attribute) => isNamed(attribute, "Parameter") && isMandatory(text, attribute)),
    defaultText: defaultValue === undefined ? undefined : text.slice(defaultValue.start, defaultValue.end),
    defaultValue: literalValue(text, defaultValue),
    allowedValues: texts(text, attributes, "ValidateSet"),
    range: rangeOf(text, attributes),
    aliases: texts(text, attributes, "Alias"),
    help: helpMessage(text, attributes) ?? help.parameters.get(parameter.name.toLowerCase()) ?? "",
    start: parameter.nameStart,
    end: parameter.nameEnd,
  };
}

function isNamed(attribute: AttributeNode, name: string): boolean {
  const written = attribute.name.toLowerCase();
  const short = written.slice(written.lastIndexOf(".") + 1);
  return short === name.toLowerCase() || short === `${name.toLowerCase()}attribute`;
}

function isMandatory(text: string, attribute: AttributeNode): boolean {
  const argument = attribute.named.find(({ name }) => name.toLowerCase() === "mandatory");
  if (argument === undefined) {
    return false;
  }
  return argument.value === undefined || isTrue(literalValue(text, argument.value));
}

/** PowerShell's own conversion to a truth value; what cannot be known counts as true, since the author asked for it. */
function isTrue(value: Json | undefined): boolean {
  return !(value === false || value === 0 || value === null || value === "");
}

function texts(text: string, attributes: readonly AttributeNode[], name: string): readonly string[] {
  return attributes
    .filter((attribute) => isNamed(attribute, name))
    .flatMap((attribute) => attribute.positional)
    .flatMap((argument) => (argument.kind === "list" ? argument.items : [argument]))
    .map((item) => literalText(text, item))
    .filter((item) => item !== undefined);
}

function literalText(text: string, item: Expression): string | undefined {
  const value = constantString(text, item) ?? literalValue(text, item);
  if (value === null || typeof value === "object" || value === undefined) {
    return undefined;
  }
  // PowerShell writes truth values in this case.
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

function rangeOf(
  text: string,
  attributes: readonly AttributeNode[],
): { readonly min: number; readonly max: number } | undefined {
  const range = attributes.find((attribute) => isNamed(attribute, "ValidateRange"));
  const [min, max] = (range?.positional ?? []).map((argument) => literalValue(text, argument));
  return typeof min === "number" && typeof max === "number" ? { min, max } : undefined;
}

function helpMessage(text: string, attributes: readonly AttributeNode[]): string | undefined {
  for (const attribute of attributes) {
    const argument = attribute.named.find(({ name }) => name.toLowerCase() === "helpmessage");
    const message = constantString(text, argument?.value);
    if (message !== undefined && isNamed(attribute, "Parameter")) {
      return message;
    }
  }
  return undefined;
}

/** The first problem inside the param block, or of one that is begun and not finished. */
function findProblem(
  text: string,
  syntax: PowerShellSyntax,
  block: { readonly start: number; readonly end: number } | undefined,
): RunbookProblem | undefined {
  const found =
    block === undefined
      ? syntax.problems.find(({ message }) => message.startsWith("The param block"))
      : syntax.problems.find(({ offset }) => offset >= block.start && offset < block.end);
  return found === undefined
    ? undefined
    : { message: found.message, offset: found.offset, line: lineAt(text, found.offset) };
}

/** 1-based; lines end at CRLF, LF and lone CR. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
