// Pictures of publishing in a real VS Code, for docs/images and docs/publishing.md.
import * as fs from "node:fs";
import * as path from "node:path";

import { FakeArm } from "../support/fake-arm/fake-arm";
import type { FakeAccount } from "../support/fake-arm/arm-state";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const lines = [
  "<#",
  ".SYNOPSIS",
  "    Stops virtual machines that nobody used today.",
  "#>",
  "param(",
  "    [string] $ResourceGroup = 'rg-dev'",
  ")",
  "",
  "$ErrorActionPreference = 'Stop'",
  "Disable-AzContextAutosave -Scope Process | Out-Null",
  "Connect-AzAccount -Identity | Out-Null",
  "",
  "$idle = Get-AzVM -ResourceGroupName $ResourceGroup -Status | Where-Object PowerState -eq 'VM running'",
  "foreach ($vm in $idle) {",
  "    Stop-AzVM -Name $vm.Name -ResourceGroupName $ResourceGroup -Force | Out-Null",
  '    Write-Output "stopped $($vm.Name)"',
  "}",
  "",
];
const published = lines.join("\n");
const mine = published
  .replace("'rg-dev'", "'rg-dev',\n    [int] $HoursIdle = 4")
  .replace('Write-Output "stopped', 'Write-Verbose "idle for $HoursIdle h"\n    Write-Output "stopped');
const theirs = published.replace("-Force", "-Force -NoWait");

describe("pictures of publishing", function () {
  this.timeout(180_000);
  let arm: FakeArm;
  let held: FakeAccount;
  let workbench: Workbench;
  const file = () => path.join(workbench.workspace, "runbooks", "Stop-IdleVms.ps1");
  const row = (text: string) =>
    workbench.page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: text }).first();

  before(async () => {
    arm = await FakeArm.start();
    arm.runbookRoutes.retryAfter = 0;
    held = arm.state.addAccount("aa-prod", { resourceGroup: "rg-automation" });
    held.addRunbook("Stop-IdleVms", { published, type: "PowerShell72" });
    held.addRunbook("Rotate-Keys", { published: "print('rotate')\n", type: "Python3" });
    workbench = await openWorkbench({
      env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url },
      settings: { "workbench.secondarySideBar.defaultVisibility": "hidden", "diffEditor.renderSideBySide": true },
    });
    await workbench.runCommand("Azure Automation: Edit Runbook Draft");
    await workbench.answer("Stop-IdleVms");
    await workbench.page.getByRole("tab", { name: "Stop-IdleVms.ps1" }).waitFor();
    fs.writeFileSync(file(), mine);
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
  });

  it("shows the change before a publish", async () => {
    await workbench.runCommand("Azure Automation: Publish Runbook…");
    await workbench.answer("Stop-IdleVms");
    await row("Publish to aa-prod").waitFor();
    await workbench.page.locator(".monaco-diff-editor .line-insert").first().waitFor();
    await workbench.shot("publish-diff");
    await workbench.page.keyboard.press("Escape");
  });

  it("shows the stop at what somebody else changed", async () => {
    held.editDraftAs("bob@contoso.example", "Stop-IdleVms", theirs);
    held.runbooks.get("Stop-IdleVms")!.lastModifiedTime = new Date(Date.now() - 3 * 60_000).toISOString();
    await workbench.runCommand("Azure Automation: Publish Runbook…");
    await workbench.answer("Stop-IdleVms");
    await row("Publish over it").waitFor();
    await workbench.page.locator(".monaco-diff-editor .line-insert").first().waitFor();
    await workbench.shot("publish-conflict");
    await workbench.page.keyboard.press("Escape");
  });
});
