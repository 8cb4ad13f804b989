// Pictures of the test pane's states in a real VS Code, for docs/images.
import * as fs from "node:fs";
import * as path from "node:path";

import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { until } from "../support/until";
import { openWorkbench, type Workbench } from "./support/workbench";

const idleVms = `<#
.SYNOPSIS
Stops machines that nobody uses.
.PARAMETER VMName
Name of the virtual machine; several with a star.
.PARAMETER Tags
Only machines with these tags.
#>
param(
    [Parameter(Mandatory)] [string] $VMName,
    [ValidateSet('SA', 'UA')] [string] $Method = 'SA',
    [ValidateRange(1, 10)] [int] $RetryCount = 3,
    [datetime] $Since,
    [hashtable] $Tags,
    [pscredential] $Credential,
    [switch] $WhatIf
)
$VerbosePreference = 'Continue'
$token = Invoke-RestMethod ($env:IDENTITY_ENDPOINT + '?resource=https://management.azure.com/&api-version=2019-08-01') -Headers @{
    'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'true'
}
"Signed in as $($token.client_id)"
Write-Verbose "Asking for machines like $VMName, $(Get-AutomationVariable -Name Greeting)"
[pscustomobject] @{ Name = 'web-01'; PowerState = 'running'; Tags = @{ env = 'dev' }; IdleHours = 14; Size = 'Standard_D2s_v5' }
Write-Warning 'web-02 is idle, but has the tag "keep"'
Write-Information "\`e[32mweb-01\`e[0m will be \`e[1mstopped\`e[0m" -InformationAction Continue
Write-Progress -Activity 'Stopping' -Status 'web-01' -PercentComplete 50
1..14 | ForEach-Object { "step $_ of the shutdown" } | Out-String
if ($VMName -eq 'slow') { Start-Sleep -Seconds 600 }
if ($VMName -eq 'web-1') { throw "The VM 'web-1' was not found." }
'Done'
`;

