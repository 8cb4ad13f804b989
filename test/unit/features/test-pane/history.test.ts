import assert from "node:assert/strict";
import { existsSync, readdirSync, type Dirent, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { RunHistory } from "../../../../src/features/test-pane/run-history";
import { openPane, PlayedJob, type PaneHarness } from "./support/pane-harness";

describe("the history of a runbook", () => {
  let pane: PaneHarness;
  beforeEach(async () => {
    pane = await openPane({ text: "" });
  });
  afterEach(async () => {
    await pane.dispose();
  });

  const run = async (texts: readonly string[], status: "Completed" | "Failed" = "Completed"): Promise<void> => {
    pane.nowMs += 60_000;
    const job = await pane.start();
    texts.forEach((text) => job.write({ text }));
    job.end(status, status === "Failed" ? "It failed." : undefined);
    await pane.ended();
  };
  const files = (): readonly string[] => filesIn(pane);

  it("lists runs newest first with what tells them apart", async () => {
    await run(["one"]);
    await run(["two", "three"], "Failed");
    const [newest, oldest] = pane.state().history;
    assert.deepEqual(
      [newest?.status, newest?.records, newest?.durationMs, newest?.where],
      ["Failed", 2, 1800, "This machine"],
    );
    assert.deepEqual([oldest?.status, oldest?.records], ["Completed", 1]);
  });

  it("does not list the run that goes on", async () => {
    await pane.start();
    await pane.session.refresh();
    assert.deepEqual(pane.state().history, []);
  });

  it("shows an earlier run as it was, and goes back to the last one", async () => {
    await run(["from the first"]);
    await run(["from the second"]);
    await pane.send({ type: "showHistory", id: pane.state().history[1]?.id ?? "" });
    assert.equal(pane.state().run.kind, "history");
    assert.equal(pane.state().run.isRunning, false);
    assert.deepEqual(
      pane.records().map(({ text }) => text),
      ["from the first"],
    );
    await pane.send({ type: "showLive" });
    assert.deepEqual(
      pane.records().map(({ text }) => text),
      ["from the second"],
    );
  });

  it("is there again after the window was reloaded", async () => {
    await run(["kept"]);
    const again = await openPane({ text: "", folder: pane.folder });
    assert.equal(again.state().history.length, 1);
    await again.send({ type: "showHistory", id: again.state().history[0]?.id ?? "" });
    assert.equal(again.records()[0]?.text, "kept");
    await again.dispose();
  });

  it("keeps what was written before the window was closed over a run, and says how that ended", async () => {
    const job = await pane.start();
    job.write({ text: "before the end" });
    await waitForText(files, "before the end");
    const again = await openPane({ text: "", folder: pane.folder });
    const [entry] = again.state().history;
    assert.equal(entry?.status, "Stopped");
    assert.deepEqual(
      [entry.durationMs, entry.records, entry.errors],
      [undefined, undefined, undefined],
      "nobody counted",
    );
    await again.send({ type: "showHistory", id: entry.id });
    assert.equal(again.records()[0]?.text, "before the end");
    assert.match(again.state().run.exception, /window was closed/);
    await again.dispose();
  });

  it("compares two runs without what differs each time", async () => {
    await run(["same", "old"]);
    await run(["same", "new"], "Failed");
    const [newest, oldest] = pane.state().history.map(({ id }) => id);
    await pane.send({ type: "compareHistory", ids: [newest ?? "", oldest ?? ""] });
    const [{ left, right } = { left: "", right: "" }] = pane.compared;
    const changed = left.split("\n").filter((line) => !right.split("\n").includes(line));
    assert.deepEqual(changed, ["old", "Completed"]);
    assert.match(right, /EXCEPTION It failed\./);
  });

  it("forgets one, and all", async () => {
    await run(["a"]);
    await run(["b"]);
    await pane.send({ type: "deleteHistory", id: pane.state().history[0]?.id ?? "" });
    assert.equal(pane.state().history.length, 1);
    await pane.send({ type: "clearHistory" });
    assert.deepEqual(pane.state().history, []);
    assert.deepEqual(files(), []);
  });

  it("takes no path for an id", async () => {
    await run(["a"]);
    const victim = join(pane.folder, "precious.jsonl");
    writeFileSync(victim, "x");
    await pane.send({ type: "deleteHistory", id: "../../precious" });
    await pane.send({ type: "showHistory", id: "../../precious" });
    assert.equal(readFileSync(victim, "utf8"), "x");
    assert.equal(pane.state().run.kind, "live");
  });

  it("leaves a damaged file alone and goes on", async () => {
    await run(["good"]);
    const [file = ""] = files();
    writeFileSync(join(file, "..", "20300131130000000-broken.jsonl"), '{"version":1');
    writeFileSync(file, `${readFileSync(file, "utf8")}\n{"type":"stream","te`);
    await pane.session.refresh();
    assert.equal(pane.state().history.length, 1);
    await pane.send({ type: "showHistory", id: pane.state().history[0]?.id ?? "" });
    assert.equal(pane.records()[0]?.text, "good");
  });

  it("finds a job in Azure again that an earlier window started", async () => {
    const azure = { accountId: "/subscriptions/x", runOn: "", runbook: "Demo", creationTime: "2030" };
    pane.launchExtras = { azure };
    const job = await pane.start();
    job.write({ text: "one" });
    await waitForText(files, "one");
    const found = new PlayedJob(job.id);
    found.begin();
    found.write({ text: "one" });
    const again = await openPane({
      text: "",
      folder: pane.folder,
      reattached: { job: found, where: "aa-prod", usesOwnTokens: false, azure },
    });
    await until("the job is followed again", () => again.state().run.isRunning);
    found.write({ text: "two" });
    assert.deepEqual(
      again.records().map(({ text }) => text),
      ["one", "two"],
    );
    found.end("Completed");
    await again.ended(1);
    assert.deepEqual(
      again.state().history.map(({ status, records }) => [status, records]),
      [["Completed", 2]],
    );
    await again.dispose();
  });
});

describe("a pane whose surroundings fail", () => {
  it("opens without the job in Azure that cannot be reached, and says so", async () => {
    const azure = { accountId: "/subscriptions/x", runOn: "", runbook: "Demo", creationTime: "2030" };
    const pane = await openPane({ text: "" });
    pane.launchExtras = { azure };
    const job = await pane.start();
    job.write({ text: "one" });
    await waitForText(() => filesIn(pane), "one");
    const again = await openPane({ text: "", folder: pane.folder, reattachError: new Error("offline") });
    assert.equal(again.state().run.kind, "none");
    await until("the report", () => again.reports.length > 0);
    await again.dispose();
    await pane.dispose();
  });
});

describe("files of runs", () => {
  let pane: PaneHarness;
  beforeEach(async () => {
    pane = await openPane({ text: "" });
  });
  afterEach(async () => {
    await pane.dispose();
  });

  it("are bounded in number and size", async () => {
    const folder = join(pane.folder, "bounded");
    const history = new RunHistory(folder, { runsPerRunbook: 3, bytesPerRun: 2000 });
    for (let index = 0; index < 5; index++) {
      const startTime = `2030-01-31T13:00:0${index}.000Z`;
      const writer = await history.begin({
        jobId: `job${index}`,
        runbookPath: "/x/Demo.ps1",
        where: "",
        startTime,
        showsVerbose: false,
      });
      for (let line = 0; line < 100; line++) {
        const text = "a line of some length";
        writer.add({ type: "stream", time: startTime, jobId: `job${index}`, stream: "Output", text });
      }
      const end = { time: startTime, jobId: `job${index}`, status: "Completed", durationMs: 1, exitCode: 0 } as const;
      writer.add({ type: "result", ...end });
      await writer.flush();
    }
    const runs = await history.list("/x/Demo.ps1");
    assert.deepEqual(
      runs.map(({ header, summary }) => [header.jobId, summary?.records]),
      [
        ["job4", 100],
        ["job3", 100],
        ["job2", 100],
      ],
    );
    const [newest] = runs;
    const read = await history.read("/x/Demo.ps1", newest?.header.id ?? "");
    assert.ok(read?.events.some((event) => event.type === "notice"));
    const [sub = ""] = readdirSync(folder);
    for (const name of readdirSync(join(folder, sub))) {
      assert.ok(statSync(join(folder, sub, name)).size < 3500, name);
    }
  });

  it("that cannot be written are told once and stop no run", async () => {
    writeFileSync(join(pane.folder, "history"), "a file where a folder is needed");
    const job = await pane.start();
    job.write({ text: "goes on" });
    job.end("Completed");
    await pane.ended();
    assert.equal(pane.state().run.status, "Completed");
    assert.equal(pane.reports.length, 1);
  });
});

function filesIn({ folder }: PaneHarness): readonly string[] {
  return (existsSync(join(folder, "history")) ? entriesOf(join(folder, "history")) : [])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function entriesOf(folder: string): readonly Dirent[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true });
}

/** Resolves when a file of the history holds the text: it is written in the background. */
function waitForText(files: () => readonly string[], text: string): Promise<void> {
  return until(`"${text}" in the history`, () => files().some((file) => readFileSync(file, "utf8").includes(text)));
}

async function until(what: string, probe: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!probe()) {
    assert.ok(Date.now() < deadline, `waited in vain for: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
