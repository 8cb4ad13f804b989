import assert from "node:assert/strict";
import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("the extension on the screen", function () {
  this.timeout(180_000);
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
    const rows = await workbench.find("F1", "Azure Automation:");
    assert.ok((await rows.count()) >= 5);
    await workbench.page.keyboard.press("Escape");
  });

  it("puts its run action on the editor of a runbook", async () => {
    await workbench.openFile("hello.py");
    await workbench.page.getByRole("button", { name: "Run Runbook Locally" }).first().waitFor({ timeout: 30_000 });
  });
});
