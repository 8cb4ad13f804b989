/** Which argument of a command goes to which parameter, as PowerShell binds them. */
import { commonParameters, type CmdletParameter } from "./internal-cmdlets";
import type { CommandNode, Expression, ParameterNode, VariableNode } from "./syntax";

export interface BoundArgument {
  /** As the command's author wrote it; undefined for a positional argument. */
  readonly parameter: ParameterNode | undefined;
  /** undefined: a switch, or a parameter whose value is missing. */
  readonly value: Expression | undefined;
}

export interface BoundArguments {
  /** By the parameter's full name in lower case; a name that fits none stands as it is written. */
  readonly named: ReadonlyMap<string, BoundArgument>;
  readonly positional: readonly Expression[];
  readonly splats: readonly VariableNode[];
  /** Parameters that fit none, or several. */
  readonly unknown: readonly ParameterNode[];
}

/** Binds by the parameters given and the common ones. A parameter unknown to both takes the argument behind it. */
export function bindArguments(command: CommandNode, parameters: readonly CmdletParameter[]): BoundArguments {
  const named = new Map<string, BoundArgument>();
  const positional: Expression[] = [];
  const splats: VariableNode[] = [];
  const unknown: ParameterNode[] = [];
  const { elements } = command;
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (element === undefined) {
      continue;
    }
    if (element.kind !== "parameter") {
      if (element.kind === "variable" && element.isSplat) {
        splats.push(element);
      } else {
        positional.push(element);
      }
      continue;
    }
    const found = resolveParameter(element.name, parameters);
    if (found === undefined) {
      unknown.push(element);
    }
    let value = element.value;
    const next = elements[index + 1];
    const takesNext = found === undefined ? parameters.length > 0 : !found.isSwitch;
    if (value === undefined && takesNext && next !== undefined && next.kind !== "parameter" && !isSplat(next)) {
      value = next;
      index++;
    }
    named.set((found?.name ?? element.name).toLowerCase(), { parameter: element, value });
  }
  return { named, positional, splats, unknown };
}

function isSplat(node: Expression): boolean {
  return node.kind === "variable" && node.isSplat;
}

/** By full name, alias or an abbreviation that fits one only; the command's own parameters come before the common ones. */
function resolveParameter(written: string, parameters: readonly CmdletParameter[]): CmdletParameter | undefined {
  const lower = written.toLowerCase();
  const all = [...parameters, ...commonParameters];
  const exact = all.find(
    (parameter) =>
      parameter.name.toLowerCase() === lower || parameter.aliases.some((alias) => alias.toLowerCase() === lower),
  );
  if (exact !== undefined) {
    return exact;
  }
  const fitting = all.filter((parameter) => parameter.name.toLowerCase().startsWith(lower));
  if (fitting.length === 1) {
    return fitting[0];
  }
  const own = parameters.filter((parameter) => parameter.name.toLowerCase().startsWith(lower));
  return own.length === 1 ? own[0] : undefined;
}
