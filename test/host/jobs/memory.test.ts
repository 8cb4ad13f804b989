/** What a job's processes hold in memory, told while it runs. */
import assert from "node:assert/strict";

import { JobWorkspace, powerShellPath, type JobRun } from "../../support/job-run";
import { skipBecause } from "../../support/skip";

const mebibyte = 1024 * 1024;

describe("The memory of a job", function () {
  this.timeout(60_000);
  let workspace: JobWorkspace;
  before(function () {
    workspace = new JobWorkspace();
    if (process.platform === "win32") {
      skipBecause(this, "Windows tells the memory of another process too slowly");
    }
  });
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  /** Resolves at the first sample of which that is true. */
  const sampled = (run: JobRun, isIt: (bytes: number) => boolean): Promise<number> =>
    new Promise((resolve, reject) => {
      const listening = run.job.onMemory((bytes) => {
        if (isIt(bytes)) {
          listening.dispose();
          resolve(bytes);
        }
      });
      void run.result.then(() => reject(new Error("The job ended before that")));
    });
  const often = { memorySampleMs: 50 };

  it("is told while a Python runbook runs, what its processes hold included, and goes down with them", async () => {
    const run = workspace.startPython(
      "import subprocess, sys\n" +
        "print('ready')\n" +
        "child = subprocess.Popen([sys.executable, '-c', 'x = bytearray(100 << 20); import sys; sys.stdin.read()'], stdin=subprocess.PIPE)\n" +
        "import time\nwhile True: time.sleep(0.05)",
      {},
      often,
    );
    const first = await sampled(run, (bytes) => bytes > 0);
    assert.ok(first < 100 * mebibyte, String(first));
    const most = await sampled(run, (bytes) => bytes > 100 * mebibyte);
    await run.job.stop();
    assert.ok((run.of("result")[0]?.peakMemory ?? 0) >= most);
  });

  it("is told while a PowerShell runbook runs", async function () {
    if (powerShellPath() === undefined) {
      skipBecause(this, "PowerShell is not installed");
    }
    const run = workspace.startPowerShell(
      "Write-Output ready\n$held = [byte[]]::new(150MB)\n[Array]::Fill($held, [byte] 1)\nwhile ($true) { Start-Sleep -Milliseconds 50 }",
      {},
      often,
    );
    assert.ok((await sampled(run, (bytes) => bytes > 0)) > 0);
    await sampled(run, (bytes) => bytes > 200 * mebibyte);
    await run.job.stop();
  });

  it("comes before the limit that it exceeds, and is told on when the job goes on", async () => {
    const run = workspace.startPython(
      "x = bytearray(50 << 20)\nimport time\nwhile True: time.sleep(0.05)",
      {},
      { ...often, limits: { memory: 40 * mebibyte } },
    );
    const order: string[] = [];
    run.job.onMemory((bytes) => order.push(bytes > 40 * mebibyte ? "sample above" : "sample"));
    run.job.onEvent((event) => event.type === "limit" && order.push("limit"));
    await run.until((event) => event.type === "limit");
    await sampled(run, (bytes) => bytes > 40 * mebibyte);
    await run.job.stop();
    assert.equal(order[order.indexOf("limit") - 1], "sample above", order.join(", "));
    assert.equal(order.filter((one) => one === "limit").length, 1);
    assert.ok(order.lastIndexOf("sample above") > order.indexOf("limit"), order.join(", "));
  });
});
