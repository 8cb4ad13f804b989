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
  const testJob = () => held.runbooks.get("Stop-IdleVms")?.testJob;

  before(async () => {
    arm = await FakeArm.start();
    arm.runbookRoutes.retryAfter = 0;
    held = arm.state.addAccount("aa-prod", { resourceGroup: "rg-automation" });
    held.addRunbook("Stop-IdleVms", { published: text, draft: "# older\n", type: "PowerShell72" });
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
    await pane.getByRole("button", { name: "Start" }).first().click();
    const dialog = workbench.page.getByRole("dialog").filter({ hasText: "is not what this file says" });
    await dialog.waitFor();
    assert.equal(testJob(), undefined);
    assert.equal(held.runbooks.get("Stop-IdleVms")?.draft, "# older\n");
    await dialog.getByRole("button", { name: "Upload and Run" }).click();
    await pane.getByText("Queued").first().waitFor();
    assert.equal(held.runbooks.get("Stop-IdleVms")?.draft, text);
    const job = testJob();
    assert.ok(job);
    assert.deepEqual(job.parameters, { Name: "web-01" });
    await workbench.shot("test-pane-azure-queued");
    job.status = "Running";
    const time = new Date().toISOString();
    job.streams.push({ id: "s1", time, type: "Output", text: "stopping web-01, all of it", value: {} });
    await pane.getByText("stopping web-01, all of it").first().waitFor({ timeout: 60_000 });
    job.status = "Completed";
    await pane.getByText("Completed").first().waitFor({ timeout: 60_000 });
    await workbench.shot("test-pane-azure-completed");
  });

  it("finds a job that runs there again after the window was reloaded", async () => {
    const pane = workbench.webview();
    await pane.getByRole("button", { name: "Start" }).first().click();
    await pane.getByText("Queued").first().waitFor();
    const job = testJob();
    assert.ok(job);
    job.status = "Running";
    await pane.getByText("Running").first().waitFor({ timeout: 60_000 });
    await workbench.page.reload();
    await workbench.page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await workbench.webview().getByText("Running").first().waitFor({ timeout: 60_000 });
    job.status = "Failed";
    job.exception = "The VM was not found.";
    await workbench.webview().getByText("The VM was not found.").first().waitFor({ timeout: 60_000 });
  });
});
