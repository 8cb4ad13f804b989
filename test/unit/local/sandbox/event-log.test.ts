import assert from "node:assert/strict";

import type { JobEvent } from "../../../../src/core/job";
import { SecretMask } from "../../../../src/core/secret-mask";
import { EventLog, type NewEvent } from "../../../../src/local/sandbox/event-log";

const first: NewEvent = {
  type: "job",
  runbook: "r",
  runbookType: "Python3",
  interpreter: "Python",
  parameters: ["secret-1"],
  startedBy: "test",
};

function output(text: string): NewEvent {
  return { type: "stream", stream: "Output", text };
}

function create(): { readonly log: EventLog; readonly mask: SecretMask; readonly seen: JobEvent[] } {
  const mask = new SecretMask();
  let seconds = 0;
  const log = new EventLog("job-1", mask, () => 1000 * seconds++);
  const seen: JobEvent[] = [];
  log.subscribe((event) => seen.push(event));
  return { log, mask, seen };
}

describe("EventLog", () => {
  it("holds everything back until the secrets are known, then tells the job first", () => {
    const { log, mask, seen } = create();
    log.add({ type: "status", status: "New" });
    log.add(output("it is secret-1"));
    assert.equal(seen.length, 0);
    mask.add("secret-1");
    log.open(first);
    assert.deepEqual(
      seen.map((event) => event.type),
      ["job", "status", "stream"],
    );
    assert.equal(seen[0]?.time, "1970-01-01T00:00:00.000Z");
    assert.doesNotMatch(JSON.stringify(seen), /secret-1/);
  });

  it("masks texts, values, progress, exceptions and notices", () => {
    const { log, mask, seen } = create();
    mask.add("secret-1");
    log.open(first);
    log.add({ type: "stream", stream: "Output", text: "x", value: { a: ["secret-1"] } });
    const progress = {
      activityId: 0,
      parentId: -1,
      activity: "secret-1",
      status: "secret-1",
      percent: 1,
      isCompleted: false,
    };
    log.add({ type: "stream", stream: "Progress", text: "", progress });
    log.add({ type: "status", status: "Failed", exception: "boom secret-1" });
    log.add({ type: "notice", message: "secret-1" });
    log.add({ type: "result", status: "Failed", exception: "secret-1", durationMs: 1, exitCode: 1 });
    assert.equal(seen.length, 6);
    assert.doesNotMatch(JSON.stringify(seen), /secret-1/);
  });

  it("writes type, time and job id first", () => {
    const { log, seen } = create();
    log.open(first);
    log.add(output("a"));
    assert.deepEqual(Object.keys(seen[1] ?? {}), ["type", "time", "jobId", "stream", "text"]);
  });

  it("replays to those who come late, and forgets those who leave", () => {
    const { log, seen } = create();
    log.open(first);
    log.add(output("a"));
    const late: JobEvent[] = [];
    const subscription = log.subscribe((event) => late.push(event));
    log.add(output("b"));
    subscription.dispose();
    log.add(output("c"));
    assert.deepEqual(late, seen.slice(0, 3));
  });

  it("keeps no more than the latest records, but every other event, and tells how many it dropped", () => {
    const { log } = create();
    log.open(first);
    log.add({ type: "status", status: "Running" });
    for (let index = 0; index < 100_000; index++) {
      log.add(output(String(index)));
    }
    const late: JobEvent[] = [];
    log.subscribe((event) => late.push(event));
    const records = late.filter((event) => event.type === "stream");
    assert.ok(records.length >= 10_000 && records.length <= 20_000);
    assert.equal(records.at(-1)?.text, "99999");
    assert.deepEqual(
      late.slice(0, 3).map((event) => event.type),
      ["job", "status", "notice"],
    );
    const [notice] = late.filter((event) => event.type === "notice");
    assert.equal(notice?.message, `${100_000 - records.length} earlier records are no longer kept.`);
  });

  it("keeps no more than some characters", () => {
    const { log } = create();
    log.open(first);
    const text = "x".repeat(1024 * 1024);
    for (let index = 0; index < 100; index++) {
      log.add(output(text));
    }
    const late: JobEvent[] = [];
    log.subscribe((event) => late.push(event));
    assert.ok(late.length <= 20);
  });
});
