import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

import { createLocalAccount } from "../../src/local/account/open-account";
import type { LocalAccount } from "../../src/local/account/local-account";
import { RunbookIndex } from "../../src/features/language/runbook-index";
import { until } from "../support/until";
import { theExtension } from "./support/extension";

/** Not below the workspace's root, whose own account other suites make and remove. */
const folderName = "language";

describe("runbooks in the editor", () => {
  let account: LocalAccount;

  const inFolder = (...parts: readonly string[]): string => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    return path.join(first.uri.fsPath, folderName, ...parts);
  };
  const write = (name: string, text: string): vscode.Uri => {
    fs.mkdirSync(path.dirname(inFolder(name)), { recursive: true });
    fs.writeFileSync(inFolder(name), text);
    return vscode.Uri.file(inFolder(name));
  };
  /** Opens a new file with the text without its `‸`, with the position of that. */
  const open = async (name: string, marked: string): Promise<readonly [vscode.TextDocument, vscode.Position]> => {
    const offset = marked.indexOf("‸");
    const document = await vscode.workspace.openTextDocument(write(name, marked.replace("‸", "")));
    return [document, document.positionAt(offset)];
  };
  const labelsAt = async (name: string, marked: string): Promise<readonly string[]> => {
    const [document, position] = await open(name, marked);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position,
    );
    return list.items
      .filter(({ label }) => typeof label !== "string" && label.description !== undefined)
      .map(({ label }) => (typeof label === "string" ? label : label.label));
  };
  const hoverAt = async (name: string, marked: string): Promise<string> => {
    const [document, position] = await open(name, marked);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position,
    );
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""))
      .join("\n");
  };
  const textOf = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();

  before(async () => {
    await theExtension().activate();
    fs.mkdirSync(inFolder(), { recursive: true });
    account = await createLocalAccount(inFolder(), { name: "languageAccount" });
    await account.saveVariable("RetryCount", { value: 3, description: "How often" });
    await account.saveVariable("ApiKey", { value: "sealed-4711", isEncrypted: true });
    await account.saveCredential("Admin", { userName: "admin", password: "sealed-4712" });
    write(
      "modules/Contoso/Contoso-Automation.json",
      JSON.stringify(
        {
          ConnectionFields: [
            { IsEncrypted: false, IsOptional: false, Name: "Url", TypeName: "System.String" },
            { IsEncrypted: true, IsOptional: true, Name: "Token", TypeName: "System.String" },
          ],
          ConnectionTypeName: "Contoso",
          IntegrationModuleName: "Contoso",
        },
        undefined,
        2,
      ),
    );
    await account.saveConnection("Tickets", {
      type: "Contoso",
      fields: { Url: "https://t", Token: "sealed-4713" },
    });
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    fs.rmSync(inFolder(), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  it("completes names of assets, in PowerShell and Python", async () => {
    assert.deepEqual(await labelsAt("names.ps1", "Get-AutomationVariable -Name '‸'"), ["ApiKey", "RetryCount"]);
    assert.deepEqual(await labelsAt("names.py", 'import automationassets as a\na.get_automation_credential("‸")'), [
      "Admin",
    ]);
  });

  it("completes the fields of a connection's type", async () => {
    const head = "$t = Get-AutomationConnection -Name 'Tickets'\n";
    assert.deepEqual(await labelsAt("fields.ps1", `${head}$t.‸`), ["Token", "Url"]);
    assert.deepEqual(await labelsAt("keys.ps1", `${head}$t['‸']`), ["Token", "Url"]);
  });

  it("completes the parameters of an internal cmdlet that are not given yet", async () => {
    const [document, position] = await open("parameters.ps1", "Set-AutomationVariable -Name 'RetryCount' -‸");
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position,
    );
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("-Value"), labels.join(", "));
    assert.ok(!labels.includes("-Name"), labels.join(", "));
  });

  it("knows of an asset as soon as it is there", async () => {
    await account.saveVariable("Later", { value: true });
    await until("the new name", async () =>
      (await labelsAt("later.ps1", "Get-AutomationVariable '‸'")).includes("Later") ? true : undefined,
    );
    await account.removeAsset("variable", "Later");
  });

  it("says what an asset, a field and a cmdlet are, and never what is sealed", async () => {
    assert.match(await hoverAt("hover.ps1", "Get-AutomationVariable 'Retry‸Count'"), /Integer `3`/);
    const sealed = await hoverAt("sealed.ps1", "Get-AutomationVariable 'Api‸Key'");
    assert.match(sealed, /Encrypted/);
    assert.doesNotMatch(sealed, /sealed-/);
    assert.match(
      await hoverAt("field.ps1", "$t = Get-AutomationConnection 'Tickets'\n$t.Tok‸en"),
      /System\.String, encrypted, optional/,
    );
    const cmdlet = await hoverAt("cmdlet.ps1", "Get-Automa‸tionVariable 'A'");
    assert.match(cmdlet, /\[-Name\] <string>/);
    assert.match(cmdlet, /\[Documentation\]\(https:\/\/learn\.microsoft\.com\//);
  });

  it("goes to the asset, to the field in its metadata, to the child runbook", async () => {
    const definition = async (name: string, marked: string): Promise<readonly [string, string]> => {
      const [document, position] = await open(name, marked);
      const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        "vscode.executeDefinitionProvider",
        document.uri,
        position,
      );
      const ours = links.find(({ targetUri }) => targetUri.toString() !== document.uri.toString());
      assert.ok(ours, "a definition");
      const { start, end } = ours.targetRange;
      // Read, not opened: VS Code can take long to notice that a file of an open document changed.
      const line = fs.readFileSync(ours.targetUri.fsPath, "utf8").split("\n")[start.line] ?? "";
      return [path.basename(ours.targetUri.fsPath), line.slice(start.character, end.character)];
    };
    assert.deepEqual(await definition("go.ps1", "Get-AutomationVariable 'retry‸count'"), [
      "assets.json",
      '"RetryCount"',
    ]);
    assert.deepEqual(await definition("go2.ps1", "$t = Get-AutomationConnection 'Tickets'\n$t.tok‸en"), [
      "Contoso-Automation.json",
      '"Token"',
    ]);
    write("Child.ps1", "Write-Output 1");
    assert.equal((await definition("go3.ps1", "Start-AutomationRunbook -Name 'chi‸ld'"))[0], "Child.ps1");
  });

  it("finds an asset wherever it is named, unsaved changes included", async () => {
    write("one.ps1", "Get-AutomationVariable 'Shared'\n");
    write("two.py", "import automationassets\nautomationassets.get_automation_variable('SHARED')\n");
    await account.saveVariable("Shared", { value: 1 });
    const [document, position] = await open("three.ps1", "Set-AutomationVariable -Name 'Sha‸red' -Value 2\n");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), "Get-AutomationVariable Shared\n");
    await vscode.workspace.applyEdit(edit);
    const found = await until("all references", async () => {
      const locations = await vscode.commands.executeCommand<vscode.Location[]>(
        "vscode.executeReferenceProvider",
        document.uri,
        position,
      );
      return locations.length >= 5 ? locations : undefined;
    });
    const places = found.map(
      ({ uri, range }) => `${path.basename(uri.fsPath)}:${range.start.line}:${range.start.character}`,
    );
    assert.deepEqual(places.filter((place) => !place.startsWith("assets.json")).sort(), [
      "one.ps1:0:24",
      "three.ps1:0:30",
      "three.ps1:1:23",
      "two.py:1:42",
    ]);
    assert.equal(places.filter((place) => place.startsWith("assets.json")).length, 1);
    await document.save();
  });

  it("renames an asset in all runbooks and in the account, its sealed value included", async () => {
    const one = write("rename-one.ps1", '$k = Get-AutomationVariable -Name "ApiKey"\n');
    const [document, position] = await open(
      "rename-two.ps1",
      "$n = 'ApiKey'\nGet-AutomationVariable 'Api‸Key'\nGet-AutomationVariable $n\n",
    );
    const edit = await until("edits of three files", async () => {
      const planned = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        "vscode.executeDocumentRenameProvider",
        document.uri,
        position,
        "It's a key",
      );
      return planned.size >= 3 && planned.has(one) ? planned : undefined;
    });
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    assert.equal(await textOf(one), '$k = Get-AutomationVariable -Name "It\'s a key"\n');
    assert.equal(
      document.getText(),
      "$n = 'It''s a key'\nGet-AutomationVariable 'It''s a key'\nGet-AutomationVariable $n\n",
    );
    for (const [uri] of edit.entries()) {
      await (await vscode.workspace.openTextDocument(uri)).save();
    }
    const revealed = await account.reveal("variable", "It's a key");
    assert.equal(revealed?.kind === "variable" && revealed.value, "sealed-4711");
  });

  it("refuses to rename to a name that is taken", async () => {
    const [document, position] = await open("taken.ps1", "Get-AutomationVariable 'Retry‸Count'\n");
    await assert.rejects(
      async () =>
        vscode.commands.executeCommand("vscode.executeDocumentRenameProvider", document.uri, position, "Shared"),
      /already a variable "Shared"/,
    );
  });

  it("shows the lenses of a runbook, and none above an ordinary script", async () => {
    const lenses = async (uri: vscode.Uri): Promise<readonly string[]> =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri)).map(
        ({ command }) => command?.title ?? "",
      );
    const runbook = write(
      "lens.ps1",
      "Get-AutomationVariable A\nGet-AutomationVariable a\nGet-AutomationPSCredential B\n",
    );
    await vscode.workspace.openTextDocument(runbook);
    assert.deepEqual(await lenses(runbook), ["$(play) Run locally", "Debug", "Test pane", "2 assets"]);
    const script = vscode.Uri.file(path.join(inFolder(), "..", "ordinary.ps1"));
    fs.writeFileSync(script.fsPath, "Get-Process\n");
    await vscode.workspace.openTextDocument(script);
    // The account of a suite before this one may be known until the editor's watcher tells of its end.
    await until("no lens above an ordinary script", async () => (await lenses(script)).length === 0);
    fs.rmSync(script.fsPath);
  });

  it("outlines the metadata of an integration module", async () => {
    const uri = vscode.Uri.file(inFolder("modules/Contoso/Contoso-Automation.json"));
    await vscode.workspace.openTextDocument(uri);
    const symbols = await until("our outline", async () => {
      const all = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        "vscode.executeDocumentSymbolProvider",
        uri,
      );
      return all.find(({ detail }) => detail === "connection type");
    });
    assert.equal(symbols.name, "Contoso");
    assert.deepEqual(
      symbols.children.map(({ name, detail }) => [name, detail]),
      [
        ["Url", "System.String"],
        ["Token", "System.String, encrypted, optional"],
      ],
    );
  });

  /** Our diagnostics of a document, once there are any. */
  const findingsIn = (uri: vscode.Uri, count = 1): Promise<readonly vscode.Diagnostic[]> =>
    until(`${count} findings`, () => {
      const ours = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Azure Automation");
      return ours.length >= count ? ours : undefined;
    });
  const codeOf = ({ code }: vscode.Diagnostic): string => (typeof code === "object" ? String(code.value) : "");
  const constants = "$n = 'RetryCount'\n$a = Get-AutomationVariable -Name $n\n$b = Get-AutomationVariable -Name $n\n";

  it("shows findings while a person types, and takes them away when they are settled", async () => {
    const [document] = await open("typed.ps1", "‸$a = Get-AutomationVariable -Name 'RetryCount'\n");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), "$d = Get-Date\n$b = Get-AutomationVariable -Name $d\n");
    await vscode.workspace.applyEdit(edit);
    const [finding] = await findingsIn(document.uri);
    assert.ok(finding);
    assert.deepEqual([codeOf(finding), document.getText(finding.range)], ["RW102", "$d"]);
    const undo = new vscode.WorkspaceEdit();
    undo.delete(document.uri, new vscode.Range(1, 0, 3, 0));
    await vscode.workspace.applyEdit(undo);
    await until("no findings", () => vscode.languages.getDiagnostics(document.uri).length === 0);
  });

  it("fixes a finding, all of its kind, and switches one off", async () => {
    const [document] = await open("fix.ps1", `‸${constants}`);
    await findingsIn(document.uri, 2);
    const offered = async (): Promise<readonly vscode.CodeAction[]> =>
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        new vscode.Range(1, 36, 1, 36),
      );
    const actions = await offered();
    const titled = (pattern: RegExp): vscode.CodeAction => {
      const found = actions.find(({ title }) => pattern.test(title));
      assert.ok(found?.edit, actions.map(({ title }) => title).join(", "));
      return found;
    };
    titled(/RW101 off for this line/);
    titled(/RW101 off for this file/);
    assert.equal(actions.filter(({ isPreferred }) => isPreferred === true).length, 1);
    await vscode.workspace.applyEdit(titled(/Fix all RW101/).edit ?? new vscode.WorkspaceEdit());
    assert.equal(document.getText(), constants.replaceAll("-Name $n", "-Name 'RetryCount'"));
    await until(
      "no RW101",
      () => !vscode.languages.getDiagnostics(document.uri).some((one) => codeOf(one) === "RW101"),
    );
  });

  it("offers the safe fixes as one source action", async () => {
    const [document] = await open("fix-all.ps1", `‸${constants}`);
    await findingsIn(document.uri, 2);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(0, 0, 0, 0),
      "source.fixAll.runbookWorkbench",
    );
    assert.equal(actions.length, 1);
    await vscode.workspace.applyEdit(actions[0]?.edit ?? new vscode.WorkspaceEdit());
    assert.equal(document.getText(), constants.replaceAll("-Name $n", "-Name 'RetryCount'"));
  });

  it("obeys the setting of a rule's severity", async () => {
    const [document] = await open("severity.ps1", `‸${constants}`);
    const [before] = await findingsIn(document.uri, 2);
    assert.equal(before?.severity, vscode.DiagnosticSeverity.Information);
    const settings = vscode.workspace.getConfiguration("runbookWorkbench");
    await settings.update("rules.severity", { RW101: "error" }, vscode.ConfigurationTarget.Global);
    try {
      await until("errors", () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length === 2 && found.every(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      });
    } finally {
      await settings.update("rules.severity", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("knows of the byte order mark that VS Code hides, and learns when it comes", async () => {
    const text = `${constants}Write-Output "Größe"\n`;
    const marked = write("marked.ps1", `\uFEFF${text}`);
    const bare = write("bare.ps1", text);
    await vscode.workspace.openTextDocument(marked);
    await vscode.workspace.openTextDocument(bare);
    const codes = async (uri: vscode.Uri, count: number): Promise<readonly string[]> =>
      (await findingsIn(uri, count)).map(codeOf).sort();
    assert.deepEqual(await codes(bare, 3), ["RW101", "RW101", "RW118"]);
    assert.deepEqual(await codes(marked, 2), ["RW101", "RW101"]);
    await vscode.workspace.openTextDocument(bare, { encoding: "utf8bom" });
    await until("no RW118", () => !vscode.languages.getDiagnostics(bare).some((one) => codeOf(one) === "RW118"));
  });

  it("completes and explains metadata from its schema", async () => {
    const at = async (name: string, marked: string): Promise<readonly [vscode.Uri, vscode.Position]> => {
      const [document, position] = await open(name, marked);
      await vscode.window.showTextDocument(document);
      return [document.uri, position];
    };
    const labels = (name: string, marked: string): Promise<readonly string[]> =>
      until("completions of JSON", async () => {
        const place = await at(name, marked);
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          "vscode.executeCompletionItemProvider",
          ...place,
        );
        const found = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
        return found.length > 0 ? found : undefined;
      });
    const inField = (text: string): string => `{ "ConnectionFields": [{ ${text} }] }\n`;
    const types = await labels("schema/Types-Automation.json", inField('"TypeName": ‸'));
    assert.ok(types.includes('"System.Int32"'), types.join());
    const flags = await labels("schema/Flags-Automation.json", inField('"IsEncrypted": ‸'));
    assert.ok(flags.includes("true") && flags.includes("false"), flags.join());
    const keys = await labels("schema/Keys-Automation.json", "{ ‸ }\n");
    assert.ok(keys.includes("IntegrationModuleName"), keys.join());
    const hover = await hoverAt("schema/Hover-Automation.json", '{ "Connection‸TypeName": "Contoso" }\n');
    assert.match(hover, /Name of the connection type/);
  });

  it("says once what is wrong with metadata, where VS Code checks JSON as well", async () => {
    const metadata = (module: string, fields: string, end: string): vscode.Uri => {
      write(`modules/${module}/${module}.psd1`, "@{ ModuleVersion = '1.0' }\n");
      const names = `"ConnectionTypeName": "${module}", "IntegrationModuleName": "${module}"`;
      return write(
        `modules/${module}/${module}-Automation.json`,
        `{ "ConnectionFields": [${fields}], ${names}${end} }\n`,
      );
    };
    const field = '{ "IsEncrypted": "true", "IsOptional": false, "Name": "Url", "TypeName": "System.String" }';
    const wrong = metadata("Twice", field, "");
    const broken = metadata("Broken", "", ",");
    // VS Code asks for findings in JSON only where somebody sees them.
    await vscode.window.showTextDocument(wrong);
    await findingsIn(wrong);
    await vscode.window.showTextDocument(broken);
    const of = (uri: vscode.Uri): readonly (readonly [string | undefined, string])[] =>
      vscode.languages.getDiagnostics(uri).map((one) => [one.source, codeOf(one)]);
    const [first, ...others] = await until("VS Code's own finding", () => {
      const found = of(broken);
      return found.length > 0 ? found : undefined;
    });
    assert.notEqual(first?.[0], "Azure Automation");
    assert.deepEqual(others, []);
    assert.deepEqual(of(wrong), [["Azure Automation", "RW207"]]);
  });

  it("looks into the module that a metadata file belongs to, and again when its files change", async () => {
    const field = '{ "IsEncrypted": false, "IsOptional": false, "Name": "Url", "TypeName": "System.String" }';
    const names = '"ConnectionTypeName": "Deep", "IntegrationModuleName": "Deep"';
    write("modules/Deep/Deep.psm1", "function Get-Deep([string] $Server) { }\n");
    const uri = write("modules/Deep/Deep-Automation.json", `{ "ConnectionFields": [${field}], ${names} }\n`);
    const codes = (): readonly string[] => vscode.languages.getDiagnostics(uri).map(codeOf);
    await vscode.workspace.openTextDocument(uri);
    await until("RW215", () => codes().includes("RW215"));
    write("modules/Deep/Deep.psm1", "function Get-Deep([hashtable] $Connection) { }\n");
    await until("no finding", () => codes().length === 0);
    const long = `modules/Deep/Resources/${"x".repeat(130)}.txt`;
    write(long, "");
    await until("RW214", () => codes().join() === "RW214");
    fs.rmSync(inFolder(long));
    await until("no finding", () => codes().length === 0);
  });

  it("reads no runbook again in the next session that has not changed", async () => {
    write("indexed/one.ps1", "Get-AutomationVariable -Name 'Indexed'\n");
    write("indexed/two.ps1", "Get-AutomationVariable -Name 'Indexed'\n");
    const storage = vscode.Uri.file(inFolder("storage"));
    const session = async (): Promise<{ readonly read: unknown; readonly users: readonly string[] }> => {
      let read: unknown;
      const log = {
        info: (_: string, fields: Readonly<Record<string, unknown>> = {}) => (read = fields["read"]),
        error: (message: string) => assert.fail(message),
      };
      const index = new RunbookIndex(storage, log, () => false);
      const { token } = new vscode.CancellationTokenSource();
      const files = await index.filesThatUse("variable", "INDEXED", token);
      index.dispose();
      return { read, users: files.map(({ path: file }) => path.basename(file)).sort() };
    };
    const first = await session();
    assert.ok(Number(first.read) >= 2, String(first.read));
    assert.deepEqual(first.users, ["one.ps1", "two.ps1"]);
    assert.deepEqual(await session(), { ...first, read: 0 });
    write("indexed/two.ps1", "Get-AutomationVariable -Name 'SomethingElse'\n");
    assert.deepEqual(await session(), { read: 1, users: ["one.ps1"] });
  });

  it("says nothing of a script that is no runbook", async () => {
    const script = vscode.Uri.file(path.join(inFolder(), "..", "no-runbook.ps1"));
    fs.writeFileSync(script.fsPath, "$name = Read-Host 'Name'\nWrite-Host $name\n");
    const [probe] = await open("probe.ps1", `‸${constants}`);
    await vscode.workspace.openTextDocument(script);
    const marker = new vscode.WorkspaceEdit();
    marker.insert(probe.uri, new vscode.Position(0, 0), "\n");
    await vscode.workspace.applyEdit(marker);
    await findingsIn(probe.uri, 2);
    assert.deepEqual(vscode.languages.getDiagnostics(script), []);
    fs.rmSync(script.fsPath);
  });
});
