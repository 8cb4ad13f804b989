/** PowerShell's own parser as the oracle: asks it about scripts, and says where our parser reads them differently. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parsePowerShell } from "../../../src/analysis/powershell/parse-powershell";
import type { CommandElement, Expression, StringNode, VariableNode } from "../../../src/analysis/powershell/syntax";
import { stringValue } from "../../../src/analysis/powershell/values";

/** Kind, start and end; the value of a constant, or the name and argument of a parameter. */
export type ElementAnswer = readonly [kind: string, start: number, end: number, ...rest: readonly unknown[]];
export type CommandAnswer = readonly [
  name: string | null,
  start: number,
  end: number,
  elements: readonly ElementAnswer[],
];

/** What a script holds, in the same form from PowerShell and from us. */
export interface Answers {
  readonly commands: readonly CommandAnswer[];
  /** Quoted strings; null for the value of one with variables in it. */
  readonly strings: readonly (readonly [start: number, end: number, value: string | null])[];
  readonly variables: readonly (readonly [start: number, end: number, path: string])[];
  readonly members: readonly (readonly [start: number, end: number, name: string | null])[];
  /** Left side, and the end of the whole. */
  readonly assignments: readonly (readonly [start: number, end: number, assignmentEnd: number])[];
  readonly functions: readonly (readonly [start: number, end: number, kind: string, name: string])[];
  readonly parameters: readonly (readonly [
    start: number,
    end: number,
    name: string,
    type: string,
    attributes: readonly string[],
    defaultValue: readonly [number, number] | null,
  ])[];
  readonly comments: readonly (readonly [start: number, end: number])[];
}

export interface OracleAnswers extends Answers {
  /** Ids of PowerShell's parse errors. */
  readonly errors: readonly string[];
}

export interface OracleRecording {
  /** Of PowerShell. */
  readonly version: string;
  readonly scripts: Readonly<Record<string, OracleAnswers>>;
}

const runFile = promisify(execFile);

/** Asks a real PowerShell. */
export async function askOracle(pwsh: string, scripts: Readonly<Record<string, string>>): Promise<OracleRecording> {
  const folder = await mkdtemp(join(tmpdir(), "oracle-"));
  try {
    for (const [name, text] of Object.entries(scripts)) {
      await writeFile(join(folder, `${name}.ps1`), text, "utf8");
    }
    const out = join(folder, "answers.json");
    const reader = join(import.meta.dirname, "read-oracle.ps1");
    await runFile(pwsh, ["-NoProfile", "-NonInteractive", "-File", reader, "-Folder", folder, "-Out", out], {
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(await readFile(out, "utf8")) as OracleRecording;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same questions answered by our parser. */
export function ownAnswers(text: string): Answers {
  const syntax = parsePowerShell(text);
  const element = (node: CommandElement): ElementAnswer => {
    if (node.kind === "parameter") {
      return node.value === undefined
        ? ["parameter", node.start, node.end, node.name]
        : ["parameter", node.start, node.end, node.name, element(node.value)];
    }
    return node.kind === "string" && node.parts.length === 0
      ? ["string", node.start, node.end, stringValue(text, node)]
      : [node.kind === "string" ? "expandable" : node.kind, node.start, node.end];
  };
  const value = (node: StringNode): string | null => (node.parts.length === 0 ? stringValue(text, node) : null);
  return {
    commands: syntax.commands.map((command) => [
      command.name === "" ? null : command.name,
      command.start,
      command.end,
      command.elements.map(element),
    ]),
    strings: syntax.strings.filter(({ style }) => style !== "bare").map((node) => [node.start, node.end, value(node)]),
    variables: syntax.variables.map((node) => [node.start, node.end, pathOf(node)]),
    members: syntax.members
      .filter((node) => node.kind === "member")
      .map((node) => [node.start, node.end, node.name ?? null]),
    assignments: syntax.assignments.map((node) => [node.target.start, node.target.end, node.end]),
    functions: syntax.definitions
      .filter(({ kind }) => kind === "function" || kind === "filter" || kind === "workflow")
      .map((node) => [node.start, node.end, node.kind, node.name]),
    parameters: syntax.paramBlocks
      .flatMap((block) => block.parameters)
      .map((node) => [
        node.nameStart,
        node.nameEnd,
        node.name,
        node.typeName,
        node.attributes.map(({ name }) => name),
        node.defaultValue === undefined ? null : spanOf(node.defaultValue),
      ]),
    comments: syntax.comments.map((node) => [node.start, node.end]),
  };
}

/** PowerShell takes `using:` for an operator, not for part of the name. */
function pathOf(node: VariableNode): string {
  return node.scope === "" || node.scope === "using" ? node.name : `${node.scope}:${node.name}`;
}

function spanOf(node: Expression): readonly [number, number] {
  return [node.start, node.end];
}

export interface Difference {
  readonly list: keyof Answers;
  /** JSON of an item that only PowerShell has, or that it has differently; undefined for one that only we have. */
  readonly oracle: string | undefined;
  readonly ours: string | undefined;
}

/** Every item that one side has and the other has not, matched by where it starts. */
export function compareAnswers(oracle: Answers, ours: Answers): readonly Difference[] {
  const lists: readonly (keyof Answers)[] = [
    "commands",
    "strings",
    "variables",
    "members",
    "assignments",
    "functions",
    "parameters",
    "comments",
  ];
  return lists.flatMap((list) => {
    const theirs = oracle[list].map((item) => normalize(list, item));
    const mine = ours[list].map((item) => normalize(list, item));
    const mineSet = count(mine);
    const theirSet = count(theirs);
    const onlyTheirs = theirs.filter((item) => !take(mineSet, item));
    const onlyMine = mine.filter((item) => !take(theirSet, item));
    const pairs: Difference[] = onlyTheirs.map((item, index) => ({ list, oracle: item, ours: onlyMine[index] }));
    return [...pairs, ...onlyMine.slice(onlyTheirs.length).map((item) => ({ list, oracle: undefined, ours: item }))];
  });
}

/** Our scopes are in lower case; variables have no case anyway. */
function normalize(list: keyof Answers, item: unknown): string {
  const text = JSON.stringify(item);
  return list === "variables" ? text.toLowerCase() : text;
}

function count(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return counts;
}

function take(counts: Map<string, number>, item: string): boolean {
  const left = counts.get(item) ?? 0;
  counts.set(item, left - 1);
  return left > 0;
}
