import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { commandIds } from "../../src/platform/command-ids";
import { until } from "../support/until";
import { theExtension } from "./support/extension";

describe("the extension in VS Code", () => {
  it("is installed under its own id and runs where the files are", () => {
    assert.equal(theExtension().extensionKind, vscode.ExtensionKind.Workspace);
  });

  it("activates when a runbook is opened, and says at once what is wrong with it", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, "the suite opens test/vscode/workspace");
    const runbook = vscode.Uri.joinPath(folder.uri, "first.ps1");
    fs.writeFileSync(runbook.fsPath, "$name = Get-Date\nGet-AutomationVariable -Name $name\n");
    await vscode.window.showTextDocument(runbook);
    const findings = await until("findings", () => {
      const found = vscode.languages.getDiagnostics(runbook);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(theExtension().isActive, true);
    assert.deepEqual(
      findings.map(({ source }) => source),
      ["Azure Automation"],
    );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    fs.rmSync(runbook.fsPath);
  });

  it("registers every command it declares", async () => {
    await theExtension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared = Object.values(commandIds).flatMap((area) => Object.values(area));
    assert.deepEqual(
      declared.filter((id) => !registered.has(id)),
      [],
    );
  });

  it("runs from the bundle that ships", () => {
    const { main } = theExtension().packageJSON as { readonly main: string };
    assert.ok(fs.existsSync(path.join(theExtension().extensionPath, main)));
  });
});
