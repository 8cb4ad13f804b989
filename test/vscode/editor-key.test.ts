import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

import { createLocalAccount, openLocalAccount } from "../../src/local/account/open-account";
import { editorKeySource } from "../../src/platform/editor-key-source";

/** Secret storage as VS Code gives it to an extension; ours is not reachable from a test. */
class MemorySecrets implements vscode.SecretStorage {
  readonly values = new Map<string, string>();
  readonly onDidChange = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event;
  keys = (): Thenable<string[]> => Promise.resolve([...this.values.keys()]);
  get = (key: string): Thenable<string | undefined> => Promise.resolve(this.values.get(key));
  store = (key: string, value: string): Thenable<void> => Promise.resolve(void this.values.set(key, value));
  delete = (key: string): Thenable<void> => Promise.resolve(void this.values.delete(key));
}

describe("a key in the editor's secret storage", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "rw-key-"));
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("opens what it sealed, and leaves no key file", async () => {
    const editor = editorKeySource(new MemorySecrets());
    const configurationFolder = path.join(folder, "config");
    const places = { editor, configurationFolder, environment: {} };
    const account = await createLocalAccount(path.join(folder, "work"), { ...places, keyStorage: "editor" });
    await account.saveVariable("ApiKey", { value: "in the editor only", isEncrypted: true });

    const again = await openLocalAccount(account.root, places);
    const revealed = await again.reveal("variable", "ApiKey");
    assert.equal(revealed?.kind === "variable" && revealed.value, "in the editor only");
    assert.equal(fs.existsSync(path.join(configurationFolder, "keys")), false);
  });

  it("is missing for the command line, whose error says where it is", async () => {
    const configurationFolder = path.join(folder, "config");
    const editor = editorKeySource(new MemorySecrets());
    const account = await createLocalAccount(path.join(folder, "work"), {
      editor,
      configurationFolder,
      environment: {},
      keyStorage: "editor",
    });
    await account.saveVariable("ApiKey", { value: "in the editor only", isEncrypted: true });

    const commandLine = await openLocalAccount(account.root, { configurationFolder, environment: {} });
    await assert.rejects(commandLine.reveal("variable", "ApiKey"), /editor/i);
  });
});
