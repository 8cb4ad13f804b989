// A person who never saw this before: from a folder without an account to a connection that a runbook reads, here, by keys alone.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Locator } from "playwright-core";

import { powerShellPath } from "../support/job-run";
import { terminalSettings, terminalShows } from "./support/terminal";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const tenant = "11112222-3333-4444-5555-666677778888";
const longestMs = 120_000;
const [language, file, call, output] =
  powerShellPath() === undefined
    ? [
        "Python",
        "Show-Tenant.py",
        "automationassets.get_automation_connection",
        'print("tenant", graph_reader["TenantId"])',
      ]
    : ["PowerShell", "Show-Tenant.ps1", "Get-AutomationConnection", "\"tenant $($graphReader['TenantId'])\""];

describe("a new user with a keyboard", function () {
  this.timeout(180_000);
  let folder: string;
  let workbench: Workbench;
  /** When the first key was pressed, and what was done since. */
  let started = 0;
  const steps: string[] = [];
  const did = (step: string): void => {
    steps.push(`${((Date.now() - started) / 1000).toFixed(1)} s ${step}`);
  };

  const account = (name: string): string =>
    fs.readFileSync(path.join(workbench.workspace, ".automation", name), "utf8");
  const keys = () => workbench.page.keyboard;
  const press = async (key: string, times = 1): Promise<void> => {
    for (let pressed = 0; pressed < times; pressed++) {
      await keys().press(key);
    }
  };
  const quickInput = () => workbench.page.locator(".quick-input-widget");
  const titled = (text: string) => quickInput().locator(".quick-input-title").filter({ hasText: text }).waitFor();
  /** Types over what stands in the box with that title, and accepts: the first row that has the text, where there are rows. */
  const answer = async (title: string, text: string): Promise<void> => {
    await titled(title);
    await quickInput().locator("input.input:focus").waitFor();
    await press("Control+a");
    await keys().type(text);
    if (await quickInput().locator(".quick-input-list").isVisible()) {
      await quickInput().locator(".monaco-list-row.focused").filter({ hasText: text }).waitFor();
    }
    await press("Enter");
  };
  const focusedRow = (text: string): Locator =>
    workbench.page.locator(".pane-body .monaco-list:focus-within .monaco-list-row.focused").filter({ hasText: text });
  /** The folder's own row says how many there are, once the editor has taken its rows. */
  const counted = (folderName: string): Promise<void> =>
    workbench.page
      .locator(".pane-body .monaco-list-row")
      .filter({ hasText: new RegExp(`${folderName}\\s*\\d`) })
      .first()
      .waitFor();
  /** Down to the row; with `first` it is opened, and that row is in it. */
  const arrowsTo = async (label: string, first?: string): Promise<void> => {
    for (let moved = 0; (await focusedRow(label).count()) === 0; moved++) {
      assert.ok(moved < 40, `no arrow leads to ${label}`);
      await press("ArrowDown");
    }
    if (first !== undefined) {
      const inside = workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: first }).first();
      await press("ArrowRight");
      await inside.waitFor();
    }
  };

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "new-user-"));
    fs.writeFileSync(path.join(folder, "notes.txt"), "A folder without an account.\n");
    workbench = await openWorkbench({
      workspace: folder,
      settings: { ...terminalSettings, "workbench.secondarySideBar.defaultVisibility": "hidden" },
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("creates an account; a name that the service refuses is refused at once, in words", async () => {
    started = Date.now();
    await workbench.runCommand("Azure Automation: Create Local Account");
    await titled("Create Local Account");
    await quickInput().locator("input.input:focus").waitFor();
    await press("Control+a");
    await keys().type("my account");
    await quickInput().locator(".quick-input-message").filter({ hasText: "cannot be the name" }).waitFor();
    await answer("Create Local Account", "first-account");
    await workbench.notification('Created the local account "first-account"').waitFor();
    assert.match(account("account.json"), /"name": "first-account"/);
    did("account");
  });

  it("creates a connection in its form, which says what is missing or refused and saves nothing until it is whole", async () => {
    await workbench.runCommand("Azure Automation: Add Connection Asset");
    const form = workbench.webview();
    const focused = (field: string) => form.locator(`[data-field="${field}"] :focus`).waitFor();
    const problem = (field: string, text: string) =>
      form.locator(`[data-field="${field}"] .problem`).filter({ hasText: text }).waitFor();
    await focused("name");
    await keys().type("Graph/Reader");
    await press("Tab");
    await problem("name", "the service refuses the character /");
    await focused("type");
    await keys().type("AzureServ");
    await form.locator('[data-field="field:tenantid"]').waitFor();
    await press("Tab");
    await focused("field:applicationid");
    await keys().type("99998888-7777-6666-5555-444433332222");
    await press("Control+Enter");
    // It was not sent, and the focus is where something is to be mended.
    await problem("field:tenantid", "A value is needed.");
    await focused("name");
    assert.doesNotMatch(account("assets.json"), /Reader/);
    await press("Control+a");
    await keys().type("GraphReader");
    await press("Tab", 3);
    await focused("field:tenantid");
    await keys().type(tenant);
    await press("Tab");
    await focused("field:certificatethumbprint");
    await keys().type("00112233445566778899AABBCCDDEEFF00112233");
    await press("Tab");
    await keys().type("aaaabbbb-cccc-dddd-eeee-ffff00001111");
    await form.locator("button[type=submit][aria-disabled=false]").waitFor();
    await press("Control+Enter");
    await workbench.notification('Saved the connection "GraphReader"').waitFor();
    assert.match(account("assets.json"), /"GraphReader"/);
    did("connection");
  });

  it("creates a runbook and puts the call for the connection at its cursor", async () => {
    await workbench.runCommand("Azure Automation: Create Runbook");
    await answer("Create Runbook", "first-account");
    await answer("Create Runbook in first-account", "Show-Tenant");
    await quickInput().getByPlaceholder("Language").waitFor();
    await answer("Create Runbook in first-account", language);
    await workbench.page.getByRole("tab", { name: file }).waitFor();
    await workbench.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    did("runbook");
    await press("Control+End");
    await workbench.runCommand("Azure Automation: Insert Call");
    await answer("Insert Call", "GraphReader");
    await workbench.page.locator(".editor-instance .view-line").filter({ hasText: call }).waitFor();
    await workbench.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    did("call");
  });

  it("runs it here and shows the field's value, all in less than two minutes", async () => {
    await press("Control+End");
    await press("Enter");
    await keys().type(output);
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    if (language === "Python") {
      // A Python runbook may take any arguments: they are asked for.
      await workbench.answer("Run");
    }
    await terminalShows(workbench, `tenant ${tenant}`);
    did("output");
    const took = Date.now() - started;
    process.stdout.write(`      from the first key to the output: ${steps.join(", ")}\n`);
    assert.ok(took < longestMs, `it took ${took} ms`);
    const text = fs.readFileSync(path.join(workbench.workspace, "runbooks", file), "utf8");
    assert.ok(text.includes(call) && text.includes(output), text);
  });

  it("finds it from anywhere and shows it in the tree with the focus on it", async () => {
    await workbench.runCommand("View: Show Explorer");
    await workbench.runCommand("Azure Automation: Find in Accounts");
    await answer("Find in Accounts", "GraphReader");
    await focusedRow("GraphReader").waitFor();
  });

  it("goes to the connection in the tree by arrows; Delete says who uses it, Escape leaves it", async () => {
    await workbench.runCommand("Focus on Accounts View");
    await workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: "Connections" }).waitFor();
    // The editor gives the focus to a view that has no rows yet, and not to its rows when they come.
    await workbench.runCommand("Focus on Accounts View");
    await workbench.page.locator(".pane-body .monaco-list:focus").waitFor();
    await press("Home");
    await focusedRow("first-account").waitFor();
    await arrowsTo("Connections", "AzureServicePrincipal");
    await counted("Connections");
    await arrowsTo("AzureServicePrincipal", "GraphReader");
    await arrowsTo("GraphReader");
    const before = account("assets.json");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    // The row is not selected at first, and is the second time.
    for (let asked = 0; asked < 2; asked++) {
      await press("Delete");
      await dialog.filter({ hasText: 'Delete the connection "GraphReader" of first-account?' }).waitFor();
      await dialog.filter({ hasText: `Used by 1 runbook: ${file}` }).waitFor();
      await press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await focusedRow("GraphReader").waitFor();
    }
    assert.equal(account("assets.json"), before);
    await workbench.shot("new-user");
  });

  it("means the row that the arrows are on, not the one that was selected before", async () => {
    await arrowsTo("Connection Types", "AzureClassicCertificate");
    await counted("Connection Types");
    await arrowsTo("AzureClassicCertificate");
    await press("Delete");
    await workbench.notification('The connection type "AzureClassicCertificate" is built in').waitFor();
  });
});
