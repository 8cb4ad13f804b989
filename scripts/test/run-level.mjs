// Runs one level in a process of its own and returns its counts and its output.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { alreadyBootstrapped, root } from "../setup/bootstrap.mjs";

const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
const reporter = path.join(root, "scripts/test/reporter.cjs");

function command(level, grep, files) {
  if (level.program !== undefined) {
    return [level.program];
  }
  return [mocha, "--reporter", reporter, ...(grep === undefined ? [] : ["--grep", grep]), ...files];
}

/** Kills the level's whole session group; its own children in other groups are found as leftovers. */
function killGroup(pid) {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // gone
  }
}

/** More files than these are no slow moment of the machine. */
const mostFilesAgain = 3;
const againLimitMs = 180_000;

/** Files whose tests may pass once more; none where something outside a file failed too. */
function filesToRunAgain(level, { files = {}, problems }) {
  const failing = Object.keys(files).filter((file) => files[file].failed > 0);
  const isPossible = level.secondTry === true && problems.length === 0 && !failing.includes("");
  return isPossible && failing.length <= mostFilesAgain ? failing : [];
}

/** The counts of `first` with those of `again` in place of what the files counted that ran again. */
function mergeCounts(first, again, files) {
  const merged = (outcome) =>
    files.reduce((sum, file) => sum - first.files[file][outcome], first[outcome] + again[outcome]);
  return { passed: merged("passed"), failed: merged("failed"), skipped: merged("skipped") };
}

/**
 * `run`: {grep, mark, folder, sessions, signal} of the whole test run. Resolves with {passed, failed, skipped, output, problems};
 * problems are sentences about the level itself: it crashed, had no tests, took too long.
 */
export async function runLevel(level, run) {
  const first = await runOnce(level, run, [level.files], level.limitMs);
  const files = filesToRunAgain(level, first);
  if (files.length === 0 || run.signal.aborted) {
    return first;
  }
  const again = await runOnce(level, run, files, againLimitMs);
  const note = `  Not all of the above passed: ${files.length} file(s) ran once more, and count as follows.`;
  return {
    ...mergeCounts(first, again, files),
    output: [first.output, note, again.output].join("\n\n"),
    problems: again.problems,
  };
}

async function runOnce(level, run, files, limitMs) {
  const resultFile = path.join(run.folder, `${level.name}.json`);
  fs.rmSync(resultFile, { force: true });
  const env = {
    ...process.env,
    // Not RUNBOOK_WORKBENCH_...: the sandbox takes those out of a job's environment, and leftovers.mjs looks for the mark there.
    TEST_RUN_MARK: run.mark,
    RUNBOOK_WORKBENCH_TEST_RESULT: resultFile,
    RUNBOOK_WORKBENCH_SUITE_LIMIT_MS: String(limitMs - 20_000),
    TMPDIR: run.folder,
    ...(level.program === undefined ? {} : alreadyBootstrapped),
    ...(run.grep === undefined ? {} : { RUNBOOK_WORKBENCH_GREP: run.grep }),
  };
  const output = [];
  const problems = [];
  const child = spawn(process.execPath, command(level, run.grep, files), {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  run.sessions.add(child.pid);
  child.stdout.on("data", (data) => output.push(data));
  child.stderr.on("data", (data) => output.push(data));
  const timer = setTimeout(() => {
    problems.push(`It did not end within ${Math.round(limitMs / 1000)} s.`);
    killGroup(child.pid);
  }, limitMs);
  const abort = () => killGroup(child.pid);
  run.signal.addEventListener("abort", abort, { once: true });
  const code = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    // Not "close": a leftover process may hold the pipes open for ever.
    child.once("exit", (status, signal) => setTimeout(() => resolve(status ?? signal), 100));
  });
  clearTimeout(timer);
  run.signal.removeEventListener("abort", abort);

  const counts = fs.existsSync(resultFile)
    ? JSON.parse(fs.readFileSync(resultFile, "utf8"))
    : { passed: 0, failed: 0, skipped: 0 };
  if (!fs.existsSync(resultFile) && problems.length === 0) {
    problems.push(`It ended (${code}) without reporting a result.`);
  } else if (code !== 0 && counts.failed === 0 && problems.length === 0) {
    problems.push(`It ended with status ${code}, although no test failed.`);
  } else if (counts.passed + counts.failed + counts.skipped === 0 && run.grep === undefined && problems.length === 0) {
    problems.push("It holds no tests.");
  }
  return { ...counts, problems, output: Buffer.concat(output).toString("utf8").trimEnd() };
}
