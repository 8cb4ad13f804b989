/** `inventory` for people: assets, runbooks and modules with who uses them, absent ones first. */
import type { Dependency, DependencyKind } from "../../analysis/references/dependencies";

const titles: Readonly<Record<DependencyKind, string>> = {
  connection: "Connections",
  credential: "Credentials",
  variable: "Variables",
  certificate: "Certificates",
  runbook: "Child runbooks",
  module: "Modules",
  identity: "Managed identity",
};

/** More uses than this are counted, not listed: the list is for overview, JSON for completeness. */
const mostUses = 5;

export interface InventoryTextOptions {
  readonly hasColour: boolean;
  readonly fileCount: number;
  /** Name of the account that names were compared with. */
  readonly accountName: string | undefined;
}

export function inventoryText(dependencies: readonly Dependency[], options: InventoryTextOptions): string {
  const red = (text: string): string => (options.hasColour ? `\u001b[31m${text}\u001b[0m` : text);
  const absent = dependencies.filter(({ presence }) => presence === "absent");
  const lines: string[] = [];
  if (absent.length > 0) {
    lines.push(red(`Absent in ${options.accountName ?? "the account"}`));
    for (const dependency of absent) {
      lines.push(...entry(dependency, `${dependency.kind} `));
    }
    lines.push("");
  }
  const others = dependencies.filter(({ presence }) => presence !== "absent");
  for (const kind of Object.keys(titles) as DependencyKind[]) {
    const ofKind = others.filter((dependency) => dependency.kind === kind);
    if (ofKind.length > 0) {
      lines.push(titles[kind], ...ofKind.flatMap((dependency) => entry(dependency, "")), "");
    }
  }
  const files = `${options.fileCount} ${options.fileCount === 1 ? "runbook" : "runbooks"}`;
  const end =
    dependencies.length === 0
      ? `${files}; they use no assets, modules or other runbooks`
      : options.accountName === undefined
        ? `${files}; no account here to compare names with`
        : `${files}, compared with ${options.accountName}: ${absent.length === 0 ? "nothing is absent" : `${absent.length} absent`}`;
  return `${[...lines, end].join("\n")}\n`;
}

function entry({ name, uses }: Dependency, prefix: string): readonly string[] {
  const shown = name ?? "(a name that only the job knows)";
  const places = uses.slice(0, mostUses).map((use) => {
    const how = use.operation === "set" ? " (sets it)" : "";
    return `    ${printable(use.path)}:${use.line + 1}:${use.character + 1}${how}`;
  });
  const more = uses.length > mostUses ? [`    and ${uses.length - mostUses} more`] : [];
  return [`  ${prefix}${printable(shown)}`, ...places, ...more];
}

/** Names come from files of other people: control characters must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd");
}
