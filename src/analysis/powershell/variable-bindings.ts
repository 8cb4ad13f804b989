/** Where variables get their values: what a name in a variable is, and which assignment a read belongs to. */
import { NameFilter } from "../name-filter";
import type {
  AssignmentNode,
  CommandNode,
  DefinitionNode,
  Expression,
  HashtableNode,
  PowerShellSyntax,
  Statement,
  VariableNode,
} from "./syntax";

/** One way a variable gets a value. */
export interface VariableBinding {
  /** Lower case. */
  readonly name: string;
  readonly how: "assignment" | "parameter" | "other";
  /** Where it happens. */
  readonly start: number;
  readonly end: number;
  /** Value of an assignment with `=`, or default of a parameter, where it is one expression. */
  readonly value: Expression | undefined;
  readonly assignment: AssignmentNode | undefined;
  /** Index of the function it happens in; -1 at the top level. */
  readonly scope: number;
}

const noBindings: readonly VariableBinding[] = [];
const valueParameters = new NameFilter(["outvariable", "ov", "errorvariable", "ev", "warningvariable", "wv"]);
const setters = new NameFilter(["set-variable", "new-variable", "clear-variable", "remove-variable", "sv"]);

/** Worked out when it is first asked. */
export class VariableBindings {
  #byName: Map<string, VariableBinding[]> | undefined;

  constructor(
    private readonly syntax: PowerShellSyntax,
    private readonly text: string,
  ) {}

  /** Every way the variable gets a value, in the order of the text. */
  of(name: string): readonly VariableBinding[] {
    return (this.#byName ??= this.#collect()).get(name.toLowerCase()) ?? noBindings;
  }

  #collect(): Map<string, VariableBinding[]> {
    const { syntax } = this;
    const byName = (this.#byName = new Map<string, VariableBinding[]>());
    for (const assignment of syntax.assignments) {
      this.#addAssignment(assignment);
    }
    for (const write of syntax.writes) {
      this.#add(write.name, "other", write.start, write.end, undefined, undefined);
    }
    for (const block of syntax.paramBlocks) {
      for (const parameter of block.parameters) {
        this.#add(
          parameter.name,
          "parameter",
          parameter.nameStart,
          parameter.nameEnd,
          parameter.defaultValue,
          undefined,
        );
      }
    }
    for (const command of syntax.commands) {
      this.#addOutVariables(command, this.text);
    }
    for (const list of byName.values()) {
      if (list.length > 1) {
        // Mostly in order already, for which sorting is linear.
        list.sort((a, b) => a.start - b.start);
      }
    }
    return byName;
  }

  /** The binding that gives the variable its value at an offset, as far as the order of the text tells. */
  at(name: string, offset: number): VariableBinding | undefined {
    const bindings = this.of(name);
    const innermost = bindings.length === 0 ? -1 : this.scopeAt(offset);
    for (let scope = innermost; ; scope = this.syntax.definitions[scope]?.parent ?? -1) {
      let first: VariableBinding | undefined;
      let count = 0;
      for (let index = bindings.length - 1; index >= 0; index--) {
        const binding = bindings[index];
        if (binding?.scope === scope) {
          if (binding.end <= offset) {
            return binding;
          }
          first = binding;
          count++;
        }
      }
      // A function above the assignment runs later: with one assignment only it is clear which it sees.
      if (scope !== innermost && count === 1) {
        return first;
      }
      if (scope === -1) {
        return undefined;
      }
    }
  }

  /** Index of the innermost definition around an offset; -1 at the top level. */
  scopeAt(offset: number): number {
    return scopeAt(this.syntax.definitions, offset);
  }

