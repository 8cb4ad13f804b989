/** How jobs end: the table of specs/powershell-host.md section 6, and starts that fail. Each by a real pwsh through the real session. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { HostSession } from "../../../src/local/sandbox/host-session";
import { startPowerShellHost } from "../../../src/local/sandbox/powershell/start-powershell-host";
import {
  baseEnvironment,
  hostsFolder,
  needPwsh,
  noServices,
  processesWith,
  pwshPath,
  runScript,
  streamTexts,
} from "./support/run-script";

/** A text no other process has in its command line: finds what a runbook left behind. */
let marker = 0;
function uniqueSeconds(): string {
  marker++;
  return `${9000 + (process.pid % 900)}.${marker}`;
}

/** Stops the job as soon as the runbook says so. */
function stopAt(text: string, times: { stoppedAt?: number } = {}) {
  return (record: { text: string }, session: HostSession): void => {
    if (record.text === text && times.stoppedAt === undefined) {
      times.stoppedAt = Date.now();
      session.requestStop();
    }
  };
}

describe("PowerShell host, ends", function () {
  this.timeout(120_000);
  before(function () {
    needPwsh(this);
  });

  const stoppable: readonly (readonly [string, string])[] = [
    ["Start-Sleep", "Start-Sleep 600"],
    ["an endless loop", "while ($true) { $i++ }"],
    ["a native program", "/bin/sleep 600"],
    ["a flood of output", "while ($true) { 'flood' }"],
    ["a loop that swallows errors", "while ($true) { try { Start-Sleep 600 } catch { } }"],
  ];
  for (const [name, body] of stoppable) {
    it(`ends ${name} on a stop and runs finally`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "rbw-test-"));
      try {
        const proof = join(folder, "finally");
        const run = await runScript(`try { "go"; ${body} } finally { [IO.File]::WriteAllText('${proof}', 'x') }`, {
          onRecord: stopAt("go"),
        });
        assert.equal(run.outcome.kind, "stopped");
        assert.equal(run.outcome.exitCode, null);
        assert.ok(existsSync(proof), "finally ran");
        assert.ok(run.messages.some((message) => message["t"] === "stopping"));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it("ends a thread that cannot be interrupted when the engine kills it", async () => {
    const run = await runScript('"go"; [Threading.Thread]::Sleep(600000)', {
      onRecord: (_, session) => {
        session.requestStop();
        session.kill();
      },
    });
    assert.equal(run.outcome.kind, "stopped");
  });

  it("stops a job that has not begun", async () => {
    const run = await runScript('"never"', { onStart: (_, session) => session.requestStop() });
    assert.equal(run.outcome.kind, "stopped");
    assert.deepEqual(streamTexts(run), []);
  });

  it("takes processes that the runbook started along, at its end and at a stop", async () => {
    const atEnd = uniqueSeconds();
    const run = await runScript(`Start-Process /bin/sleep ${atEnd}; "done"`);
    assert.equal(run.outcome.kind, "completed");
    const atStop = uniqueSeconds();
    const stopped = await runScript(`Start-Process /bin/sleep ${atStop}; "go"; Start-Sleep 600`, {
      onRecord: stopAt("go"),
    });
    assert.equal(stopped.outcome.kind, "stopped");
    assert.deepEqual([...processesWith(`sleep ${atEnd}`), ...processesWith(`sleep ${atStop}`)], []);
  });

  it("fails with the exit code when the runbook ends its own process", async () => {
    const run = await runScript('"a"; [Environment]::Exit(5)');
    assert.deepEqual(streamTexts(run), ["Output: a"]);
    assert.equal(run.outcome.kind, "failed");
    assert.equal(run.outcome.exitCode, 5);
    assert.match(run.outcome.exception ?? "", /exit code 5/);
  });

  it("fails with the signal when the runbook kills its host", async () => {
    const run = await runScript('"a"; Stop-Process -Id $PID -Force; Start-Sleep 600');
    assert.equal(run.outcome.kind, "failed");
    assert.equal(run.outcome.exitCode, null);
    assert.match(run.outcome.exception ?? "", /SIGKILL/);
  });

  it("fails with the last words of a process that crashes", async () => {
    const run = await runScript(
      '"a"\n$t = [Threading.Thread]::new([Threading.ThreadStart] { "x" }); $t.Start(); $t.Join(); Start-Sleep 600',
    );
    assert.equal(run.outcome.kind, "failed");
    assert.match(run.outcome.exception ?? "", /SIGABRT[\s\S]*Last words: [\s\S]*Runspace/);
  });

  it("stops endless recursion", async () => {
    const run = await runScript('"go"; function f { f }; f', { onRecord: (_, session) => session.kill() });
    assert.equal(run.outcome.kind, "stopped");
  });

  it("ends with everything it started when its parent dies", async () => {
    const seconds = uniqueSeconds();
    const folder = mkdtempSync(join(tmpdir(), "rbw-test-"));
    try {
      const runbook = join(folder, "r.ps1");
      writeFileSync(runbook, `Start-Process /bin/sleep ${seconds}; "go"; Start-Sleep 600`);
      const parentFile = join(folder, "parent.ts");
      writeFileSync(
        parentFile,
        `import { startPowerShellHost } from ${JSON.stringify(require.resolve("../../../src/local/sandbox/powershell/start-powershell-host"))};
const host = startPowerShellHost({ interpreterPath: ${JSON.stringify(pwshPath)}, edition: "7", hostsFolder: ${JSON.stringify(hostsFolder)},
  environment: process.env, cwd: ${JSON.stringify(folder)}, platform: process.platform }, "cold");
host.run({ runbookPath: ${JSON.stringify(runbook)}, jobId: "11111111-1111-1111-1111-111111111111", parameters: {} }, undefined as never,
  { onRunning() {}, onNotice() {}, onRecord() { process.stdout.write(String(host.pid)); } });`,
      );
      const tsx = require.resolve("tsx/cli");
      const parent = spawn(process.execPath, [tsx, parentFile], {
        stdio: ["ignore", "pipe", "inherit"],
        detached: true,
      });
      const [chunk] = (await once(parent.stdout, "data")) as [Buffer];
      const hostPid = chunk.toString();
      assert.equal(processesWith(`sleep ${seconds}`).length, 1);
      process.kill(-(parent.pid ?? 0), "SIGKILL");
      // Standard output of the child is the host's, which nobody reads: the end of the group is seen in the process table.
      await untilGone(() => processesWith(`sleep ${seconds}`).length === 0 && !isRunning(hostPid));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says so when PowerShell is not where it was said to be", async () => {
    const host = startPowerShellHost({ ...options(), interpreterPath: "/nowhere/pwsh" }, "cold");
    const session = host.run(job(), noServices, callbacks());
    const outcome = await session.finished;
    assert.equal(outcome.kind, "failed");
    assert.equal(outcome.startError?.code, "interpreter-missing");
    await assert.rejects(host.ready, { code: "interpreter-missing" });
    assert.equal(host.isAlive, false);
  });

  it("gives up an interpreter that hangs at its start", async () => {
    await withInterpreter("#!/bin/sh\nexec sleep 600\n", async (interpreterPath) => {
      const host = startPowerShellHost({ ...options(), interpreterPath, startTimeoutMs: 300 }, "cold");
      const outcome = await host.run(job(), noServices, callbacks()).finished;
      assert.equal(outcome.kind, "failed");
      assert.match(outcome.exception ?? "", /did not report within/);
      assert.equal(outcome.startError?.code, "interpreter-failed");
    });
  });

  it("tells the words of an interpreter that ends at once", async () => {
    await withInterpreter("#!/bin/sh\necho broken install >&2\nexit 131\n", async (interpreterPath) => {
      const host = startPowerShellHost({ ...options(), interpreterPath }, "warm");
      await assert.rejects(host.ready, /exit code 131.*broken install/);
      await host.exited;
    });
  });

  it("drops a client that has not the token", async () => {
    const script = `#!/usr/bin/env node
const [address] = require("fs").readFileSync(0, "utf8").split("\\n");
const s = require("net").connect(address, () => s.write('{"t":"hello","token":"wrong","pid":1,"version":"7","edition":"Core"}\\n'));
s.on("error", () => {}); setInterval(() => {}, 1000);`;
    await withInterpreter(script, async (interpreterPath) => {
      const lines: string[] = [];
      const host = startPowerShellHost(
        { ...options(), interpreterPath, onLine: (direction, line) => lines.push(`${direction} ${line}`) },
        "cold",
      );
      const outcome = await host.run(job(), noServices, callbacks()).finished;
      assert.equal(outcome.kind, "failed");
      assert.match(outcome.exception ?? "", /Another program/);
      assert.deepEqual(
        lines.filter((line) => line.startsWith("to-host")),
        [],
        "the job was not sent",
      );
    });
  });

  it("takes no second client and leaves no socket behind", async () => {
    const parent = mkdtempSync(join(tmpdir(), "rbw-test-"));
    const saved = process.env["XDG_RUNTIME_DIR"];
    process.env["XDG_RUNTIME_DIR"] = parent;
    try {
      let folder = "";
      await runScript('"go"', { onStart: () => (folder = join(parent, readdirSync(parent)[0] ?? "")) });
      assert.match(folder, /rbw-\w+$/);
      const late = createConnection(join(folder, "s"));
      const [error] = (await once(late, "error")) as [NodeJS.ErrnoException];
      assert.equal(error.code, "ENOENT");
      assert.deepEqual(readdirSync(parent), []);
    } finally {
      if (saved === undefined) {
        delete process.env["XDG_RUNTIME_DIR"];
      } else {
        process.env["XDG_RUNTIME_DIR"] = saved;
      }
      rmSync(parent, { recursive: true, force: true });
    }
  });

  it("keeps token and address out of arguments and environment", async () => {
    const run = await runScript(
      `[IO.File]::ReadAllText("/proc/$PID/cmdline"); [IO.File]::ReadAllText("/proc/$PID/environ"); [Environment]::GetEnvironmentVariables().Values -join ' '`,
    );
    const token = JSON.stringify(run.messages[0]?.["token"]).slice(1, -1);
    assert.ok(token.length >= 32);
    const all = streamTexts(run).join("\n");
    assert.match(all, /host\.ps1/);
    assert.ok(!all.includes(token));
    assert.ok(!all.includes("rbw-") || !/rbw-\w+\/s\b/.test(all));
  });

  it("shows end of input to the runbook and its children", async () => {
    const run = await runScript("/bin/cat; [Console]::In.ReadToEnd().Length; 'after'");
    assert.deepEqual(streamTexts(run), ["Output: 0", "Output: after"]);
  });

  function options() {
    return {
      interpreterPath: pwshPath ?? "",
      edition: "7",
      hostsFolder,
      environment: baseEnvironment(),
      cwd: tmpdir(),
      platform: process.platform,
    } as const;
  }
});

function job() {
  return { runbookPath: "/nowhere.ps1", jobId: "11111111-1111-1111-1111-111111111111", parameters: {} };
}

function callbacks() {
  return { onRunning: () => undefined, onRecord: () => undefined, onNotice: () => undefined };
}

async function withInterpreter(script: string, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rbw-test-"));
  try {
    const path = join(folder, "pwsh");
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return processesWith("host.ps1").some((line) => line.trimStart().startsWith(`${pid} `));
  } catch {
    return false;
  }
}

async function untilGone(isGone: () => boolean): Promise<void> {
  const limit = Date.now() + 15_000;
  while (!isGone()) {
    assert.ok(Date.now() < limit, "processes are left");
    await new Promise((resolve) => setImmediate(resolve));
    await once(spawn("/bin/sleep", ["0.05"]), "exit");
  }
}
