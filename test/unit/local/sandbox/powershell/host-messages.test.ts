/** The pieces of the session that need no PowerShell: arguments, job line, lines, messages, stray text, outcomes. */
import assert from "node:assert/strict";

import fc from "fast-check";

import type { StreamRecord } from "../../../../../src/core/stream";
import { jobInput, jobLine, powerShellHostArguments } from "../../../../../src/local/sandbox/powershell/host-arguments";
import { parseHostMessage } from "../../../../../src/local/sandbox/powershell/host-message";
import { LineSplitter } from "../../../../../src/local/sandbox/powershell/line-splitter";
import { MessageReader, type ProcessEnd } from "../../../../../src/local/sandbox/powershell/message-reader";
import { StrayText } from "../../../../../src/local/sandbox/powershell/stray-text";

const killed: ProcessEnd = { exitCode: null, signal: "SIGKILL", errorText: "" };

function reader(records: StreamRecord[] = []): MessageReader {
  return new MessageReader(
    { onRunning: () => undefined, onNotice: () => undefined, onRecord: (record) => void records.push(record) },
    () => undefined,
  );
}

function read(lines: readonly string[], end: ProcessEnd, wasStopRequested = false) {
  const records: StreamRecord[] = [];
  const target = reader(records);
  for (const line of lines) {
    const message = parseHostMessage(line);
    assert.ok(message !== undefined, line);
    target.accept(message);
  }
  return { records, outcome: target.outcome(end, wasStopRequested), hasEnded: target.hasEnded };
}

describe("powerShellHostArguments", () => {
  it("starts the host script without profile, logo and questions", () => {
    assert.deepEqual(
      powerShellHostArguments({ edition: "7", platform: "linux", hostsFolder: "/app/hosts", mode: "cold" }),
      ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", "/app/hosts/powershell/host.ps1", "cold"],
    );
  });

  it("says last where the compiled classes are", () => {
    const wanted = { edition: "7", platform: "linux", hostsFolder: "/app/hosts", mode: "warm" } as const;
    const given = powerShellHostArguments({ ...wanted, compiledPath: "/cache/a.dll" });
    assert.deepEqual(given, [...powerShellHostArguments(wanted), "/cache/a.dll"]);
  });

  it("passes the execution policy on Windows, where scripts are refused by default", () => {
    assert.deepEqual(
      powerShellHostArguments({ edition: "5.1", platform: "win32", hostsFolder: "C:\\app\\hosts", mode: "warm" }),
      [
        "-NoLogo",
        "-NoProfile",
        "-NonInteractive",
        "-ExecutionPolicy",
        "Bypass",
        "-File",
        "C:\\app\\hosts\\powershell\\host.ps1",
        "warm",
      ],
    );
  });
});

describe("jobLine", () => {
  const jobId = "11111111-1111-4111-8111-111111111111";

  it("holds path and job id, and no JSON where there are no parameters", () => {
    assert.equal(jobLine({ runbookPath: "/a b/c.ps1", jobId, parameters: {} }), `j\t/a b/c.ps1\t${jobId}\t\t\n`);
  });

  it("encodes what would break the line", () => {
    assert.equal(
      jobLine({ runbookPath: "/a\tb%\n.ps1", jobId, parameters: {} }),
      `j\t/a%09b%25%0A.ps1\t${jobId}\t\t\n`,
    );
  });

  it("marks every text, so that no JSON reader takes one for a date", () => {
    const line = jobLine({
      runbookPath: "/r.ps1",
      jobId,
      parameters: { When: "2024-01-01T00:00:00Z", In: { deep: ["x", 1, null] } },
      workflowName: "w",
    });
    assert.equal(line, `j\t/r.ps1\t${jobId}\t{"When":"'2024-01-01T00:00:00Z","In":{"deep":["'x",1,null]}}\tw\n`);
  });

  it("is one line of five fields for any parameters", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null))), (parameters) => {
        const line = jobLine({ runbookPath: "/r.ps1", jobId, parameters });
        assert.equal(line.indexOf("\n"), line.length - 1);
        assert.equal(line.split("\t").length, 5);
      }),
    );
  });
});

describe("jobInput", () => {
  const jobId = "11111111-1111-4111-8111-111111111111";

  it("is the path and the job id, a line each, where that is all", () => {
    assert.equal(jobInput({ runbookPath: "/a\tb.ps1", jobId, parameters: {} }), `/a%09b.ps1\n${jobId}\n`);
  });

  it("has two more lines with parameters or a workflow, so that the host knows which is which", () => {
    const named = { runbookPath: "/r.ps1", jobId, parameters: { text: "two\nlines" } };
    assert.equal(jobInput(named), `/r.ps1\n${jobId}\n{"text":"'two\\nlines"}\n\n`);
    assert.equal(
      jobInput({ runbookPath: "/r.ps1", jobId, parameters: {}, workflowName: "w" }),
      `/r.ps1\n${jobId}\n\nw\n`,
    );
  });
});

describe("LineSplitter", () => {
  it("gives the same lines however the text is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string().map((text) => text.replaceAll("\n", ""))),
        fc.array(fc.nat(40)),
        (lines, cuts) => {
          const text = lines.map((line) => `${line}\n`).join("");
          const seen: string[] = [];
          const splitter = new LineSplitter((line) => seen.push(line));
          let start = 0;
          for (const cut of cuts) {
            splitter.push(text.slice(start, start + cut));
            start += cut;
          }
          splitter.push(text.slice(start));
          assert.deepEqual(seen, lines);
        },
      ),
    );
  });
});

