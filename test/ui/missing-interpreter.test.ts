import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { terminalSettings, terminalShows } from "./support/terminal";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("a machine without PowerShell", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "rw-missing-"));
    fs.mkdirSync(path.join(folder, ".vscode"));
    // A machine setting: in a remote window VS Code takes it from the workspace, not from the user's settings.
    const setting = { "runbookWorkbench.powershell.path": "/nowhere/pwsh" };
    fs.writeFileSync(path.join(folder, ".vscode", "settings.json"), JSON.stringify(setting));
    fs.writeFileSync(path.join(folder, "Write-Hi.ps1"), "Write-Output 'hi'\n");
    workbench = await openWorkbench({ workspace: folder, settings: terminalSettings });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("says what is missing where the person looks, and offers how to get it", async () => {
    await workbench.openFile("Write-Hi.ps1");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await terminalShows(workbench, "/nowhere/pwsh");
    const toast = workbench.notification("/nowhere/pwsh");
    await toast.getByRole("button", { name: "Open Settings" }).waitFor();
    await toast.getByRole("button", { name: "How to Get PowerShell" }).click();
    await workbench.notification("Install it").waitFor();
    await workbench.shot("how-to-get-powershell");
  });
});
