/** `run`: each row of docs/cli.md as a real process with real interpreters. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import type { JobEvent } from "../../../src/core/job";
import { powerShellPath } from "../../support/job-run";
import { skipBecause } from "../../support/skip";
import { CliWorkspace, collect, parseEvents, untilText, waitUntil } from "./support/cli";

type Of<T extends JobEvent["type"]> = Extract<JobEvent, { type: T }>;

function of<T extends JobEvent["type"]>(events: readonly JobEvent[], type: T): Of<T>[] {
  return events.filter((event): event is Of<T> => event.type === type);
}

function outputs(events: readonly JobEvent[]): string[] {
  return of(events, "stream").flatMap((event) => (event.stream === "Output" ? [event.text] : []));
}

/** Whether a process lives (and is no zombie). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const python = {
  hello: "print('hello')\n",
  arguments: "import sys, json\nprint(json.dumps(sys.argv[1:]))\n",
  fails: "import sys\nprint('before')\nprint('bad things', file=sys.stderr)\nraise ValueError('boom & <b>\\x07')\n",
  sleeps: "import os, time\nprint(os.getpid(), flush=True)\nwhile True: time.sleep(1)\n",
  token: [
    "import json, os, urllib.request, base64",
    "request = urllib.request.Request(os.environ['IDENTITY_ENDPOINT'] + '?resource=https://vault.azure.net', headers={'X-IDENTITY-HEADER': os.environ['IDENTITY_HEADER'], 'Metadata': 'true'})",
    "try:",
    "    print(json.load(urllib.request.urlopen(request))['client_id'])",
    "except urllib.error.HTTPError as error:",
    "    print(error.code)",
    "",
  ].join("\n"),
};

describe("command line: run (Python)", function () {
  this.timeout(60_000);
  let work: CliWorkspace;
  before(async () => {
    work = new CliWorkspace();
    await work.ok(["init", "--name", "contoso", "--user-assigned", "deployer"]);
    for (const [name, text] of Object.entries(python)) {
      work.write(`${name}.py`, text);
    }
  });
  after(() => work.dispose());

  it("puts the output alone on standard output, and id, status and time on the last line", async () => {
    const { status, stdout, stderr } = await work.run(["run", "hello.py"]);
    assert.equal(status, 0);
    assert.equal(stdout, "hello\n");
    assert.match(stderr, /^Job [0-9a-f-]{36} Completed after \d+\.\d s\n$/);
  });

  it("passes text, files and both to a Python runbook by position", async () => {
    work.write("list.json", '["a", 2, {"b": null}]');
    assert.equal(
      await work.ok(["run", "arguments.py", "-p", "X=1", "--parameter", "Y=two words"]),
      '["1", "two words"]\n',
    );
    assert.equal(await work.ok(["run", "arguments.py", "--parameters", "list.json"]), '["a", "2", "{\\"b\\":null}"]\n');
    assert.equal(await work.ok(["run", "arguments.py", "-p", "X=[EmptyString]"]), '[""]\n');
  });

  it("hands webhook data to a Python runbook as one JSON text", async () => {
    work.write("hook.json", '{"WebhookName":"w","RequestBody":{"a":1},"RequestHeader":{"h":"v"}}');
    const [text = ""] = JSON.parse(await work.ok(["run", "arguments.py", "--webhook-data", "hook.json"])) as string[];
    assert.deepEqual(JSON.parse(text), { WebhookName: "w", RequestBody: '{"a":1}', RequestHeader: { h: "v" } });
  });

  it("ends with 1 for a failed job, its error marked on standard error", async () => {
    const { status, stdout, stderr } = await work.run(["run", "fails.py"]);
    assert.equal(status, 1);
    assert.equal(stdout, "before\n", stderr);
    assert.match(stderr, /^ERROR bad things$/m);
    assert.match(stderr, /^ERROR .*ValueError: boom/ms);
    assert.match(stderr, /Job .* Failed after .* s\n$/);
  });

  it("tells with --output json what happens, in order, with time and job id, the result last", async () => {
    const { status, events, stderr } = await work.events(["token.py"]);
    assert.equal(status, 0, stderr);
    assert.equal(stderr, "");
    assert.equal(events[0]?.type, "job");
    assert.equal(events.at(-1)?.type, "result");
    for (const event of events) {
      assert.match(event.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.equal(event.jobId, events[0].jobId);
    }
    const [job] = of(events, "job");
    assert.deepEqual([job?.runbook, job?.runbookType, job?.startedBy], ["token", "Python3", "runbook-workbench"]);
    assert.match(job?.interpreter ?? "", /^Python 3\./);
    assert.deepEqual(
      of(events, "status").map(({ status: state }) => state),
      ["New", "Activating", "Running", "Completed"],
    );
    const [identity] = of(events, "identity");
    assert.deepEqual([identity?.method, identity?.resource, identity?.status], ["GET", "https://vault.azure.net", 200]);
    const result = of(events, "result")[0];
    assert.deepEqual([result?.status, result?.exitCode], ["Completed", 0]);
  });

  it("gives the identities that were chosen, and the fault of a scenario", async () => {
    const [system = ""] = outputs((await work.events(["token.py", "--identity", "system"])).events);
    assert.match(system, /^[0-9a-f-]{36}$/);
    assert.deepEqual(outputs((await work.events(["token.py", "--identity", "none"])).events), ["400"]);
    assert.deepEqual(outputs((await work.events(["token.py", "--identity", "deployer"])).events), ["400"]);
    assert.deepEqual(outputs((await work.events(["token.py", "--scenario", "unavailable"])).events), ["503"]);
  });

  it("writes JUnit that a strict reader takes", async () => {
    const { status, stdout } = await work.run(["run", "hello.py", "fails.py", "--output", "junit"]);
    assert.equal(status, 1);
    assert.match(stdout, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites tests="2" failures="1" errors="0"/);
    assert.match(stdout, /<testcase name="hello" [^>]*>\n {6}<system-out>hello\n<\/system-out>\n {4}<\/testcase>/);
    assert.match(stdout, /<failure message="ValueError: boom &amp; &lt;b&gt;"/);
    work.write("report.xml", stdout);
    work.write(
      "parse.py",
      "import sys, xml.dom.minidom\nprint(xml.dom.minidom.parse(sys.argv[1]).documentElement.tagName)\n",
    );
    assert.equal(await work.ok(["run", "parse.py", "-p", `File=${work.path("report.xml")}`]), "testsuites\n");
  });

  it("runs several files one after the other; the worst status counts", async () => {
    const { status, stdout, stderr } = await work.run(["run", "fails.py", "hello.py"]);
    assert.equal(status, 1);
    assert.equal(stdout, "before\nhello\n");
    assert.equal(stderr.match(/^Job .* after/gm)?.length, 2);
  });

  it("stops a job after --timeout and ends with 1", async () => {
    const { status, events } = await work.events(["sleeps.py", "--timeout", "0.7"]);
    assert.equal(status, 1);
    assert.equal(of(events, "result")[0]?.status, "Stopped");
    assert.equal(isAlive(Number(outputs(events)[0])), false);
  });

  it("stops the job at Ctrl+C and ends with 130, nothing left behind", async () => {
    const child = work.start(["run", "sleeps.py"]);
    const ended = collect(child);
    const pid = Number(await untilText(child, "stdout", /\d+\n/));
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    assert.equal(status, 130, stderr);
    assert.match(stderr, /Job .* Stopped after/);
    assert.equal(isAlive(pid), false);
  });

  it("ends at once at the second Ctrl+C, with the job's processes", async () => {
    work.write(
      "stubborn.py",
      "import os, signal, time\nsignal.signal(signal.SIGINT, lambda *_: None)\nprint(os.getpid(), flush=True)\nwhile True: time.sleep(1)\n",
    );
    const child = work.start(["run", "stubborn.py"]);
    const ended = once(child, "close");
    const pid = Number(await untilText(child, "stdout", /\d+\n/));
    await waitUntil(() => child.exitCode !== null || !child.kill("SIGINT"));
    assert.equal((await ended)[0], 130);
    await waitUntil(() => !isAlive(pid));
  });

  it("ends quietly and stops the job when nobody reads the results any more", async () => {
    work.write("endless.py", "import os\nprint(os.getpid(), flush=True)\nwhile True: print('x' * 1000)\n");
    const child = work.start(["run", "endless.py"]);
    child.stderr.setEncoding("utf8");
    let errors = "";
    child.stderr.on("data", (text: string) => (errors += text));
    const pid = Number.parseInt(await untilText(child, "stdout", /\d+\n/), 10);
    child.stdout.destroy();
    const [status] = (await once(child, "close")) as [number];
    assert.equal(status, 130);
    assert.equal(errors, "");
    assert.equal(isAlive(pid), false);
  });

  it("lets the runbook wait for a slow reader instead of filling the memory, and loses nothing", async () => {
    const lines = 60_000;
    work.write(
      "flood.py",
      `for i in range(${lines}): print('x' * 1000, i)\nopen(${JSON.stringify(work.path("written"))}, 'w').close()\n`,
    );
    const child = work.start(["run", "flood.py"]);
    child.stdout.pause();
    await once(child.stdout, "readable");
    // 60 MB cannot be on their way anywhere: while nobody reads, the runbook must not get to its end.
    const until = Date.now() + 1000;
    await waitUntil(() => Date.now() > until);
    assert.equal(existsSync(work.path("written")), false);
    const { status, stdout } = await collect(child);
    assert.equal(status, 0);
    assert.equal(stdout.trimEnd().split("\n").length, lines);
    assert.equal(existsSync(work.path("written")), true);
  });

  it("runs outside of any account with a made-up one, and says so", async () => {
    const lone = new CliWorkspace();
    try {
      lone.write("token.py", python.token);
      lone.write("asset.py", "import automationassets\nautomationassets.get_automation_variable('V')\n");
      const token = await lone.run(["run", "token.py"]);
      assert.equal(token.status, 0);
      assert.match(token.stdout, /^[0-9a-f-]{36}\n$/);
      assert.match(
        token.stderr,
        /^NOTICE There is no local Automation account in .*"runbook-workbench init" creates one\./,
      );
      const asset = await lone.run(["run", "asset.py"]);
      assert.equal(asset.status, 1);
      assert.match(asset.stderr, /ASSET get variable "V": not found/);
      assert.equal(readdirSync(lone.folder).includes(".automation"), false);
    } finally {
      lone.dispose();
    }
  });

  it("uses the account that --account names", async () => {
    await work.ok(["init", "named", "--name", "named-account"]);
    await work.ok(["asset", "set", "variable", "Where", "--value", "named", "--account", "named"]);
    work.write("where.py", "import automationassets\nprint(automationassets.get_automation_variable('Where'))\n");
    assert.equal(await work.ok(["run", "where.py", "--account", "named"]), "named\n");
    assert.equal((await work.run(["run", "where.py"])).status, 1);
  });

  it("ends with 3 and says what to do when the interpreter is missing", async () => {
    assert.match(await work.fails(3, ["run", "hello.py", "--interpreter", work.path("no-python")]), /does not exist/);
    const { status, events } = await work.events(["hello.py", "--interpreter", work.path("no-python")]);
    assert.equal(status, 3);
    assert.equal(events.at(-1)?.type, "result");
    assert.match(
      await work.fails(3, ["run", "hello.py"], { environment: { PATH: work.path("named") } }),
      /Python 3 was not found/,
    );
  });

  it("sets a variable so that the next run reads it", async () => {
    await work.ok(["asset", "set", "variable", "Count", "--json", "1"]);
    work.write(
      "count.py",
      "import automationassets as a\na.set_automation_variable('Count', a.get_automation_variable('Count') + 1)\nprint(a.get_automation_variable('Count'))\n",
    );
    const first = await work.events(["count.py"]);
    assert.deepEqual(
      of(first.events, "asset").map(({ operation, kind, name, found }) => [operation, kind, name, found]),
      [
        ["get", "variable", "Count", true],
        ["set", "variable", "Count", true],
        ["get", "variable", "Count", true],
      ],
    );
    assert.equal(await work.ok(["run", "count.py"]), "3\n");
  });
});

describe("command line: run (PowerShell)", function () {
  this.timeout(60_000);
  let work: CliWorkspace;
  before(async function () {
    if (powerShellPath() === undefined) {
      skipBecause(this, "PowerShell 7 is not installed");
    }
    work = new CliWorkspace();
    await work.ok(["init", "--name", "contoso"]);
  });
  after(() => (work as CliWorkspace | undefined)?.dispose());

  it("marks every stream but Output, which alone stands on standard output", async () => {
    work.write(
      "streams.ps1",
      "$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'\n'out'\nWrite-Warning 'w'\nWrite-Error 'e'\nWrite-Verbose 'v'\nWrite-Debug 'd'\nWrite-Information 'i'\nWrite-Progress -Activity 'p' -PercentComplete 5\n",
    );
    const { status, stdout, stderr } = await work.run(["run", "streams.ps1"]);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "out\n");
    const marks = stderr.split("\n").map((line) => line.split(" ")[0]);
    assert.deepEqual(marks, ["WARNING", "ERROR", "VERBOSE", "DEBUG", "INFORMATION", "Job", ""]);
    const { events } = await work.events(["streams.ps1"]);
    assert.deepEqual([...new Set(of(events, "stream").map(({ stream }) => stream))].sort(), [
      "Debug",
      "Error",
      "Information",
      "Output",
      "Progress",
      "Verbose",
      "Warning",
    ]);
  });

  it("binds parameters as the service does and refuses what does not bind before it starts", async () => {
    work.write(
      "typed.ps1",
      "param([Parameter(Mandatory)] [int] $Count, [switch] $Force, [object] $Data, [string[]] $Names)\n\"$($Count + 1) $($Force.IsPresent) $($Data.a) $($Names -join '+')\"\n",
    );
    work.write("typed.json", '{"COUNT": 4, "Data": {"a": "from file"}}');
    const args = ["-p", "force=true", "-p", 'Names=["x","y"]'];
    assert.equal(await work.ok(["run", "typed.ps1", "--parameters", "typed.json", ...args]), "5 True from file x+y\n");
    assert.match(await work.fails(2, ["run", "typed.ps1"]), /"Count" \[int\] is mandatory/);
    assert.match(await work.fails(2, ["run", "typed.ps1", "-p", "Count=many"]), /"many" is not a whole number/);
    assert.match(
      await work.fails(2, ["run", "typed.ps1", "-p", "Count=1", "-p", "Cuont=1"]),
      /no parameter "Cuont".*"Count"/,
    );
  });

  it("hands webhook data over as one JSON text", async () => {
    work.write("hook.json", '{"WebhookName":"w","RequestBody":"{\\"a\\":1}","RequestHeader":{}}');
    work.write(
      "hook.ps1",
      "param([object] $WebhookData)\n$WebhookData.GetType().Name\n($WebhookData | ConvertFrom-Json).RequestBody\n",
    );
    assert.equal(await work.ok(["run", "hook.ps1", "--webhook-data", "hook.json"]), 'String\n{"a":1}\n');
  });

  it("ends with 1 at a terminating error and with 0 at one that does not end the runbook", async () => {
    work.write("throws.ps1", "'before'\nthrow 'boom'\n");
    const { status, stdout, stderr } = await work.run(["run", "throws.ps1"]);
    assert.equal(status, 1);
    assert.equal(stdout, "before\n", stderr);
    assert.match(stderr, /^ERROR boom/m);
    work.write("writes.ps1", "Write-Error 'only said'\n'after'\n");
    assert.equal(await work.ok(["run", "writes.ps1"]), "after\n");
  });

  it("runs child jobs, their lines with their own id, and keeps their output out of the results", async () => {
    work.write("child.ps1", 'param([string] $Name)\n"child of $Name"\n');
    work.write(
      "parent.ps1",
      "$id = Start-AutomationRunbook -Name 'Child' -Parameters @{ Name = 'parent' }\nWait-AutomationJob -Id $id.Guid | Out-Null\n'parent done'\n",
    );
    const { status, stdout, stderr } = await work.run(["run", "parent.ps1", "--output", "json"]);
    assert.equal(status, 0, stderr);
    const events = parseEvents(stdout);
    const [parent, child] = of(events, "job");
    assert.equal(child?.startedBy, parent?.jobId);
    assert.ok(
      of(events, "child").some(
        ({ jobId, parentJobId, status: state }) =>
          jobId === child?.jobId && parentJobId === parent?.jobId && state === "Completed",
      ),
    );
    assert.equal(of(events, "stream").find(({ text }) => text === "child of parent")?.jobId, child?.jobId);
    const last = events.at(-1);
    assert.deepEqual([last?.type, last?.jobId], ["result", parent?.jobId]);
    const text = await work.run(["run", "parent.ps1"]);
    assert.equal(text.stdout, "parent done\n");
    assert.match(text.stderr, /^\[child\] child of parent$/m);
  });

  it("refuses a workflow and a runtime that this machine cannot have", async () => {
    if (process.platform === "win32") {
      return;
    }
    work.write("flow.ps1", "workflow flow { 'x' }\n");
    assert.match(await work.fails(3, ["run", "flow.ps1"]), /workflow.*5\.1/);
    assert.match(await work.fails(3, ["run", "throws.ps1", "--runtime", "powershell-5.1"]), /Windows only/);
    assert.match(await work.fails(2, ["run", "throws.ps1", "--runtime", "python-3"]), /PowerShell runbook/);
  });

  it("runs the finally block at Ctrl+C", async () => {
    work.write("finally.ps1", "try { 'waiting'; Start-Sleep 600 } finally { 'cleaned up' }\n");
    const child = work.start(["run", "finally.ps1"]);
    const ended = collect(child);
    await untilText(child, "stdout", /waiting/);
    child.kill("SIGINT");
    const { status, stdout } = await ended;
    assert.equal(status, 130);
    assert.equal(stdout, "waiting\ncleaned up\n");
  });
});