describe("pictures of the test pane", function () {
  this.timeout(240_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    sample = await makeSampleWorkspace();
    const runbook = (name: string, text: string): void =>
      fs.writeFileSync(path.join(sample.folder, "runbooks", name), text);
    runbook("Stop-IdleVms.ps1", idleVms);
    runbook("Broken-Params.ps1", "param(\n    [string] $Name = 'x\n    [int] $Count\n)\nWrite-Output $Name\n");
    runbook("Get-VmState.ps1", "Connect-AzAccount -Identity\nGet-AzVM -Status\n");
    runbook("On-Webhook.ps1", "param([object] $WebhookData)\nWrite-Output $WebhookData\n");
    workbench = await openWorkbench({ workspace: sample.folder, env: sample.environment });
    await workbench.page.setViewportSize({ width: 1500, height: 900 });
    await workbench.page.keyboard.press("Control+b");
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  const pane = () => workbench.webview();
  const startButton = () => pane().getByRole("button", { name: "Start", exact: true });
  const field = (name: string) => pane().locator(`.field[data-name="${name}"] input`);
  const shows = (text: string) => pane().getByText(text, { exact: true }).first().waitFor({ timeout: 90_000 });

  async function open(name: string): Promise<void> {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile(name);
    await workbench.runCommand("Azure Automation: Open Test Pane");
    await startButton().waitFor({ timeout: 60_000 });
  }

  /** The pane with the whole window to itself. */
  async function openWide(name: string): Promise<void> {
    await open(name);
    await workbench.runCommand("View: Toggle Maximize Editor Group");
  }

  async function theme(name: string, bodyClass: string): Promise<void> {
    const folder = path.join(workbench.workspace, ".vscode");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ "workbench.colorTheme": name }));
    await pane().locator(`body.${bodyClass}`).waitFor();
  }

  it("shows the fields of a runbook that has not run", async () => {
    await openWide("Stop-IdleVms.ps1");
    await workbench.shot("test-pane-parameters");
  });

  it("shows values that do not bind", async () => {
    await field("RetryCount").fill("99");
    await pane().locator('.field[data-name="Tags"] textarea').fill('{"env": "dev"');
    await pane().getByText("Not JSON at line").waitFor();
    await pane().getByText("outside 1 to 10").waitFor();
    await workbench.shot("test-pane-invalid");
    await field("RetryCount").fill("3");
    await pane().locator('.field[data-name="Tags"] textarea').fill('{"env": "dev"}');
  });

  it("shows a run that goes on, and one that was stopped", async () => {
    await field("VMName").fill("slow");
    await workbench.page.keyboard.press("Control+Enter");
    await pane().getByText("step 1 of the shutdown").first().waitFor({ timeout: 90_000 });
    await workbench.shot("test-pane-running");
    await workbench.page.keyboard.press("Shift+F5");
    await shows("Stopped");
    await workbench.shot("test-pane-stopped");
  });

  it("shows a run that is complete, in each kind of theme", async () => {
    await field("VMName").fill("web-01");
    await workbench.page.keyboard.press("Control+Enter");
    await shows("Completed");
    await workbench.shot("test-pane-dark");
    await theme("Default Light Modern", "vscode-light");
    await workbench.shot("test-pane-light");
    await theme("Default High Contrast", "vscode-high-contrast");
    await workbench.shot("test-pane-high-contrast");
    await theme("Default Dark Modern", "vscode-dark");
  });

  it("shows a search", async () => {
    await workbench.page.keyboard.press("Control+f");
    await workbench.page.keyboard.type("web-0");
    await pane().locator("mark").first().waitFor();
    await workbench.shot("test-pane-search");
    await workbench.page.keyboard.press("Escape");
  });

  it("shows a run that failed", async () => {
    await field("VMName").fill("web-1");
    await workbench.page.keyboard.press("Control+Enter");
    await shows("Failed");
    await pane()
      .getByRole("tab", { name: /^Assets/ })
      .click();
    await workbench.shot("test-pane-failed");
  });

  it("shows the limits and the history", async () => {
    await pane()
      .getByRole("tab", { name: /^Limits/ })
      .click();
    await workbench.shot("test-pane-limits");
    await pane()
      .getByRole("tab", { name: /^History/ })
      .click();
    await workbench.shot("test-pane-history");
  });

  it("shows itself beside the runbook, and narrow", async () => {
    await workbench.runCommand("View: Toggle Maximize Editor Group");
    await workbench.page.setViewportSize({ width: 1900, height: 900 });
    // An editor that was hidden draws the line above the runbook again when something happens in it.
    await workbench.page.keyboard.press("Control+1");
    await workbench.page.keyboard.press("Control+End");
    await workbench.page.keyboard.press("Control+Home");
    await workbench.page.locator(".codelens-decoration").first().waitFor();
    await until("room for the line above the runbook", async () => {
      const lens = await workbench.page.locator(".codelens-decoration").first().boundingBox();
      const line = await workbench.page.locator(".editor-instance .view-line").first().boundingBox();
      return lens !== null && line !== null && lens.y + lens.height <= line.y + 2;
    });
    await workbench.shot("test-pane-beside");
    await workbench.page.setViewportSize({ width: 900, height: 900 });
    await workbench.shot("test-pane-narrow");
    await workbench.page.setViewportSize({ width: 1500, height: 900 });
  });

  it("shows a runbook without parameters, and one whose param block does not parse", async () => {
    await openWide("Show-Streams.ps1");
    await workbench.shot("test-pane-no-parameters");
    await openWide("Broken-Params.ps1");
    await workbench.shot("test-pane-param-block");
  });

  it("shows which modules a run lacks, and how to get them", async () => {
    await openWide("Get-VmState.ps1");
    await pane().getByRole("button", { name: "Start", exact: true }).press("Control+Enter");
    await pane().getByText("This PowerShell does not have what the runbook uses").waitFor({ timeout: 90_000 });
    await pane().locator(".status-word").getByText("Completed", { exact: true }).waitFor({ timeout: 90_000 });
    await workbench.shot("test-pane-missing-modules");
  });

  it("shows the webhook simulator", async () => {
    await openWide("On-Webhook.ps1");
    await pane().getByText("Webhook simulator", { exact: true }).click();
    await pane().locator("vscode-checkbox").filter({ hasText: "Start as from a webhook" }).click();
    await pane().getByText("The webhook simulator fills it in.").waitFor();
    await workbench.shot("test-pane-webhook");
  });
});
