// npm test: set-up, build, all levels, and the counts as the last line.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build/build.mjs";
import { root } from "../setup/bootstrap.mjs";
import { SetupError, say, seconds } from "../setup/progress.mjs";
import { endLeftovers } from "./leftovers.mjs";
import { levels } from "./levels.mjs";
import { prepareNeeds } from "./needs.mjs";
import { runLevel } from "./run-level.mjs";

function selectLevels(names) {
  const unknown = names.filter((name) => !levels.some((level) => level.name === name));
  if (unknown.length > 0) {
    throw new SetupError(
      `Unknown level: ${unknown.join(", ")}`,
      `Levels: ${levels.map(({ name }) => name).join(", ")}.`,
    );
  }
  return names.length === 0 ? levels : levels.filter(({ name }) => names.includes(name));
}

const countLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Arguments: names of levels (default: all) and --grep PATTERN. Resolves with the exit status. */
export async function main(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { grep: { type: "string", short: "g" } },
  });
  const selected = selectLevels(positionals);
  const startedAt = Date.now();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const add = (counts) => Object.keys(total).forEach((key) => (total[key] += counts[key]));

  say("Node", process.version);
  const buildStartedAt = Date.now();
  try {
    await build(root, { report: false });
  } catch (error) {
    console.log(`FAILED: ${error.message}`);
    console.log(countLine({ ...total, failed: 1 }));
    return 1;
  }
  say("build", `dist is up to date (took ${seconds(buildStartedAt)})`);

  fs.rmSync(path.join(root, "test-results"), { recursive: true, force: true });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rw-"));
  // Tests that run as another user must be able to reach their own folders in it.
  fs.chmodSync(folder, 0o711);
  const aborter = new AbortController();
  const run = {
    grep: values.grep,
    mark: randomUUID(),
    folder,
    sessions: new Set(),
    signal: aborter.signal,
  };
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => aborter.abort());
  }
  const lackingOf = prepareNeeds(selected);

  const runOne = async (level) => {
    const lacking = await lackingOf(level);
    if (aborter.signal.aborted) {
      return;
    }
    if (lacking.length > 0) {
      const optional = !process.env.CI;
      add(optional ? { passed: 0, failed: 0, skipped: 1 } : { passed: 0, failed: 1, skipped: 0 });
      console.log(`\n== ${level.name}: ${optional ? "skipped" : "FAILED"}, because ${lacking.join("; ")}`);
      return;
    }
    const levelStartedAt = Date.now();
    console.log(`-- ${level.name}: running ...`);
    const result = await runLevel(level, run);
    if (aborter.signal.aborted) {
      return;
    }
    add({ ...result, failed: result.failed + result.problems.length });
    const bad = result.failed + result.problems.length > 0;
    console.log(
      [
        `\n== ${level.name}: ${bad ? "FAILED, " : ""}${countLine(result)} (${seconds(levelStartedAt)})`,
        ...(result.output === "" ? [] : [result.output]),
        ...result.problems.map((problem) => `  FAILED: the level ${level.name}. ${problem}`),
        "",
      ].join("\n"),
    );
  };
  const runLane = async (lane) => {
    for (const level of selected.filter((one) => one.lane === lane)) {
      await runOne(level);
    }
  };
  await Promise.all([...new Set(selected.map(({ lane }) => lane))].map(runLane));

  const leftovers = await endLeftovers(run);
  fs.rmSync(run.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  if (aborter.signal.aborted) {
    console.log("Interrupted.");
    return 130;
  }
  for (const { pid, command } of leftovers) {
    total.failed++;
    console.log(`FAILED: a process outlived the tests (now ended): ${pid} ${command}`);
  }
  const nothingRan = total.passed + total.failed + total.skipped === 0;
  if (nothingRan) {
    console.log(`FAILED: no test matches ${values.grep}.`);
  }
  console.log(`took ${seconds(startedAt)}`);
  console.log(countLine(total));
  return total.failed > 0 || nothingRan ? 1 : 0;
}
