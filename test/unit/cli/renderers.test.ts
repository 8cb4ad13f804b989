import assert from "node:assert/strict";
import type { JobRenderer } from "../../../src/cli/render/job-renderer";
import { jsonRenderer } from "../../../src/cli/render/json-renderer";
import { BoundedText, escapeXml, junitRenderer } from "../../../src/cli/render/junit-renderer";
import { textRenderer } from "../../../src/cli/render/text-renderer";
import type { JobEvent } from "../../../src/core/job";
import { recordingConsole } from "./recording-console";

const jobId = "11111111-1111-4111-8111-111111111111";
const childId = "22222222-2222-4222-8222-222222222222";
const time = "2026-01-02T03:04:05.678Z";

const started: JobEvent = {
  type: "job",
  time,
  jobId,
  runbook: "Parent",
  runbookType: "PowerShell",
  interpreter: "PowerShell 7.6.5",
  parameters: {},
  startedBy: "runbook-workbench",
};
const completed: JobEvent = { type: "result", time, jobId, status: "Completed", durationMs: 1840, exitCode: 0 };

function output(text: string, more: Partial<JobEvent & { type: "stream" }> = {}): JobEvent {
  return { type: "stream", time, jobId, stream: "Output", text, ...more };
}

async function render(
  events: readonly JobEvent[],
  options: { isTerminal?: boolean; colour?: boolean; renderer?: typeof textRenderer } = {},
) {
  const { console, output: out, errors } = recordingConsole(options);
  const renderer: JobRenderer = (options.renderer ?? textRenderer)(console);
  renderer.begin(jobId);
  for (const event of events) {
    renderer.event(event);
  }
  renderer.end();
  await console.flushed();
  return { out: out.text, errors: errors.text };
}

describe("text output of a job", () => {
  it("shows a table once, and neither null nor the objects whose rows it holds", async () => {
    const { out } = await render([
      started,
      output("", { value: { Id: 1 }, typeName: "System.Management.Automation.PSCustomObject" }),
      output("Id\n--\n 1"),
      output("", { value: null }),
      output(""),
      output("end"),
      completed,
    ]);
    assert.equal(out, "Id\n--\n 1\n\nend\n");
  });

  it("puts Output on standard output unmarked and everything else on standard error with a mark", async () => {
    const { out, errors } = await render([
      started,
      output("one"),
      output("careful", { stream: "Warning" }),
      output("two"),
      output("it broke", { stream: "Error", script: "/w/Parent.ps1", line: 3 }),
      output("detail", { stream: "Verbose" }),
      output("inner", { stream: "Debug" }),
      output("told", { stream: "Information" }),
      completed,
    ]);
    assert.equal(out, "one\ntwo\n");
    assert.equal(
      errors,
      [
        "WARNING careful",
        "ERROR it broke (/w/Parent.ps1:3)",
        "VERBOSE detail",
        "DEBUG inner",
        "INFORMATION told",
        `Job ${jobId} Completed after 1.8 s`,
        "",
      ].join("\n"),
    );
  });

  it("indents the following lines of a marked record, so that marks at line starts are records", async () => {
    const { errors } = await render([output("a\nWARNING b", { stream: "Warning" })]);
    assert.equal(errors, "WARNING a\n  WARNING b\n");
  });

  it("continues a record without a line break and closes it before another stream speaks", async () => {
    const { errors, out } = await render([
      output("loading", { stream: "Information", noNewline: true }),
      output("...", { stream: "Information", noNewline: true }),
      output("done"),
      output("next", { stream: "Information" }),
    ]);
    assert.equal(errors, "INFORMATION loading...\nINFORMATION next\n");
    assert.equal(out, "done\n");
  });

  it("keeps a child job's records out of the results and names the child", async () => {
    const { out, errors } = await render([
      started,
      { type: "child", time, jobId: childId, parentJobId: jobId, runbook: "Child", status: "New" },
      output("from child", { jobId: childId }),
      { ...completed, jobId: childId },
      output("from parent"),
      completed,
    ]);
    assert.equal(out, "from parent\n");
    assert.match(errors, /^\[Child\] CHILD JOB 2{8}-.* New\n\[Child\] from child\nJob 1{8}.*Completed/);
  });

  it("shows progress as a status line on a terminal and nowhere else", async () => {
    const progress = output("Copying", {
      stream: "Progress",
      progress: { activityId: 1, parentId: -1, activity: "Copying", status: "file 3", percent: 30, isCompleted: false },
    });
    assert.match((await render([progress], { isTerminal: true })).errors, /Copying 30 %: file 3/);
    assert.equal((await render([progress])).errors, "");
  });

  it("says an identity request and each asset read once, and every problem", async () => {
    const asset: JobEvent = { type: "asset", time, jobId, operation: "get", kind: "variable", name: "V", found: true };
    const { errors } = await render([
      {
        type: "identity",
        time,
        jobId,
        method: "GET",
        resource: "https://management.azure.com/",
        identity: "system-assigned",
        clientId: "c",
        status: 200,
        client: "python-requests/2.28",
        durationMs: 2.4,
      },
      asset,
      asset,
      { ...asset, name: "W", found: false },
      { type: "notice", time, jobId, message: "The polling delay was shortened." },
      { type: "limit", time, jobId, name: "memory", limit: 419430400, value: 524288000 },
    ]);
    assert.equal(
      errors,
      [
        "IDENTITY GET https://management.azure.com/ as system-assigned: 200 (2 ms, python-requests/2.28)",
        'ASSET get variable "V"',
        'ASSET get variable "W": not found',
        "NOTICE The polling delay was shortened.",
        "WARNING The job uses more memory than the service gives a cloud job: 500.0 MB, limit 400.0 MB.",
        "",
      ].join("\n"),
    );
  });

  it("shows why a job failed and ends with id, status and time", async () => {
    const { errors } = await render([{ ...completed, status: "Failed", exception: "boom\nat line 3" }]);
    assert.equal(errors, `ERROR boom\n  at line 3\nJob ${jobId} Failed after 1.8 s\n`);
  });

  it("colours marks on a terminal and takes a runbook's colours out elsewhere", async () => {
    const events = [output("\u001b[32mgreen\u001b[0m"), output("x", { stream: "Warning" })];
    const plain = await render(events);
    assert.equal(plain.out, "green\n");
    assert.equal(plain.errors, "WARNING x\n");
    const coloured = await render(events, { colour: true });
    assert.equal(coloured.out, "\u001b[32mgreen\u001b[0m\n");
    assert.equal(coloured.errors, "\u001b[33mWARNING\u001b[0m x\n");
  });
});

