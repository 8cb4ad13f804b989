/** The rows P01 to P31 of specs/powershell-host.md section 7, each by a real pwsh through the real session. */
import assert from "node:assert/strict";

import type { StreamRecord } from "../../../src/core/stream";
import { needPwsh, runScript, streamTexts, type ScriptRun } from "./support/run-script";

function records(run: ScriptRun, stream: StreamRecord["stream"]): readonly StreamRecord[] {
  return run.records.filter((record) => record.stream === stream);
}

function texts(run: ScriptRun, stream: StreamRecord["stream"]): readonly string[] {
  return records(run, stream).map((record) => record.text);
}

describe("PowerShell host, conformance", function () {
  this.timeout(120_000);
  before(function () {
    needPwsh(this);
  });

  it("P01 ends at exit and reports its code", async () => {
    const run = await runScript('"a"; exit 3; "b"');
    assert.deepEqual(streamTexts(run), ["Output: a"]);
    assert.deepEqual(run.outcome, { kind: "completed", exception: undefined, exitCode: 3 });
  });

  it("P02 ends at an exit inside a function", async () => {
    const run = await runScript('function f { "a"; exit 3; "b" }\nf\n"c"');
    assert.deepEqual(streamTexts(run), ["Output: a"]);
    assert.deepEqual(run.outcome, { kind: "completed", exception: undefined, exitCode: 3 });
  });

  it("P03 fails at a throw, with its line", async () => {
    const run = await runScript('"a"; throw "boom"');
    assert.deepEqual(streamTexts(run), ["Output: a"]);
    const { kind, exception, script, line, exitCode } = run.outcome;
    assert.deepEqual(
      { kind, exception, script, line, exitCode },
      { kind: "failed", exception: "boom", script: run.path, line: 1, exitCode: 1 },
    );
  });

  it("P04 fails at the first error where the preference says Stop", async () => {
    const run = await runScript('$ErrorActionPreference="Stop"; Get-Item /nope; "b"');
    assert.deepEqual(streamTexts(run), []);
    assert.equal(run.outcome.kind, "failed");
    assert.match(run.outcome.exception ?? "", /Cannot find path '\/nope'/);
  });

  it("P05 goes on after an error", async () => {
    const run = await runScript('Write-Error x; "after"');
    assert.deepEqual(streamTexts(run), ["Error: x", "Output: after"]);
    assert.equal(run.outcome.kind, "completed");
  });

  it("P06 fails at a parse error, with its line and no record", async () => {
    const run = await runScript('"a"\nif (');
    assert.deepEqual(run.records, []);
    assert.equal(run.outcome.kind, "failed");
    assert.equal(run.outcome.script, run.path);
    assert.equal(run.outcome.line, 2);
  });

  it("P07 ends at return", async () => {
    const run = await runScript('return "r"; "b"');
    assert.deepEqual(streamTexts(run), ["Output: r"]);
    assert.equal(run.outcome.kind, "completed");
  });

  it("P08 says of a workflow that it needs Windows PowerShell 5.1", async () => {
    const run = await runScript('workflow w { "a" }\nw');
    assert.equal(run.outcome.kind, "failed");
    assert.match(run.outcome.exception ?? "", /Windows PowerShell 5\.1 only/);
    const fail = run.messages.find((message) => message["t"] === "fail");
    assert.match(JSON.stringify(fail?.["id"]), /WorkflowNotSupportedInPowerShellCore/);
  });

  for (const requirement of ["-Modules None.Such.Module", "-Version 9.0"]) {
    it(`P09 fails at #Requires ${requirement}`, async () => {
      const run = await runScript(`#Requires ${requirement}\n"a"`);
      assert.deepEqual(streamTexts(run), []);
      assert.equal(run.outcome.kind, "failed");
      assert.match(run.outcome.exception ?? "", /#requires/i);
    });
  }

  it("P10 obeys using namespace and using module", async () => {
    const text =
      'using namespace System.Text\nusing module ./Part.psm1\n[StringBuilder]::new("x").ToString(); [Part]::new().Name';
    const run = await runScript(text, { files: { "Part.psm1": 'class Part { [string] $Name = "part" }' } });
    assert.deepEqual(streamTexts(run), ["Output: x", "Output: part"]);
  });

  it("P11 runs begin, process, end, and dynamic and common parameters", async () => {
    const text = `[CmdletBinding()] param([string] $Name)
dynamicparam {
  $all = [Management.Automation.RuntimeDefinedParameterDictionary]::new()
  $attributes = [Collections.ObjectModel.Collection[Attribute]]::new()
  $attributes.Add([Parameter]::new())
  $all.Add('Extra', [Management.Automation.RuntimeDefinedParameter]::new('Extra', [string], $attributes))
  $all
}
begin { "begin $Name" } process { "process $($PSBoundParameters.Extra)" } end { Write-Verbose talk; "end" }`;
    const run = await runScript(text, { parameters: { Name: "n", Extra: "e", Verbose: "true" } });
    assert.deepEqual(
      streamTexts(run).filter((line) => !line.startsWith("Verbose: Loading")),
      ["Output: begin n", "Output: process e", "Verbose: talk", "Output: end"],
    );
  });

  it("P12 gives a runbook the preferences, host, paths and job id of the service", async () => {
    const run =
      await runScript(`"$VerbosePreference $DebugPreference $InformationPreference $ProgressPreference $ErrorActionPreference"
[TimeZoneInfo]::Local.BaseUtcOffset.Ticks; [Math]::Abs(((Get-Date) - [DateTime]::UtcNow).TotalHours) -lt 0.1
$Host.Name; $PSScriptRoot; $PSCommandPath; $PSPrivateMetadata.JobId.Guid; $PSPrivateMetadata.JobId.GetType().Name; $MyInvocation.MyCommand.Name; $MyInvocation.Line`);
    const folder = run.path.slice(0, run.path.lastIndexOf("/"));
    assert.deepEqual(texts(run, "Output"), [
      "SilentlyContinue SilentlyContinue SilentlyContinue Continue Continue",
      "0",
      "True",
      "Default Host",
      folder,
      run.path,
      run.jobId,
      "Guid",
      "runbook.ps1",
      "",
    ]);
  });

  it("P12 hides another time zone of the machine", async () => {
    const text =
      "[Math]::Abs(([DateTime]::Now - [DateTime]::UtcNow).TotalMinutes) -lt 1; (Get-Date).Hour -eq [DateTime]::UtcNow.Hour";
    const run = await runScript(text, { environment: { TZ: "Asia/Tokyo" } });
    assert.deepEqual(texts(run, "Output"), ["True", "True"]);
    assert.deepEqual(run.notices, []);
  });

  it("P13 runs in the culture en-US, in other threads too", async () => {
    const text =
      "[cultureinfo]::CurrentCulture.Name; (1.5).ToString(); 1 | ForEach-Object -Parallel { [cultureinfo]::CurrentCulture.Name }";
    const run = await runScript(text, { environment: { LANG: undefined, LC_ALL: undefined } });
    assert.deepEqual(texts(run, "Output"), ["en-US", "1.5", "en-US"]);
  });

  it("P14 refuses to ask a person, at once", async () => {
    const run = await runScript(`try { Read-Host x } catch { "read" }
try { Get-Credential } catch { "credential" }
try { $Host.UI.PromptForChoice('c', 'm', @('&a', '&b'), 0) } catch { "choice" }
Read-Host again
"after"`);
    assert.deepEqual(texts(run, "Output"), ["read", "credential", "choice", "after"]);
    assert.equal(records(run, "Error").length, 1);
    assert.equal(run.outcome.kind, "completed");
  });

  it("P15 keeps the order of streams of functions, classes and script blocks, with the statement's line", async () => {
    const run = await runScript(`class C {
  [string] Say() { Write-Warning c; return "cr" }
}
function f {
  "f1"
  Write-Warning f2
}
f
& { "s1"; Write-Error s2 }
[C]::new().Say()
Write-Information i1 -InformationAction Continue
Write-Debug d1 -Debug`);
    const seen = run.records.map((record) => `${record.stream} ${record.text} ${record.line ?? ""}`);
    assert.deepEqual(seen, [
      "Output f1 5",
      "Warning f2 6",
      "Output s1 9",
      "Error s2 9",
      "Warning c 2",
      "Output cr 10",
      "Information i1 11",
      "Debug d1 12",
    ]);
    assert.ok(run.records.every((record) => record.script === run.path));
  });

  it("P16 gives of an assigned call only the warnings", async () => {
    const run = await runScript('function f { "o"; Write-Warning w }\n$x = f');
    assert.deepEqual(streamTexts(run), ["Warning: w"]);
  });

  it("P17 brings output, warnings and host text of parallel work and thread jobs", async () => {
    const run = await runScript(`1 | ForEach-Object -Parallel { "po"; Write-Warning "pw"; Write-Host "ph" }
$j = Start-ThreadJob { "to"; Write-Warning "tw"; Write-Host "th" }
$j | Wait-Job | Receive-Job`);
    const seen = streamTexts(run).toSorted();
    assert.deepEqual(seen, [
      "Information: ph",
      "Information: th",
      "Output: po",
      "Output: to",
      "Warning: pw",
      "Warning: tw",
    ]);
  });

  it("P17 brings output, errors and information of a background job", async () => {
    const run = await runScript(
      `Start-Job { "jo"; Write-Error "je"; Write-Information "ji" -InformationAction Continue } | Wait-Job | Receive-Job`,
    );
    assert.deepEqual(streamTexts(run).toSorted(), ["Error: je", "Information: ji", "Output: jo"]);
    assert.equal(run.outcome.kind, "completed");
  });

  it("P18 takes a native program's output and errors", async () => {
    const run = await runScript("/bin/echo out\n/bin/sh -c 'echo err >&2; exit 4'\n$LASTEXITCODE");
    assert.deepEqual(streamTexts(run), ["Output: out", "Error: err", "Output: 4"]);
  });

  it("P19 keeps what goes straight to the console out of the channel and shows it as a notice", async () => {
    const run = await runScript(`[Console]::WriteLine("straight")
$o = [Console]::OpenStandardOutput(); $o.Write([byte[]](0, 1, 255, 10), 0, 4); $o.Flush()
Start-Process /bin/echo started -Wait
[Console]::Error.WriteLine("to stderr")
[Console]::Out.Close()
"after"`);
    assert.deepEqual(streamTexts(run), ["Output: after"]);
    assert.equal(run.outcome.kind, "completed");
    const notices = run.notices.join("\n");
    assert.match(notices, /straight to the console/);
    assert.match(notices, /^straight$/m);
    assert.match(notices, /^started$/m);
    assert.match(notices, /^to stderr$/m);

    assert.doesNotMatch(notices, /[\u0000\u0001]/);
  });

  it("P20 gives an error that the runbook outputs itself as output", async () => {
    const run = await runScript('try { throw "x" } catch { $_ }');
    assert.deepEqual(records(run, "Error"), []);
    const output = records(run, "Output");
    assert.equal(output[0]?.value, "x");
    assert.equal(output[0].typeName, "System.Management.Automation.ErrorRecord");
  });

  it("P21 brings progress in order", async () => {
    const run = await runScript(`Write-Progress -Id 1 -Activity a -Status s -PercentComplete 10
Write-Progress -Id 2 -ParentId 1 -Activity child
Write-Progress -Id 2 -Activity child -Completed`);
    const seen = records(run, "Progress").map((record) => [
      record.progress?.activityId,
      record.progress?.parentId,
      record.progress?.percent,
      record.progress?.isCompleted,
    ]);
    assert.deepEqual(seen, [
      [1, -1, 10, false],
      [2, 1, -1, false],
      [2, -1, 100, true],
    ]);
  });

  it("P21 brings a lone progress record while the runbook sleeps", async () => {
    let seenBeforeEnd = false;
    const run = await runScript("Write-Progress -Activity waiting\nStart-Sleep 600", {
      onRecord: (record, session) => {
        seenBeforeEnd ||= record.stream === "Progress";
        session.requestStop();
      },
    });
    assert.ok(seenBeforeEnd);
    assert.equal(run.outcome.kind, "stopped");
  });

  it("P22 gives Write-Host as information with its colour and missing line break", async () => {
    const run = await runScript("Write-Host -NoNewline -ForegroundColor Red text");
    assert.deepEqual(
      run.records.map(({ stream, text, noNewline }) => ({ stream, text, noNewline })),
      [{ stream: "Information", text: "text", noNewline: true }],
    );
    const message = run.messages.find((candidate) => candidate["t"] === "i");
    assert.equal(message?.["fg"], "Red");
    assert.deepEqual(message["tags"], ["PSHOST"]);
  });

  it("P23 gives the tags of Write-Information", async () => {
    const run = await runScript("Write-Information text -Tags one, two -InformationAction Continue");
    assert.deepEqual(texts(run, "Information"), ["text"]);
    assert.deepEqual(run.messages.find((candidate) => candidate["t"] === "i")?.["tags"], ["one", "two"]);
  });

  it("P24 gives alike objects one by one and their table once", async () => {
    const run = await runScript('1..3 | ForEach-Object { [pscustomobject] @{ Id = $_; Name = "n$_" } }');
    const objects = records(run, "Output").filter((record) => record.value !== undefined);
    assert.deepEqual(
      objects.map((record) => record.value),
      [1, 2, 3].map((id) => ({ Id: id, Name: `n${id}` })),
    );
    const shown = texts(run, "Output").join("\n");
    assert.equal(shown.match(/Id Name/g)?.length, 1);
    assert.match(shown, /Id Name\n-- ----\n 1 n1\n 2 n2\n 3 n3/);
  });

  it("shows a table before the record of another stream that comes after it", async () => {
    const run = await runScript(
      '[pscustomobject] @{ Id = 1 }; Write-Warning "w"; [pscustomobject] @{ Id = 2 }; Write-Error "e"; "end"',
    );
    const shown = run.records.filter((record) => record.text !== "").map((record) => record.text.trim());
    assert.deepEqual(shown, ["Id\n--\n 1", "w", "Id\n--\n 2", "e", "end"]);
  });

  it("shows a table before the failure that ends the runbook", async () => {
    const run = await runScript('[pscustomobject] @{ Id = 1 }\nthrow "boom"');
    assert.equal(run.outcome.exception, "boom");
    assert.deepEqual(
      run.messages.map((message) => message["t"]),
      ["hello", "o", "x", "fail", "exit", "end"],
    );
    assert.equal(run.records.at(-1)?.text.trim(), "Id\n--\n 1");
  });

  it("keeps a Format-Table together when a warning comes between its rows", async () => {
    const run = await runScript(
      '1..2 | ForEach-Object { Write-Warning "w$_"; [pscustomobject] @{ Id = $_ } } | Format-Table',
    );
    assert.match(texts(run, "Output").join("\n"), /Id\n--\n 1\n 2/);
    assert.deepEqual(texts(run, "Warning"), ["w1", "w2"]);
  });

  it("P25 gives formatted output as text alone", async () => {
    const run = await runScript("[pscustomobject] @{ a = 1; b = 2 } | Format-List");
    assert.ok(records(run, "Output").every((record) => record.value === undefined));
    assert.match(texts(run, "Output").join("\n"), /a : 1\nb : 2/);
  });

  it("P26 marks cycles", async () => {
    const run = await runScript("$h = @{ a = 1 }; $h.self = $h; $h");
    assert.deepEqual(records(run, "Output")[0]?.value, { a: 1, self: "<cycle>" });
  });

  it("P27 shows what finally writes before the failure", async () => {
    const run = await runScript('try { throw "boom" } finally { "fin" }');
    assert.deepEqual(streamTexts(run), ["Output: fin"]);
    assert.equal(run.outcome.exception, "boom");
    const order = run.messages.map((message) => message["t"]);
    assert.deepEqual(order.slice(-4), ["o", "fail", "exit", "end"]);
  });

  it("P28 is not disturbed by strict mode and Stop", async () => {
    const run =
      await runScript(`Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; $WarningPreference = 'Continue'
"a"; [pscustomobject] @{ a = 1 }; Write-Warning w; @{ b = 2 }; Get-Item /; 1.5`);
    assert.equal(run.outcome.kind, "completed");
    assert.equal(run.messages.filter((message) => message["t"] === "hosterror").length, 0);
    assert.equal(records(run, "Output").filter((record) => record.typeName !== undefined).length, 5);
  });

  it("P29 brings a warning of an event action", async () => {
    const run = await runScript(`$t = [Timers.Timer]::new(20); $t.AutoReset = $false
$null = Register-ObjectEvent $t Elapsed -SourceIdentifier once -Action { Write-Warning fromAction; $global:done = $true }
$t.Start()
while (!$global:done) { Start-Sleep -Milliseconds 20 }`);
    assert.deepEqual(texts(run, "Warning"), ["fromAction"]);
  });

  it("P30 obeys redirections, and an error redirected to output stays an error", async () => {
    const run =
      await runScript(`function f { Write-Warning gone; Write-Host gone; Write-Verbose gone -Verbose; Write-Error gone }
Write-Warning gone 3>$null
f *>$null
f *>&1 | Out-Null
Get-Item /nope -ErrorAction SilentlyContinue
Write-Error kept 2>&1
"o"`);
    assert.deepEqual(streamTexts(run), ["Error: kept", "Output: o"]);
  });

  it("P31 brings a record of 5 MB whole", async () => {
    const run = await runScript("'x' * 5mb; ('a\"\\' + [char] 7 + [char] 0x2028 + [char] 0xe9) * 100kb");
    assert.equal(run.records[0]?.text, "x".repeat(5 * 1024 * 1024));
    assert.equal(run.records[1]?.text, 'a"\\\u0007\u2028\u00e9'.repeat(100 * 1024));
  });
});
