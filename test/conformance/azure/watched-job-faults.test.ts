/** What can go wrong around a test job while it is watched, over real HTTP against the stateful fake of Azure. */
import assert from "node:assert/strict";

import type { AzureAccount } from "../../../src/azure/account/azure-account";
import { testJobSource } from "../../../src/azure/account/job-sources";
import { WatchedAzureJob } from "../../../src/azure/account/watched-job";
import type { JobEvent } from "../../../src/core/job";
import type { FakeJob } from "../../support/fake-arm/arm-state";
import { startFakeSession, type FakeSession } from "../../support/fake-arm/fake-session";

describe("a test job in Azure, when something goes wrong", () => {
  let session: FakeSession;
  let account: AzureAccount;
  let held: FakeJob;
  let creationTime: string;

  beforeEach(async () => {
    session = await startFakeSession();
    account = session.account;
    const runbook = session.held.addRunbook("Stop-IdleVms", { draft: "1" });
    ({ creationTime } = await account.testJobs.start("Stop-IdleVms"));
    assert.ok(runbook.testJob);
    held = runbook.testJob;
  });
  afterEach(() => session.stop());

  const watch = () => {
    const job = new WatchedAzureJob({
      id: "job-1",
      runbook: "Stop-IdleVms",
      runbookType: "PowerShell",
      where: "aa-prod · Azure sandbox",
      source: testJobSource(account, "Stop-IdleVms", creationTime),
      clock: session.clock,
    });
    const events: JobEvent[] = [];
    const troubles: string[] = [];
    job.onEvent((event) => events.push(event));
    job.onConnection((text) => troubles.push(text));
    const statuses = () => events.flatMap((event) => (event.type === "status" ? [event.status] : []));
    /** Times at which it is said to have begun to run. */
    const started = () =>
      events.flatMap((event) => (event.type === "status" && event.status === "Running" ? [event.time] : []));
    const texts = () => events.flatMap((event) => (event.type === "stream" ? [event.text] : []));
    return { job, troubles, statuses, started, texts };
  };
  /** What happens at the n-th pause between two looks. */
  const script = (...steps: readonly (() => void)[]): void => {
    let pause = 0;
    session.clock.onDelay = () => steps[pause++]?.();
  };
  const nothing = (): void => undefined;
  const times = (count: number, step: () => void): readonly (() => void)[] => Array.from({ length: count }, () => step);
  const write = (text: string): void => {
    const time = new Date(session.clock.now()).toISOString();
    held.streams.push({ id: `s${held.streams.length}`, time, type: "Output", text, value: {} });
  };
  const end = (): void => {
    held.status = "Completed";
  };

  it("stays in the queue for an hour: it is looked at less and less, and can be stopped there", async () => {
    const before = session.arm.requests.length;
    let stopped: Promise<void> | undefined;
    session.clock.onDelay = () => {
      if (session.clock.now() > Date.UTC(2026, 0, 5, 10) && stopped === undefined) {
        assert.ok(session.arm.requests.length - before < 200, String(session.arm.requests.length - before));
        stopped = watched.job.stop();
      }
      if (held.status === "Stopping") {
        held.status = "Stopped";
      }
    };
    const watched = watch();
    assert.equal((await watched.job.completed).status, "Stopped");
    await stopped;
    assert.deepEqual(watched.troubles, []);
    assert.deepEqual(watched.texts(), []);
  });

  it("is suspended by the service: that is shown, it stays watched, and goes on when somebody resumes it", async () => {
    held.status = "Running";
    write("before");
    script(
      () => {
        held.status = "Suspended";
        held.exception = "The job was suspended.";
        write("last words");
      },
      ...times(20, nothing),
      () => {
        held.status = "Resuming";
        held.exception = null;
      },
      () => {
        held.status = "Running";
        write("after");
      },
      end,
    );
    const { job, statuses, texts, troubles } = watch();
    assert.equal((await job.completed).status, "Completed");
    assert.deepEqual(statuses(), ["New", "Running", "Suspended", "Resuming", "Running", "Completed"]);
    assert.deepEqual(texts(), ["before", "last words", "after"]);
    assert.deepEqual(troubles, []);
  });

  it("loses its account: it is over, and says so", async () => {
    held.status = "Running";
    write("before");
    script(() => session.arm.state.deleteAccount(session.held));
    const { job, texts } = watch();
    const result = await job.completed;
    assert.equal(result.status, "Stopped");
    assert.match(result.exception ?? "", /Could not read the test job .*account/);
    assert.deepEqual(texts(), ["before"]);
  });

  it("loses its runbook: it is over, and says so", async () => {
    held.status = "Running";
    script(() => session.held.runbooks.delete("Stop-IdleVms"));
    const result = await watch().job.completed;
    assert.equal(result.status, "Stopped");
    assert.match(result.exception ?? "", /Could not read the test job/);
  });

  it("has a record that cannot be found: that does not end it", async () => {
    held.status = "Running";
    write("one");
    session.arm.fail({
      on: /\/streams\/s0\?/,
      fault: { kind: "answer", status: 404, body: { code: "NotFound", message: "Not there yet." } },
    });
    script(nothing, end);
    const { job, texts, troubles } = watch();
    assert.equal((await job.completed).status, "Completed");
    assert.deepEqual(texts(), ["one"]);
    assert.match(troubles[0] ?? "", /Not there yet/);
    assert.equal(troubles.at(-1), "");
  });

  it("is throttled while it writes: nothing is lost or told twice, and the pause is the one that Azure wants", async () => {
    held.status = "Running";
    write("one");
    const fault = { kind: "answer", status: 429, headers: { "Retry-After": "75" }, body: {} } as const;
    script(
      () => {
        write("two");
        session.arm.fail({ on: /\/streams\?/, fault });
      },
      ...[nothing, end],
    );
    const { job, texts, troubles } = watch();
    await job.completed;
    assert.deepEqual(texts(), ["one", "two"]);
    assert.ok(session.clock.delays.includes(75_000), session.clock.delays.join(", "));
    assert.match(troubles[0] ?? "", /Azure wants fewer requests\. The job goes on there; the next look is in 75 s\.$/);
  });

  it("outlives the sign-in: that is said, nothing is asked of the person, and it goes on after the next one", async () => {
    held.status = "Running";
    write("one");
    script(
      () => {
        session.arm.tokens.isSignedOut = true;
        session.arm.tokens.valid.clear();
        write("two");
      },
      ...times(3, nothing),
      () => {
        session.arm.tokens.isSignedOut = false;
        job.lookNow();
      },
      end,
    );
    const { job, texts, troubles, statuses } = watch();
    assert.equal((await job.completed).status, "Completed");
    assert.match(troubles[0] ?? "", /sign/i);
    assert.equal(troubles.at(-1), "");
    assert.deepEqual(texts(), ["one", "two"]);
    assert.deepEqual(statuses(), ["New", "Running", "Completed"]);
  });

  it("is found again by the next window, with all it wrote", async () => {
    held.status = "Running";
    write("one");
    const first = watch();
    await new Promise<void>((resolve) => {
      session.clock.onDelay = () => {
        first.job.detach();
        resolve();
      };
    });
    write("two");
    script(() => write("three"), end);
    const second = watch();
    assert.equal((await second.job.completed).status, "Completed");
    assert.deepEqual(first.texts(), ["one"]);
    assert.deepEqual(second.started(), [creationTime]);
    assert.deepEqual(second.texts(), ["one", "two", "three"]);
  });

  it("that writes and writes is asked for its state now and then only, and its end is seen all the same", async () => {
    held.status = "Running";
    const before = session.arm.requests.length;
    script(...times(30, () => write("again")), () => {
      write("last");
      end();
    });
    const { job, texts } = watch();
    assert.equal((await job.completed).status, "Completed");
    assert.equal(texts().length, 31);
    assert.equal(texts().at(-1), "last");
    const states = session.arm.requests.slice(before).filter((request) => /testJob\?/.test(request)).length;
    assert.ok(states <= 12, `${states} of 31 looks asked for the state`);
  });
});
