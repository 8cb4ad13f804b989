// Pictures of a local run in a real VS Code, for docs/images and the README.
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
});
