/** Calls of the internal cmdlets: which asset, how it is named, who gets it and which of its fields are read. */
import type { AssetCall, CallName, ChildRunbookCall, FieldRead } from "../asset-call";
import { bindArguments } from "./bind-arguments";
import { findInternalCmdlet, type InternalCmdlet } from "./internal-cmdlets";
import type { CommandNode, Expression, IndexNode, MemberNode, PowerShellSyntax, VariableNode } from "./syntax";
import { constantString } from "./values";
import { receiverOf, resultCommand, tableOf, type VariableBindings } from "./variable-bindings";

export interface CallsOfScript {
  readonly assets: readonly AssetCall[];
  readonly children: readonly ChildRunbookCall[];
  /** Calls of the cmdlets above by the command they stand in. */
  readonly commands: ReadonlyMap<CommandNode, InternalCmdlet>;
}

/** Most files have none of these: nothing else is looked at then. */
export function findCalls(text: string, syntax: PowerShellSyntax, bindings: VariableBindings): CallsOfScript {
  const commands = new Map<CommandNode, InternalCmdlet>();
  const inline: CommandNode[] = [];
  for (const command of syntax.commands) {
    const cmdlet = findInternalCmdlet(command.name);
    if (cmdlet !== undefined) {
      commands.set(command, cmdlet);
    } else if (isInlineRunbook(command)) {
      inline.push(command);
    }
  }
  if (commands.size === 0) {
    return { assets: [], children: inline.map(inlineChild), commands };
  }
  const finder = new CallFinder(text, syntax, bindings, commands);
  const children = [...finder.children(), ...inline.map(inlineChild)].sort((a, b) => a.start - b.start);
  return { assets: finder.assets(), children, commands };
}

/** `.\Child-Runbook.ps1`: how a PowerShell runbook runs another one inline (docs automation-child-runbooks.md). */
function isInlineRunbook({ name }: CommandNode): boolean {
  return name.startsWith(".") && /^\.[\\/][^\\/]+\.ps1$/i.test(name);
}

function inlineChild(command: CommandNode): ChildRunbookCall {
  const { start, end, nameStart, nameEnd, name } = command;
  const child = name.slice(2, -4);
  const definedAt = { start: nameStart, end: nameEnd };
  const how = "inline";
  return { how, start, end, nameKind: "constant", name: child, resolution: "literal", nameStart, nameEnd, definedAt };
}

class CallFinder {
  /** Variables that receive a call's result. */
  readonly #receivers = new Map<CommandNode, VariableNode>();
  readonly #reads: ReadonlyMap<CommandNode, readonly FieldRead[]>;

  constructor(
    private readonly text: string,
    private readonly syntax: PowerShellSyntax,
    private readonly bindings: VariableBindings,
    private readonly commands: ReadonlyMap<CommandNode, InternalCmdlet>,
  ) {
    for (const assignment of syntax.assignments) {
      const command = resultCommand(assignment.value);
      const receiver = command === undefined ? undefined : receiverOf(assignment);
      if (command !== undefined && receiver !== undefined && commands.has(command)) {
        this.#receivers.set(command, receiver);
      }
    }
    this.#reads = this.#collectReads();
  }

  assets(): readonly AssetCall[] {
    const calls: AssetCall[] = [];
    for (const [command, cmdlet] of this.commands) {
      if (cmdlet.asset !== undefined) {
        calls.push({
          ...this.#nameOf(command, cmdlet),
          call: cmdlet.name,
          kind: cmdlet.asset.kind,
          operation: cmdlet.asset.operation,
          start: command.start,
          end: command.end,
          callStart: command.nameStart,
          callEnd: command.nameEnd,
          assignedTo: this.#receivers.get(command)?.name,
          fields: this.#reads.get(command) ?? [],
        });
      }
    }
    return calls.sort((a, b) => a.start - b.start);
  }

