import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeRunbook } from "../../../../src/analysis/describe-runbook";
import type { AccountItem, BrowsableAccount, FolderKind } from "../../../../src/core/browse";
import type { LocalAccount } from "../../../../src/local/account/local-account";
import { createTemporaryAccount, rejectsWith, TemporaryFolders } from "./temporary-account";

const pfx = readFileSync(resolve(__dirname, "../../../fixtures/certificates/ec-empty-password.pfx"));

describe("a local account as a tree shows it", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  const rows = async (account: LocalAccount, folder: FolderKind): Promise<readonly AccountItem[]> =>
    (await account.open(folder).page()).items;

  it("has an id of its own, the name of account.json and no folders that files cannot have", async () => {
    const { account, root } = await createTemporaryAccount(folders, { name: "xAutomationAccount" });
    assert.equal(account.id, `local:${root}`);
    assert.equal(account.name, "xAutomationAccount");
    assert.equal(
      (account as BrowsableAccount).openItem({ kind: "hybrid-worker-group", name: "", groupType: "" }),
      undefined,
    );
    for (const folder of ["schedules", "webhooks", "jobs", "hybrid-worker-groups"] as const) {
      assert.ok(!account.folders.includes(folder), folder);
      assert.deepEqual(await rows(account, folder), []);
    }
  });

  it("lists runbooks with type, runtime, help and file", async () => {
    const { account, root } = await createTemporaryAccount(folders, { describe: describeRunbook });
    mkdirSync(join(root, "runbooks"));
    writeFileSync(join(root, "runbooks", "b.ps1"), "<#\n.SYNOPSIS\nStops it.\n#>\nparam()\n");
    writeFileSync(join(root, "a.py"), "print(1)\n");
    writeFileSync(join(root, "Flow.ps1"), Buffer.from("\ufeffworkflow Flow { }", "utf16le"));
    const found = await rows(account, "runbooks");
    assert.deepEqual(
      found.map((item) => item.kind === "runbook" && [item.name, item.type, item.runtime, item.description, item.path]),
      [
        ["a", "Python3", "Python 3", "", join(root, "a.py")],
        ["b", "PowerShell", "PowerShell 7", "Stops it.", join(root, "runbooks", "b.ps1")],
        ["Flow", "PowerShellWorkflow", "PowerShell 5.1", "", join(root, "Flow.ps1")],
      ],
    );
  });

  it("gives runbooks a hundred at a time, in the order of their names", async () => {
    const { account, root } = await createTemporaryAccount(folders);
    for (let at = 0; at < 230; at++) {
      writeFileSync(join(root, `job-${at}.ps1`), "");
    }
    const list = account.open("runbooks");
    const names: string[] = [];
    const sizes: number[] = [];
    let token: string | undefined;
    do {
      const page = await list.page(token);
      sizes.push(page.items.length);
      names.push(...page.items.map((item) => (item.kind === "runbook" ? item.name : "")));
      token = page.nextToken;
    } while (token !== undefined);
    assert.deepEqual(sizes, [100, 100, 30]);
    assert.deepEqual(
      names,
      Array.from({ length: 230 }, (_, at) => `job-${at}`),
    );
  });

  it("stops reading when it is cancelled", async () => {
    const { account, root } = await createTemporaryAccount(folders);
    writeFileSync(join(root, "a.ps1"), "");
    await assert.rejects(account.open("runbooks").page(undefined, AbortSignal.abort()), { name: "AbortError" });
  });

  it("lists the workspace's integration modules with the version of their manifest", async () => {
    const { account, root } = await createTemporaryAccount(folders);
    mkdirSync(join(root, "modules", "Contoso"), { recursive: true });
    const metadata = { ConnectionTypeName: "Contoso", IntegrationModuleName: "Contoso", ConnectionFields: [] };
    writeFileSync(join(root, "modules", "Contoso", "Contoso-Automation.json"), JSON.stringify(metadata));
    const manifest = join(root, "modules", "Contoso", "Contoso.psd1");
    writeFileSync(manifest, Buffer.from("\ufeff@{\r\n  ModuleVersion = '1.2.3'\r\n}", "utf16le"));
    writeFileSync(join(root, "Bad-Automation.json"), '{ "ConnectionTypeName": "Bad" }');
    assert.deepEqual(
      (await rows(account, "modules")).map(
        (item) => item.kind === "module" && [item.name, item.version, item.path, item.error],
      ),
      [
        ["Bad", "", join(root, "Bad-Automation.json"), 'Bad-Automation.json: "ConnectionFields" is not a list'],
        ["Contoso", "1.2.3", manifest, ""],
      ],
    );
  });

  it("shows the system-assigned identity also when it is off", async () => {
    const { account } = await createTemporaryAccount(folders, { hasSystemAssigned: false, userAssigned: ["xUAMI1"] });
    assert.deepEqual(
      (await rows(account, "identities")).map((item) => item.kind === "identity" && [item.name, item.isOn]),
      [
        ["System-assigned", false],
        ["xUAMI1", true],
      ],
    );
  });

  describe("changed through the port of all accounts", () => {
    it("creates an asset of every kind and answers it as it is read", async () => {
      const { account } = await createTemporaryAccount(folders);
      const field = { name: "Url", typeName: "System.String", isEncrypted: false, isOptional: false };
      const inputs = [
        { kind: "variable", input: { value: 3 } },
        { kind: "credential", input: { userName: "u", password: "p" } },
        { kind: "connection-type", input: { fields: [field], moduleName: "Mine" } },
        { kind: "connection", input: { type: "New", fields: { Url: "x" } } },
        { kind: "certificate", input: { file: pfx, password: "", isExportable: true } },
      ] as const;
      for (const input of inputs) {
        const made = await account.assets.create("New", input);
        assert.deepEqual(made, await account.getAsset(input.kind, "New"), input.kind);
        assert.equal(made.kind, input.kind);
      }
    });

    it("overwrites nothing by creating and creates nothing by changing", async () => {
      const { account } = await createTemporaryAccount(folders);
      const update = account.assets.update("Region", { kind: "variable", input: { value: 1 } });
      await rejectsWith(update, "asset-not-found");
      await account.assets.create("Region", { kind: "variable", input: { value: "west" } });
      const again = account.assets.create("REGION", { kind: "variable", input: { value: "east" } });
      await rejectsWith(again, "asset-exists");
      const close = await rejectsWith(
        account.assets.update("Regio", { kind: "variable", input: { value: 1 } }),
        "asset-not-found",
      );
      assert.match(close.hint ?? "", /Region/);
      const changed = await account.assets.update("region", { kind: "variable", input: { description: "where" } });
      assert.deepEqual(
        [changed.name, changed.description, changed.kind === "variable" && changed.value],
        ["Region", "where", "west"],
      );
    });

    it("changes what is said about a certificate without its file", async () => {
      const { account } = await createTemporaryAccount(folders);
      await account.assets.create("Key", { kind: "certificate", input: { file: pfx, password: "" } });
      const before = await account.reveal("certificate", "Key");
      const changed = await account.assets.update("Key", {
        kind: "certificate",
        input: { isExportable: true, description: "ours" },
      });
      assert.ok(changed.kind === "certificate" && changed.isExportable && changed.description === "ours");
      const after = await account.reveal("certificate", "Key");
      assert.deepEqual(
        after?.kind === "certificate" && after.content,
        before?.kind === "certificate" && before.content,
      );
      await rejectsWith(account.assets.create("No", { kind: "certificate", input: {} }), "invalid-asset");
    });

    it("refuses to change a connection type and to delete one that is built in", async () => {
      const { account } = await createTemporaryAccount(folders);
      const input = { kind: "connection-type", input: { fields: [], moduleName: "" } } as const;
      await rejectsWith(account.assets.update("Azure", input), "invalid-asset");
      await rejectsWith(account.assets.delete("connection-type", "Azure"), "invalid-asset");
      await rejectsWith(account.assets.delete("variable", "None"), "asset-not-found");
    });
  });
});
