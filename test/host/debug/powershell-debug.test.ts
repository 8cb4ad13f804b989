import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { InterpreterFinder } from "../../../src/local/sandbox/interpreter";
import type { RunbookFile } from "../../../src/core/runbook";
import { JobWorkspace, type JobRun, type TestRequest } from "../../support/job-run";
import { MemoryAccount, sampleAssets } from "../../support/memory-account";
import { needPwsh } from "../powershell/support/run-script";
import { PowerShellPort, type WantedStop } from "./support/powershell-port";

const runbook = `param([string] $Name, [int[]] $Numbers, [datetime] $Since, [pscredential] $Account)
function Get-Sum { param($items)
    $sum = 0
    foreach ($item in $items) { $sum += $item }
    return $sum
}
$region = Get-AutomationVariable -Name 'Region'
$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }
$token = (Invoke-RestMethod -Uri "$($env:IDENTITY_ENDPOINT)?resource=https://vault.azure.net" -Headers $headers).access_token
$total = Get-Sum $Numbers
Set-AutomationVariable -Name 'Region' -Value "$region-$total"
Write-Output "done $Name $total"
`;

describe("A PowerShell runbook under PowerShell's debugger", function () {
  // PowerShell starts, compiles its driver and takes a runbook's steps one by one.
  this.timeout(90_000);
  let folder = "";
  let pwsh: string;
  let workspace: JobWorkspace;
  let started: JobRun | undefined;
  before(function () {
    pwsh = needPwsh(this);
    folder = mkdtempSync(join(tmpdir(), "debugger-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => (workspace = new JobWorkspace(new MemoryAccount(sampleAssets))));
  afterEach(async () => {
    await started?.job.stop();
    workspace.assertClean();
    workspace.dispose();
  });

  function debug(
    text: string,
    lines: readonly number[],
    stops: readonly WantedStop[],
    request: TestRequest = {},
    runs = 1,
  ): [JobRun, PowerShellPort, RunbookFile] {
    const file = workspace.add("It's a tour.ps1", text);
    const port = new PowerShellPort(
      pwsh,
      lines.map((line) => ({ path: file.path, line })),
      stops,
      { DEBUG_TEST_OWN: "kept", AZURE_CLIENT_SECRET: "canary" },
      join(folder, "driver.dll"),
    );
    port.runs = runs;
    started = workspace.start(
      file,
      { ...request, debug: { port, options: {} } },
      { interpreters: new InterpreterFinder({ powerShellPath: pwsh }) },
    );
    return [started, port, file];
  }

  it("stops at breakpoints of the runbook with parameters, assets and identity alive, and ends as a job", async () => {
    const [run, port, file] = debug(
      runbook,
      [7, 12],
      [
        {
          evaluate: [
            "$Name",
            "$Numbers.GetType().Name",
            "$Since.ToString('o')",
            "$Account.UserName",
            "(Get-Location).Path",
            "$PSPrivateMetadata.JobId",
            "[TimeZoneInfo]::Local.BaseUtcOffset",
            "[cultureinfo]::CurrentCulture.Name",
            "$env:AZUREPS_HOST_ENVIRONMENT",
            "[string] $env:AZURE_CLIENT_SECRET",
          ],
          resume: "Continue",
        },
        { evaluate: ["$region", "$token.Split('.').Count", "$total"], resume: "Continue" },
      ],
      {
        parameters: {
          named: { Name: "2024-05-31T00:00:00Z", Numbers: [1, 2, 39], Since: "2024-05-31", Account: "Operator" },
        },
      },
    );
    const result = await run.result;
    assert.deepEqual(port.of("error"), []);
    assert.equal(result.status, "Completed", result.exception);
    const cwd = port.configuration?.["cwd"] as string;
    assert.ok(!existsSync(cwd));
    const [first, second] = port.of("stop");
    assert.deepEqual([first?.script, first?.line], [file.path, 7]);
    assert.deepEqual(first?.values, [
      "2024-05-31T00:00:00Z",
      "Int32[]",
      "2024-05-31T00:00:00.0000000Z",
      "contoso\\operator",
      cwd,
      run.job.id,
      "00:00:00",
      "en-US",
      "AzureAutomation/",
      "",
    ]);
    assert.deepEqual([second?.line, second?.values], [12, ["westeurope", "3", "42"]]);
    assert.deepEqual(
      port.of("output").map(({ text }) => text),
      ["done 2024-05-31T00:00:00Z 42"],
    );
    assert.deepEqual(
      run.of("asset").map(({ operation, kind, name, script, line }) => [operation, kind, name, script, line]),
      [
        ["get", "credential", "Operator", undefined, undefined], // for the parameter
        ["get", "variable", "Region", file.path, 7],
        ["set", "variable", "Region", file.path, 11],
      ],
    );
    assert.deepEqual(
      run.of("identity").map(({ resource, status }) => [resource, status]),
      [["https://vault.azure.net", 200]],
    );
  });

  it("steps through the runbook and into its functions, never into internal cmdlets or what started it", async () => {
    const [run, port, file] = debug(
      runbook,
      [7, 10],
      [
        { evaluate: [], resume: "StepInto" },
        { evaluate: [], resume: "Continue" },
        { evaluate: [], resume: "StepInto" },
        { evaluate: [], resume: "StepOut" },
        { evaluate: [], resume: "StepOver" },
        { evaluate: [], resume: "StepOver" },
        { evaluate: [], resume: "StepOver" },
        { evaluate: [], resume: "StepOver" },
        { evaluate: [], resume: "StepOver" },
      ],
      { parameters: { named: { Name: "x", Numbers: "[1]" } } },
    );
    assert.equal((await run.result).status, "Completed");
    const places = port.of("stop").map(({ script, line }) => `${script === file.path ? "" : `${script}:`}${line}`);
    assert.deepEqual(places.slice(0, 6), ["7", "8", "10", "2", "11", "12"]);
    assert.ok(
      places.every((place) => !place.includes("debug.ps1")),
      places.join(),
    );
  });

  it("leaves nothing of the sandbox in the session", async () => {
    const [run, port] = debug(runbook, [], [], { parameters: { named: { Name: "x" } } });
    await run.result;
    assert.deepEqual(
      port.of("after").map(({ text }) => text),
      [`,,,kept,,,${workspace.folder}`],
    );
  });

  it("is Failed with the runbook's own error and its line", async () => {
    const [run, port] = debug("'one'\nthrow 'no such thing'\n", [], []);
    const result = await run.result;
    assert.deepEqual([result.status, result.exception], ["Failed", "no such thing"]);
    assert.match(port.of("exception")[0]?.text ?? "", /no such thing/);
    assert.deepEqual(
      port.of("after").map(({ text }) => text),
      [`,,,kept,,,${workspace.folder}`],
    );
  });

  it("names the account and the nearest asset in the error of a missing one", async () => {
    const [run] = debug("$ErrorActionPreference = 'Stop'\nGet-AutomationVariable -Name 'Regino'\n", [], []);
    const { exception } = await run.result;
    assert.match(
      exception ?? "",
      /variable "Regino" was not found in the Automation account "aa-contoso"\. The nearest: "Region"/,
    );
  });

  it("is Stopped when the debugger stops it, with the session clean", async () => {
    const [run, port] = debug(
      "try { $x = 1\n$x = 2 } finally { 'cleaned' }\n",
      [2],
      [{ evaluate: [], resume: "Stop" }],
    );
    assert.equal((await run.result).status, "Stopped");
    assert.deepEqual(
      port.of("after").map(({ text }) => text),
      [`,,,kept,,,${workspace.folder}`],
    );
  });

  it("tells a parameter that cannot be converted as the reason of its failure", async () => {
    const [run] = debug("param([DayOfWeek[]] $Days)\n$Days\n", [], [], { parameters: { named: { Days: ["Noday"] } } });
    const result = await run.result;
    assert.equal(result.status, "Failed");
    assert.match(result.exception ?? "", /Days/);
  });

  it("runs again in the same sandbox when the session is restarted", async () => {
    const [run, port] = debug("Get-AutomationVariable -Name 'Region'\n", [], [], {}, 2);
    assert.equal((await run.result).status, "Completed");
    assert.deepEqual(
      port.of("output").map(({ text }) => text),
      ["westeurope", "westeurope"],
    );
  });

  it("starts child jobs of the engine, which end before it does", async () => {
    workspace.add("Child.ps1", "'from the child'");
    const [run, port] = debug(
      "$id = Start-AutomationRunbook -Name 'Child'\n(Wait-AutomationJob -Id $id).Status\n",
      [],
      [],
    );
    assert.equal((await run.result).status, "Completed");
    assert.deepEqual(
      port.of("output").map(({ text }) => text),
      ["Completed"],
    );
    assert.ok(run.of("stream").some((event) => event.text === "from the child" && event.jobId !== run.job.id));
  });

  it("holds no secret in the configuration, whose argument is the address of a channel only", async () => {
    const [run, port] = debug("$env:IDENTITY_HEADER\n", [], [], {});
    await run.result;
    const secret = port.of("output")[0]?.text ?? "";
    assert.match(secret, /^[\w-]{43}$/);
    assert.ok(!JSON.stringify(port.configuration).includes(secret));
    assert.match((port.configuration?.["args"] as string[]).join(), /^'[^']+'$/);
  });

  it("refuses a workflow before anything starts", async () => {
    const [run, port] = debug("workflow Tour { 'x' }\n", [], []);
    const result = await run.result;
    assert.equal(run.job.refusal?.code, "not-supported");
    assert.match(result.exception ?? "", /workflow/);
    assert.equal(port.configuration, undefined);
  });
});