  children(): readonly ChildRunbookCall[] {
    return [...this.commands]
      .filter(([, cmdlet]) => cmdlet.name === "Start-AutomationRunbook")
      .map(([command, cmdlet]) => {
        const { start, end } = command;
        return { ...this.#nameOf(command, cmdlet), how: "job", start, end };
      });
  }

  #nameOf(command: CommandNode, cmdlet: InternalCmdlet): CallName {
    const { named, positional, splats } = bindArguments(command, cmdlet.parameters);
    const given = named.get("name");
    const value = given === undefined ? positional[0] : given.value;
    if (value !== undefined) {
      return this.#nameFrom(value);
    }
    const nowhere = { nameStart: command.nameEnd, nameEnd: command.nameEnd, definedAt: undefined };
    const unnamed = { ...nowhere, name: undefined, resolution: "none" } as const;
    if (given !== undefined) {
      return { ...unnamed, nameKind: "missing" };
    }
    for (const splat of splats) {
      const entry = tableOf(this.bindings, splat.name, splat.start)?.entries.find(
        ({ key }) => constantString(this.text, key)?.toLowerCase() === "name",
      );
      const only = entry?.value?.kind === "pipeline" && entry.value.elements.length === 1 && entry.value.elements[0];
      const name =
        only !== undefined && only !== false && only.kind === "string" ? constantString(this.text, only) : undefined;
      if (name !== undefined && entry?.value !== undefined) {
        const definedAt = { start: entry.value.start, end: entry.value.end };
        const { start: nameStart, end: nameEnd } = splat;
        return { nameKind: "splat", name, resolution: "splat-literal", nameStart, nameEnd, definedAt };
      }
    }
    const splat = splats[0];
    if (splat !== undefined) {
      return { ...unnamed, nameKind: "splat", nameStart: splat.start, nameEnd: splat.end };
    }
    // Name binds from the pipeline by property name.
    return { ...unnamed, nameKind: command.hasPipelineInput ? "expression" : "missing" };
  }

  #nameFrom(value: Expression): CallName {
    const place = { nameStart: value.start, nameEnd: value.end };
    const constant =
      constantString(this.text, value) ??
      (value.kind === "number" ? this.text.slice(value.start, value.end) : undefined);
    if (constant !== undefined) {
      return { ...place, nameKind: "constant", name: constant, resolution: "literal", definedAt: spanOf(value) };
    }
    const unknown = { ...place, name: undefined, resolution: "none", definedAt: undefined } as const;
    if (value.kind !== "variable") {
      return { ...unknown, nameKind: "expression" };
    }
    const bindings = value.scope === "env" ? [] : this.bindings.of(value.name);
    const only = bindings.length === 1 ? bindings[0] : undefined;
    const name = constantString(this.text, only?.value);
    if (only === undefined || name === undefined || only.how === "other" || !this.#reaches(only, value.start)) {
      return { ...unknown, nameKind: "variable" };
    }
    const resolution = only.how === "parameter" ? "param-default" : "single-assignment";
    return { ...place, nameKind: "variable", name, resolution, definedAt: only.value && spanOf(only.value) };
  }

  /** An assignment below the call reaches it only where the call is in a function that runs later. */
  #reaches(binding: { readonly start: number; readonly scope: number }, offset: number): boolean {
    return binding.start < offset || this.bindings.scopeAt(offset) !== binding.scope;
  }

  #collectReads(): ReadonlyMap<CommandNode, readonly FieldRead[]> {
    const receivers = new Set([...this.#receivers.values()].map(({ name }) => name.toLowerCase()));
    const reads = new Map<CommandNode, FieldRead[]>();
    for (const access of this.syntax.members) {
      const field = fieldOf(this.text, access);
      if (field === undefined) {
        continue;
      }
      const command = this.#sourceOf(access.target, receivers);
      if (command !== undefined) {
        const list = reads.get(command) ?? [];
        list.push(field);
        reads.set(command, list);
      }
    }
    for (const list of reads.values()) {
      list.sort((a, b) => a.start - b.start);
    }
    return reads;
  }

  /** The call whose result an expression is. */
  #sourceOf(target: Expression, receivers: ReadonlySet<string>): CommandNode | undefined {
    if (target.kind === "paren" || target.kind === "cast") {
      const command =
        target.kind === "paren" ? resultCommand(target.statement) : this.#sourceOf(target.operand, receivers);
      return command !== undefined && this.commands.has(command) ? command : undefined;
    }
    if (target.kind !== "variable" || !receivers.has(target.name.toLowerCase())) {
      return undefined;
    }
    const command = resultCommand(this.bindings.at(target.name, target.start)?.assignment?.value);
    return command !== undefined && this.commands.has(command) ? command : undefined;
  }
}

function spanOf(node: Expression): { readonly start: number; readonly end: number } {
  return { start: node.start, end: node.end };
}

/** `.Field`, `.'Field name'` or `['Field']`; undefined for calls, static members and what is computed. */
export function fieldOf(text: string, access: MemberNode | IndexNode): FieldRead | undefined {
  if (access.kind === "member") {
    return access.name === undefined || access.name === "" || access.args !== undefined || access.isStatic
      ? undefined
      : { name: access.name, start: access.nameStart, end: access.nameEnd };
  }
  const index = access.index;
  const name = constantString(text, index);
  return name === undefined || index?.kind !== "string"
    ? undefined
    : { name, start: index.contentStart, end: index.contentEnd };
}
