import assert from "node:assert/strict";

import { AutomationError } from "../../../../src/core/errors";
import { streamNames } from "../../../../src/core/stream";
import { longestText, mostUnacknowledged } from "../../../../src/protocol/test-pane";
import { openPane, type PaneHarness } from "./support/pane-harness";

describe("a run in the test pane", () => {
  let pane: PaneHarness;
  beforeEach(async () => {
    pane = await openPane({ text: "$VerbosePreference = 'Continue'\nWrite-Output 1" });
  });
  afterEach(() => pane.dispose());

  it("shows its states, its streams and its end", async () => {
    const job = await pane.start();
    assert.equal(pane.state().run.isRunning, true);
    assert.equal(pane.state().canStart, false);
    job.write({ text: "hello" });
    job.write({ stream: "Error", text: "no", script: pane.session.runbook.path, line: 12 });
    job.end("Failed", "It went wrong.");
    await pane.ended();
    const { run } = pane.state();
    assert.equal(run.status, "Failed");
    assert.equal(run.exception, "It went wrong.");
    assert.equal(run.exceptionLine, 12);
    assert.equal(run.elapsedMs, 1800);
    assert.match(run.where, /This machine · PowerShell 7\.6\.5/);
    assert.deepEqual([run.counts.Output, run.counts.Error], [1, 1]);
    assert.deepEqual(
      pane.records().map(({ stream, text, line }) => ({ stream, text, line })),
      [
        { stream: "Output", text: "hello", line: undefined },
        { stream: "Error", text: "no", line: 12 },
      ],
    );
    assert.equal(pane.state().canStart, true);
  });

  it("says Queued and Starting as the portal does", async () => {
    pane.launchExtras = { azure: { accountId: "/subscriptions/x", runOn: "", runbook: "Demo", creationTime: "" } };
    await pane.send({ type: "start" });
    pane.jobs[0]?.emit({ type: "status", status: "New" });
    assert.equal(pane.state().run.statusText, "Queued");
    pane.jobs[0]?.setStatus("Activating");
    assert.equal(pane.state().run.statusText, "Starting");
    // Stuck there for an hour: nothing ends by itself, and it can be stopped.
    pane.nowMs += 3_600_000;
    assert.equal(pane.state().run.isRunning, true);
    await pane.send({ type: "stop" });
    assert.equal(pane.jobs[0]?.isStopAsked, true);
  });

  it("is not started twice, and can be run again with the same values", async () => {
    const first = await pane.start();
    await pane.send({ type: "start" });
    await pane.send({ type: "startAgain" });
    assert.equal(pane.launches.length, 1);
    first.end("Completed");
    await pane.ended();
    await pane.send({ type: "setOption", option: "scenario", id: "throttled" });
    await pane.send({ type: "startAgain" });
    assert.deepEqual(pane.launches[1]?.settings, pane.launches[0]?.settings);
  });

  it("is started once by a key that is held down", async () => {
    await Promise.all([pane.send({ type: "start" }), pane.send({ type: "start" }), pane.send({ type: "startAgain" })]);
    assert.equal(pane.launches.length, 1);
    pane.jobs[0]?.end("Completed");
    await pane.ended();
    await Promise.all([pane.send({ type: "startAgain" }), pane.send({ type: "startAgain" })]);
    assert.equal(pane.launches.length, 2);
  });

  it("can be started again by who sees its end, while its sandbox is still put away", async () => {
    const job = await pane.start();
    job.setStatus("Completed");
    assert.deepEqual([pane.state().run.status, pane.state().canStart], ["Completed", true]);
    assert.ok(pane.state().run.elapsedMs > 0, "how long it took is known before its child jobs have ended");
    await pane.send({ type: "startAgain" });
    assert.equal(pane.launches.length, 2);
    job.end("Completed");
    assert.equal(pane.state().run.jobId, pane.jobs[1]?.id);
  });

  it("is stopped by who stops it before there is a job", async () => {
    const seen: unknown[] = [];
    const other = await openPane({
      text: "Write-Output 1",
      onPosted: (message) => {
        const run = message.type === "update" ? message.state.run : undefined;
        if (run?.isStarting === true && run.kind === "none") {
          seen.push(run.canStop);
          void other.session.stop();
        }
      },
    });
    try {
      await other.send({ type: "start" });
      await other.ended();
      assert.deepEqual(seen, [true]);
      assert.equal(other.jobs[0]?.isStopAsked, true);
      assert.equal(other.state().run.status, "Stopped");
    } finally {
      await other.dispose();
    }
  });

  it("does not begin in an untrusted workspace, and says what trust gives", async () => {
    pane.isTrusted = false;
    await pane.session.refresh();
    assert.equal(pane.state().canStart, false);
    await pane.send({ type: "start" });
    await pane.send({ type: "startAgain" });
    assert.equal(pane.launches.length, 0);
    assert.ok(pane.state().notes.some(({ id }) => id === "untrusted"));
  });

  it("says why it did not start, and leaves the pane usable", async () => {
    pane.launchError = new AutomationError("interpreter-missing", "PowerShell 7 (pwsh) was not found.", {
      hint: "Install it.",
    });
    await pane.send({ type: "start" });
    const note = pane.state().notes.find(({ id }) => id === "failure");
    assert.match(note?.message ?? "", /pwsh/);
    assert.equal(note?.detail, "Install it.");
    assert.equal(pane.state().canStart, true);
    pane.launchError = undefined;
    await pane.start();
    assert.ok(!pane.state().notes.some(({ id }) => id === "failure"));
  });

  it("says that the runbook is gone", async () => {
    pane.text = undefined;
    await pane.session.textChanged();
    assert.equal(pane.state().canStart, false);
    assert.ok(pane.state().notes.some(({ id }) => id === "runbookMissing"));
  });

  it("shows what an interpreter that is missing needs, as the surroundings tell it", async () => {
    const note = {
      id: "interpreterMissing",
      severity: "error",
      place: "top",
      message: "PowerShell 7 (pwsh) was not found on this machine.",
      detail: "Install it.",
      actions: [{ id: "howToGetPowerShell", label: "How to Get PowerShell" }],
    } as const;
    pane.surroundings = { notes: [note], interpreter: "" };
    await pane.session.refresh();
    assert.deepEqual(pane.state().notes, [note]);
  });

  it("names whose real tokens it gets, for as long as it runs", async () => {
    await pane.send({ type: "setOption", option: "token", id: "developer" });
    const job = await pane.start();
    assert.match(pane.state().run.ownTokens, /real tokens/);
    pane.launches[0]?.onOwnToken({ account: "ada@contoso.example", tenant: "contoso" });
    assert.equal(pane.state().run.ownTokens, "Real tokens of ada@contoso.example (tenant contoso)");
    job.end("Completed");
    assert.equal(pane.state().run.ownTokens, "");
  });

  it("brings a view that comes in the middle everything from the beginning", async () => {
    const job = await pane.start();
    job.write({ text: "one" });
    job.write({ text: "two" });
    await pane.show();
    job.write({ text: "three" });
    assert.deepEqual(
      pane.records().map(({ text }) => text),
      ["one", "two", "three"],
    );
    assert.equal(pane.state().run.isRunning, true);
  });

  it("goes on while there is no view", async () => {
    const job = await pane.start();
    const lonely = pane.session.attach(() => assert.fail("not ready, so nothing is sent"));
    lonely.dispose();
    job.write({ text: "unseen" });
    job.end("Completed");
    await pane.ended();
    await pane.show();
    assert.deepEqual(
      pane.records().map(({ text }) => text),
      ["unseen"],
    );
  });

  it("tells what happened besides: identity, assets, child jobs, limits, notices", async () => {
    const job = await pane.start();
    const who = {
      method: "GET",
      resource: "https://management.azure.com/",
      identity: "system-assigned",
      clientId: "c",
    };
    job.emit({ type: "identity", ...who, status: 200, client: "Invoke-RestMethod", durationMs: 4 });
    const script = pane.session.runbook.path;
    job.emit({ type: "asset", operation: "get", kind: "variable", name: "Greeting", found: false, script, line: 3 });
    job.emit({ type: "notice", message: "A delay was shortened." });
    job.emit({ type: "limit", name: "streamRecord", limit: 1048576, value: 5242880 });
    job.emit({ type: "child", parentJobId: job.id, runbook: "Child", status: "Running" }, "child-1");
    job.emit({ type: "stream", stream: "Output", text: "from the child" }, "child-1");
    job.emit({ type: "result", status: "Completed", durationMs: 5, exitCode: 0 }, "child-1");
    const kinds = pane.facts().map(({ kind }) => kind);
    assert.deepEqual(kinds, ["status", "status", "identity", "asset", "notice", "limit"]);
    assert.deepEqual(pane.state().run.children, [
      { jobId: "child-1", parentJobId: job.id, runbook: "Child", status: "Completed", durationMs: 5 },
    ]);
    assert.equal(pane.records()[0]?.job, "child-1");
    assert.equal(pane.state().run.isRunning, true);
    const gauge = pane.state().run.limits.find(({ name }) => name === "streamRecord");
    assert.equal(gauge?.text, "5.0 MB of 1.0 MB");
    assert.equal(gauge.isExceeded, true);
    await pane.send({ type: "openSource", of: "fact", run: pane.state().run.run, index: 3 });
    assert.deepEqual(pane.jumps, [{ script, line: 3 }]);
  });

  it("marks what Azure would not show", async () => {
    const job = await pane.start();
    for (const stream of streamNames) {
      job.write({ stream, text: stream });
    }
    const hidden = pane.records().flatMap(({ stream, isHiddenInAzure }) => (isHiddenInAzure ? [stream] : []));
    assert.deepEqual(hidden, ["Debug", "Progress"], "this runbook turns its Verbose stream on");
  });

  it("takes a last error's place and jumps only to places that it knows", async () => {
    const job = await pane.start();
    job.write({ stream: "Error", text: "x", script: "/elsewhere/Module.psm1", line: 7 });
    const { run } = pane.state().run;
    assert.equal(pane.records()[0]?.file, "Module.psm1");
    await pane.send({ type: "openSource", of: "record", run, index: 0 });
    await pane.send({ type: "openSource", of: "record", run, index: 99 });
    await pane.send({ type: "openSource", of: "record", run: run + 1, index: 0 });
    assert.deepEqual(pane.jumps, [{ script: "/elsewhere/Module.psm1", line: 7 }]);
  });
});

