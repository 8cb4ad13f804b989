// Pictures of the trees in a real VS Code, for docs/images and docs/explorer.md.
import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const quiet = { "workbench.secondarySideBar.defaultVisibility": "hidden" };

describe("pictures of the local account's tree", function () {
  this.timeout(180_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    sample = await makeSampleWorkspace();
    workbench = await openWorkbench({ workspace: sample.folder, env: sample.environment, settings: quiet });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  const row = (label: string) =>
    workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: label }).first();
  const open = async (label: string): Promise<void> => {
    await row(label).locator(".monaco-tl-twistie").click();
  };

  it("shows the account of the folder before any sign-in", async () => {
    await workbench.runCommand("View: Show Azure Automation");
    await row("xAutomationAccount").waitFor();
    for (const folder of ["Runbooks", "Connections", "Certificates", "Variables", "Identities"]) {
      await open(folder);
    }
    await row("System-assigned").waitFor();
    await open("AzureServicePrincipal");
    await row("AzureConnection").waitFor();
    await row("AzureConnection").click();
    await workbench.shot("explorer-local");
  });
});
