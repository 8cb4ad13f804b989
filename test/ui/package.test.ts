import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findVsCodeHost } from "../../scripts/setup/vscode-host.mjs";
import { makeSampleWorkspace, type SampleWorkspace } from "../support/sample-workspace";
import { terminalSettings, terminalShows } from "./support/terminal";
import { openWorkbench, projectRoot, shotOnFailure, type Workbench } from "./support/workbench";

/** Writes the package as scripts/package.mjs does. */
function pack(packageFile: string): void {
  const options = [
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--out",
    packageFile,
  ];
  execFileSync(process.execPath, [path.join(projectRoot, "node_modules/@vscode/vsce/vsce"), "package", ...options], {
    cwd: projectRoot,
    stdio: "pipe",
  });
}

/** Installs a package as `code --install-extension` does; returns the folder it was unpacked to. */
function install(packageFile: string, folder: string): string {
  const host = findVsCodeHost(projectRoot);
  assert.ok(host, 'VS Code\'s server build is not installed; "npm test -- ui" installs it');
  const extensions = path.join(folder, "extensions");
  const program = path.join(host.server, "out/server-main.js");
  const folders = ["--server-data-dir", path.join(folder, "server"), "--extensions-dir", extensions];
  // "pipe": the server build complains at length about an optional native logger.
  execFileSync(
    process.execPath,
    [program, "--accept-server-license-terms", ...folders, "--install-extension", packageFile],
    { stdio: "pipe" },
  );
  const [installed] = fs.readdirSync(extensions).filter((name) => name.startsWith("runbook-workbench."));
  assert.ok(installed, "VS Code unpacked the extension");
  return path.join(extensions, installed);
}

describe("the packaged extension", function () {
  this.timeout(180_000);
  let folder: string;
  let sample: SampleWorkspace;
  let workbench: Workbench;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "vsix-"));
    const packageFile = path.join(folder, "extension.vsix");
    pack(packageFile);
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
    await workbench.answer("Run");
    await terminalShows(workbench, "Token for https://management.azure.com/");
    await terminalShows(workbench, "Completed");
  });
});
