// Pictures of the language features in a real VS Code, for docs/images and docs/language.md.
import * as fs from "node:fs";
import * as path from "node:path";

import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const runbook = [
  "<#",
  ".SYNOPSIS",
  "Closes tickets that nobody touched for a week.",
  "#>",
  "param(",
  "    [string] $Queue = 'Servers'",
  ")",
  "",
  "$connectionName = 'ContosoTickets'",
  "$tickets = Get-AutomationConnection -Name $connectionName",
  "$key = Get-AutomationVariable -Name 'ApiKye'",
  "$runs = Get-AutomationVariable -Name $Queue",
  "",
  "$headers = @{ 'X-Api-Key' = $key }",
  "Invoke-RestMethod -Uri $tickets.Urll -Headers $headers",
  "Set-AutomationVariable -Name 'RunCount' -Value ($runs + 1)",
  "",
].join("\n");

const metadata = [
  "{",
  '  "ConnectionFields": [',
  '    { "IsEncrypted": "false", "IsOptional": false, "Name": "Server", "TypeName": "string" },',
  '    { "IsEncrypted": false, "IsOptional": true, "Name": "Password", "TypeName": "System.String" },',
  '    { "IsEncrypted": false, "IsOptional": true, "Name": "password", "TypeName": "System.String" }',
  "  ],",
  '  "ConnectionTypeName": "Fabrikam Server",',
  '  "IntegrationModuleName": "Fabrikan"',
  "}",
  "",
].join("\n");

describe("pictures of the language features", function () {
  this.timeout(180_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    sample = await makeSampleWorkspace();
    fs.writeFileSync(path.join(sample.folder, "runbooks", "Close-Tickets.ps1"), runbook);
    fs.writeFileSync(path.join(sample.folder, "runbooks", "Fabrikam-Automation.json"), metadata);
    workbench = await openWorkbench({
      workspace: sample.folder,
      env: sample.environment,
      settings: { "workbench.secondarySideBar.defaultVisibility": "hidden", "files.autoSave": "off" },
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  /** Both 1-based. */
  const goTo = async (line: number, column: number): Promise<void> => {
    await workbench.page.keyboard.press("Control+g");
    const input = workbench.page.locator(".quick-input-widget input.input");
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await workbench.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  };
  const showProblems = async (row: number): Promise<void> => {
    await workbench.runCommand("Problems: Focus on Problems View");
    await workbench.page.locator(".markers-panel .monaco-list-row").nth(row).waitFor();
  };
  const closePanel = (): Promise<void> => workbench.runCommand("View: Toggle Panel Visibility");
  const undoAll = async (): Promise<void> => {
    await workbench.page.keyboard.press("Escape");
    await workbench.runCommand("File: Revert File");
  };

  it("shows the findings of a runbook", async () => {
    await workbench.openFile("Close-Tickets.ps1");
    await workbench.page.locator(".squiggly-info, .squiggly-warning, .squiggly-error").first().waitFor();
    await showProblems(1);
    await workbench.shot("language-findings");
    await closePanel();
  });

  it("shows the quick fixes of a finding", async () => {
    await workbench.openFile("Close-Tickets.ps1");
    await workbench.page.locator(".codelens-decoration").first().waitFor();
    await goTo(10, 48);
    await workbench.page
      .locator(".codicon-light-bulb, .codicon-gutter-lightbulb-auto-fix, [class*=lightbulb]")
      .first()
      .waitFor();
    await workbench.runCommand("Quick Fix...");
    await workbench.page.locator(".action-widget .monaco-list-row").first().waitFor();
    await workbench.shot("language-quick-fix");
    await workbench.page.keyboard.press("Escape");
    await workbench.page.locator(".action-widget .monaco-list-row").first().waitFor({ state: "hidden" });
  });

  it("completes names of assets, with what they are", async () => {
    await goTo(17, 1);
    await workbench.page.keyboard.type("$region = Get-AutomationVariable -Name '");
    await workbench.page.locator(".suggest-widget .monaco-list-row").nth(1).waitFor();
    await workbench.page.keyboard.press("Control+Space");
    await workbench.page.locator(".suggest-details").waitFor();
    await workbench.shot("language-completion-names");
    await undoAll();
  });

  it("completes the fields of a connection", async () => {
    await goTo(17, 1);
    await workbench.page.keyboard.type("$port = $tickets.");
    await workbench.page.locator(".suggest-widget .monaco-list-row").nth(1).waitFor();
    await workbench.shot("language-completion-fields");
    await undoAll();
  });

  it("says what an asset is", async () => {
    await goTo(16, 33);
    await workbench.runCommand("Show or Focus Hover");
    await workbench.page.locator(".monaco-hover").filter({ hasText: "variable in" }).waitFor();
    await workbench.shot("language-hover");
    await workbench.page.keyboard.press("Escape");
  });

  it("previews the rename of an asset", async () => {
    await goTo(16, 33);
    await workbench.page.keyboard.press("F2");
    const box = workbench.page.locator(".rename-box input");
    await box.waitFor();
    await box.fill("CloseCount");
    await workbench.page.keyboard.press("Control+Enter");
    await workbench.page.locator(".refactor-preview, [id*='refactorPreview']").first().waitFor();
    await workbench.page.getByText("assets.json").first().waitFor();
    await workbench.shot("language-rename");
    await workbench.page.getByRole("button", { name: "Discard" }).click();
    await closePanel();
  });

  it("shows the rule behind a finding", async () => {
    await showProblems(0);
    await workbench.page.locator(".markers-panel .monaco-list-row").filter({ hasText: "RW101" }).first().waitFor();
    await workbench.page
      .locator(".markers-panel a")
      .filter({ hasText: "RW101" })
      .first()
      .click({ modifiers: ["Control"] });
    await workbench.page.getByRole("tab", { name: /RW101/ }).waitFor();
    await workbench.webview().getByRole("heading", { name: /RW101/ }).waitFor();
    await workbench.shot("language-rule");
    await workbench.runCommand("View: Close Editor");
    await closePanel();
  });

  it("lists what runbooks depend on, absent ones first", async () => {
    await workbench.runCommand("Azure Automation: Show What Runbooks Depend On");
    await workbench.page.locator(".quick-input-widget .monaco-list-row").nth(3).waitFor();
    await workbench.shot("language-dependencies");
    await workbench.page.keyboard.press("Escape");
  });

  it("marks what is wrong in a module's metadata", async () => {
    await workbench.openFile("Fabrikam-Automation.json");
    await workbench.page.locator(".squiggly-info, .squiggly-warning, .squiggly-error").first().waitFor();
    await showProblems(1);
    await workbench.shot("language-metadata");
  });

  it("marks names in Python", async () => {
    await closePanel();
    await workbench.openFile("show_account.py");
    await workbench.page.locator(".codelens-decoration").first().waitFor();
    await workbench.shot("language-python");
  });
});
