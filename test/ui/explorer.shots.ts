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
  /** Rows move while others open: ask for the state that is wanted until it is there. */
  const open = async (label: string): Promise<void> => {
    const found = row(label);
    await found.click();
    if ((await found.getAttribute("aria-expanded")) !== "true") {
      await workbench.page.keyboard.press("ArrowRight");
    }
    await workbench.page
      .locator('.pane-body .monaco-list-row[aria-expanded="true"]')
      .filter({ hasText: label })
      .first()
      .waitFor();
  };

  it("shows the account of the folder before any sign-in", async () => {
    await workbench.runCommand("View: Show Azure Automation");
    await row("xAutomationAccount").waitFor();
    for (const folder of ["Identities", "Variables", "Certificates", "Connections"]) {
      await open(folder);
    }
    await open("AzureServicePrincipal");
    await row("AzureConnection").waitFor();
    await row("System-assigned").waitFor();
    await row("AzureConnection").hover();
    await workbench.shot("explorer-local");
  });

  it("asks for a connection's fields in one form, as its type wants them", async () => {
    await workbench.runCommand("Azure Automation: Add Connection Asset");
    const form = workbench.webview();
    await form.getByLabel("Name").fill("Tickets");
    await form.getByLabel("Connection type").selectOption("ContosoTickets");
    await form.getByLabel("Url").fill("https://tickets.contoso.example");
    await form.getByLabel("Port").fill("eighty");
    await form.getByRole("textbox", { name: "ApiToken" }).fill("canary-form-1");
    await form.getByText("wants a whole number").waitFor();
    await workbench.shot("explorer-connection-form");
  });
});
