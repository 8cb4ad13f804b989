/** The modules that a script names: `#Requires -Modules`, `using module`, `Import-Module`. */
import type { ModuleUse } from "../asset-call";
import { bindArguments } from "./bind-arguments";
import { parsePowerShell } from "./parse-powershell";
import type { CommandNode, Expression, PowerShellSyntax, Span } from "./syntax";
import { constantString } from "./values";
import { singleExpression } from "./variable-bindings";

export function findModules(text: string, syntax: PowerShellSyntax): readonly ModuleUse[] {
  const uses: ModuleUse[] = [];
  const add = (how: ModuleUse["how"], node: Expression | undefined): void => {
    for (const item of itemsOf(node)) {
      const named = item.kind === "hashtable" ? moduleName(text, item) : item;
      const name = constantString(text, named)?.trim();
      if (name !== undefined && name !== "" && named !== undefined) {
        uses.push({ name, how, start: named.start, end: named.end });
      }
    }
  };
  for (const comment of syntax.comments) {
    add("requires", requiredModules(text, comment));
  }
  for (const using of syntax.usings) {
    const [what, module] = using.elements;
    if (what?.kind === "string" && module !== undefined && module.kind !== "parameter" && isModule(text, what)) {
      add("using", module);
    }
  }
  for (const command of syntax.commands) {
    if (isImport(command.name)) {
      const { named, positional } = bindArguments(command, importParameters);
      add("import", named.get("name")?.value ?? positional[0]);
    }
  }
  return uses.sort((a, b) => a.start - b.start);
}

const importParameters = [
  { name: "Name", typeName: "string[]", aliases: [], isSwitch: false, isMandatory: true },
  ...["Global", "Force", "PassThru", "AsCustomObject", "DisableNameChecking", "NoClobber", "SkipEditionCheck"].map(
    (name) => ({ name, typeName: "switch", aliases: [], isSwitch: true, isMandatory: false }),
  ),
  ...["RequiredVersion", "MinimumVersion", "MaximumVersion", "Prefix", "Function", "Cmdlet", "Scope"].map((name) => ({
    name,
    typeName: "string",
    aliases: name === "MinimumVersion" ? ["Version"] : [],
    isSwitch: false,
    isMandatory: false,
  })),
];

function isImport(name: string): boolean {
  return (
    (name.length === 13 && name.toLowerCase() === "import-module") ||
    (name.length === 4 && name.toLowerCase() === "ipmo")
  );
}

function isModule(text: string, what: Expression): boolean {
  return text.slice(what.start, what.end).toLowerCase() === "module";
}

function itemsOf(node: Expression | undefined): readonly Expression[] {
  if (node === undefined) {
    return [];
  }
  switch (node.kind) {
    case "list":
      return node.items.flatMap(itemsOf);
    case "array":
      return node.statements.flatMap((statement) => itemsOf(singleExpression(statement)));
    case "paren":
      return itemsOf(singleExpression(node.statement));
    default:
      return [node];
  }
}

function moduleName(text: string, table: Expression): Expression | undefined {
  const entry =
    table.kind === "hashtable"
      ? table.entries.find(({ key }) => constantString(text, key)?.toLowerCase() === "modulename")
      : undefined;
  if (entry?.value?.kind !== "pipeline") {
    return undefined;
  }
  const [only] = entry.value.elements;
  return only?.kind === "command" ? only.nameExpression : only;
}

/** Value of `-Modules` in a `#Requires` line. */
function requiredModules(text: string, comment: Span): Expression | undefined {
  // The statement is a comment to PowerShell's grammar; its arguments are written like a command's.
  if (comment.end - comment.start < 18 || text.charCodeAt(comment.start) !== 0x23) {
    return undefined;
  }
  const start = comment.start + 1;
  if (text.slice(start, start + 8).toLowerCase() !== "requires") {
    return undefined;
  }
  const command: CommandNode | undefined = parsePowerShell(text, start, comment.end).commands.at(-1);
  const modules = command?.elements.findIndex(
    (element) => element.kind === "parameter" && /^module(?:s)?$/i.test(element.name),
  );
  const value = modules === undefined || modules === -1 ? undefined : command?.elements[modules + 1];
  return value === undefined || value.kind === "parameter" ? undefined : value;
}
