import assert from "node:assert/strict";
import * as path from "node:path";
import * as vscode from "vscode";

import { commandIds } from "../../src/platform/command-ids";
import { theExtension } from "./support/extension";

describe("a workspace that is not trusted", () => {
  before(async () => {
    await theExtension().activate();
  });

  it("is what this suite runs in", () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it("still gets the extension, as editing needs no trust", () => {
    assert.equal(theExtension().isActive, true);
  });

  for (const id of [
    commandIds.runbooks.runLocally,
    commandIds.runbooks.runLocallyWithOptions,
    commandIds.runbooks.runAgain,
    commandIds.debug.start,
  ]) {
    it(`runs nothing on ${id}`, async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      // The boundary shows the reason; the command ends without a question, a terminal or a process.
      await vscode.commands.executeCommand(id, vscode.Uri.file(path.join(folder.uri.fsPath, "hello.py")));
      assert.deepEqual(
        vscode.window.terminals.map((terminal) => terminal.name),
        [],
      );
    });
  }
});
