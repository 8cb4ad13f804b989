// Pictures of an account in Azure in a real VS Code, with the fake resource manager behind it.
import { FakeArm } from "../support/fake-arm/fake-arm";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const quiet = { "workbench.secondarySideBar.defaultVisibility": "hidden" };

describe("pictures of Azure", function () {
  this.timeout(240_000);
  let arm: FakeArm;
  let workbench: Workbench;

  before(async () => {
    arm = await FakeArm.start();
    arm.tokens.isSignedOut = true;
    fill(arm);
    workbench = await openWorkbench({ env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url }, settings: quiet });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
  });

  const row = (label: string) =>
    workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: label }).first();
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

  const signIn = () => workbench.page.getByRole("button", { name: "Sign in to Azure" });

  it("shows the view before any sign-in", async () => {
    await workbench.runCommand("View: Show Azure Automation");
    await signIn().waitFor();
    await workbench.shot("azure-signed-out");
  });

  it("shows an account with its identities, schedules and jobs", async () => {
    await signIn().click();
    await row("Contoso Dev").waitFor();
    await open("Contoso Dev");
    await open("aa-prod");
    await open("Identities");
    await row("id-reader").waitFor();
    await open("Schedules");
    await open("Webhooks");
    await row("Nightly").hover();
    await workbench.shot("azure-account");
  });

  it("offers at an identity what can be done with it", async () => {
    await row("System-assigned").click({ button: "right" });
    await workbench.page.locator(".context-view .action-item").filter({ hasText: "Show Roles" }).waitFor();
    await workbench.shot("azure-identity-menu");
    await workbench.page.keyboard.press("Escape");
  });

  it("says what is lost before the system-assigned identity is disabled", async () => {
    await row("System-assigned").click();
    await workbench.runCommand("Azure Automation: Disable System-Assigned Identity");
    await workbench.page.locator(".monaco-dialog-box").filter({ hasText: "lose" }).waitFor();
    await workbench.shot("azure-identity-disable");
    await workbench.page.keyboard.press("Escape");
  });

  it("opens a job with what it wrote", async () => {
    await workbench.runCommand("Azure Automation: Open Azure Job");
    await workbench.page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: "Stop-IdleVms" }).waitFor();
    await workbench.shot("azure-job-pick");
    await workbench.page.keyboard.press("Enter");
    await workbench.page.locator(".editor-instance .view-line").filter({ hasText: "Warning" }).first().waitFor();
    await workbench.shot("azure-job");
  });

  it("names the permission that is missing, and a role that has it", async () => {
    arm.fail({
      on: /schedules\/Nightly/,
      fault: { kind: "answer", status: 403, body: { error: { code: "AuthorizationFailed", message: "No." } } },
    });
    await workbench.runCommand("Azure Automation: Disable Schedule");
    await workbench.page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: "Nightly" }).waitFor();
    await workbench.page.keyboard.press("Enter");
    await workbench.notification("lacks the permission").waitFor();
    await workbench.shot("azure-forbidden");
  });
});

function fill(arm: FakeArm): void {
  const held = arm.state.addAccount("aa-prod");
  held.identity.hasSystem = true;
  const id = arm.state.addUserIdentity("id-reader", held.subscriptionId);
  held.identity.userAssigned.push(id.id);
  const group = `/subscriptions/${held.subscriptionId}/resourceGroups/rg-web`;
  arm.state.roleAssignments.push({
    id: `${group}/providers/Microsoft.Authorization/roleAssignments/1`,
    scope: group,
    roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/role-1",
    principalId: held.systemPrincipalId,
  });
  held.addRunbook("Stop-IdleVms", { type: "PowerShell72", published: "Get-AzVM", draft: "Get-AzVM -Status" });
  held.addRunbook("Rotate-Keys", { type: "Python3", published: "print(1)" });
  const times = { startTime: "2027-01-31T06:00:00+00:00", timeZone: "UTC", frequency: "Day", interval: 1 };
  held.add("schedules", "Nightly", { ...times, isEnabled: true });
  held.add("schedules", "Old", { ...times, isEnabled: false });
  held.add("webhooks", "Deploy", {
    runbook: { name: "Stop-IdleVms" },
    isEnabled: true,
    expiryTime: "2027-01-31T06:00:00+00:00",
  });
  const job = held.addJob("Stop-IdleVms", { status: "Completed", output: "done" });
  held.addStream(job, "Output", "Using system-assigned managed identity");
  held.addStream(job, "Warning", "The VM 'web-1' is stopped already.");
  held.addStream(job, "Output", "done");
}
