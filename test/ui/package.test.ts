import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createVSIX } from "@vscode/vsce";
import { findVsCodeHost } from "../../scripts/setup/vscode-host.mjs";
import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { terminalSettings, terminalShows } from "./support/terminal";
import { openWorkbench, projectRoot, shotOnFailure, type Workbench } from "./support/workbench";

/** Installs a package as `code --install-extension` does; returns the folder it was unpacked to. */
function install(packageFile: string, folder: string): string {
  const host = findVsCodeHost(projectRoot);
  assert.ok(host, 'VS Code\'s server build is not installed; "npm test -- ui" installs it');
  const extensions = path.join(folder, "extensions");
  execFileSync(process.execPath, [
    path.join(host.server, "out/server-main.js"),
    "--accept-server-license-terms",
    ...["--server-data-dir", path.join(folder, "server"), "--extensions-dir", extensions],
    ...["--install-extension", packageFile],
  ]);
  const [installed] = fs.readdirSync(extensions).filter((name) => name.startsWith("runbook-workbench."));
  assert.ok(installed, "VS Code unpacked the extension");
  return path.join(extensions, installed);
}

describe("the packaged extension", function () {
  this.timeout(120_000);
  let folder: string;
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "vsix-"));
    const packageFile = path.join(folder, "extension.vsix");
    await createVSIX({
      cwd: projectRoot,
      packagePath: packageFile,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    sample = await makeSampleWorkspace();
    workbench = await openWorkbench({
      extension: install(packageFile, folder),
      workspace: sample.folder,
      env: sample.environment,
      settings: terminalSettings,
    });
  });

  afterEach(async function () {
    await shotOnFailure(this, workbench);
  });

  after(async () => {
    await workbench.close();
    sample.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("holds all that a run needs: host files, sealed assets, tokens", async () => {
    await workbench.openFile("show_account.py");
    await workbench.runCommand("Azure Automation: Run Runbook Locally");
    await terminalShows(workbench, "Token for https://management.azure.com/");
    await terminalShows(workbench, "Completed");
  });
});
