import assert from "node:assert/strict";

import type { Job, JobEvent, JobStatus } from "../../../../src/core/job";
import { SecretMask } from "../../../../src/core/secret-mask";
import { EventLog } from "../../../../src/local/sandbox/event-log";
import { missingRunbook, SandboxServices } from "../../../../src/local/sandbox/sandbox-services";
import { MemoryAccount, sampleAssets } from "../../../support/memory-account";

class FakeJob implements Job {
  readonly id = "Job-1";
  readonly runbookName = "child";
  readonly completed = new Promise<never>(() => undefined);
  status: JobStatus = "Running";
  readonly #listeners = new Set<(event: JobEvent) => void>();

  onEvent(listener: (event: JobEvent) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  end(status: JobStatus): void {
    this.status = status;
    for (const listener of this.#listeners) {
      listener({ type: "status", time: "", jobId: this.id, status });
    }
  }
}

function create() {
  const account = new MemoryAccount(sampleAssets);
  const mask = new SecretMask();
  const log = new EventLog("parent", mask);
  const events: JobEvent[] = [];
  log.subscribe((event) => events.push(event));
  log.open({
    type: "job",
    runbook: "r",
    runbookType: "Python3",
    interpreter: "",
    parameters: [],
    startedBy: "",
  });
  const ending = new AbortController();
  const job = new FakeJob();
  const services = new SandboxServices({
    account,
    log,
    mask,
    signal: ending.signal,
    children: {
      start: () => Promise.resolve("new-id"),
      find: (id) => (id.toLowerCase() === "job-1" ? { job, exception: "boom" } : undefined),
    },
  });
  return { account, mask, events, ending, job, services };
}

describe("SandboxServices", () => {
  it("reports each read and masks what it gave away", async () => {
    const { services, events, mask } = create();
    assert.equal((await services.getAsset("credential", "OPERATOR", { script: "/r.py", line: 4 }))?.name, "Operator");
    assert.equal(await services.getAsset("variable", "nope", {}), undefined);
    assert.deepEqual(
      events.flatMap((event) =>
        event.type === "asset" ? [[event.operation, event.kind, event.name, event.found, event.line]] : [],
      ),
      [
        ["get", "credential", "Operator", true, 4],
        ["get", "variable", "nope", false, undefined],
      ],
    );
    assert.equal(mask.text("canary-password-91bc"), "***");
  });

  it("masks the new value of an encrypted variable", async () => {
    const { services, mask } = create();
    assert.equal(await services.setVariable("apikey", "fresh-secret", {}), true);
    assert.equal(mask.text("is fresh-secret"), "is ***");
    assert.equal(await services.setVariable("nope", 1, {}), false);
  });

  it("describes what is missing with the nearest names, or what there is", async () => {
    const { services, account } = create();
    assert.equal(
      await services.describeMissing("variable", "Setings"),
      'The variable "Setings" was not found in the Automation account "aa-contoso". The nearest: "Settings".',
    );
    assert.match(await services.describeMissing("variable", "zzz"), /It has: "Region", "Settings", "ApiKey"\.$/);
    account.assets.splice(0);
    assert.match(await services.describeMissing("connection", "zzz"), /It has no connection at all\.$/);
  });

  it("waits until a child is final, and gives its state", async () => {
    const { services, job } = create();
    const waiting = services.waitJobs(["JOB-1", "unknown"], 60_000);
    job.end("Failed");
    assert.deepEqual(await waiting, [{ jobId: "Job-1", runbook: "child", status: "Failed", exception: "boom" }]);
  });

  it("answers at once for a final child, after the time, and when the job ends", async () => {
    const { services, job, ending } = create();
    assert.equal((await services.waitJobs(["job-1"], 0))[0]?.status, "Running");
    assert.equal((await services.waitJobs(["job-1"], 5))[0]?.status, "Running");
    const waiting = services.waitJobs(["job-1"], 60_000);
    ending.abort();
    assert.equal((await waiting)[0]?.status, "Running");
    job.end("Completed");
    assert.equal((await services.waitJobs(["job-1"], 60_000))[0]?.status, "Completed");
  });

  it("says that a hybrid worker group is not asked", async () => {
    const { services, events } = create();
    const id = await services.startRunbook({ name: "child", parameters: undefined, runOn: "grp", jobId: undefined });
    assert.equal(id, "new-id");
    assert.ok(events.some((event) => event.type === "notice" && event.message.includes('"grp"')));
  });

  it("names the nearest runbook", async () => {
    const { account } = create();
    account.runbooks.push("/w/Restart-Web.ps1");
    const error = await missingRunbook(account, "Restart-Wb");
    assert.equal(error.code, "file-not-found");
    assert.match(error.message, /The nearest: "Restart-Web"\.$/);
  });
});
