/** One PowerShell runbook as the rules see it: the scan, and what several rules ask of it, worked out once and only when asked. */
import type { KnownAccount } from "../references/known-account";
import { scopeAt, VariableBindings } from "../powershell/variable-bindings";
import type { PowerShellScan } from "../powershell/scan-powershell";
import type { CommandNode, PowerShellSyntax } from "../powershell/syntax";
import { bareName } from "./command-names";
import type { CheckContext } from "./check-context";
import { shownValues, type ShownValue } from "./shown-values";

const none: readonly CommandNode[] = [];

export class PowerShellFile {
  readonly language = "powershell";
  readonly text: string;
  readonly account: KnownAccount | undefined;
  readonly syntax: PowerShellSyntax;
  #commands: ReadonlyMap<string, readonly CommandNode[]> | undefined;
  #bindings: VariableBindings | undefined;
  #shown: readonly ShownValue[] | undefined;

  constructor(
    readonly scan: PowerShellScan,
    readonly context: CheckContext,
  ) {
    this.text = context.text;
    this.account = context.account;
    this.syntax = scan.syntax;
  }

  /** Calls of a command by its name in lower case without module; calls of functions that the file defines are not among them. */
  commandsNamed(lowerName: string): readonly CommandNode[] {
    this.#commands ??= this.#groupCommands();
    return this.#commands.get(lowerName) ?? none;
  }

  /** Names in lower case without module, each once. */
  get commandNames(): Iterable<string> {
    this.#commands ??= this.#groupCommands();
    return this.#commands.keys();
  }

  get bindings(): VariableBindings {
    return (this.#bindings ??= new VariableBindings(this.syntax, this.text));
  }

  /** Index of the function, workflow or configuration around an offset; -1 at the top level. */
  scopeAt(offset: number): number {
    return scopeAt(this.syntax.definitions, offset);
  }

  /** What the file writes to a stream or a file, part by part. */
  get shown(): readonly ShownValue[] {
    return (this.#shown ??= shownValues(this));
  }

  slice(span: { readonly start: number; readonly end: number }): string {
    return this.text.slice(span.start, span.end);
  }

  #groupCommands(): ReadonlyMap<string, readonly CommandNode[]> {
    const groups = new Map<string, CommandNode[]>();
    for (const command of this.syntax.commands) {
      const name = bareName(command.name);
      const group = groups.get(name);
      if (group === undefined) {
        groups.set(name, [command]);
      } else {
        group.push(command);
      }
    }
    for (const definition of this.syntax.definitions) {
      if (definition.kind === "function" || definition.kind === "filter") {
        groups.delete(definition.name.toLowerCase());
      }
    }
    return groups;
  }
}
