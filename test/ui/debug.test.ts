import { openWorkbench, shotOnFailure, type Workbench } from "./support/workbench";

describe("Debug Runbook without the debugger's extension", function () {
  this.timeout(180_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(() => workbench.close());

  for (const [file, name, id] of [
    ["Write-Hello.ps1", "PowerShell", "ms-vscode.powershell"],
    ["hello.py", "Python Debugger", "ms-python.debugpy"],
  ] as const) {
    it(`names ${name} and offers to install it`, async () => {
      await workbench.openFile(file);
      await workbench.runCommand("Azure Automation: Debug Runbook");
      const toast = workbench.notification(`needs the extension "${name}" (${id})`);
      await toast.getByRole("button", { name: "Install Extension" }).click();
      // The view that lists extensions, with this one searched for.
      await workbench.page.locator(".extensions-viewlet .view-lines", { hasText: `@id:${id}` }).waitFor();
    });
  }
});
