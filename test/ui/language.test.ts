// Writing against the account by keyboard alone, in a real VS Code.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("writing a runbook by keyboard", function () {
  this.timeout(180_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    sample = await makeSampleWorkspace();
    fs.writeFileSync(path.join(sample.folder, "runbooks", "New.ps1"), "");
    workbench = await openWorkbench({
      workspace: sample.folder,
      env: sample.environment,
      settings: { "files.autoSave": "off" },
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  it("completes cmdlet, name and field, and saves a runbook that the rules find nothing wrong with", async () => {
    const { page } = workbench;
    await workbench.openFile("New.ps1");
    const suggestion = (text: string) =>
      page.locator(".suggest-widget .monaco-list-row.focused").filter({ hasText: text });
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.type("$t = Get-AutomationConnection -Name '");
    await suggestion("AzureConnection").waitFor();
    await page.keyboard.type("Cont");
    await suggestion("ContosoTickets").waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.type("\nWrite-Output $t.");
    await suggestion("ApiToken").waitFor();
    await page.keyboard.type("Ur");
    await suggestion("Url").waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+s");
    await page.locator(".tab.active:not(.dirty)").waitFor();
    assert.equal(
      fs.readFileSync(path.join(workbench.workspace, "runbooks", "New.ps1"), "utf8"),
      "$t = Get-AutomationConnection -Name 'ContosoTickets'\nWrite-Output $t.Url",
    );
    await page.locator(".codelens-decoration").filter({ hasText: "1 asset" }).waitFor();
    assert.equal(await page.locator(".squiggly-warning, .squiggly-error").count(), 0);
  });

  it("shows behind the braces of the status bar with what the runbook would run, and in which account", async () => {
    const { page } = workbench;
    await workbench.openFile("New.ps1");
    await page.locator("[id='status.languageStatus']").click();
    const item = (text: string) => page.locator(".hover-language-status .element").filter({ hasText: text });
    await item("PowerShell 7").first().waitFor();
    await item("Automation account").first().waitFor();
    await workbench.shot("language-status");
    await page.keyboard.press("Escape");
  });
});
