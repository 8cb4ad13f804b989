import assert from "node:assert/strict";

import { JobRegistry, type JobStart } from "../../../src/platform/job-registry";
import { PlayedJob } from "../features/test-pane/support/pane-harness";

describe("the jobs of a window", () => {
  const local: JobStart = { where: { kind: "local" }, startedBy: "run", usesOwnTokens: false, reveal: () => undefined };
  const azure: JobStart = { ...local, where: { kind: "azure", accountId: "/subscriptions/x", accountName: "aa-prod" } };

  it("are told with each change, running ones first and the newest of each group in front", async () => {
    let changes = 0;
    const registry = new JobRegistry({ now: () => 1000 });
    const subscription = registry.onDidChange(() => changes++);
    const [first, second, third] = ["1", "2", "3"].map((id) => new PlayedJob(id));
    assert.ok(first && second && third);
    [first, second, third].forEach((job) => registry.add(job, local));
    first.begin();
    assert.equal(registry.find("1")?.status, "Running");
    second.end("Failed", "no");
    await second.completed;
    await Promise.resolve();
    assert.deepEqual(
      registry.all.map(({ id, status }) => [id, status]),
      [
        ["3", "New"],
        ["1", "Running"],
        ["2", "Failed"],
      ],
    );
    const ended = registry.find("2");
    assert.deepEqual([ended?.durationMs, ended?.exception, ended?.startedMs], [1800, "no", 1000]);
    assert.equal(registry.jobOf("2"), undefined);
    assert.ok(changes >= 6);
    subscription.dispose();
    const before = changes;
    third.begin();
    assert.equal(changes, before);
  });

  it("are forgotten from the oldest on, and all finished ones on demand", async () => {
    const registry = new JobRegistry({ mostFinished: 2 });
    for (const id of ["1", "2", "3"]) {
      const job = new PlayedJob(id);
      registry.add(job, local);
      job.end("Completed");
      await job.completed;
    }
    await Promise.resolve();
    assert.deepEqual(
      registry.finished.map(({ id }) => id),
      ["3", "2"],
    );
    registry.add(new PlayedJob("4"), local);
    registry.clearFinished();
    assert.deepEqual(
      registry.all.map(({ id }) => id),
      ["4"],
    );
  });

  it("are stopped and shown by their id", async () => {
    let shown = 0;
    const registry = new JobRegistry();
    const job = new PlayedJob("1");
    registry.add(job, { ...local, reveal: () => shown++ });
    await registry.stop("1");
    await registry.stop("unknown");
    assert.equal(job.isStopAsked, true);
    assert.deepEqual([registry.reveal("1"), registry.reveal("unknown"), shown], [true, false, 1]);
  });

  it("end with the window where they run on this machine, and go on in Azure", () => {
    const registry = new JobRegistry();
    const [here, there] = [new PlayedJob("1"), new PlayedJob("2")];
    registry.add(here, local);
    registry.add(there, azure);
    registry.dispose();
    assert.deepEqual([here.isStopAsked, there.isStopAsked], [true, false]);
  });
});
