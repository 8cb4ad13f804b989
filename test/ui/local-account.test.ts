import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { terminalSettings, terminalShows } from "./support/terminal";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("from nothing to a run, by keyboard alone", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  const assets = (): string => fs.readFileSync(path.join(workbench.workspace, ".automation", "assets.json"), "utf8");
  const terminals = () => workbench.page.locator(".terminal-tabs-entry, .single-terminal-tab");

  /** By keys only: the form has the focus when it opens. */
  const typeIntoForm = async (name: string, value: string, description: string, isEncrypted = false) => {
    const form = workbench.webview();
    const { keyboard } = workbench.page;
    const isFocused = (label: string) => form.locator(`[data-field=${label}] :focus`).waitFor();
    await isFocused("name");
    await keyboard.type(name);
    await keyboard.press("Tab");
    await isFocused("type");
    await keyboard.press("Tab");
    await isFocused("isEncrypted");
    if (isEncrypted) {
      await keyboard.press("Space");
      await form.locator("[data-field=value] input[type=password]").waitFor();
    }
    await keyboard.press("Tab");
    await isFocused("value");
    await keyboard.type(value);
    await keyboard.press("Tab");
    if (isEncrypted) {
      await keyboard.press("Tab");
    }
    await isFocused("description");
    await keyboard.type(description);
    await form.locator("button[type=submit][aria-disabled=false]").waitFor();
    await keyboard.press("Control+Enter");
  };

  before(async () => {
    workbench = await openWorkbench({ settings: terminalSettings });
    fs.writeFileSync(
      path.join(workbench.workspace, "greet.py"),
      [
        "import sys, automationassets",
        'print(automationassets.get_automation_variable("Greeting"), *sys.argv[1:])',
        'print("key", automationassets.get_automation_variable("ApiKey"))',
      ].join("\n"),
    );
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
  });

  it("creates an account and says so", async () => {
    await workbench.runCommand("Azure Automation: Create Local Account");
    await workbench.answer("keyboardAccount");
    await workbench.notification('Created the local account "keyboardAccount"').waitFor();
    assert.match(
      fs.readFileSync(path.join(workbench.workspace, ".automation", "account.json"), "utf8"),
      /"name": "keyboardAccount"/,
    );
  });

  it("refuses a second account in the same folder and leaves the first as it is", async () => {
    await workbench.runCommand("Azure Automation: Create Local Account");
    await workbench.answer("another");
    await workbench.notification("There is a local Automation account").waitFor();
    assert.match(
      fs.readFileSync(path.join(workbench.workspace, ".automation", "account.json"), "utf8"),
      /"name": "keyboardAccount"/,
    );
  });

  it("adds a plain variable", async () => {
    await workbench.runCommand("Azure Automation: Add Variable Asset");
    await typeIntoForm("Greeting", "Hello", "said by the sample");
    await workbench.notification('Saved the variable "Greeting"').waitFor();
    assert.match(assets(), /"Greeting"[^}]*"Hello"/);
  });

  it("seals an encrypted variable: its value is neither on the screen nor in a file", async () => {
    const secret = "canary-typed-4711";
    await workbench.runCommand("Azure Automation: Add Variable Asset");
    await typeIntoForm("ApiKey", secret, "", true);
    await workbench.notification('Saved the variable "ApiKey"').waitFor();
    assert.match(assets(), /"ApiKey"[^}]*"sealed": "v1:/);
    assert.ok(!assets().includes(secret));
  });

  it("runs a runbook with an argument and shows its streams, secrets masked", async () => {
    await workbench.openFile("greet.py");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await workbench.answer("Add an argument");
    await workbench.answer("world");
    await workbench.answer("Run");
    await terminalShows(workbench, "Hello world");
    const text = await terminalShows(workbench, "Completed");
    assert.match(text.replaceAll("\u00a0", " "), /key \*\*\*/);
  });

  it("remembers the argument and goes on in the same terminal", async () => {
    await terminalShows(workbench, "Enter runs it again");
    // Words that the first run cannot have written.
    fs.appendFileSync(path.join(workbench.workspace, "greet.py"), '\nprint("once more for", *sys.argv[1:])\n');
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await workbench.answer("Run");
    await terminalShows(workbench, "once more for world");
    assert.equal(await terminals().count(), 1);
  });

  it("shows the name of a missing asset and the nearest one", async () => {
    fs.writeFileSync(
      path.join(workbench.workspace, "missing.py"),
      'import automationassets\nautomationassets.get_automation_variable("Greetin")\n',
    );
    await workbench.openFile("missing.py");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await terminalShows(workbench, "Greeting");
    await terminalShows(workbench, "Failed");
  });
});
