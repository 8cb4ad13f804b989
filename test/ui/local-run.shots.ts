// Pictures of a local run in a real VS Code, for docs/images and the README.
import * as fs from "node:fs";
import * as path from "node:path";

import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { terminalSettings, terminalShows } from "./support/terminal";
import { openWorkbench, type Workbench } from "./support/workbench";

describe("pictures of a local run", function () {
  this.timeout(120_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    sample = await makeSampleWorkspace();
    workbench = await openWorkbench({ workspace: sample.folder, env: sample.environment, settings: terminalSettings });
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  it("shows the Python sample with its assets", async () => {
    await workbench.openFile("read_assets.py");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await terminalShows(workbench, "Enter runs it again");
    await workbench.shot("local-run-python");
  });

  it("shows the PowerShell sample with its streams", async () => {
    await workbench.openFile("Show-Streams.ps1");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await terminalShows(workbench, "an information");
    await terminalShows(workbench, "Enter runs it again");
    await workbench.shot("local-run-powershell");
  });

  it("shows the parameter form of a PowerShell runbook", async () => {
    await workbench.openFile("Write-Greeting.ps1");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await workbench.page.locator(".quick-input-widget .monaco-list-row").nth(1).waitFor();
    await workbench.shot("parameters");
    await workbench.page.keyboard.press("Escape");
  });

  it("shows a run that goes on, with its status bar item", async () => {
    fs.writeFileSync(
      path.join(workbench.workspace, "runbooks", "Wait-Forever.ps1"),
      [
        "Write-Output 'Waiting for the maintenance window'",
        "$token = Invoke-RestMethod ($env:IDENTITY_ENDPOINT + '?resource=https://management.azure.com/') -Headers @{",
        "    'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER",
        "}",
        "Write-Output ('Signed in as ' + $token.client_id)",
        "Start-Sleep -Seconds 600",
      ].join("\n"),
    );
    await workbench.openFile("Wait-Forever.ps1");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await terminalShows(workbench, "Signed in as");
    await workbench.shot("running");
    await workbench.runCommand("Azure Automation: Stop Job");
    await terminalShows(workbench, "Stopped");
    await workbench.shot("stopped");
  });

  it("shows the options of a run", async () => {
    await workbench.runCommand("Azure Automation: Run Runbook Locally With Options");
    await workbench.page.locator(".quick-input-widget .monaco-list-row").nth(1).waitFor();
    await workbench.shot("run-options");
    await workbench.page.keyboard.press("Escape");
  });
});
