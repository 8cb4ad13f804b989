import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { commandIds } from "../../src/platform/command-ids";
import { theExtension } from "./support/extension";

describe("the extension in VS Code", () => {
  it("is installed under its own id and runs where the files are", () => {
    assert.equal(theExtension().extensionKind, vscode.ExtensionKind.Workspace);
  });

  it("activates when a runbook is opened", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, "the suite opens test/vscode/workspace");
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, "hello.py"));
    await theExtension().activate();
    assert.equal(theExtension().isActive, true);
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