describe("parseHostMessage", () => {
  it("refuses what is not a message", () => {
    for (const line of ["", "x", "null", "[]", "1", '{"t":1}', '{"t":"unknown"}', "{}"]) {
      assert.equal(parseHostMessage(line), undefined, line);
    }
  });

  it("never throws and gives every known message its fields, whatever their types", () => {
    const types = [
      "o",
      "x",
      "e",
      "w",
      "v",
      "d",
      "i",
      "p",
      "left",
      "get",
      "n",
      "fail",
      "exit",
      "end",
      "hello",
      "warm",
      "stopping",
      "hosterror",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.dictionary(fc.constantFrom("x", "v", "y", "d", "ln", "sc", "n", "id", "pct", "code"), fc.jsonValue()),
        (t, rest) => {
          assert.ok(parseHostMessage(JSON.stringify({ ...rest, t })) !== undefined);
        },
      ),
    );
  });

  it("reads time, script and line", () => {
    const message = parseHostMessage('{"t":"w","d":638396640000000000,"sc":"/r.ps1","ln":7,"x":"text"}');
    assert.deepEqual(message, {
      t: "record",
      stream: "Warning",
      text: "text",
      typeName: undefined,
      noNewline: false,
      timeMs: Date.UTC(2024, 0, 1),
      script: "/r.ps1",
      line: 7,
    });
  });
});

describe("MessageReader", () => {
  it("hands text over without a value, and other objects with value and type", () => {
    const { records } = read(
      [
        '{"t":"o","v":"a"}',
        '{"t":"o","y":"System.Int32","v":1}',
        '{"t":"o","v":null}',
        '{"t":"o","y":"T","v":{"a":1}}',
        '{"t":"x","x":"a\\n-\\n1"}',
      ],
      killed,
    );
    assert.deepEqual(records, [
      { stream: "Output", text: "a", typeName: "System.String" },
      { stream: "Output", text: "1", value: 1, typeName: "System.Int32" },
      { stream: "Output", text: "", value: null },
      { stream: "Output", text: "", value: { a: 1 }, typeName: "T" },
      { stream: "Output", text: "a\n-\n1" },
    ]);
  });

  it("describes progress in words", () => {
    const { records } = read(
      ['{"t":"p","id":1,"parent":0,"pct":50,"x":"Copy","s":"file a"}', '{"t":"p","id":1,"pct":-1,"x":"Copy","s":""}'],
      killed,
    );
    assert.deepEqual(
      records.map(({ text }) => text),
      ["Copy: file a, 50 %", "Copy"],
    );
  });

  it("tells completion, failure, stop and crash apart", () => {
    const end: ProcessEnd = { exitCode: 0, signal: null, errorText: "" };
    assert.deepEqual(read(['{"t":"exit","code":3}', '{"t":"end","state":"Completed"}'], end).outcome, {
      kind: "completed",
      exception: undefined,
      exitCode: 3,
    });
    assert.deepEqual(
      read(
        ['{"t":"fail","x":"boom","sc":"/r.ps1","ln":2}', '{"t":"exit","code":0}', '{"t":"end","state":"Failed"}'],
        end,
      ).outcome,
      {
        kind: "failed",
        exception: "boom",
        script: "/r.ps1",
        line: 2,
        exitCode: 1,
      },
    );
    assert.deepEqual(read(['{"t":"end","state":"Stopped"}'], end, true).outcome, {
      kind: "stopped",
      exception: undefined,
      exitCode: null,
    });
    assert.equal(read([], killed, true).outcome.kind, "stopped");
    assert.deepEqual(read([], { exitCode: 134, signal: null, errorText: "Unhandled exception\n" }).outcome, {
      kind: "failed",
      exception:
        "The runbook did not come to its end: the PowerShell process ended with exit code 134. Last words: Unhandled exception",
      exitCode: 134,
    });
    assert.match(read(['{"t":"hosterror","x":"host broke"}'], killed).outcome.exception ?? "", /SIGKILL.*host broke/);
  });

  it("counts a job that completed before the stop reached it as completed", () => {
    assert.equal(read(['{"t":"end","state":"Completed"}'], killed, true).outcome.kind, "completed");
  });
});

describe("StrayText", () => {
  function show(chunks: readonly Buffer[]): readonly string[] {
    const notices: string[] = [];
    const stray = new StrayText("the console", (message) => notices.push(message));
    for (const chunk of chunks) {
      stray.push(chunk);
    }
    stray.end();
    return notices;
  }

  it("explains itself once and shows whole lines", () => {
    const [explanation, ...lines] = show([Buffer.from("one\ntw"), Buffer.from("o\r\nthree")]);
    assert.match(explanation ?? "", /straight to the console/);
    assert.deepEqual(lines, ["one", "two", "three"]);
  });

  it("is silent without text", () => {
    assert.deepEqual(show([]), []);
  });

  it("joins letters that were cut in two, and shows no control characters", () => {
    const bytes = Buffer.from("\u00e9\u001b[31m\u0000\u0007\n");
    assert.deepEqual(show([bytes.subarray(0, 1), bytes.subarray(1)]).slice(1), ["\u00e9\ufffd[31m\ufffd\ufffd"]);
  });

  it("is bounded, for many lines and for one endless line", () => {
    const many = show([Buffer.from("line\n".repeat(100_000))]);
    assert.ok(many.length < 210);
    assert.match(many.at(-1) ?? "", /not shown/);
    const endless = show(new Array<Buffer>(200).fill(Buffer.from("x".repeat(10_000))));
    assert.ok(endless.join("").length < 60_000);
  });

  it("keeps the last text for the reason of a crash", () => {
    const stray = new StrayText("standard error", () => undefined);
    stray.push(Buffer.from("a".repeat(50_000) + "last"));
    assert.ok(stray.tail.endsWith("last"));
    assert.equal(stray.tail.length, 2000);
  });
});
