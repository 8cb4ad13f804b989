/** Sign-in commands of Azure PowerShell, old and new names. */
import type { TextEdit } from "../../core/finding";
import type { CommandNode } from "../powershell/syntax";
import type { AzureFamily, CommandName } from "./command-names";
import { findParameter } from "./expressions";
import type { PowerShellFile } from "./powershell-file";

const families: readonly AzureFamily[] = ["Az", "AzureRm"];
const signInNames: Readonly<Record<AzureFamily, readonly CommandName[]>> = {
  Az: ["connect-azaccount", "add-azaccount", "login-azaccount"],
  AzureRm: ["connect-azurermaccount", "add-azurermaccount", "login-azurermaccount"],
};

export interface SignIn {
  readonly command: CommandNode;
  readonly module: AzureFamily;
}

/** In the order of the text. */
export function signInsOf(file: PowerShellFile): readonly SignIn[] {
  const found: SignIn[] = [];
  for (const module of families) {
    for (const name of signInNames[module]) {
      for (const command of file.commandsNamed(name)) {
        found.push({ command, module });
      }
    }
  }
  return found.length > 1 ? found.sort((a, b) => a.command.start - b.command.start) : found;
}

/** Whether the session keeps its sign-in to itself: autosave is off, or the sign-in says where it is kept. */
export function isAutosaveOff(file: PowerShellFile): boolean {
  return (
    file.commandsNamed("disable-azcontextautosave").length > 0 ||
    file.commandsNamed("disable-azurermcontextautosave").length > 0
  );
}

export function keepsItsScope(command: CommandNode): boolean {
  return findParameter(command, "scope", "sc") !== undefined;
}

/** A line that turns autosave off, above the statement with the command; undefined where no line can go. */
export function autosaveEdit(
  { text }: PowerShellFile,
  { start }: CommandNode,
  module: AzureFamily,
): TextEdit | undefined {
  const lineStart = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
  const before = text.slice(lineStart, start);
  const indent = /^[\t ]*/.exec(before)?.[0] ?? "";
  const continued = /`[\t ]*\r?\n?$/.test(text.slice(Math.max(0, lineStart - 4), lineStart));
  const isStatement = /^(?:\$[\w:]+\s*=\s*|\[void\]\s*\(?|\$null\s*=\s*\(?)?$/i.test(before.slice(indent.length));
  if (continued || !isStatement) {
    return undefined;
  }
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const line = `${indent}Disable-${module}ContextAutosave -Scope Process | Out-Null${lineEnd}`;
  return { start: lineStart, end: lineStart, text: line };
}
