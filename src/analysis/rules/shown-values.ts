/** What a script writes out: the parts of values that end in a stream of the job or in a file. */
import type { CommandNode, Expression, PowerShellSyntax, Statement } from "../powershell/syntax";
import { writingCommands, type CommandName } from "./command-names";
import { resultCommand, singleExpression } from "../powershell/variable-bindings";

/**
 * The parts of an expression whose own text or value shows where the expression is written out: both sides of `+`, the values of `-f`,
 * what stands in a string. Not what is only measured, compared or handed to a method or command.
 */
export function shownParts(expression: Expression, parts: Expression[] = []): readonly Expression[] {
  switch (expression.kind) {
    case "string":
      expression.parts.forEach((part) => shownParts(part, parts));
      break;
    case "paren":
      shownOf(expression.statement, parts, expression);
      break;
    case "subexpression":
    case "array":
      expression.statements.forEach((statement) => {
        shownOf(statement, parts, expression);
      });
      break;
    case "list":
      expression.items.forEach((item) => shownParts(item, parts));
      break;
    case "cast":
      shownParts(expression.operand, parts);
      break;
    case "binary":
      if (expression.operators.every((operator) => operator === "+" || operator === "-f" || operator === "-join")) {
        expression.operands.forEach((operand) => shownParts(operand, parts));
      }
      break;
    default:
      parts.push(expression);
  }
  return parts;
}

function shownOf(statement: Statement | undefined, parts: Expression[], whole: Expression): void {
  const inner = singleExpression(statement);
  if (inner !== undefined) {
    shownParts(inner, parts);
  } else if (resultCommand(statement) !== undefined) {
    parts.push(whole);
  }
}

/** What is asked of a file here. */
interface WrittenFile {
  readonly syntax: PowerShellSyntax;
  commandsNamed(name: CommandName): readonly CommandNode[];
}

/** A value that a written command or a top-level line shows. */
export interface ShownValue {
  readonly expression: Expression;
  /** The command as its author wrote it; "" for a value that stands alone. */
  readonly command: string;
}

/** Every part of a value that the file writes out. */
export function shownValues(file: WrittenFile): readonly ShownValue[] {
  const shown: ShownValue[] = [];
  for (const name of writingCommands) {
    for (const command of file.commandsNamed(name)) {
      for (const element of command.elements) {
        const value = element.kind === "parameter" ? element.value : element;
        if (value !== undefined) {
          shownParts(value).forEach((expression) => shown.push({ expression, command: command.name }));
        }
      }
    }
  }
  for (const statement of file.syntax.statements) {
    const alone = singleExpression(statement);
    if (alone !== undefined) {
      shownParts(alone).forEach((expression) => shown.push({ expression, command: "" }));
    }
  }
  return shown;
}
