import assert from "node:assert/strict";

import type { AzureAccount } from "../../../src/azure/account/azure-account";
import { jobSource, testJobSource } from "../../../src/azure/account/job-sources";
import { WatchedAzureJob, type JobSource } from "../../../src/azure/account/watched-job";
import type { JobEvent } from "../../../src/core/job";
import type { FakeJob, FakeRunbook } from "../../support/fake-arm/arm-state";
import { startFakeSession, type FakeSession } from "../../support/fake-arm/fake-session";

describe("a job in Azure that is watched", () => {
  let session: FakeSession;
  let runbook: FakeRunbook;
  let account: AzureAccount;

  beforeEach(async () => {
    session = await startFakeSession();
    account = session.account;
    runbook = session.held.addRunbook("Stop-IdleVms", { draft: "param($Name)", published: "param($Name)" });
  });

  afterEach(async () => {
    await session.stop();
  });

  const follow = (source: JobSource, id = "job-1") => {
    const job = new WatchedAzureJob({
      id,
      runbook: "Stop-IdleVms",
      runbookType: "PowerShell",
      where: "aa-prod · Azure sandbox",
      source,
      clock: session.clock,
    });
    const events: JobEvent[] = [];
    job.onEvent((event) => events.push(event));
    return { job, events };
  };
  /** What Azure does at the n-th pause between two looks. */
  const script = (...steps: readonly (() => void)[]): void => {
    let pause = 0;
    session.clock.onDelay = () => steps[pause++]?.();
  };
  const startTestJob = async (): Promise<{ readonly source: JobSource; readonly held: FakeJob }> => {
    const started = await account.testJobs.start("Stop-IdleVms", { parameters: { Name: "web-01", Deep: { a: 1 } } });
    assert.ok(runbook.testJob);
    return { source: testJobSource(account, "Stop-IdleVms", started.creationTime), held: runbook.testJob };
  };
  const write = (held: FakeJob, count: number, first = 0): void => {
    for (let index = first; index < first + count; index++) {
      const time = new Date(Date.UTC(2026, 0, 5, 9, 0, index)).toISOString();
      held.streams.push({ id: `s${index}`, time, type: "Output", text: `line ${index} of a long text`, value: {} });
    }
  };
  const textsOf = (events: readonly JobEvent[]): readonly string[] =>
    events.flatMap((event) => (event.type === "stream" ? [event.text] : []));
  const statusesOf = (events: readonly JobEvent[]): readonly string[] =>
    events.flatMap((event) => (event.type === "status" ? [event.status] : []));

  it("tells its states and whole records in order, and is over when Azure says so", async () => {
    const { source, held } = await startTestJob();
    script(
      () => (held.status = "Activating"),
      () => {
        held.status = "Running";
        write(held, 2);
      },
      () => {
        write(held, 1, 2);
        held.status = "Completed";
      },
    );
    const { job, events } = follow(source);
    const result = await job.completed;
    assert.equal(result.status, "Completed");
    assert.deepEqual(statusesOf(events), ["New", "Activating", "Running", "Completed"]);
    assert.deepEqual(textsOf(events), ["line 0 of a long text", "line 1 of a long text", "line 2 of a long text"]);
    const last = events.at(-1);
    assert.ok(last?.type === "result");
    const [first] = events;
    assert.ok(first?.type === "job");
    assert.deepEqual(first.parameters, { Name: "web-01", Deep: '{"a":1}' });
  });

  it("asks for no streams while the job waits in the queue, and asks less and less", async () => {
    const { source, held } = await startTestJob();
    const before = session.arm.requests.length;
    script(...Array.from({ length: 9 }, () => () => undefined), () => (held.status = "Completed"));
    const { job } = follow(source);
    await job.completed;
    const asked = session.arm.requests.slice(before);
    assert.equal(asked.filter((path) => path.includes("/streams")).length, 1, asked.join("\n"));
    const delays = session.clock.delays.slice(-10);
    assert.equal(Math.max(...delays), 20_000);
    const perMinute = (10 * 60_000) / delays.reduce((sum, delay) => sum + delay, 0);
    assert.ok(perMinute < 6, `${perMinute} requests a minute`);
  });

  it("reads the first records whole and of the others only what the list says, until somebody wants one", async () => {
    const { source, held } = await startTestJob();
    held.status = "Running";
    write(held, 100);
    script(() => (held.status = "Completed"));
    const before = session.arm.requests.length;
    const { job, events } = follow(source);
    await job.completed;
    const texts = textsOf(events);
    assert.equal(texts.length, 100);
    assert.equal(texts[59], "line 59 of a long text");
    assert.equal(texts[60], "line 60 of a long text".slice(0, 20));
    assert.ok(session.arm.requests.length - before < 75, String(session.arm.requests.length - before));
    assert.equal((await job.readRecord(99))?.text, "line 99 of a long text");
    assert.equal(await job.readRecord(100), undefined);
  });

  it("goes on after 429 and says meanwhile that it cannot look", async () => {
    const { source, held } = await startTestJob();
    held.status = "Running";
    const answer = { kind: "answer", status: 429, headers: { "Retry-After": "90" }, body: {} } as const;
    session.arm.fail({ on: /testJob\?/, times: 1, fault: answer });
    const { job } = follow(source);
    const told: string[] = [];
    job.onConnection((text) => told.push(text));
    script(() => (held.status = "Completed"));
    assert.equal((await job.completed).status, "Completed");
    assert.equal(told.length, 2);
    assert.match(told[0] ?? "", /Could not read the test job/);
    assert.equal(told[1], "");
    assert.ok(session.clock.delays.some((delay) => delay >= 90_000));
  });

  it("survives a sign-in that has run out, and looks at once when there is one again", async () => {
    const { source, held } = await startTestJob();
    held.status = "Running";
    session.arm.fail({ on: /testJob\?/, times: 2, fault: { kind: "answer", status: 401, body: {} } });
    const { job } = follow(source);
    script(() => {
      held.status = "Completed";
      job.lookNow();
    });
    assert.equal((await job.completed).status, "Completed");
  });

  it("does not take another person's test job for its own", async () => {
    const { source, held } = await startTestJob();
    held.status = "Running";
    script(() => {
      held.status = "Completed";
      runbook.testJob = { ...held, status: "Running", creationTime: "2030-01-01T00:00:00+00:00" };
    });
    const { job } = follow(source);
    const result = await job.completed;
    assert.equal(result.status, "Stopped");
    assert.match(result.exception ?? "", /another test job/);
  });

  it("runs in the runtime environment that was chosen, and is the same job for whoever watches it", async () => {
    session.held.add("runtimeEnvironments", "Ps74", { runtime: { language: "PowerShell", version: "7.4" } });
    const started = await account.testJobs.start("Stop-IdleVms", {
      parameters: { Name: "web-01" },
      runtimeEnvironment: "Ps74",
    });
    assert.equal(runbook.testJob?.runtimeEnvironment, "Ps74");
    assert.deepEqual(started, await account.testJobs.get("Stop-IdleVms"));
    runbook.testJob.status = "Completed";
    const { job } = follow(testJobSource(account, "Stop-IdleVms", started.creationTime));
    assert.equal((await job.completed).status, "Completed");
  });

  it("is not started in a runtime environment that is gone, or that hybrid workers do not take", async () => {
    session.held.add("runtimeEnvironments", "Ps74", { runtime: { language: "PowerShell", version: "7.4" } });
    await assert.rejects(
      account.testJobs.start("Stop-IdleVms", { runtimeEnvironment: "Gone" }),
      /Could not start the test job of "Stop-IdleVms": .*Gone/,
    );
    await assert.rejects(
      account.testJobs.start("Stop-IdleVms", { runtimeEnvironment: "Ps74", runOn: "on-premises" }),
      /Hybrid jobs run in system-generated/,
    );
    assert.equal(runbook.testJob, undefined);
  });

  it("stops, suspends and resumes by asking Azure", async () => {
    const { source, held } = await startTestJob();
    held.status = "Running";
    const { job, events } = follow(source);
    await job.suspend();
    assert.equal(held.status, "Suspending");
    held.status = "Suspended";
    await job.resume();
    assert.equal(held.status, "Resuming");
    held.status = "Running";
    session.clock.onDelay = () => {
      if (held.status === "Stopping") {
        held.status = "Stopped";
      }
    };
    await job.stop();
    assert.equal(job.status, "Stopped");
    assert.equal(statusesOf(events).at(-1), "Stopped");
  });

  it("watches a job of a hybrid worker group the same way", async () => {
    const started = await account.jobs.start({ runbook: "Stop-IdleVms", runOn: "on-premises" });
    const held = session.held.jobs.get(started.name);
    assert.ok(held);
    assert.equal(held.runOn, "on-premises");
    held.status = "Running";
    write(held, 1);
    script(() => {
      held.status = "Failed";
      held.exception = "The VM was not found.";
    });
    const { job, events } = follow(jobSource(account, started.name), started.name);
    const result = await job.completed;
    assert.equal(result.exception, "The VM was not found.");
    assert.deepEqual(textsOf(events), ["line 0 of a long text"]);
  });

  it("stays silent when nobody listens any more", async () => {
    const { source, held } = await startTestJob();
    held.status = "Running";
    const { job } = follow(source);
    await new Promise<void>((resolve) => {
      session.clock.onDelay = () => {
        job.detach();
        resolve();
      };
    });
    const asked = session.arm.requests.length;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(session.arm.requests.length, asked);
  });
});
