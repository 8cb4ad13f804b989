import assert from "node:assert/strict";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("the extension on the screen", function () {
  this.timeout(90_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
  });

  it("offers its commands in the palette under one category", async () => {
    const { page } = workbench;
    await page.keyboard.press("F1");
    const input = page.locator(".quick-input-widget input.input");
    await input.waitFor();
    await input.pressSequentially("Azure Automation:");
    const rows = page.locator(".quick-input-widget .monaco-list-row", { hasText: "Azure Automation: " });
    await rows.first().waitFor();
    assert.ok((await rows.count()) >= 5);
    await page.keyboard.press("Escape");
  });

  it("puts its run action on the editor of a runbook", async () => {
    await workbench.openFile("hello.py");
    await workbench.page.getByRole("button", { name: "Run Runbook Locally" }).first().waitFor({ timeout: 30_000 });
  });
});
