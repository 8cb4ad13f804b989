import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import { WarmPool } from "../../../src/local/sandbox/warm-pool";
import { hostsFolder, isAlive, JobWorkspace, powerShellPath } from "../../support/job-run";
import { MemoryAccount, sampleAssets } from "../../support/memory-account";
import { skipBecause } from "../../support/skip";

const script =
  "$PID; $PSPrivateMetadata.JobId.Guid; Get-AutomationVariable Region; (Get-Location).Path; $env:AUTOMATION_ASSET_SANDBOX_ID";

describe("The warm pool", function () {
  this.timeout(60_000);
  let workspace: JobWorkspace;
  let pool: WarmPool;
  before(function () {
    // First, since `after` runs for skipped tests too.
    workspace = new JobWorkspace(new MemoryAccount(sampleAssets));
    if (powerShellPath() === undefined) {
      skipBecause(this, "PowerShell is not installed");
    }
  });
  beforeEach(() => {
    pool = new WarmPool({ hostsFolder, tempFolder: workspace.jobsFolder });
  });
  afterEach(async () => {
    await pool.dispose();
    workspace.assertClean();
  });
  after(() => workspace.dispose());

  it("gives a job a PowerShell that waits, with the job's own id, assets and sandbox", async () => {
    const { account } = workspace;
    const engine = workspace.engine({ warmPool: pool });
    await engine.keepWarm({ account });
    assert.equal(readdirSync(workspace.jobsFolder).length, 1);
    const [folder] = readdirSync(workspace.jobsFolder);
    const run = workspace.startPowerShell(script, {}, { warmPool: pool });
    const result = await run.result;
    assert.equal(result.status, "Completed", result.exception);
    const [, jobId, region, location] = run.texts("Output");
    assert.equal(jobId, run.job.id);
    assert.equal(region, "westeurope");
    assert.ok(location?.endsWith(folder ?? "?"), location);
    assert.match(run.of("job")[0]?.interpreter ?? "", /^PowerShell 7\.\d+\.\d+ /);
    assert.equal(run.of("asset").length, 1);
  });

  it("never gives the same one twice, and makes the next when a job is over", async () => {
    const { account } = workspace;
    await workspace.engine({ warmPool: pool }).keepWarm({ account });
    const first = workspace.startPowerShell(script, {}, { warmPool: pool });
    await first.result;
    await pool.refill();
    const second = workspace.startPowerShell(script, {}, { warmPool: pool });
    await second.result;
    await pool.refill();
    for (const index of [0, 1, 3, 4]) {
      assert.notEqual(first.texts("Output")[index], second.texts("Output")[index]);
    }
    assert.equal(isAlive(Number(first.texts("Output")[0])), false);
  });

  it("keeps none for a job with other identities, another account or a scenario", async () => {
    const { account } = workspace;
    const none = { system: undefined, userAssigned: [] };
    await workspace.engine({ warmPool: pool }).keepWarm({ account });
    const [folder = "?"] = readdirSync(workspace.jobsFolder);
    for (const request of [{ scenario: "throttled" }, { identities: none }] as const) {
      const run = workspace.startPowerShell("(Get-Location).Path", request, { warmPool: pool });
      await run.result;
      assert.ok(!run.texts("Output")[0]?.endsWith(folder));
    }
  });

  it("lets a job be stopped like any other", async () => {
    const { account } = workspace;
    await workspace.engine({ warmPool: pool }).keepWarm({ account });
    const run = workspace.startPowerShell("'ready'; Start-Sleep 600", {}, { warmPool: pool });
    await run.untilOutput("ready");
    await run.job.stop();
    assert.equal((await run.result).status, "Stopped");
  });

  it("leaves no process, port or folder when it is released", async () => {
    await workspace.engine({ warmPool: pool }).keepWarm({ account: workspace.account });
    await pool.release();
    workspace.assertClean();
  });

  it("goes by itself when nobody wants it", async () => {
    const short = new WarmPool({ hostsFolder, tempFolder: workspace.jobsFolder, idleMs: 1 });
    await workspace.engine({ warmPool: short }).keepWarm({ account: workspace.account });
    await short.release();
    workspace.assertClean();
    await short.dispose();
  });

  it("does nothing once it is disposed", async () => {
    await pool.dispose();
    await workspace.engine({ warmPool: pool }).keepWarm({ account: workspace.account });
    workspace.assertClean();
  });
});
