// The test pane in a real VS Code: opened, filled, started, filtered, stopped and run again with the keyboard alone; kept over a reload.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { isAlive } from "../support/job-run";
import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { until } from "../support/until";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

const waitOrNot = `import sys, time
print("hello", *sys.argv[1:])
if len(sys.argv) > 1 and sys.argv[1] == "wait":
    time.sleep(600)
`;

const sleeper = `import os, time
print("process", os.getpid())
time.sleep(600)
`;

describe("the test pane in VS Code", function () {
  this.timeout(180_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    sample = await makeSampleWorkspace();
    fs.writeFileSync(path.join(sample.folder, "runbooks", "wait_or_not.py"), waitOrNot);
    fs.writeFileSync(path.join(sample.folder, "runbooks", "sleeper.py"), sleeper);
    workbench = await openWorkbench({ workspace: sample.folder, env: sample.environment });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  const pane = () => workbench.webview();
  const row = (text: string) => pane().getByRole("listitem").filter({ hasText: text });
  const shows = (text: string) => pane().getByText(text, { exact: true }).first().waitFor({ timeout: 60_000 });
  /** The run's state, in the line that has it alone: the history has the words of earlier runs. */
  const isIn = (state: string) =>
    pane().locator(".status-word").getByText(state, { exact: true }).waitFor({ timeout: 60_000 });

  it("is offered, with a run and a debugger, above the first runbook that is opened, which only its folder tells to be one", async () => {
    await workbench.openFile("sleeper.py");
    await workbench.page
      .locator(".codelens-decoration")
      .filter({ hasText: /Run locally.*Debug.*Test pane/s })
      .waitFor();
  });

  it("opens beside the runbook, runs it, stops it and runs it again without the mouse", async () => {
    const { keyboard } = workbench.page;
    await workbench.openFile("wait_or_not.py");
    await workbench.runCommand("Azure Automation: Open Test Pane");
    await pane().getByRole("button", { name: "Start", exact: true }).waitFor();

    await pane().getByRole("button", { name: "Add argument" }).press("Enter");
    await pane().locator(".argument input:focus").waitFor();
    await keyboard.type("there");
    await keyboard.press("Control+Enter");
    await row("hello there").waitFor({ timeout: 60_000 });
    await isIn("Completed");

    await pane().getByRole("textbox", { name: "Argument 1" }).focus();
    await keyboard.press("Control+a");
    await keyboard.type("wait");
    await keyboard.press("Control+Enter");
    await row("hello wait").waitFor({ timeout: 60_000 });
    await isIn("Running");
    await keyboard.press("Shift+F5");
    await isIn("Stopped");

    await keyboard.press("Control+Shift+F9");
    await isIn("Running");
    await row("hello wait").waitFor({ timeout: 60_000 });

    await pane()
      .getByRole("button", { name: /^Error/ })
      .press("Enter");
    await row("hello wait").waitFor({ state: "detached" });
    await pane().getByRole("button", { name: /^All/ }).press("Enter");
    await row("hello wait").waitFor();
    await keyboard.press("Control+f");
    await pane().locator(".search input:focus").waitFor();
    await keyboard.type("HELLO");
    await pane().getByText("1 of 1").waitFor();
    await keyboard.press("Shift+F5");
    await isIn("Stopped");
  });

  it("keeps the runs in its history", async () => {
    await pane()
      .getByRole("tab", { name: /^History/ })
      .click();
    const table = pane().getByRole("table", { name: "History" });
    // The head and three runs; the last one gets there once its file is closed.
    await table.getByRole("row").nth(3).waitFor();
    assert.equal(await table.getByRole("row").count(), 4);
    await table.getByRole("button", { name: "Completed", exact: true }).click();
    await row("hello there").waitFor();
    await pane().getByRole("button", { name: "Back to the last run" }).click();
    await row("hello wait").waitFor();
  });

  it("shows which assets and which identity a runbook asked for", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile("read_assets.py");
    await workbench.runCommand("Azure Automation: Start in Test Pane");
    await isIn("Completed");
    await pane()
      .getByRole("tab", { name: /^Assets/ })
      .click();
    const table = pane().getByRole("table", { name: "Asset accesses" });
    await table.getByRole("row").nth(1).waitFor();
  });

  it("comes back after a reload of the window, with what was shown", async () => {
    await workbench.reload();
    await pane().getByRole("button", { name: "Start", exact: true }).waitFor({ timeout: 60_000 });
    await pane()
      .getByRole("tab", { name: /^History 1/ })
      .waitFor({ timeout: 60_000 });
  });

  it("leaves no process when the window is reloaded while a job runs, and says what became of it", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile("sleeper.py");
    await workbench.runCommand("Azure Automation: Start in Test Pane");
    await row("process ").waitFor({ timeout: 60_000 });
    const pid = Number(/process (\d+)/.exec(await row("process ").innerText())?.[1]);
    assert.ok(isAlive(pid));

    await workbench.reload();
    await pane()
      .getByRole("tab", { name: /^History 1/ })
      .click({ timeout: 60_000 });
    const run = pane().getByRole("table", { name: "History" }).getByRole("row").nth(1);
    assert.match(await run.innerText(), /Stopped/);
    await run.getByRole("button", { name: "Stopped", exact: true }).click();
    await shows("The window was closed while it ran.");
    await row(`process ${pid}`).waitFor();
    // The window before may still be closing.
    await until("the end of the runbook's process", () => !isAlive(pid));
  });
});
