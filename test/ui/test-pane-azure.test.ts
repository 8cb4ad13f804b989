// A runbook's draft as a test job in Azure, from its test pane in a real VS Code, against the stateful fake of Azure.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { FakeArm } from "../support/fake-arm/fake-arm";
import type { FakeAccount } from "../support/fake-arm/arm-state";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const text = 'param([string] $Name)\n\nWrite-Output "stopping $Name"\n';

describe("a test job in Azure from the test pane", function () {
  this.timeout(180_000);
  let arm: FakeArm;
  let held: FakeAccount;
  let workbench: Workbench;
  const bindings = () => fs.readFileSync(path.join(workbench.workspace, ".automation", "runbooks.json"), "utf8");
  /** The run's state, in the line that has it alone. */
  const shows = (state: string) =>
    workbench.webview().locator(".status-word").getByText(state, { exact: true }).waitFor({ timeout: 60_000 });
  const testJob = () => held.runbooks.get("Stop-IdleVms")?.testJob;

  before(async () => {
    arm = await FakeArm.start();
    arm.runbookRoutes.retryAfter = 0;
    held = arm.state.addAccount("aa-prod", { resourceGroup: "rg-automation" });
    held.addRunbook("Stop-IdleVms", { published: text, draft: "# older\n", runtimeEnvironment: "Graph-74" });
    for (const [name, language, version] of [
      ["PowerShell-5.1", "PowerShell", "5.1"],
      ["Graph-74", "PowerShell", "7.4"],
      ["Python-3.10", "Python", "3.10"],
    ] as const) {
      held.add("runtimeEnvironments", name, { runtime: { language, version } });
    }
    workbench = await openWorkbench({
      env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url },
      settings: { "workbench.secondarySideBar.defaultVisibility": "hidden" },
    });
    fs.writeFileSync(path.join(workbench.workspace, "Stop-IdleVms.ps1"), text);
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
  });

  it("uploads the draft only after a question, shows the queue, the streams and the end", async () => {
    await workbench.openFile("Stop-IdleVms.ps1");
    await workbench.runCommand("Azure Automation: Open Test Pane");
    const pane = workbench.webview();
    await pane.getByRole("textbox", { name: /Name/ }).first().fill("web-01");
    await pane.getByRole("combobox", { name: "On" }).click();
    await pane.getByRole("option", { name: "Azure…" }).click();
    await pane.getByText("Runs the draft in Azure as a test job").waitFor();
    // The runbook's own is preselected; others of its language can be had.
    const runtime = pane.getByRole("combobox", { name: "Runtime" });
    await runtime.filter({ hasText: "Graph-74" }).waitFor();
    await runtime.click();
    await pane.getByRole("option", { name: "PowerShell-5.1" }).waitFor();
    assert.equal(await pane.getByRole("option", { name: "Python-3.10" }).count(), 0);
    await workbench.shot("test-pane-azure-runtimes");
    await pane.getByRole("option", { name: "PowerShell-5.1" }).click();
    await pane.getByRole("button", { name: "Start" }).first().click();
    const dialog = workbench.page.getByRole("dialog").filter({ hasText: "is not what this file says" });
    await dialog.waitFor();
    await dialog.getByText("This file was never fetched from there").waitFor();
    assert.equal(testJob(), undefined);
    assert.equal(held.runbooks.get("Stop-IdleVms")?.draft, "# older\n");
    await workbench.shot("test-pane-azure-question");
    await dialog.getByRole("button", { name: "Upload over It and Run" }).click();
    await shows("Queued");
    assert.equal(held.runbooks.get("Stop-IdleVms")?.draft, text);
    const job = testJob();
    assert.ok(job);
    assert.deepEqual(job.parameters, { Name: "web-01" });
    assert.equal(job.runtimeEnvironment, "PowerShell-5.1");
    assert.match(bindings(), /"Stop-IdleVms\.ps1"/);
    await workbench.shot("test-pane-azure-queued");
    job.status = "Running";
    const time = new Date().toISOString();
    job.streams.push({ id: "s1", time, type: "Output", text: "stopping web-01, all of it", value: {} });
    await pane.getByText("stopping web-01, all of it").first().waitFor({ timeout: 60_000 });
    job.status = "Completed";
    await shows("Completed");
    await pane.getByText("Of a job in Azure it is not told").waitFor();
    await workbench.shot("test-pane-azure-completed");
  });

  it("stops when somebody changed the draft since, says who, and uploads nothing before the answer", async () => {
    const runbook = held.runbooks.get("Stop-IdleVms");
    assert.ok(runbook);
    held.editDraftAs("bob@contoso.example", "Stop-IdleVms", "# Bob's\n");
    await workbench.webview().getByRole("button", { name: "Start" }).first().click();
    const dialog = workbench.page.getByRole("dialog").filter({ hasText: "is not what you fetched" });
    await dialog.getByText("bob@contoso.example changed the draft").waitFor();
    await workbench.shot("test-pane-azure-conflict");
    await workbench.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.equal(runbook.draft, "# Bob's\n");
    assert.equal(testJob()?.status, "Completed");
    runbook.draft = text;
  });

  it("finds a job that runs there again after the window was reloaded", async () => {
    const pane = workbench.webview();
    await pane.getByRole("button", { name: "Start" }).first().click();
    await shows("Queued");
    const job = testJob();
    assert.ok(job);
    job.status = "Running";
    await shows("Running");
    await workbench.reload();
    await shows("Running");
    job.status = "Failed";
    job.exception = "The VM was not found.";
    await workbench.webview().getByText("The VM was not found.").first().waitFor({ timeout: 60_000 });
  });

  it("says what to do where the account has no such runbook", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile("Write-Hello.ps1");
    await workbench.runCommand("Azure Automation: Open Test Pane");
    const pane = workbench.webview();
    await pane.getByRole("combobox", { name: "On" }).click();
    await pane.getByRole("option", { name: "aa-prod · sandbox" }).click();
    await pane.getByText("Runs the draft in Azure as a test job").waitFor();
    await pane.getByRole("button", { name: "Start" }).first().click();
    await pane.getByText("aa-prod has no runbook Write-Hello.").first().waitFor();
    await pane.getByText("command: Import Runbooks").first().waitFor();
  });

  it("shows what a run on this machine holds in memory", async () => {
    fs.writeFileSync(path.join(workbench.workspace, "wait.py"), "import time\ntime.sleep(1)\n");
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile("wait.py");
    await workbench.runCommand("Azure Automation: Open Test Pane");
    const pane = workbench.webview();
    await pane.getByRole("button", { name: "Start" }).first().click();
    await pane.getByText("Completed").first().waitFor({ timeout: 60_000 });
    await pane.getByRole("tab", { name: /^Limits/ }).click();
    await pane.getByText(/^\d+\.\d MB of 400\.0 MB/).waitFor();
  });
});
