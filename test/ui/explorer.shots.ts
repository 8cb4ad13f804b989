// Pictures of the trees in a real VS Code, for docs/images and docs/explorer.md.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { FakeArm } from "../support/fake-arm/fake-arm";
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
    const expanded = workbench.page
      .locator('.pane-body .monaco-list-row[aria-expanded="true"]')
      .filter({ hasText: label })
      .first();
    await row(label).click();
    // A click that met a row being drawn anew is lost. Not clicked again at once: that would close what is about to open.
    await expanded.waitFor({ timeout: 3000 }).catch(() => row(label).click());
    await expanded.waitFor();
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

describe("pictures of the trees of Azure", function () {
  this.timeout(240_000);
  let arm: FakeArm;
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    arm = await FakeArm.start();
    arm.tokens.isSignedOut = true;
    const held = arm.state.addAccount("aa-many");
    for (let at = 0; at < 10_000; at++) {
      held.addRunbook(`Runbook-${String(at).padStart(5, "0")}`, { type: "PowerShell72", published: "" });
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "explorer-"));
    fs.writeFileSync(path.join(folder, "notes.txt"), "A folder without an account.\n");
    workbench = await openWorkbench({
      workspace: folder,
      env: { RUNBOOK_WORKBENCH_TEST_ARM: arm.url },
      settings: quiet,
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    await arm.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const row = (label: string) =>
    workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: label }).first();
  const open = async (label: string, first: string): Promise<void> => {
    await row(label).click();
    await workbench.page.keyboard.press("ArrowRight");
    await row(first).waitFor();
  };

  it("offers a local account and a sign-in to who has neither", async () => {
    await workbench.runCommand("View: Show Azure Automation");
    await workbench.page.locator(".welcome-view-content").filter({ hasText: "Create Local Account" }).first().waitFor();
    await workbench.shot("explorer-signed-out");
  });

  it("shows the first rows of 10,000 runbooks after one request", async () => {
    await workbench.page.locator(".welcome-view-content a").filter({ hasText: "Sign in to Azure" }).click();
    await row("Contoso Dev").waitFor();
    await open("Contoso Dev", "aa-many");
    await open("aa-many", "Runbooks");
    const before = arm.requests.length;
    await open("Runbooks", "Runbook-00000");
    assert.equal(arm.requests.slice(before).filter((request) => request.includes("/runbooks")).length, 1);
    await workbench.shot("explorer-many-runbooks");
  });
});
