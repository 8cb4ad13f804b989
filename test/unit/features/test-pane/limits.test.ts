import assert from "node:assert/strict";

import { openPane, type PaneHarness } from "./support/pane-harness";

const mebibyte = 1024 * 1024;

describe("the limits meter of the test pane", () => {
  let pane: PaneHarness;
  let tell: (bytes: number) => void = () => undefined;
  let isHeard = false;
  beforeEach(async () => {
    pane = await openPane({ text: "Write-Output 1" });
    pane.launchExtras = {
      onMemory: (listener) => {
        tell = listener;
        isHeard = true;
        return { dispose: () => (isHeard = false) };
      },
    };
  });
  afterEach(() => pane.dispose());

  const gauge = (name: string) => pane.state().run.limits.find((one) => one.name === name);

  it("shows the memory while the job runs, and the most of it afterwards, in the history too", async () => {
    const job = await pane.start();
    assert.deepEqual([gauge("memory")?.text, gauge("memory")?.share], ["limit 400.0 MB, not measured", undefined]);
    tell(100 * mebibyte);
    assert.deepEqual([gauge("memory")?.text, gauge("memory")?.share], ["100.0 MB of 400.0 MB", 0.25]);
    tell(300 * mebibyte);
    tell(200 * mebibyte);
    assert.equal(gauge("memory")?.text, "200.0 MB of 400.0 MB, 300.0 MB at its highest");
    assert.equal(gauge("memory")?.share, 0.5);
    job.end("Completed", undefined, 310 * mebibyte);
    await pane.ended();
    assert.equal(gauge("memory")?.text, "310.0 MB of 400.0 MB");
    assert.equal(isHeard, false);
    const [entry] = pane.state().history;
    assert.ok(entry);
    await pane.send({ type: "showHistory", id: entry.id });
    assert.equal(gauge("memory")?.text, "310.0 MB of 400.0 MB");
  });

  it("marks what went beyond, and stays so when it comes down again", async () => {
    const job = await pane.start();
    tell(500 * mebibyte);
    job.emit({ type: "limit", name: "memory", limit: 400 * mebibyte, value: 500 * mebibyte });
    tell(100 * mebibyte);
    assert.equal(gauge("memory")?.isExceeded, true);
    assert.equal(gauge("memory")?.text, "100.0 MB of 400.0 MB, 500.0 MB at its highest");
  });

  it("counts the time of a job in Azure from when it runs, not from when it came into the queue", async () => {
    pane.launchExtras = { azure: { accountId: "/subscriptions/x", runOn: "", runbook: "Demo", creationTime: "" } };
    await pane.send({ type: "start" });
    const job = pane.jobs[0];
    assert.ok(job);
    job.setStatus("New");
    pane.nowMs += 5 * 3_600_000;
    assert.ok(pane.state().run.elapsedMs > 4 * 3_600_000);
    assert.deepEqual([gauge("duration")?.share, gauge("duration")?.isExceeded], [0, false]);
    job.emit({ type: "status", status: "Running" }, job.id, pane.nowMs);
    pane.nowMs += 3_600_000;
    assert.equal(Math.round(pane.state().run.elapsedMs / 60_000), 60);
    assert.equal(gauge("duration")?.share?.toFixed(2), "0.33");
  });

  it("counts time and the largest record as they come", async () => {
    const job = await pane.start();
    pane.nowMs += 54 * 60_000;
    job.write({ text: "x".repeat(mebibyte / 2) });
    assert.equal(gauge("duration")?.share?.toFixed(1), "0.3");
    assert.equal(gauge("streamRecord")?.share, 0.5);
  });
});
