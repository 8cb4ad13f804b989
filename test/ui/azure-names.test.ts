// Completion and checks by the names of an account in Azure, in a real VS Code against the stateful fake of Azure.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { FakeArm } from "../support/fake-arm/fake-arm";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("the names of an account in Azure", function () {
  this.timeout(180_000);
  let arm: FakeArm;
  let workbench: Workbench;
  const problem = (text: string | RegExp) =>
    workbench.page.locator(".markers-panel .monaco-list-row").filter({ hasText: text });

  before(async () => {
    arm = await FakeArm.start();
    const held = arm.state.addAccount("aa-prod", { resourceGroup: "rg-automation" });
    held.add("variables", "RetryCount", { value: "3", isEncrypted: false });
    workbench = await openWorkbench({ env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url } });
    const text =
      "$a = Get-AutomationVariable -Name 'RetryCount'\n$b = Get-AutomationVariable -Name 'RetryCuont'\n$a, $b\n";
    fs.writeFileSync(path.join(workbench.workspace, "Read-Names.ps1"), text);
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
  });

  it("are known once the account was chosen: what it lacks is reported, with the nearest name", async () => {
    await workbench.openFile("Read-Names.ps1");
    await workbench.runCommand("Azure Automation: Choose Account for Completion and Checks");
    await workbench.answer("An account in Azure");
    await workbench.runCommand("Problems: Focus on Problems View");
    await problem('The account "aa-prod" has no variable "RetryCuont". Did you mean "RetryCount"?').waitFor();
    assert.equal(await problem('"RetryCount".').count(), 0);
    assert.ok(!arm.requests.some((request) => request.startsWith("PUT")));
  });

  it("make place for the local account's when that is chosen again", async () => {
    await workbench.runCommand("Azure Automation: Choose Account for Completion and Checks");
    await workbench.answer("Local account");
    await problem("aa-prod").waitFor({ state: "hidden" });
  });
});
