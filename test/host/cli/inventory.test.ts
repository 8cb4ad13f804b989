/** `inventory` over a hand-written corpus: docs/cli.md. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import type { RunbookInventory } from "../../../src/analysis/references/inventory";
import { CliWorkspace } from "./support/cli";

interface Inventory {
  readonly version: number;
  readonly files: readonly RunbookInventory[];
}

const start = [
  "<#",
  ".EXAMPLE",
  "Get-AutomationVariable -Name 'NotACall'",
  "#>",
  "#Requires -Modules Az.Accounts",
  "param(",
  "    [Parameter(Mandatory)] [string] $Name,",
  "    [int] $Count = 3",
  ")",
  "Connect-AzAccount -Identity | Out-Null",
  "$connectionName = 'Tickets'",
  "$tickets = Get-AutomationConnection -Name $connectionName",
  "Invoke-RestMethod $tickets.Url -Headers @{ key = $tickets['ApiKey']; again = $tickets.apikey }",
  "Set-AutomationVariable -Name 'RunCount' -Value 1",
  "Start-AutomationRunbook -Name 'Child' | Out-Null",
  "Get-AutomationPSCredential $Name",
].join("\r\n");

describe("command line: inventory", () => {
  let work: CliWorkspace;
  before(() => {
    work = new CliWorkspace();
    work.write("runbooks/Start.ps1", start);
    work.write("runbooks/plain.py", "print(1)\n");
    work.write(
      "runbooks/read.py",
      'import automationassets\nkey = automationassets.get_automation_connection("Tickets")["Url"]\n',
    );
    work.write("runbooks/Wide.ps1", Buffer.from("\ufeffGet-AutomationVariable 'Größe'", "utf16le"));
    work.write("runbooks/Flow.ps1", "workflow Flow {\n  param([string] $A)\n  Get-AutomationVariable -Name A\n}\n");
    work.write("node_modules/x/index.ps1", "Get-AutomationVariable Hidden");
    work.write(".hidden/x.ps1", "Get-AutomationVariable Hidden");
    work.write("drafts/old.ps1", "Get-AutomationVariable Old");
    work.write("drafts/keep.ps1", "Get-AutomationVariable Keep");
    work.write("drafts/deep/.gitignore", "*.ps1\n");
    work.write("drafts/deep/x.ps1", "Get-AutomationVariable Deep");
    work.write(".gitignore", "/drafts/*.ps1\n!keep.ps1\n");
  });
  after(() => work.dispose());

  async function inventory(...args: readonly string[]): Promise<ReadonlyMap<string, RunbookInventory>> {
    const { version, files } = JSON.parse(await work.ok(["inventory", ...args, "--output", "json"])) as Inventory;
    assert.equal(version, 1);
    return new Map(files.map((file) => [file.path, file]));
  }

  it("gives every runbook below the working folder in the documented form", async () => {
    const files = await inventory();
    assert.deepEqual(
      [...files.keys()],
      [
        "drafts/keep.ps1",
        "runbooks/Flow.ps1",
        "runbooks/Start.ps1",
        "runbooks/Wide.ps1",
        "runbooks/plain.py",
        "runbooks/read.py",
      ],
    );
    assert.deepEqual(files.get("runbooks/Start.ps1"), {
      path: "runbooks/Start.ps1",
      kind: "powershell",
      runbookType: "PowerShell",
      parameters: [
        { name: "Name", type: "string", mandatory: true, default: null },
        { name: "Count", type: "int", mandatory: false, default: "3" },
      ],
      modules: ["Az.Accounts"],
      childRunbooks: ["Child"],
      identity: [{ how: "Connect-AzAccount -Identity", line: 9 }],
      assets: [
        {
          call: "Get-AutomationConnection",
          kind: "connection",
          operation: "get",
          nameKind: "variable",
          name: "Tickets",
          resolution: "single-assignment",
          line: 11,
          character: 11,
          assignedTo: "tickets",
          fields: ["Url", "ApiKey"],
        },
        {
          call: "Set-AutomationVariable",
          kind: "variable",
          operation: "set",
          nameKind: "constant",
          name: "RunCount",
          resolution: "literal",
          line: 13,
          character: 0,
          assignedTo: null,
          fields: [],
        },
        {
          call: "Get-AutomationPSCredential",
          kind: "credential",
          operation: "get",
          nameKind: "variable",
          name: null,
          resolution: "none",
          line: 15,
          character: 0,
          assignedTo: null,
          fields: [],
        },
      ],
    });
  });

  it("reads Python, workflows and UTF-16", async () => {
    const files = await inventory("runbooks");
    assert.equal(files.get("runbooks/Flow.ps1")?.runbookType, "PowerShellWorkflow");
    assert.equal(files.get("runbooks/Wide.ps1")?.assets[0]?.name, "Größe");
    const python = files.get("runbooks/read.py");
    assert.equal(python?.runbookType, "Python3");
    assert.deepEqual(
      python.assets.map(({ call, kind, name, fields }) => ({ call, kind, name, fields })),
      [{ call: "get_automation_connection", kind: "connection", name: "Tickets", fields: ["Url"] }],
    );
  });

  it("reads a file that is named although an ignore file names it too", async () => {
    assert.deepEqual([...(await inventory("drafts/old.ps1", "drafts")).keys()], ["drafts/keep.ps1", "drafts/old.ps1"]);
  });

  it("leaves out what .automation/ignore names", async () => {
    await work.ok(["init", "account"]);
    work.write("account/a.ps1", "Get-AutomationVariable A");
    work.write("account/vendor/b.ps1", "Get-AutomationVariable B");
    work.write("account/.automation/ignore", "vendor/\n");
    assert.deepEqual([...(await inventory("account")).keys()], ["account/a.ps1"]);
    const nested = JSON.parse(
      await work.ok(["inventory", "--output", "json"], { cwd: work.path("account", "vendor") }),
    ) as Inventory;
    assert.deepEqual(
      nested.files.map(({ path }) => path),
      ["../a.ps1"],
    );
  });

  it("does not follow links, so a circle ends", async () => {
    mkdirSync(work.path("circle"));
    symlinkSync(work.path("circle"), work.path("circle", "again"));
    work.write("circle/a.ps1", "Get-AutomationVariable A");
    assert.deepEqual([...(await inventory("circle")).keys()], ["circle/a.ps1"]);
  });

  it("shows absent assets first, with who uses them", async () => {
    await work.ok(["init", "shown"]);
    await work.ok(["asset", "set", "variable", "Here", "--value", "1", "--account", work.path("shown")]);
    work.write("shown/one.ps1", "Get-AutomationVariable HERE\nGet-AutomationVariable 'Gone'\n.\\Two.ps1\n");
    work.write("shown/two.ps1", "$v = Get-AutomationVariable -Name Gone\n");
    const text = await work.ok(["inventory", "shown"]);
    assert.equal(
      text,
      [
        "Absent in shown-automation",
        "  variable Gone",
        "    shown/one.ps1:2:24",
        "    shown/two.ps1:1:35",
        "",
        "Variables",
        "  Here",
        "    shown/one.ps1:1:24",
        "",
        "Child runbooks",
        "  two",
        "    shown/one.ps1:3:1",
        "",
        "2 runbooks, compared with shown-automation: 1 absent",
        "",
      ].join("\n"),
    );
  });

  it("writes a row for each use as CSV", async () => {
    work.write("csv/a.ps1", "$x = Get-AutomationVariable -Name 'a,\"b\"'\nImport-Module Az.Compute\n");
    assert.equal(
      await work.ok(["inventory", "csv", "--output", "csv"]),
      [
        "path,runbookType,dependency,name,operation,call,nameKind,resolution,line,character,assignedTo,fields",
        'csv/a.ps1,PowerShell,variable,"a,""b""",get,Get-AutomationVariable,constant,literal,0,5,x,',
        "csv/a.ps1,PowerShell,module,Az.Compute,load,,,,,,,",
        "",
      ].join("\r\n"),
    );
  });

  it("refuses a path that is not there and a file that is no runbook", async () => {
    assert.match(await work.fails(2, ["inventory", "nowhere"]), /no file or folder "nowhere"/);
    work.write("notes.txt", "");
    assert.match(await work.fails(2, ["inventory", "notes.txt"]), /"notes\.txt" is no runbook/);
  });

  it("finds nothing in an empty folder", async () => {
    mkdirSync(work.path("empty"));
    assert.deepEqual(JSON.parse(await work.ok(["inventory", "empty", "--output", "json"])), { version: 1, files: [] });
  });
});
