// Runbooks of an account in Azure, as a person edits and publishes them in a real VS Code, against the stateful fake of Azure.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { FakeArm } from "../support/fake-arm/fake-arm";
import type { FakeAccount } from "../support/fake-arm/arm-state";
import { until } from "../support/until";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const first = 'param([string] $Name)\n\nWrite-Output "stopping $Name"\n';
const second = first.replace("stopping", "now stopping");

describe("editing and publishing a runbook of Azure", function () {
  this.timeout(180_000);
  let arm: FakeArm;
  let held: FakeAccount;
  let workbench: Workbench;
  const file = (): string => path.join(workbench.workspace, "runbooks", "Stop-IdleVms.ps1");
  const runbook = () => held.runbooks.get("Stop-IdleVms");
  const writes = () => arm.requests.filter((request) => !request.startsWith("GET") && !request.includes(".test"));
  const said = (text: string) => workbench.page.locator(".statusbar-item").filter({ hasText: text }).first().waitFor();
  const rows = (text: string | RegExp) =>
    workbench.page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: text });
  const title = (text: string | RegExp) =>
    workbench.page.locator(".quick-input-widget .quick-input-title").filter({ hasText: text });
  /** The command, then the runbook: sign-in, subscription and account are no question where there is only one. */
  const command = async (name: string): Promise<void> => {
    await workbench.runCommand(`Azure Automation: ${name}`);
    await workbench.answer("Stop-IdleVms");
  };

  before(async () => {
    arm = await FakeArm.start();
    arm.runbookRoutes.retryAfter = 0;
    held = arm.state.addAccount("aa-prod", { resourceGroup: "rg-automation" });
    held.addRunbook("Stop-IdleVms", { published: first, type: "PowerShell72" });
    held.addRunbook("Drawn", { published: "{}", type: "GraphPowerShell" });
    workbench = await openWorkbench({
      env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url },
      settings: { "workbench.secondarySideBar.defaultVisibility": "hidden" },
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
  });

  it("makes a file of the workspace the edit of the published version", async () => {
    await command("Edit Runbook Draft");
    await workbench.page.getByRole("tab", { name: "Stop-IdleVms.ps1" }).waitFor();
    await said("runbooks/Stop-IdleVms.ps1 is the edit of Stop-IdleVms in aa-prod");
    assert.equal(fs.readFileSync(file(), "utf8"), first);
    const manifest = fs.readFileSync(path.join(workbench.workspace, ".automation", "runbooks.json"), "utf8");
    assert.match(manifest, /"runbooks\/Stop-IdleVms\.ps1"/);
    assert.deepEqual(writes(), []);
  });

  it("shows what a publish would change before it writes anything, then publishes the file", async () => {
    fs.writeFileSync(file(), second);
    await command("Publish Runbook…");
    await rows("Publish to aa-prod").waitFor();
    await workbench.page.locator(".monaco-diff-editor .line-insert").first().waitFor();
    assert.deepEqual(writes(), []);
    await workbench.shot("publish-diff");
    await workbench.answer("Publish to aa-prod");
    await said("Published Stop-IdleVms to aa-prod");
    assert.deepEqual([runbook()?.published, runbook()?.draft], [second, undefined]);
  });

  it("says that there is nothing to do when Azure has this version", async () => {
    const before = writes().length;
    await command("Publish Runbook…");
    await said("aa-prod holds this version of Stop-IdleVms already");
    assert.equal(writes().length, before);
  });

  it("stops when somebody else changed the draft meanwhile, and Escape leaves everything as it is", async () => {
    held.editDraftAs("bob@contoso.example", "Stop-IdleVms", "# bob's work\n");
    fs.writeFileSync(file(), `${second}# mine\n`);
    const before = writes().length;
    await command("Publish Runbook…");
    await title("Stopped: Stop-IdleVms in aa-prod is not what you fetched").waitFor();
    await workbench.page.locator(".monaco-diff-editor").first().waitFor();
    await workbench.shot("publish-conflict");
    await workbench.page.keyboard.press("Escape");
    await title(/Stopped/).waitFor({ state: "hidden" });
    assert.deepEqual([runbook()?.published, runbook()?.draft], [second, "# bob's work\n"]);
    assert.equal(writes().length, before);
  });

  it("publishes over it when told to, and keeps what it replaced", async () => {
    await command("Publish Runbook…");
    await workbench.answer("Publish over it");
    // The status bar may still say it of the publish before.
    await until("the publish", () => runbook()?.published === `${second}# mine\n`);
    await said("Published Stop-IdleVms to aa-prod");
    await command("Restore Runbook Backup…");
    await rows("draft").first().waitFor();
    await workbench.answer("draft");
    await workbench.answer("Upload the backup as draft");
    await said("The backup is the draft of Stop-IdleVms in aa-prod");
    assert.equal(runbook()?.draft, "# bob's work\n");
  });

  it("compares any two of draft, published version and file", async () => {
    await command("Compare Runbook…");
    await rows("published ↔ draft").waitFor();
    await rows("draft ↔ Stop-IdleVms.ps1").waitFor();
    await workbench.answer("published ↔ Stop-IdleVms.ps1");
    await workbench.page.getByRole("tab", { name: "Stop-IdleVms in aa-prod: published ↔ Stop-IdleVms.ps1" }).waitFor();
  });

  it("takes the other version into the file, one Undo away", async () => {
    await command("Publish Runbook…");
    await workbench.answer("Take the version of aa-prod into the file");
    // The comparison shows both texts too: the file's own editor is there when that is gone.
    await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
    await workbench.page.locator(".monaco-editor.focused .view-line").filter({ hasText: "bob" }).first().waitFor();
    await workbench.page.keyboard.press("Control+z");
    await workbench.page.locator(".view-line").filter({ hasText: "mine" }).first().waitFor();
    await workbench.runCommand("File: Save");
  });

  it("gives a draft up after a question", async () => {
    await command("Undo Runbook Edit…");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.filter({ hasText: 'Give up the draft of "Stop-IdleVms" in aa-prod?' }).waitFor();
    await dialog.getByRole("button", { name: "Give Up Draft" }).click();
    await said("Gave up the draft of Stop-IdleVms");
    assert.equal(runbook()?.draft, undefined);
  });

  it("creates a runbook: refuses names that the service refuses, opens the new file", async () => {
    await workbench.runCommand("Azure Automation: Create Runbook…");
    await workbench.answer("An account in Azure");
    const input = workbench.page.locator(".quick-input-widget input.input");
    await input.fill("1 bad name");
    await workbench.page.locator(".quick-input-message").filter({ hasText: "cannot be the name" }).waitFor();
    await workbench.answer("Start-Work");
    await workbench.answer("PowerShell 7.2");
    await workbench.page.getByRole("tab", { name: "Start-Work.ps1" }).waitFor();
    assert.equal(held.runbooks.get("Start-Work")?.type, "PowerShell72");
    assert.match(fs.readFileSync(path.join(workbench.workspace, "runbooks", "Start-Work.ps1"), "utf8"), /\.SYNOPSIS/);
  });

  it("refuses a graphical runbook in words", async () => {
    await workbench.runCommand("Azure Automation: Edit Runbook Draft");
    await workbench.answer("Drawn");
    await workbench.notification("graphical runbook, which is no text").waitFor();
  });

  it("deletes after a question that names the account", async () => {
    await command("Delete Runbook…");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.filter({ hasText: "aa-prod · rg-automation" }).waitFor();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await said("Deleted Stop-IdleVms in aa-prod");
    assert.equal(runbook(), undefined);
    assert.ok(fs.existsSync(file()), "the file of the workspace stays");
  });
});
