import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { isAlive, JobWorkspace, powerShellPath, pythonPath, type JobRun } from "../../support/job-run";
import { skipBecause } from "../../support/skip";

describe("Stopping a job", () => {
  let workspace: JobWorkspace;
  before(() => (workspace = new JobWorkspace()));
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  /** Stops within 2 s; gives the pids that the runbook printed. */
  async function stopInTime(run: JobRun): Promise<readonly number[]> {
    await run.untilOutput("ready");
    const startedAt = Date.now();
    await run.job.stop();
    const took = Date.now() - startedAt;
    assert.ok(took < 2000, `took ${took} ms`);
    assert.equal((await run.result).status, "Stopped");
    assert.deepEqual(
      run.of("status").map((event) => event.status),
      ["New", "Activating", "Running", "Stopping", "Stopped"],
    );
    return run.texts("Output").flatMap((text) => (/^\d+$/.test(text) ? [Number(text)] : []));
  }

  for (const [what, code] of [
    ["sleeps", "print('ready'); time.sleep(600)"],
    ["loops", "print('ready')\nwhile True: pass"],
    ["swallows the interrupt", "while True:\n    try: print('ready'); time.sleep(600)\n    except BaseException: pass"],
    [
      "ignores the signal",
      "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready'); time.sleep(600)",
    ],
    ["floods", "print('ready')\nwhile True: print('x')"],
    ["waits for a native program", "print('ready'); subprocess.run(['sleep', '600'])"],
  ] as const) {
    it(`ends a Python runbook that ${what}, with its children`, async function () {
      if (process.platform === "win32") {
        skipBecause(this, "needs POSIX processes");
      }
      const pids = await stopInTime(
        workspace.startPython(
          `import os, subprocess, time\nprint(os.getpid())\nprint(subprocess.Popen(['sleep', '600']).pid)\n${code}`,
        ),
      );
      assert.equal(pids.length, 2);
      assert.deepEqual(pids.filter(isAlive), []);
    });
  }

  it("lets a Python runbook's own clean-up run", async function () {
    if (process.platform === "win32") {
      skipBecause(this, "Windows has no interrupt for another process");
    }
    const run = workspace.startPython(
      "import time\ntry:\n    print('ready')\n    time.sleep(600)\nfinally:\n    print('clean')",
    );
    await stopInTime(run);
    assert.deepEqual(run.texts("Output"), ["ready", "clean"]);
    assert.equal((await run.result).exception, undefined);
  });

  it("ends a PowerShell runbook with its children", async function () {
    if (powerShellPath() === undefined || process.platform === "win32") {
      skipBecause(this, "PowerShell is not installed");
    }
    this.timeout(60_000);
    const pids = await stopInTime(
      workspace.startPowerShell(
        "$PID; (Start-Process sleep 600 -PassThru).Id; 'ready'; while ($true) { Start-Sleep 1 }",
      ),
    );
    assert.equal(pids.length, 2);
    assert.deepEqual(pids.filter(isAlive), []);
  });

  it("stops a job that has not begun", async () => {
    const run = workspace.startPython("print('never')");
    await run.job.stop();
    assert.equal((await run.result).status, "Stopped");
    assert.deepEqual(run.texts("Output"), []);
    assert.equal(run.job.refusal, undefined);
  });

  it("may be asked twice, and after the end", async () => {
    const run = workspace.startPython("print('ready')\nimport time; time.sleep(600)");
    await run.untilOutput("ready");
    await Promise.all([run.job.stop(), run.job.stop()]);
    await run.job.stop();
    assert.equal(run.of("result").length, 1);
  });

  it("follows an AbortSignal", async () => {
    const controller = new AbortController();
    const run = workspace.startPython("print('ready')\nimport time; time.sleep(600)", { signal: controller.signal });
    await run.untilOutput("ready");
    controller.abort();
    assert.equal((await run.result).status, "Stopped");
  });

  it("comes by itself after the time given, and says so", async () => {
    const run = await workspace.runPython("import time; time.sleep(600)", { timeoutMs: 400 });
    const { status, exception } = await run.result;
    assert.equal(status, "Stopped");
    assert.match(exception ?? "", /longer than 0\.4 s/);
  });

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    it(`happens when the engine's own process ends by ${signal}`, async function () {
      if (process.platform !== "linux") {
        skipBecause(this, "needs Linux");
      }
      this.timeout(60_000);
      const runbook = workspace.add(
        `orphan-${signal}.py`,
        "import os, subprocess, time\np = subprocess.Popen(['sleep', '600'])\nprint('pids', os.getpid(), p.pid)\ntime.sleep(600)",
      );
      const program = resolve(__dirname, "../../support/run-one-job.ts");
      const engine = spawn(
        process.execPath,
        ["--require", "tsx/cjs", program, runbook.path, pythonPath(), workspace.jobsFolder],
        { stdio: ["ignore", "pipe", "inherit"], cwd: join(__dirname, "../../..") },
      );
      try {
        const [line] = (await once(engine.stdout, "data")) as [Buffer];
        const pids = /pids (\d+) (\d+)/.exec(line.toString())?.slice(1).map(Number) ?? [];
        assert.equal(pids.length, 2);
        assert.deepEqual(pids.filter(isAlive), pids);
        engine.kill(signal);
        await once(engine, "exit");
        await untilGone(pids);
      } finally {
        engine.kill("SIGKILL");
      }
      // A process that was killed cannot remove its folder; any other end of it can.
      const left = readdirSync(workspace.jobsFolder);
      assert.equal(left.length, signal === "SIGKILL" ? 1 : 0);
      for (const name of left) {
        rmSync(join(workspace.jobsFolder, name), { recursive: true });
      }
    });
  }
});

async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + 5000;
  while (pids.some(isAlive)) {
    assert.ok(Date.now() < deadline, `still alive: ${pids.filter(isAlive).join(", ")}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
