/** How far our parser and PowerShell's own agree, in numbers and with the reason of every difference. */
import { knownDifferences } from "./known-differences";
import { compareAnswers, ownAnswers, type Answers, type Difference, type OracleAnswers } from "./oracle";

const kinds: readonly (keyof Answers)[] = [
  "commands",
  "strings",
  "variables",
  "members",
  "assignments",
  "functions",
  "parameters",
  "comments",
];

/** Lines of text. `scripts` by name, as the oracle was asked about them. */
export function oracleReport(
  version: string,
  scripts: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, OracleAnswers>>,
): readonly string[] {
  const compared = new Map<string, number>();
  const differing = new Map<string, readonly Difference[]>();
  const differingItems = new Map<string, number>();
  let clean = 0;
  for (const [name, text] of Object.entries(scripts)) {
    const oracle = answers[name];
    if (oracle === undefined) {
      throw new Error(`PowerShell was not asked about "${name}": run npm run record:oracle.`);
    }
    clean += oracle.errors.length === 0 ? 1 : 0;
    for (const kind of kinds) {
      add(compared, kind, oracle[kind].length);
    }
    add(compared, "arguments", argumentCount(oracle));
    const differences = compareAnswers(oracle, ownAnswers(text));
    differences.forEach(({ list }) => {
      add(differingItems, list, 1);
    });
    if (differences.length > 0) {
      differing.set(name, differences);
    }
  }
  const names = Object.keys(scripts);
  const items = kinds.reduce((sum, kind) => sum + (compared.get(kind) ?? 0), 0);
  const differences = [...differing.values()].reduce((sum, { length }) => sum + length, 0);
  return [
    `PowerShell ${version}: ${names.length} scripts (${sources(names)}), ${clean} of them without a parse error`,
    `${number(items)} items compared, and the ${number(compared.get("arguments") ?? 0)} arguments of the commands with their kinds, places and values:`,
    ...kinds.map(
      (kind) => `  ${kind.padEnd(12)} ${column(compared.get(kind))}  different ${differingItems.get(kind) ?? 0}`,
    ),
    `${differences} differences in ${differing.size} scripts, ${((1 - differences / items) * 100).toFixed(2)} % agree:`,
    ...[...differing].map(([name, found]) => `  ${name} (${found.length}): ${reasonFor(name, found)}`),
  ];
}

function sources(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    add(counts, name.slice(0, name.indexOf("-")), 1);
  }
  return [...counts].map(([source, count]) => `${count} ${source}`).join(", ");
}

/** A parameter's own argument counts too. */
function argumentCount({ commands }: Answers): number {
  return commands.reduce(
    (sum, [, , , elements]) =>
      sum +
      elements.reduce((inner, [kind, , , , value]) => inner + (kind === "parameter" && value !== undefined ? 2 : 1), 0),
    0,
  );
}

function reasonFor(name: string, [first]: readonly Difference[]): string {
  return (
    knownDifferences[name]?.reason ??
    `NOT EXPLAINED: ${String(first?.list)}: PowerShell ${String(first?.oracle)}, ours ${String(first?.ours)}`
  );
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function column(value = 0): string {
  return number(value).padStart(7);
}