describe("JSON output of a job", () => {
  it("is the events themselves, one a line, and nothing else on standard output", async () => {
    const events = [started, output("a\nb\u2028", { value: { a: [1] }, typeName: "System.String" }), completed];
    const { out, errors } = await render(events, { renderer: jsonRenderer });
    const lines = out.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      events,
    );
    assert.equal(errors, "");
  });
});

describe("JUnit output of jobs", () => {
  it("holds a passed and a failed case with streams, exception and error stream", async () => {
    const { console, output: out } = recordingConsole();
    const renderer = junitRenderer(console);
    renderer.begin(jobId);
    [started, output("fine & <good>"), completed].forEach((event) => renderer.event(event));
    renderer.begin(childId);
    const second = { jobId: childId };
    renderer.event({ ...started, ...second, runbook: "Bad" });
    renderer.event(output("no\u0007 bell\u001b[31m", { ...second, stream: "Error" }));
    renderer.event({ ...completed, ...second, status: "Failed", exception: 'He said "no"\nline 2' });
    renderer.notStarted("Third", "A parameter is missing.");
    renderer.end();
    await console.flushed();
    const xml = out.text;
    assert.match(
      xml,
      /<testsuite name="runbook-workbench" skipped="0" tests="3" failures="1" errors="1" time="3\.680"/,
    );
    assert.match(xml, /<testcase name="Parent" classname="runbook-workbench\.PowerShell" time="1\.840">/);
    assert.match(xml, /<system-out>fine &amp; &lt;good&gt;\n<\/system-out>/);
    assert.match(
      xml,
      /<failure message="He said &quot;no&quot;" type="JobFailed">He said &quot;no&quot;\nline 2\nno bell\n/,
    );
    assert.match(xml, /<error message="A parameter is missing\." type="NotStarted">/);
    assert.equal(xml.match(/<testsuites /g)?.length, 1);
  });

  it("holds only characters that XML allows", () => {
    assert.equal(escapeXml("a\u0000\u0008\u001fb\ud800c\ufffe\r\n\t😀"), "ab\ufffdc&#13;\n\t😀");
  });

  it("keeps beginning and end of a flood", () => {
    const text = new BoundedText(20);
    text.add("beginning-");
    for (let index = 0; index < 100; index++) {
      text.add(`${index};`);
    }
    text.add("the end");
    assert.match(text.text(), /^beginning-\n\[\d+ characters left out\]\n[\s\S]*the end$/);
    assert.ok(text.text().length < 80);
  });
});
