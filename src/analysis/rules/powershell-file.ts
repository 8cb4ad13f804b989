/** One PowerShell runbook as the rules see it: the scan, and what several rules ask of it, worked out once and only when asked. */
import type { KnownAccount } from "../references/known-account";
import { scopeAt, type VariableBindings } from "../powershell/variable-bindings";
import type { PowerShellScan } from "../powershell/scan-powershell";
import type { CommandNode, MemberNode, PowerShellSyntax } from "../powershell/syntax";
import { familyOf, wantedName, type AzureFamily, type CommandName } from "./command-names";
import type { CheckContext } from "./check-context";
import { wantedMembers, type MemberName } from "./member-names";
import { shownValues, type ShownValue } from "./shown-values";

const none: readonly CommandNode[] = [];
const noMembers: readonly MemberNode[] = [];

export class PowerShellFile {
  readonly language = "powershell";
  readonly text: string;
  readonly account: KnownAccount | undefined;
  readonly syntax: PowerShellSyntax;
  readonly #commands = new Map<string, CommandNode[]>();
  readonly #families = new Map<AzureFamily, CommandNode>();
  #isGrouped = false;
  #members: ReadonlyMap<MemberName, readonly MemberNode[]> | undefined;
  #shown: readonly ShownValue[] | undefined;

  constructor(
    readonly scan: PowerShellScan,
    readonly context: CheckContext,
  ) {
    this.text = context.text;
    this.account = context.account;
    this.syntax = scan.syntax;
  }

  /** Calls of a command, with or without its module; calls of a function that the file defines are not among them. */
  commandsNamed(name: CommandName): readonly CommandNode[] {
    this.#groupCommands();
    return this.#commands.get(name) ?? none;
  }

  /** The first cmdlet of each generation of Azure PowerShell, a sign-in or autosave of it only where there is nothing else. */
  firstOf(family: AzureFamily): CommandNode | undefined {
    this.#groupCommands();
    return this.#families.get(family);
  }

  /** Reads and calls of a member by its name, in the order of the scan. */
  membersNamed(name: MemberName): readonly MemberNode[] {
    this.#members ??= this.#groupMembers();
    return this.#members.get(name) ?? noMembers;
  }

  get bindings(): VariableBindings {
    return this.scan.bindings;
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

  #groupCommands(): void {
    if (this.#isGrouped) {
      return;
    }
    this.#isGrouped = true;
    for (const command of this.syntax.commands) {
      const family = familyOf(this.text, command);
      if (family !== undefined) {
        this.#addToFamily(family, command);
      }
      const name = wantedName(this.text, command);
      if (name === undefined) {
        continue;
      }
      const group = this.#commands.get(name);
      if (group === undefined) {
        this.#commands.set(name, [command]);
      } else {
        group.push(command);
      }
    }
    for (const definition of this.#commands.size === 0 ? [] : this.syntax.definitions) {
      if (definition.kind === "function" || definition.kind === "filter") {
        this.#commands.delete(definition.name.toLowerCase());
      }
    }
  }

  #groupMembers(): ReadonlyMap<MemberName, readonly MemberNode[]> {
    const groups = new Map<MemberName, MemberNode[]>();
    for (const member of this.syntax.members) {
      const name =
        member.kind === "member" && member.name !== undefined
          ? wantedMembers.find(this.text, member.nameStart, member.nameEnd)
          : undefined;
      if (name === undefined || member.kind !== "member") {
        continue;
      }
      const group = groups.get(name);
      if (group === undefined) {
        groups.set(name, [member]);
      } else {
        group.push(member);
      }
    }
    return groups;
  }

  /** Sign-ins are found anyhow: another cmdlet says more about what a file is written for. */
  #addToFamily(family: AzureFamily, command: CommandNode): void {
    const first = this.#families.get(family);
    if (first === undefined || (isSignIn(first.name) && !isSignIn(command.name))) {
      this.#families.set(family, command);
    }
  }
}

function isSignIn(name: string): boolean {
  return /account$|contextautosave$/i.test(name);
}
