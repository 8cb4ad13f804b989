// Our PowerShell parser against PowerShell's own, by recorded answers everywhere and by fresh ones where there is a pwsh.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { skipBecause } from "../../support/skip";
import { generatedScripts, oracleCorpus, recordingPath } from "./corpus";
import { knownDifferences } from "./known-differences";
import { askOracle, compareAnswers, ownAnswers, type OracleAnswers } from "./oracle";
import { oracleReport } from "./report";

const freshScripts = 150;

describe("PowerShell's own parser as the oracle", () => {
  const corpus = oracleCorpus();
  const recording = JSON.parse(readFileSync(recordingPath, "utf8")) as {
    readonly version: string;
    readonly scripts: Readonly<Record<string, OracleAnswers & { readonly hash: string }>>;
  };

  it("has an answer to every script as it stands now", () => {
    const stale = Object.entries(corpus)
      .filter(([name, text]) => recording.scripts[name]?.hash !== hashOf(text))
      .map(([name]) => name);
    assert.deepEqual(stale, [], "run `npm run record:oracle` with a pwsh 7 on PATH");
    assert.deepEqual(Object.keys(recording.scripts).sort(), Object.keys(corpus).sort());
  });

  it("agrees on commands, arguments, strings, variables, members, assignments, functions, parameters and comments", () => {
    assert.deepEqual(disagreements(corpus, recording.scripts), []);
    const items = Object.values(recording.scripts).reduce((sum, answers) => sum + itemCount(answers), 0);
    assert.ok(items > 8000, `the recording holds only ${items} items`);
  });

  it("differs where the list of known differences says so", () => {
    for (const [name, { count, reason }] of Object.entries(knownDifferences)) {
      const answers = recording.scripts[name];
      assert.ok(answers, `there is no script "${name}"`);
      const found = compareAnswers(answers, ownAnswers(corpus[name] ?? ""));
      assert.equal(found.length, count, `${name}: ${reason}`);
    }
  });

  it("has a report that explains every difference (npm run record:oracle -- --report)", () => {
    const report = oracleReport(recording.version, corpus, recording.scripts);
    assert.deepEqual(
      report.filter((line) => line.includes("NOT EXPLAINED")),
      [],
    );
    for (const name of Object.keys(knownDifferences)) {
      assert.ok(
        report.some((line) => line.includes(`${name} (`)),
        `the report lacks ${name}`,
      );
    }
  });

  it("agrees with the pwsh on this machine about new scripts", async function () {
    this.timeout(120_000);
    if (spawnSync("pwsh", ["-NoProfile", "-Command", "exit 0"]).status !== 0) {
      skipBecause(this, "no pwsh on PATH: the recorded answers were compared instead");
    }
    const fresh = { ...corpus, ...generatedScripts(5001, freshScripts) };
    const { scripts } = await askOracle("pwsh", fresh);
    assert.deepEqual(disagreements(fresh, scripts), []);
  });
});

/** Names of the scripts that differ, with the first difference, known ones left out. */
function disagreements(
  corpus: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, OracleAnswers>>,
): readonly string[] {
  return Object.entries(corpus).flatMap(([name, text]) => {
    const oracle = answers[name];
    if (oracle === undefined) {
      return [`${name}: no answer`];
    }
    const [first] = name in knownDifferences ? [] : compareAnswers(oracle, ownAnswers(text));
    return first === undefined
      ? []
      : [`${name}: ${first.list}: PowerShell ${String(first.oracle)}, ours ${String(first.ours)}`];
  });
}

function itemCount(answers: OracleAnswers): number {
  const { commands, strings, variables, members, assignments, functions, parameters, comments } = answers;
  const first = commands.length + strings.length + variables.length + members.length;
  return first + assignments.length + functions.length + parameters.length + comments.length;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