  #addAssignment(assignment: AssignmentNode): void {
    for (const target of variablesOf(assignment.target)) {
      const isPlain = assignment.target.kind !== "list" && assignment.operator === "=";
      const value = isPlain ? singleExpression(assignment.value) : undefined;
      const how = isPlain ? "assignment" : "other";
      this.#add(target.name, how, assignment.start, assignment.end, value, isPlain ? assignment : undefined);
    }
  }

  /** `-OutVariable x`, `Set-Variable x`, `[ref] $x` */
  #addOutVariables(command: CommandNode, text: string): void {
    const { elements, name } = command;
    const isSetter = setters.find(name, 0, name.length) !== undefined;
    for (let index = 0; index < elements.length; index++) {
      const element = elements[index];
      if (element?.kind === "parameter") {
        const written = element.name;
        if (
          valueParameters.find(written, 0, written.length) === undefined &&
          !(isSetter && "name".startsWith(written.toLowerCase()))
        ) {
          continue;
        }
        const value = element.value ?? elements[index + 1];
        if (value?.kind === "string") {
          this.#addNamed(text.slice(value.start, value.end).replace(/^["']|["']$/g, ""), value);
        }
      } else if (element?.kind === "cast" && element.typeName.length === 3 && /^ref$/i.test(element.typeName)) {
        this.#addReference(element.operand);
      } else if (isSetter && index === 0 && element?.kind === "string") {
        this.#addNamed(text.slice(element.start, element.end).replace(/^["']|["']$/g, ""), element);
      }
    }
  }

  #addReference(operand: Expression): void {
    if (operand.kind === "variable") {
      this.#addNamed(operand.name, operand);
    }
  }

  #addNamed(written: string, at: { readonly start: number; readonly end: number }): void {
    const name = written.replace(/^\+/, "");
    this.#add(name, "other", at.start, at.end, undefined, undefined);
  }

  #add(
    written: string,
    how: VariableBinding["how"],
    start: number,
    end: number,
    value: Expression | undefined,
    assignment: AssignmentNode | undefined,
  ): void {
    const name = written.toLowerCase();
    const binding: VariableBinding = { name, how, start, end, value, assignment, scope: this.scopeAt(start) };
    const list = this.#byName?.get(name);
    if (list === undefined) {
      this.#byName?.set(name, [binding]);
    } else {
      list.push(binding);
    }
  }
}

/** Index of the innermost function, workflow or configuration around an offset; -1 at the top level. */
export function scopeAt(definitions: readonly DefinitionNode[], offset: number): number {
  let low = 0;
  let high = definitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((definitions[middle]?.start ?? 0) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  let index = low - 1;
  while (index >= 0) {
    const definition = definitions[index];
    if (definition === undefined || offset < definition.end) {
      return index;
    }
    index = definition.parent;
  }
  return -1;
}

/** The variables that an assignment's left side sets; none for a property or an element. */
function variablesOf(target: Expression): readonly VariableNode[] {
  switch (target.kind) {
    case "variable":
      return target.scope === "env" ? [] : [target];
    case "cast":
      return variablesOf(target.operand);
    case "list":
      return target.items.flatMap(variablesOf);
    case "paren": {
      const inner = singleExpression(target.statement);
      return inner === undefined ? [] : variablesOf(inner);
    }
    case "binary": {
      // `if ($a -eq ` and the next line's `$b = ...` read as one while the first is being typed.
      const last = target.operands.at(-1);
      return last === undefined ? [] : variablesOf(last);
    }
    default:
      return [];
  }
}

/** The one variable that receives an assignment's whole value; undefined for `$null` and everything that is no variable. */
export function receiverOf(assignment: AssignmentNode): VariableNode | undefined {
  const [only, ...others] = assignment.target.kind === "list" ? [] : variablesOf(assignment.target);
  return only === undefined || others.length > 0 || only.name.toLowerCase() === "null" ? undefined : only;
}

/** The expression that a statement consists of. */
export function singleExpression(statement: Statement | undefined): Expression | undefined {
  const only = statement?.kind === "pipeline" && statement.elements.length === 1 ? statement.elements[0] : undefined;
  return only === undefined || only.kind === "command" ? undefined : only;
}

/** The command whose result a statement gives as it is: alone, in parentheses, behind a cast. */
export function resultCommand(statement: Statement | undefined): CommandNode | undefined {
  if (statement?.kind !== "pipeline" || statement.elements.length !== 1) {
    return undefined;
  }
  const only = statement.elements[0];
  return only === undefined ? undefined : only.kind === "command" ? only : resultOfExpression(only);
}

function resultOfExpression(expression: Expression): CommandNode | undefined {
  switch (expression.kind) {
    case "paren":
      return resultCommand(expression.statement);
    case "cast":
      return resultOfExpression(expression.operand);
    case "subexpression":
      return expression.statements.length === 1 ? resultCommand(expression.statements[0]) : undefined;
    default:
      return undefined;
  }
}

/** The table that a variable holds at an offset, where it was written as one. */
export function tableOf(bindings: VariableBindings, name: string, offset: number): HashtableNode | undefined {
  const value = unwrapTable(bindings.at(name, offset)?.value);
  return value?.kind === "hashtable" ? value : undefined;
}

/** `[ordered] @{}` is a table as well. */
function unwrapTable(value: Expression | undefined): Expression | undefined {
  return value?.kind === "cast" ? unwrapTable(value.operand) : value;
}
