// Pictures of test jobs in Azure in the test pane, in a real VS Code with the fake resource manager behind it, dark and light.
import * as fs from "node:fs";
import * as path from "node:path";

import { FakeArm } from "../support/fake-arm/fake-arm";
import type { FakeAccount, FakeJob } from "../support/fake-arm/arm-state";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const text = `param(
    [Parameter(Mandatory)] [string] $ResourceGroup,
    [int] $IdleHours = 4
)

Connect-AzAccount -Identity | Out-Null
foreach ($vm in Get-AzVM -ResourceGroupName $ResourceGroup -Status) {
    Write-Output "stopping $($vm.Name)"
}
`;
const theirs = text.replace("$IdleHours = 4", "$IdleHours = 8");

describe("pictures of test jobs in Azure", function () {
  this.timeout(240_000);
  let arm: FakeArm;
  let held: FakeAccount;
  let workbench: Workbench;

  before(async () => {
    arm = await FakeArm.start();
    arm.runbookRoutes.retryAfter = 0;
    arm.state.beginning = Date.now() - 3_600_000;
    held = arm.state.addAccount("aa-prod", { resourceGroup: "rg-automation" });
    held.addRunbook("Stop-IdleVms", { published: text, draft: theirs, runtimeEnvironment: "Az-13" });
    for (const [name, version] of [
      ["PowerShell-5.1", "5.1"],
      ["PowerShell-7.2", "7.2"],
      ["Az-13", "7.4"],
      ["Az-14-preview", "7.4"],
    ] as const) {
      held.add("runtimeEnvironments", name, { runtime: { language: "PowerShell", version } });
    }
    held.add("hybridRunbookWorkerGroups", "on-premises", { groupType: "User" });
    workbench = await openWorkbench({
      env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url },
      settings: {
        "workbench.secondarySideBar.defaultVisibility": "hidden",
        "workbench.activityBar.location": "hidden",
      },
    });
    fs.writeFileSync(path.join(workbench.workspace, "Stop-IdleVms.ps1"), text);
    await workbench.openFile("Stop-IdleVms.ps1");
    await workbench.page.keyboard.press("Control+b");
    await workbench.runCommand("Azure Automation: Open Test Pane");
    await pane().getByRole("button", { name: "Start" }).first().waitFor({ timeout: 60_000 });
    await workbench.runCommand("View: Toggle Maximize Editor Group");
    await pane()
      .getByRole("textbox", { name: /ResourceGroup/ })
      .first()
      .fill("rg-web");
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
  });

  const pane = () => workbench.webview();
  const on = () => pane().getByRole("combobox", { name: "On" });
  const runtime = () => pane().getByRole("combobox", { name: "Runtime" });

  async function choosePlace(place: string): Promise<void> {
    await on().click();
    await pane().getByRole("option", { name: "Azure…" }).click();
    await workbench.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: place }).first().waitFor();
    await workbench.answer(place);
  }

  async function theme(name: string, bodyClass: string): Promise<void> {
    const folder = path.join(workbench.workspace, ".vscode");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ "workbench.colorTheme": name }));
    await pane().locator(`body.${bodyClass}`).waitFor();
  }

  /** In both themes; ends in the dark one. */
  async function shots(name: string): Promise<void> {
    await workbench.shot(name);
    await theme("Default Light Modern", "vscode-light");
    await workbench.shot(`${name}-light`);
    await theme("Default Dark Modern", "vscode-dark");
  }

  function job(): FakeJob {
    const found = held.runbooks.get("Stop-IdleVms")?.testJob;
    if (found === undefined) {
      throw new Error("No test job was started");
    }
    return found;
  }

  function write(type: string, line: string): void {
    const { streams } = job();
    streams.push({ id: `s${streams.length}`, time: new Date().toISOString(), type, text: line, value: {} });
  }

  it("shows which runtime environments a hybrid worker group does not take", async () => {
    await choosePlace("on-premises");
    await pane().getByText("in which hybrid workers run nothing").waitFor();
    await runtime().click();
    await pane().getByRole("option", { name: "Az-14-preview" }).hover();
    await workbench.shot("azure-run-hybrid");
  });

  it("shows the runtime environments of the account", async () => {
    await choosePlace("Azure sandbox");
    await runtime().filter({ hasText: "Az-13" }).waitFor();
    await runtime().click();
    await pane().getByRole("option", { name: "PowerShell-5.1" }).waitFor();
    await workbench.shot("azure-run-runtimes");
    await workbench.page.keyboard.press("Escape");
  });

  it("shows the question before an upload", async () => {
    await pane().getByRole("button", { name: "Start" }).first().click();
    const dialog = workbench.page.getByRole("dialog").filter({ hasText: "is not what this file says" });
    await dialog.waitFor();
    await workbench.shot("azure-run-question");
    arm.state.beginning = Date.now() - 30_000;
    await dialog.getByRole("button", { name: "Upload over It and Run" }).click();
    await pane().getByText("Queued").first().waitFor();
  });

  it("shows a job that runs, and one that cannot be looked at just now", async () => {
    job().status = "Running";
    write("Output", "stopping web-01");
    write("Output", "stopping web-02");
    write("Warning", "web-03 is locked and stays on");
    await pane().getByText("web-03 is locked").first().waitFor({ timeout: 60_000 });
    await pane().getByRole("tab", { name: "Limits" }).click();
    await shots("azure-run-running");
    const answer = { kind: "answer", status: 429, headers: { "Retry-After": "90" }, body: {} } as const;
    arm.fail({ on: /testJob/, times: 1, fault: answer });
    await pane().getByText("Could not read").first().waitFor({ timeout: 60_000 });
    await workbench.shot("azure-run-throttled");
  });
});
