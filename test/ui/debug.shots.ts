// Pictures of a debug run in a real VS Code with the real debugpy, for docs/debugging.md.
import * as fs from "node:fs";
import * as path from "node:path";

import { pythonWithDebugpy } from "../host/debug/support/debugpy";
import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { openWorkbench, projectRoot, shotOnFailure, type Workbench } from "./support/workbench";

describe("pictures of a debug run", function () {
  this.timeout(120_000);
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async function () {
    const python = pythonWithDebugpy();
    if (python === undefined) {
      process.stdout.write("SKIPPED: no debugpy (Debian: python3-debugpy).\n");
      this.skip();
    }
    sample = await makeSampleWorkspace();
    fs.mkdirSync(path.join(sample.folder, ".vscode"), { recursive: true });
    fs.writeFileSync(
      path.join(sample.folder, ".vscode", "settings.json"),
      JSON.stringify({ "runbookWorkbench.python.path": python }),
    );
    workbench = await openWorkbench({
      workspace: sample.folder,
      env: sample.environment,
      installed: { "ms-python.debugpy-0.0.1": path.join(projectRoot, "test/vscode/stand-ins/debugpy") },
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
  });

  it("shows the Python sample at a breakpoint, with what it asked of its sandbox", async () => {
    const { page } = workbench;
    fs.writeFileSync(
      path.join(workbench.workspace, "runbooks", "check_region.py"),
      [
        "import json, os, urllib.request",
        "import automationassets",
        "",
        'greeting = automationassets.get_automation_variable("Greeting")',
        "request = urllib.request.Request(",
        '    os.environ["IDENTITY_ENDPOINT"] + "?resource=https://management.azure.com/",',
        '    headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"], "Metadata": "True"},',
        ")",
        "token = json.loads(urllib.request.urlopen(request).read())",
        'print(greeting, token["token_type"])',
      ].join("\n"),
    );
    await workbench.openFile("check_region.py");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("F9");
    await workbench.runCommand("Azure Automation: Debug Runbook");
    // Three Pythons start one after the other: adapter, launcher, runbook.
    await page.locator(".debug-top-stack-frame-line").first().waitFor({ timeout: 80_000 });
    await page.locator(".repl", { hasText: "asset get variable" }).waitFor();
    await page.locator(".repl", { hasText: "identity 200" }).waitFor();
    await page.locator(".debug-variables .monaco-list-row", { hasText: "Locals" }).click();
    await page.locator(".debug-variables .monaco-list-row", { hasText: "greeting" }).waitFor();
    await workbench.shot("debugging");
    await page.keyboard.press("Shift+F5");
    await page.locator(".debug-top-stack-frame-line").first().waitFor({ state: "detached" });
  });
});
