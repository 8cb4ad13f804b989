/** Real PowerShell jobs behind the test pane's session: what the pane shows of them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { JobWorkspace, powerShellPath } from "../../support/job-run";
import { skipBecause } from "../../support/skip";
import { openPane, type PaneHarness } from "../../unit/features/test-pane/support/pane-harness";

const seeds = resolve(__dirname, "../../../../shared/seeds");

/** The first version of the runbook "miTesting", as printed in an item of the document's list. */
function firstRunbook(): string {
  const document = readFileSync(join(seeds, readdirSync(seeds).find((name) => name.startsWith("004_")) ?? ""), "utf8");
  const block = /paste the following code:\s*\n {4}```powershell\r?\n([\s\S]*?)\n {4}```/.exec(document)?.[1];
  assert.ok(block !== undefined, "the document has no such runbook");
  return block.replace(/^ {4}/gm, "");
}

describe("the test pane with real PowerShell jobs", function () {
  this.timeout(60_000);
  let work: JobWorkspace;
  let pane: PaneHarness | undefined;
  before(function () {
    if (powerShellPath() === undefined) {
      skipBecause(this, "PowerShell 7 is not installed");
    }
    work = new JobWorkspace();
  });
  afterEach(async () => {
    await pane?.dispose();
    pane = undefined;
  });
  after(() => {
    (work as JobWorkspace | undefined)?.assertClean();
    (work as JobWorkspace | undefined)?.dispose();
  });

  /** Runs a runbook in a pane to its end, on a machine without modules beside PowerShell's own. */
  async function run(text: string, values: Readonly<Record<string, string>> = {}): Promise<PaneHarness> {
    const shown = await openPane({
      text,
      launch: (request, runbook) => {
        writeFileSync(runbook.path, text);
        const environment = { ...process.env, PSModulePath: "", HOME: work.folder, USERPROFILE: work.folder };
        return work.start(runbook, { parameters: request.given, environment }).job;
      },
    });
    pane = shown;
    await shown.type(values);
    await shown.send({ type: "start" });
    await shown.ended(1);
    return shown;
  }

  it("names the Az modules that the first runbook of document 004 needs, and how to get them", async function () {
    if (!existsSync(seeds)) {
      skipBecause(this, "../shared/seeds is not here");
    }
    const shown = await run(firstRunbook(), { resourceGroup: "group", VMName: "vm" });
    const [first] = shown.records();
    assert.equal(first?.stream, "Error");
    assert.match(first.text, /'Disable-AzContextAutosave' is not recognized/);
    assert.equal(first.line, 7);
    const note = shown.state().notes.find(({ id }) => id === "missingModules");
    assert.equal(note?.place, "streams");
    assert.match(note.message, /This PowerShell does not have .*: Az\.Accounts, Az\.Compute\.$/);
    assert.match(note.detail, /Install-Module Az\.Accounts, Az\.Compute -Scope CurrentUser/);
    assert.deepEqual(
      note.actions.map(({ label }) => label),
      ["Copy Command", "How to Install"],
    );
    await shown.send({ type: "runNoteAction", note: "missingModules", action: "copyInstallLine" });
    assert.deepEqual(shown.copied, ["Install-Module Az.Accounts, Az.Compute -Scope CurrentUser"]);
    const notices = shown.facts().filter(({ kind }) => kind === "notice");
    assert.equal(notices.length, 2);
  });

  const stops: readonly (readonly [string, string, string])[] = [
    ["a command that ends the runbook", "$ErrorActionPreference = 'Stop'\nConnect-AzAccount -Identity", "Az.Accounts"],
    ["#Requires", "#Requires -Modules Az.Storage\n1", "Az.Storage"],
    ["Import-Module", "Import-Module Az.KeyVault", "Az.KeyVault"],
    ["an Import-Module that ends the runbook", "Import-Module Az.Sql -ErrorAction Stop", "Az.Sql"],
    ["a command with its module's name", "Az.Compute\\Get-AzVM", "Az.Compute"],
  ];
  for (const [what, text, module] of stops) {
    it(`names the module that is missing for ${what}`, async () => {
      const shown = await run(text);
      const note = shown.state().notes.find(({ id }) => id === "missingModules");
      assert.ok(note?.detail.includes(`Install-Module ${module} -Scope CurrentUser`), note?.message ?? "no note");
    });
  }

  it("keeps such a note with the run it is about", async () => {
    const shown = await run("Connect-AzAccount");
    const [entry] = shown.state().history;
    assert.ok(entry);
    writeFileSync(shown.session.runbook.path, "1");
    await shown.send({ type: "showHistory", id: entry.id });
    assert.ok(shown.state().notes.some(({ id }) => id === "missingModules"));
  });

  it("has the line of a throw, also inside a function, and goes there", async () => {
    const shown = await run('function Deep {\n  throw "no such VM"\n}\nDeep\n');
    const { exception, exceptionLine } = shown.state().run;
    assert.deepEqual([exception, exceptionLine], ["no such VM", 2]);
    await shown.send({ type: "openSource", of: "exception" });
    assert.deepEqual(shown.jumps, [{ script: shown.session.runbook.path, line: 2 }]);
  });

  it("has the line of the exception, not that of an earlier error", async () => {
    const shown = await run("Write-Error 'small'\n\n[int]::Parse('x')\nthrow 'big'\n");
    assert.deepEqual([shown.state().run.exception, shown.state().run.exceptionLine], ["big", 4]);
  });
});