describe("records that are hard to show", () => {
  let pane: PaneHarness;
  beforeEach(async () => {
    pane = await openPane({ text: "" });
  });
  afterEach(() => pane.dispose());

  it("come in batches with flow control: 100,000 of them reach a view that keeps up, in order", async () => {
    const job = await pane.start();
    for (let index = 0; index < 100_000; index++) {
      job.write({ text: `line ${index}` });
    }
    const records = pane.records();
    assert.equal(records.length, 100_000);
    assert.equal(records[99_999]?.text, "line 99999");
    const messages = pane.posted.filter((message) => message.type === "records");
    assert.ok(messages.length <= 60, `${messages.length} messages`);
    assert.equal(pane.state().run.counts.Output, 100_000);
  });

  it("wait here for a view that does not keep up", async () => {
    pane.acknowledges = false;
    const job = await pane.start();
    for (let index = 0; index < 50_000; index++) {
      job.write({ text: `line ${index}` });
    }
    assert.equal(pane.records().length, mostUnacknowledged);
    await pane.send({ type: "received", run: pane.state().run.run, next: mostUnacknowledged });
    assert.equal(pane.records().length, 2 * mostUnacknowledged);
    // Nobody can have received what was not sent.
    await pane.send({ type: "received", run: pane.state().run.run, next: 10_000_000 });
    assert.equal(pane.records().length, 50_000);
  });

  it("are cut in the list and read whole on demand, even one of 5 MB", async () => {
    const job = await pane.start();
    const text = "x".repeat(5 * 1024 * 1024);
    job.write({ text });
    const [record] = pane.records();
    assert.equal(record?.text.length, longestText);
    assert.equal(record.fullLength, text.length);
    await pane.send({ type: "readText", run: pane.state().run.run, record: 0 });
    const answer = pane.posted.find((message) => message.type === "text");
    assert.equal(answer?.isCut, true);
    const all = { streams: streamNames, search: "" };
    await pane.send({ type: "openStreams", format: "text", filter: all });
    assert.ok((pane.opened[0]?.text.length ?? 0) > text.length);
    assert.equal(pane.state().run.limits.find(({ name }) => name === "streamRecord")?.isExceeded, true);
  });

  it("keep HTML, ANSI codes and control characters as the text that they are", async () => {
    const job = await pane.start();
    const text = "<img src=x onerror=alert(1)> \u001b[31mred\u001b[0m \u0007\u0000";
    job.write({ text });
    assert.equal(pane.records()[0]?.text, text);
    await pane.send({ type: "exportStreams", format: "csv", filter: { streams: ["Output"], search: "" } });
    assert.ok(!pane.opened[0]?.text.includes("\u001b"));
  });

  it("show an object in one line and its properties level by level", async () => {
    const job = await pane.start();
    job.write({
      text: "",
      typeName: "Az.PSVirtualMachine",
      value: { Name: "web-01", Tags: { env: "dev" }, Ids: [1, 2] },
    });
    job.write({ text: "", value: null });
    const [record, ...rest] = pane.records();
    assert.equal(rest.length, 0, "$null shows nothing");
    assert.equal(record?.text, "PSVirtualMachine { Name: web-01, Tags: { env: dev }, Ids: [ 1, 2 ] }");
    assert.deepEqual([record.isObject, record.isInTable], [true, true]);
    const { run } = pane.state().run;
    const read = async (path: readonly string[]) => {
      await pane.send({ type: "readProperties", run, record: 0, path });
      return pane.posted.filter((message) => message.type === "properties").at(-1)?.properties;
    };
    assert.deepEqual(await read([]), [
      { name: "Name", text: "web-01", type: "text", isExpandable: false },
      { name: "Tags", text: "{ env: dev }", type: "object", isExpandable: true },
      { name: "Ids", text: "[ 1, 2 ]", type: "array", isExpandable: true },
    ]);
    assert.deepEqual(
      (await read(["Ids"]))?.map(({ text }) => text),
      ["1", "2"],
    );
    const before = pane.posted.length;
    await pane.send({ type: "readProperties", run, record: 0, path: ["__proto__"] });
    await pane.send({ type: "readProperties", run, record: 0, path: ["Ids", "length"] });
    assert.equal(pane.posted.length, before);
  });

  it("are dropped from the oldest on when memory would run out, and the view is told", async () => {
    const job = await pane.start();
    const text = "y".repeat(1024 * 1024);
    for (let index = 0; index < 70; index++) {
      job.write({ text: `${index} ${text}` });
    }
    const { firstRecord, counts } = pane.state().run;
    assert.ok(firstRecord > 0);
    assert.equal(counts.Output, 70);
    await pane.show();
    const first = pane.posted.filter((message) => message.type === "records").at(-1);
    assert.ok((first?.from ?? 0) >= firstRecord);
  });

  it("are copied as texts, objects as JSON", async () => {
    const job = await pane.start();
    job.write({ text: "a" });
    job.write({ text: "", value: { b: 1 } });
    await pane.send({ type: "copyRecords", run: pane.state().run.run, records: [0, 1, 7] });
    assert.deepEqual(pane.copied, ['a\n{\n  "b": 1\n}']);
  });

  it("leave as text, JSON lines and CSV, filtered as they are shown", async () => {
    const job = await pane.start();
    job.write({ text: 'say "hi", you' });
    job.write({ text: "=1+1" });
    job.write({ stream: "Warning", text: "careful" });
    for (const format of ["text", "jsonl", "csv"] as const) {
      await pane.send({ type: "exportStreams", format, filter: { streams: ["Output"], search: "" } });
    }
    const [text, lines, table] = pane.opened.map((one) => one.text);
    assert.match(text ?? "", /^13:00:\d\d\.\d{3} {2}say "hi", you\n/);
    assert.ok(!text?.includes("careful"));
    assert.deepEqual(
      (lines ?? "")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { text: string }).text),
      ['say "hi", you', "=1+1"],
    );
    assert.match(table ?? "", /,Output,"say ""hi"", you",,\r\n/);
    assert.match(table ?? "", /,Output,'=1\+1,,\r\n/);
    await pane.send({ type: "openStreams", format: "text", filter: { streams: streamNames, search: "CAREFUL" } });
    assert.match(pane.opened[3]?.text ?? "", /WARNING careful/);
    assert.ok(!pane.opened[3]?.text.includes("say"));
  });
});

