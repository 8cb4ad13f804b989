/** The scripts that the oracle is asked about: written ones, short questions, generated ones. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { generateRunbook } from "./generated-runbooks";
import { snippets } from "./snippets";

const folder = join(__dirname, "..", "..", "fixtures", "oracle");
const generatedCount = 80;

export const recordingPath = join(folder, "answers.json");

/** By name, which says the source: `written-`, `snippet-` or `generated-`. */
export function oracleCorpus(): Readonly<Record<string, string>> {
  const scripts: Record<string, string> = {};
  for (const file of readdirSync(join(folder, "scripts")).sort()) {
    scripts[`written-${basename(file, ".ps1")}`] = readFileSync(join(folder, "scripts", file), "utf8");
  }
  for (const [name, text] of Object.entries(snippets)) {
    scripts[`snippet-${name}`] = text;
  }
  Object.assign(scripts, generatedScripts(1, generatedCount));
  return scripts;
}

/** Scripts from consecutive seeds. */
export function generatedScripts(firstSeed: number, count: number): Readonly<Record<string, string>> {
  const entries = Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index;
    return [`generated-${seed}`, generateRunbook(seed, { statements: 4 + (seed % 6), hasWorkflows: false })] as const;
  });
  return Object.fromEntries(entries);
}
