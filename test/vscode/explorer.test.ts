// The trees and what is done to their rows, in a real VS Code: a local account in the folder, one in Azure behind the stateful fake.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

import type { Asset } from "../../src/core/asset";
import type { LocalAccount } from "../../src/local/account/local-account";
import { createLocalAccount } from "../../src/local/account/open-account";
import { commandIds } from "../../src/platform/command-ids";
import { FakeArm } from "../support/fake-arm/fake-arm";
import type { FakeAccount } from "../support/fake-arm/arm-state";
import { until } from "../support/until";
import { theExtension } from "./support/extension";
import { Person, type Answer } from "./support/person";

const testVariable = "RUNBOOK_WORKBENCH_TEST_ARM";

describe("assets of both accounts in the editor", () => {
  const inFolder = (...parts: readonly string[]): string => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    return path.join(first.uri.fsPath, ...parts);
  };
  let account: LocalAccount;
  let arm: FakeArm;
  let held: FakeAccount;
  let person: Person;

  before(async () => {
    arm = await FakeArm.start();
    process.env[testVariable] = arm.url;
    held = arm.state.addAccount("aa-explorer");
    await theExtension().activate();
    account = await createLocalAccount(inFolder(), { name: "explorerAccount" });
    await account.saveVariable("Region", { value: "west" });
    await account.saveVariable("ApiKey", { value: "canary-local-1", isEncrypted: true });
    await account.saveCredential("Operator", { userName: "op", password: "canary-local-2" });
    await vscode.commands.executeCommand(commandIds.azure.signIn);
  });

  after(async () => {
    Reflect.deleteProperty(process.env, testVariable);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await arm.stop();
    fs.rmSync(inFolder(".automation"), { recursive: true, force: true });
  });

  beforeEach(() => {
    person = new Person();
  });

  afterEach(() => {
    person.restore();
  });

  const target = async (kind: Asset["kind"], name: string) => ({
    accountId: account.id,
    folder: `${kind}s`,
    item: await account.getAsset(kind, name),
  });
  /** Runs a command whose every question is in `answers`; gives what it told. */
  const told = async (command: string, argument: unknown, ...answers: readonly Answer[]): Promise<string> => {
    person.takeTold();
    person.willAnswer(...answers);
    await vscode.commands.executeCommand(command, argument);
    person.assertAllAsked();
    return person.takeTold().join("\n");
  };
  const write = (name: string, text: string): vscode.Uri => {
    fs.writeFileSync(inFolder(name), text);
    return vscode.Uri.file(inFolder(name));
  };

  it("changes one field of an asset in input boxes", async () => {
    const said = await told(
      commandIds.assets.editField,
      await target("variable", "Region"),
      [/Edit Field/, "Integer"],
      [/Value/, "7"],
    );
    assert.doesNotMatch(said, /failed|Error/i);
    const changed = await account.getAsset("variable", "Region");
    assert.ok(changed?.kind === "variable");
    assert.equal(changed.value, 7);
  });

  it("replaces a secret without ever showing the present one", async () => {
    await told(commandIds.assets.replaceSecret, await target("credential", "Operator"), [
      /Replace Secret/,
      "canary-local-3",
    ]);
    const revealed = await account.reveal("credential", "Operator");
    assert.ok(revealed?.kind === "credential");
    assert.equal(revealed.password, "canary-local-3");
    assert.doesNotMatch([...person.asked, ...person.told].join("\n"), /canary/);
  });

  it("inserts the call in the language of the open runbook", async () => {
    const editor = await vscode.window.showTextDocument(write("insert-here.ps1", "\n"));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await told(commandIds.assets.insertCall, await target("variable", "Region"));
    assert.equal(editor.document.getText(), "$region = Get-AutomationVariable -Name 'Region'\n");
    const python = await vscode.window.showTextDocument(write("insert_here.py", "print()\n"));
    python.selection = new vscode.Selection(0, 6, 0, 6);
    await told(commandIds.assets.insertCall, await target("variable", "Region"));
    assert.equal(
      python.document.getText(),
      'import automationassets\nprint(automationassets.get_automation_variable("Region"))\n',
    );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    fs.rmSync(inFolder("insert-here.ps1"));
    fs.rmSync(inFolder("insert_here.py"));
  });

  it("says which runbooks use what is deleted, and takes the deletion back", async () => {
    const runbook = write("uses-region.ps1", "$r = Get-AutomationVariable -Name 'Region'\n");
    await vscode.window.showTextDocument(runbook);
    const text = await until("the use in the question", async () => {
      person.willAnswer([/Delete the variable "Region"/, undefined]);
      await vscode.commands.executeCommand(commandIds.assets.remove, await target("variable", "Region"));
      const asked = person.asked.join("\n");
      return /uses-region\.ps1/.test(asked) ? asked : undefined;
    });
    // The index may still know a file of the test before.
    assert.match(text, /Used by \d runbooks?: .*uses-region\.ps1/);
    assert.ok(await account.getAsset("variable", "Region"), "Escape deletes nothing");
    // The button below the message that comes afterwards.
    const window = vscode.window as unknown as Record<string, unknown>;
    window["showInformationMessage"] = (message: string) => {
      person.told.push(message);
      return Promise.resolve("Undo");
    };
    const said = await told(commandIds.assets.remove, await target("variable", "Region"), [
      /Delete the variable "Region"/,
      "Delete",
    ]);
    assert.match(said, /Deleted the variable "Region"/);
    await until("the variable to be back", async () => account.getAsset("variable", "Region"));
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    fs.rmSync(inFolder("uses-region.ps1"));
  });

  it("renames a local asset, whose secret goes along", async () => {
    await told(commandIds.assets.rename, await target("variable", "ApiKey"), [/Rename Asset/, "ApiToken"]);
    const revealed = await account.reveal("variable", "ApiToken");
    assert.ok(revealed?.kind === "variable");
    assert.equal(revealed.value, "canary-local-1");
    assert.equal(await account.getAsset("variable", "ApiKey"), undefined);
  });

  it("shows what will be written before it copies an asset to Azure, and sends the sealed secret along", async () => {
    const answers: readonly Answer[] = [
      [/In which account/, "$(azure) An account in Azure…"],
      [/Automation account|subscription/i, "aa-explorer"],
    ];
    // One subscription and one account are no question.
    person.willAnswer(answers[0] ?? [/x/, undefined], [/Create the variable "ApiToken" in aa-explorer/, undefined]);
    await vscode.commands.executeCommand(commandIds.assets.copy, await target("variable", "ApiToken"));
    const asked = person.asked.join("\n");
    assert.match(asked, /Value: encrypted/);
    assert.doesNotMatch(asked, /canary/);
    assert.equal(held.collections.variables.size, 0, "Escape writes nothing");
    await told(commandIds.assets.copy, await target("variable", "ApiToken"), answers[0] ?? [/x/, undefined], [
      /Create the variable "ApiToken"/,
      "Create",
    ]);
    assert.equal(held.collections.variables.size, 1);
    const sent = arm.exchanges.filter(({ method, target: to }) => method === "PUT" && /variables\/ApiToken/.test(to));
    assert.match(sent[0]?.body ?? "", /canary-local-1/);
  });

  it("asks once for what Azure does not give out when it copies an asset here, and seals it", async () => {
    held.add("variables", "CloudKey", { isEncrypted: true, description: "from the cloud" });
    const item = { kind: "variable", name: "CloudKey", description: "", isEncrypted: true, value: null };
    await told(
      commandIds.assets.copy,
      { accountId: held.id, folder: "variables", item },
      [/In which account/, "$(device-desktop) explorerAccount"],
      [/Azure does not give out/, "canary-cloud-5"],
      [/Create the variable "CloudKey" in explorerAccount/, "Create"],
    );
    const revealed = await account.reveal("variable", "CloudKey");
    assert.ok(revealed?.kind === "variable" && revealed.isEncrypted);
    assert.equal(revealed.value, "canary-cloud-5");
    assert.doesNotMatch(fs.readFileSync(account.assetsPath, "utf8"), /canary/);
    assert.doesNotMatch([...person.asked, ...person.told].join("\n"), /canary/);
  });

  it("takes a connection type from a metadata file, and shows a built-in one as such a file", async () => {
    const metadata = {
      ConnectionTypeName: "Fabrikam",
      IntegrationModuleName: "Fabrikam",
      ConnectionFields: [{ Name: "Url" }],
    };
    const file = write("Fabrikam-Automation.json", JSON.stringify(metadata));
    await told(commandIds.assets.addConnectionType, file);
    assert.ok(await account.getAsset("connection-type", "Fabrikam"));
    fs.rmSync(file.fsPath);
    const item = await account.getAsset("connection-type", "AzureServicePrincipal");
    await told(commandIds.assets.showConnectionType, { accountId: account.id, folder: "connection-types", item });
    const shown = vscode.window.activeTextEditor?.document.getText() ?? "";
    assert.match(shown, /"ConnectionTypeName": "AzureServicePrincipal"/);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("refuses to delete a built-in connection type, and says why", async () => {
    const item = await account.getAsset("connection-type", "Azure");
    const said = await told(commandIds.assets.remove, { accountId: account.id, folder: "connection-types", item });
    assert.match(said, /built in/);
  });

  it("says that an asset is gone when its row is older than the account", async () => {
    const item = { kind: "variable", name: "Gone", description: "", isEncrypted: false, value: 1 };
    const said = await told(commandIds.assets.editField, { accountId: account.id, folder: "variables", item });
    assert.match(said, /There is no variable "Gone" any more/);
  });
});
