// Asks a real pwsh about the oracle's corpus, writes its answers to test/fixtures/oracle and prints how far we agree: `npm run record:oracle`.
// With `-- --report` nothing is asked or written: the recorded answers are compared. With `-- --fresh COUNT` pwsh is asked about that many
// generated scripts which are not in the corpus, and with `-- --folder DIR` about the .ps1 files of a folder; then nothing is written either.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { decodeText } from "../../src/analysis/decode-text";
import { generatedScripts, oracleCorpus, recordingPath } from "../host/oracle/corpus";
import { askOracle, type OracleAnswers, type OracleRecording } from "../host/oracle/oracle";
import { oracleReport } from "../host/oracle/report";

/** Of the first generated script that is not in the corpus. */
const freshSeed = 100_001;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { report: { type: "boolean" }, fresh: { type: "string" }, folder: { type: "string" } },
  });
  if (values.report === true) {
    print(oracleCorpus(), JSON.parse(readFileSync(recordingPath, "utf8")) as OracleRecording);
    return;
  }
  if (values.fresh !== undefined || values.folder !== undefined) {
    const scripts =
      values.folder === undefined ? generatedScripts(freshSeed, Number(values.fresh)) : scriptsIn(values.folder);
    print(scripts, await askOracle("pwsh", scripts));
    return;
  }
  const scripts = oracleCorpus();
  const recording = await askOracle("pwsh", scripts);
  write(scripts, recording.version, recording.scripts);
  print(scripts, recording);
}

function scriptsIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith(".ps1"));
  const entries = names.map(
    (name, index) => [`file-${index + 1}-${name.slice(0, -4)}`, textOf(join(folder, name))] as const,
  );
  return Object.fromEntries(entries);
}

function textOf(path: string): string {
  return decodeText(readFileSync(path)).text;
}

function write(
  scripts: Readonly<Record<string, string>>,
  version: string,
  answers: Readonly<Record<string, OracleAnswers>>,
): void {
  const lines = Object.entries(scripts).map(([name, text]) => {
    // With the text's hash a test can tell an answer to another text from a wrong one.
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
    return `${JSON.stringify(name)}: ${JSON.stringify({ hash, ...answers[name] })}`;
  });
  writeFileSync(recordingPath, `{"version":${JSON.stringify(version)},"scripts":{\n${lines.join(",\n")}\n}}\n`);
}

function print(scripts: Readonly<Record<string, string>>, { version, scripts: answers }: OracleRecording): void {
  process.stdout.write(`${oracleReport(version, scripts, answers).join("\n")}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The oracle gave no answer: ${String(error)}. It needs pwsh 7 on PATH.\n`);
  process.exitCode = 1;
});
