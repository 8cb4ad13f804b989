import assert from "node:assert/strict";

import { jobMemory } from "../../../src/platform/job-memory";
import { JobRegistry, type JobStart } from "../../../src/platform/job-registry";
import { PlayedJob } from "../features/test-pane/support/pane-harness";

describe("the jobs of earlier windows", () => {
  const local: JobStart = { where: { kind: "local" }, startedBy: "run", usesOwnTokens: false, reveal: () => undefined };
  const azure: JobStart = { ...local, where: { kind: "azure", accountId: "/subscriptions/x", accountName: "aa-prod" } };

  /** As the editor keeps it: what JSON keeps. */
  function store(first?: unknown) {
    const held = new Map<string, string>(first === undefined ? [] : [["jobs", JSON.stringify(first)]]);
    return {
      get: (key: string): unknown => JSON.parse(held.get(key) ?? "null"),
      update: (key: string, value: unknown) => Promise.resolve(held.set(key, JSON.stringify(value))),
    };
  }
  const open = (kept: ReturnType<typeof store>) =>
    new JobRegistry({ memory: jobMemory(kept, () => "closed"), now: () => 5000 });

  async function run(registry: JobRegistry, id: string, start = local): Promise<void> {
    const job = new PlayedJob(id);
    registry.add(job, start);
    job.end("Failed", "no such VM");
    await job.completed;
    await Promise.resolve();
  }

  it("are listed with how they ended, below those of this window", async () => {
    const kept = store();
    await run(open(kept), "1", { ...local, runbookPath: "/w/a.ps1" });
    const later = open(kept);
    later.add(new PlayedJob("2"), local);
    assert.deepEqual(
      later.all.map(({ id, status, durationMs, exception }) => ({ id, status, durationMs, exception })),
      [
        { id: "2", status: "New", durationMs: undefined, exception: "" },
        { id: "1", status: "Failed", durationMs: 1800, exception: "no such VM" },
      ],
    );
    assert.equal(later.find("1")?.runbookPath, "/w/a.ps1");
    assert.equal(later.reveal("1"), false, "its output went with its window");
  });

  it("ended with their window where they ran here, and are not followed where they run in Azure", () => {
    const kept = store();
    const earlier = open(kept);
    earlier.add(new PlayedJob("here"), local);
    earlier.add(new PlayedJob("there"), azure);
    const later = open(kept);
    assert.deepEqual(
      later.all.map(({ id, status, exception }) => [id, status, exception]),
      [
        ["there", "New", ""],
        ["here", "Stopped", "closed"],
      ],
    );
    assert.deepEqual(later.running, []);
  });

  it("are this window's again when they are found again", () => {
    const kept = store();
    open(kept).add(new PlayedJob("there"), azure);
    const later = open(kept);
    later.add(new PlayedJob("there"), azure);
    assert.deepEqual([later.all.length, later.running.length, later.reveal("there")], [1, 1, true]);
  });

  it("are forgotten for good when the list is cleared", async () => {
    const kept = store();
    await run(open(kept), "1");
    open(kept).clearFinished();
    assert.deepEqual(open(kept).all, []);
  });

  it("are none where what was kept is no list of jobs", () => {
    for (const damaged of ["text", { id: 1 }, [null, 3, { id: "1" }, { id: "1", runbook: "a", status: "Completed" }]]) {
      assert.deepEqual(open(store(damaged)).all, []);
    }
  });

  it("are kept without parameters and output, and with a reason of one screen at the most", async () => {
    const kept = store();
    const registry = open(kept);
    const job = new PlayedJob("1");
    registry.add(job, local);
    job.end("Failed", "x".repeat(10_000));
    await job.completed;
    await Promise.resolve();
    assert.ok(JSON.stringify(kept.get("jobs")).length < 1000);
  });
});