describe("a run in Azure in the test pane", () => {
  it("is known as one while it runs and in the history, for nobody is told there what it asked for", async () => {
    const pane = await openPane({ text: "" });
    pane.launchExtras = { azure: { accountId: "/subscriptions/x", runOn: "", runbook: "Demo", creationTime: "" } };
    const inAzure = await pane.start();
    assert.equal(pane.state().run.isInAzure, true);
    inAzure.end("Completed");
    await pane.ended(1);
    pane.launchExtras = {};
    const here = await pane.start();
    assert.equal(pane.state().run.isInAzure, false);
    here.end("Completed");
    await pane.ended(2);
    const shown: boolean[] = [];
    for (const { id } of pane.state().history) {
      await pane.send({ type: "showHistory", id });
      shown.push(pane.state().run.isInAzure);
    }
    assert.deepEqual(shown.sort(), [false, true]);
    await pane.dispose();
  });

  it("shows that its state cannot be read just now, and asks for a record's whole text when it is wanted", async () => {
    const pane = await openPane({ text: "" });
    let tell: (text: string) => void = () => undefined;
    const asked: number[] = [];
    pane.launchExtras = {
      where: "aa-prod · Azure sandbox",
      azure: { accountId: "/subscriptions/x", runOn: "", runbook: "Demo", creationTime: "" },
      onConnection: (listener) => {
        tell = listener;
        return { dispose: () => undefined };
      },
      wholeRecords: 1,
      readRecord: (index) => {
        asked.push(index);
        return Promise.resolve({ stream: "Output", text: "second and whole" });
      },
    };
    const job = await pane.start();
    job.write({ text: "first" });
    job.write({ text: "second" });
    const [first, second] = pane.records();
    assert.equal(first?.fullLength, undefined);
    assert.ok((second?.fullLength ?? 0) > "second".length);
    tell("Could not read the test job: the sign-in has run out.");
    assert.equal(pane.state().run.connection, "waiting");
    assert.equal(pane.state().run.isRunning, true);
    tell("");
    assert.equal(pane.state().run.connection, "live");
    const { run } = pane.state().run;
    await pane.send({ type: "readText", run, record: 1 });
    await pane.send({ type: "readText", run, record: 1 });
    assert.deepEqual(asked, [1]);
    assert.equal(pane.posted.findLast((message) => message.type === "text")?.text, "second and whole");
    await pane.dispose();
  });
});
