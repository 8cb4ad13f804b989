/** The account in Azure through the ports that the tree and the asset commands hold, against the stateful fake. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { AutomationError, type ErrorCode } from "../../../src/core/errors";
import { folderKinds, type AccountItem } from "../../../src/core/browse";
import { makeSelfSignedCertificate } from "../../../src/local/account/self-signed-certificate";
import { startFakeSession, type FakeSession } from "../../support/fake-arm/fake-session";

const code = (expected: ErrorCode) => (error: unknown) => error instanceof AutomationError && error.code === expected;

describe("an account in Azure, as a tree holds it", () => {
  let session: FakeSession;
  beforeEach(async () => {
    session = await startFakeSession();
  });
  afterEach(async () => {
    await session.stop();
  });

  const items = async (folder: (typeof folderKinds)[number]): Promise<readonly AccountItem[]> =>
    (await session.account.open(folder).page()).items;

  it("is told apart by resource group and region, and asks for nothing before a folder is opened", () => {
    const { account, arm } = session;
    for (const folder of account.folders) {
      account.open(folder);
    }
    assert.deepEqual([account.name, ...account.facts], ["aa-prod", "rg-automation", "westeurope"]);
    assert.deepEqual(arm.requests, []);
  });

  it("has every folder, and opening one takes one request but where Azure keeps one folder in several lists", async () => {
    const { account, arm } = session;
    const requests: Record<string, number> = {};
    for (const folder of account.folders) {
      arm.exchanges.length = 0;
      await account.open(folder).page();
      requests[folder] = arm.exchanges.length;
    }
    const expected = Object.fromEntries(folderKinds.map((folder) => [folder, folder === "modules" ? 4 : 1]));
    assert.deepEqual(requests, expected);
  });

  it("gives the first of 10,000 runbooks after one request, and the next page after one more", async () => {
    const { held, account, arm } = session;
    for (let index = 0; index < 10_000; index++) {
      held.addRunbook(`rb-${index}`);
    }
    const list = account.open("runbooks");
    const first = await list.page();
    assert.equal(first.items.length, 100);
    assert.equal(arm.requests.length, 1);
    const second = await list.page(first.nextToken);
    const [next] = second.items;
    assert.ok(next?.kind === "runbook" && next.name === "rb-100");
    assert.equal(arm.requests.length, 2);
  });

  it("shows runbooks with state, type and the runtime in words", async () => {
    const { held } = session;
    held.addRunbook("Old", { type: "PowerShell", published: "a" });
    held.addRunbook("New", { type: "PowerShell", runtimeEnvironment: "Ps74", draft: "b", published: "a" });
    held.addRunbook("snake", { type: "Python3" });
    const rows = (await items("runbooks")).map((item) => (item.kind === "runbook" ? [item.name, item.runtime] : []));
    assert.deepEqual(rows, [
      ["Old", "PowerShell 5.1"],
      ["New", "Ps74"],
      ["snake", "Python 3.8"],
    ]);
  });

  it("joins the module lists of all runtimes, page by page", async () => {
    const { held, account, arm } = session;
    arm.pageSize = 2;
    for (let index = 0; index < 5; index++) {
      held.add("modules", `M${index}`, { provisioningState: "Succeeded", version: "1.0" });
    }
    held.add("python3Packages", "requests", { provisioningState: "Succeeded", version: "2.0" });
    const seen: string[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await account.open("modules").page(token);
      seen.push(...page.items.map((item) => (item.kind === "module" ? `${item.runtime} ${item.name}` : "?")));
      token = page.nextToken;
      pages++;
    } while (token !== undefined);
    assert.equal(pages, 3);
    assert.equal(arm.requests.length, 6);
    assert.deepEqual(seen.sort(), [
      "powershell-5.1 M0",
      "powershell-5.1 M1",
      "powershell-5.1 M2",
      "powershell-5.1 M3",
      "powershell-5.1 M4",
      "python-3 requests",
    ]);
  });

  it("shows nothing in the lists that a cloud does not have", async () => {
    const { held, arm } = session;
    held.add("modules", "Az", { provisioningState: "Succeeded", version: "1.0" });
    arm.unknownVersions.add("2024-10-23").add("2023-11-01").add("2022-08-08");
    assert.deepEqual(await items("runtime-environments"), []);
    assert.deepEqual(
      (await items("modules")).map((item) => item.kind === "module" && item.name),
      ["Az"],
    );
  });

  it("opens runtime environments and worker groups, and nothing else", async () => {
    const { held, account } = session;
    held.add("runtimeEnvironments", "Ps74", {
      runtime: { language: "PowerShell", version: "7.4" },
      defaultPackages: {},
    });
    held.addChild("runtimeEnvironments", "Ps74", "Thing", { provisioningState: "Failed", error: { message: "No." } });
    held.add("hybridRunbookWorkerGroups", "Onsite", { groupType: "User" });
    held.addChild("hybridRunbookWorkerGroups", "Onsite", "w1", { workerName: "web-01", workerType: "HybridV2" });
    const [environment] = await items("runtime-environments");
    const [group] = await items("hybrid-worker-groups");
    assert.ok(environment && group);
    const [item] = (await account.openItem(environment)?.page())?.items ?? [];
    assert.ok(item?.kind === "package");
    assert.deepEqual([item.name, item.runtime, item.state, item.error], ["Thing", "Ps74", "Failed", "No."]);
    const [worker] = (await account.openItem(group)?.page())?.items ?? [];
    assert.ok(worker?.kind === "hybrid-worker");
    assert.deepEqual([worker.name, worker.workerType], ["web-01", "HybridV2"]);
    held.addRunbook("rb");
    const [runbook] = await items("runbooks");
    assert.equal(runbook && account.openItem(runbook), undefined);
  });

  it("shows the system-assigned identity whether it is on or off", async () => {
    const { held, arm } = session;
    const read = async () =>
      (await items("identities")).map((item) =>
        item.kind === "identity" ? [item.name, item.isOn, item.clientId] : [],
      );
    assert.deepEqual(await read(), [["System-assigned", false, ""]]);
    const identity = arm.state.addUserIdentity("id-reader", held.subscriptionId);
    held.identity.hasSystem = true;
    held.identity.userAssigned.push(identity.id);
    assert.deepEqual(await read(), [
      ["System-assigned", true, held.systemClientId],
      ["id-reader", true, identity.clientId],
    ]);
  });

  describe("changing assets", () => {
    it("creates, changes and deletes each kind", async () => {
      const { account, held } = session;
      const { assets } = account;
      await assets.create("Count", { kind: "variable", input: { value: 3 } });
      await assets.update("Count", { kind: "variable", input: { value: 4, description: "How many" } });
      assert.deepEqual(held.collections.variables.get("Count")?.properties.value, "4");
      await assets.create("Admin", { kind: "credential", input: { userName: "ada", password: "one" } });
      await assets.update("Admin", { kind: "credential", input: { password: "two" } });
      assert.equal(held.collections.credentials.get("Admin")?.properties.password, "two");
      const fields = [{ name: "Url", typeName: "System.String", isEncrypted: false, isOptional: false }];
      await assets.create("Mine", { kind: "connection-type", input: { fields, moduleName: "" } });
      const made = await assets.create("Site", { kind: "connection", input: { type: "Mine", fields: { Url: "a" } } });
      assert.ok(made.kind === "connection" && made.fields.Url?.value === "a");
      await assets.update("Site", { kind: "connection", input: { fields: { Url: "b" } } });
      assert.deepEqual(held.collections.connections.get("Site")?.properties.fieldDefinitionValues, { Url: "b" });
      await assets.delete("connection", "Site");
      await assets.delete("connection-type", "Mine");
      await assets.delete("credential", "Admin");
      await assets.delete("variable", "Count");
      assert.deepEqual(await account.listAssets("variable"), []);
    });

    it("takes a certificate file with its key, without a password, and with its thumbprint", async () => {
      const { account, held } = session;
      const pem = await makeSelfSignedCertificate("test");
      const file = Buffer.from(pem);
      await account.assets.create("Cert", { kind: "certificate", input: { file, isExportable: true } });
      const { thumbprint, base64Value, isExportable } = held.collections.certificates.get("Cert")?.properties ?? {};
      assert.equal(thumbprint, new X509Certificate(file).fingerprint.replaceAll(":", ""));
      assert.equal(isExportable, true);
      assert.ok(typeof base64Value === "string" && Buffer.from(base64Value, "base64")[0] === 0x30);
      assert.ok(!JSON.stringify(await account.listAssets("certificate")).includes(base64Value.slice(0, 40)));
      const renewed = Buffer.from(await makeSelfSignedCertificate("renewed"));
      await account.assets.update("Cert", { kind: "certificate", input: { file: renewed } });
      const after = held.collections.certificates.get("Cert")?.properties;
      assert.equal(after?.thumbprint, new X509Certificate(renewed).fingerprint.replaceAll(":", ""));
      assert.equal(after.isExportable, true, "what is not named stays");
    });

    it("sends nothing when a certificate's file cannot be read", async () => {
      const { account, arm } = session;
      const input = { file: Buffer.from("no certificate") };
      await assert.rejects(account.assets.create("Cert", { kind: "certificate", input }), code("invalid-asset"));
      assert.deepEqual(arm.requests, []);
    });

    it("overwrites nothing by creating and creates nothing by changing", async () => {
      const { account, held } = session;
      held.add("variables", "Count", { value: "3", isEncrypted: false });
      const input = { value: 4 };
      await assert.rejects(account.assets.create("count", { kind: "variable", input }), code("asset-exists"));
      await assert.rejects(account.assets.update("Other", { kind: "variable", input }), code("asset-not-found"));
      await assert.rejects(account.assets.delete("variable", "Other"), code("asset-not-found"));
      assert.equal(held.collections.variables.get("Count")?.properties.value, "3");
      assert.equal(held.collections.variables.get("Other"), undefined);
    });

    it("refuses what Azure fixes for good, in words", async () => {
      const { account, held } = session;
      held.add("variables", "Count", { value: "3", isEncrypted: false });
      held.add("connections", "Site", {
        connectionType: { name: "AzureServicePrincipal" },
        fieldDefinitionValues: { TenantId: "t" },
      });
      const { assets } = account;
      const refused = [
        () => assets.update("Count", { kind: "variable", input: { isEncrypted: true } }),
        () => assets.update("Site", { kind: "connection", input: { type: "Azure" } }),
        () => assets.update("Azure", { kind: "connection-type", input: { fields: [], moduleName: "" } }),
        () => assets.delete("connection-type", "Azure"),
        () => assets.create("Empty", { kind: "credential", input: { userName: "ada" } }),
      ];
      for (const work of refused) {
        await assert.rejects(work(), code("invalid-asset"));
      }
      await assets.update("Site", { kind: "connection", input: { type: "azureserviceprincipal", description: "x" } });
    });

    it("says what a deleted account is, not that an asset is missing", async () => {
      const { account, arm, held } = session;
      arm.state.deleteAccount(held);
      await assert.rejects(account.assets.delete("variable", "Count"), code("account-not-found"));
      await assert.rejects(account.open("variables").page(), code("account-not-found"));
    });
  });
});
