/**
 * `lint` with all rules over 800 generated runbooks against PSScriptAnalyzer with its default rules over the same folder: whole processes, one after
 * the other, processor time and the clock's. Goal: at least 50 times as fast by processor time. `npm run bench -- lint`; the build must be there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { rules } from "../../src/analysis/rules/index";
import { hasRunbookSigns } from "../../src/analysis/runbook-signs";
import { generateRunbook } from "../host/oracle/generated-runbooks";

const fileCount = 800;
const rounds = 5;
const leastRatio = 50;
const program = resolve(__dirname, "../../dist/cli.js");

/** Seconds */
interface Time {
  readonly clock: number;
  readonly processor: number;
}

function main(): void {
  if (!existsSync(program)) {
    throw new Error('dist/cli.js is not there: run "npm run build" first.');
  }
  const folder = mkdtempSync(join(tmpdir(), "rw-bench-lint-"));
  try {
    const bytes = writeCorpus(folder);
    const ours = Array.from({ length: rounds + 1 }, () => lint(folder)).slice(1);
    const mine = {
      clock: Math.min(...ours.map(({ clock }) => clock)),
      processor: Math.min(...ours.map(({ processor }) => processor)),
    };
    print(
      `lint: ${fileCount} files, ${(bytes / 1e6).toFixed(1)} MB, ${rules.length} rules: ${shown(mine)}, ${(fileCount / mine.processor).toFixed(0)} files a second of processor time`,
    );
    const theirs = analyzer(folder);
    if (typeof theirs === "string") {
      print(`lint: not compared with PSScriptAnalyzer: ${theirs}`);
      return;
    }
    const ratio = theirs.processor / mine.processor;
    print(`lint: PSScriptAnalyzer ${theirs.version}, default rules: ${shown(theirs)}, ${theirs.findings} findings`);
    print(
      `lint: ${ratio.toFixed(0)} x by processor time (${(theirs.clock / mine.clock).toFixed(0)} x by the clock); goal >= ${leastRatio} x: ${ratio >= leastRatio ? "met" : "missed"}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Number of bytes. With a byte order mark, as most public runbooks have that are not plain ASCII. */
function writeCorpus(folder: string): number {
  let bytes = 0;
  for (let seed = 1, files = 0; files < fileCount; seed++) {
    const text = `\ufeff${generateRunbook(seed, { statements: 10 + (seed % 120), hasWorkflows: true })}`;
    // lint would leave out the few that show no sign of a runbook.
    if (hasRunbookSigns(text, "powershell")) {
      files++;
      bytes += Buffer.byteLength(text);
      writeFileSync(join(folder, `Runbook-${seed}.ps1`), text);
    }
  }
  return bytes;
}

const tellUsage =
  'process.on("exit", () => { const { user, system } = process.cpuUsage(); console.error(`usage ${(user + system) / 1e6}`); });';

function lint(folder: string): Time {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(tellUsage)}`, program, "lint", folder, "--output", "json"],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const clock = (performance.now() - start) / 1000;
  const usage = /^usage (\S+)$/m.exec(stderr)?.[1];
  if (status !== 0 || usage === undefined || !stdout.includes(`"files":${fileCount}`)) {
    throw new Error(`lint ended with ${String(status)}: ${stderr}`);
  }
  return { clock, processor: Number(usage) };
}

const analyze = `
param($Folder)
$module = Get-Module -ListAvailable PSScriptAnalyzer | Select-Object -First 1
if (-not $module) { 'absent'; exit }
$findings = @(Invoke-ScriptAnalyzer -Path $Folder -Recurse)
'{0} {1} {2}' -f $module.Version, $findings.Count, (Get-Process -Id $PID).TotalProcessorTime.TotalSeconds.ToString([cultureinfo]::InvariantCulture)
`;

/** A reason where it cannot be had. */
function analyzer(folder: string): (Time & { readonly version: string; readonly findings: string }) | string {
  const script = join(folder, "..", `${basename(folder)}.ps1`);
  writeFileSync(script, analyze);
  const start = performance.now();
  const { stdout, error } = spawnSync("pwsh", ["-NoProfile", "-NonInteractive", "-File", script, folder], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const clock = (performance.now() - start) / 1000;
  rmSync(script, { force: true });
  if (error !== undefined) {
    return "there is no pwsh on PATH";
  }
  const [version = "", findings = "", seconds = ""] = stdout.trim().split("\n").at(-1)?.split(" ") ?? [];
  return version === "absent" || seconds === ""
    ? "the module is not installed (Install-Module PSScriptAnalyzer)"
    : { clock, processor: Number(seconds), version, findings };
}

function shown({ clock, processor }: Time): string {
  return `${processor.toFixed(2)} s of processor time, ${clock.toFixed(2)} s by the clock`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
