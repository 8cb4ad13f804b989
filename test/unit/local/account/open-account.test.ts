import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { armIdOf } from "../../../../src/core/account";
import { createLocalAccount, findAccountFolder, openLocalAccount } from "../../../../src/local/account/open-account";
import { accountNameFor } from "../../../../src/local/account/asset-names";
import { createTemporaryAccount, rejectsWith, TemporaryFolders } from "./temporary-account";

describe("creating and opening a local account", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  it("a new account has ids of its own, a system-assigned identity, and two files that explain themselves", async () => {
    const { account, root } = await createTemporaryAccount(folders);
    const details = await account.details();
    const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    const system = details.identities.system;
    assert.ok(system);
    const ids = [details.accountId, details.subscriptionId, details.tenantId, system.principalId, system.clientId];
    assert.equal(new Set(ids).size, 5);
    assert.ok(ids.every((id) => guid.test(id)));
    assert.equal(system.tenantId, details.tenantId);
    assert.deepEqual([details.resourceGroup, details.location], ["rg-automation", "westeurope"]);
    assert.deepEqual(details.identities.userAssigned, []);
    assert.match(details.name, /^runbook-account-\w+$/);
    assert.deepEqual(readdirSync(join(root, ".automation")).sort(), ["account.json", "assets.json"]);
    for (const path of [account.accountPath, account.assetsPath]) {
      assert.match(readFileSync(path, "utf8"), /^\/\/ .*\n[\s\S]*\n$/);
    }
  });

  it("options give names, ids and identities", async () => {
    const { account } = await createTemporaryAccount(folders, {
      name: "contoso-aa",
      subscriptionId: "11111111-2222-3333-4444-AAAAAAAAAAAA",
      resourceGroup: "rg-x",
      location: "northeurope",
      hasSystemAssigned: false,
      userAssigned: ["id-one", "id_two"],
    });
    const details = await account.details();
    assert.equal(
      armIdOf(details),
      "/subscriptions/11111111-2222-3333-4444-aaaaaaaaaaaa/resourceGroups/rg-x/providers/Microsoft.Automation/automationAccounts/contoso-aa",
    );
    assert.equal(details.identities.system, undefined);
    assert.deepEqual(
      details.identities.userAssigned.map((identity) => [
        identity.name,
        identity.resourceId.split("/").at(-1),
        identity.tenantId,
      ]),
      [
        ["id-one", "id-one", details.tenantId],
        ["id_two", "id_two", details.tenantId],
      ],
    );
  });

  it("wrong names and ids are refused before anything is written", async () => {
    const root = folders.create();
    for (const options of [
      { name: "short" },
      { name: "has spaces in it" },
      { name: "1starts-with-digit" },
      { subscriptionId: "mine" },
      { resourceGroup: "" },
      { resourceGroup: "ends." },
      { userAssigned: ["x"] },
      { userAssigned: ["id-one", "ID-ONE"] },
    ]) {
      await rejectsWith(createLocalAccount(root, { environment: {}, ...options }), "invalid-usage");
    }
    assert.deepEqual(readdirSync(root), []);
  });

  it("an existing account is never overwritten, not even a damaged one", async () => {
    const { account, root, places } = await createTemporaryAccount(folders);
    writeFileSync(account.accountPath, "{ damaged");
    const error = await rejectsWith(createLocalAccount(root, places), "account-exists");
    assert.ok(error.hint);
    assert.equal(readFileSync(account.accountPath, "utf8"), "{ damaged");
  });

  it("an assets.json that is there already stays", async () => {
    const root = folders.create();
    mkdirSync(join(root, ".automation"));
    writeFileSync(join(root, ".automation", "assets.json"), '{ "variables": { "A": { "value": 1 } } }');
    const account = await createLocalAccount(root, { environment: {} });
    assert.deepEqual(await account.assetNames("variable"), ["A"]);
  });

  it("of many who create at once one wins", async () => {
    const root = folders.create();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => createLocalAccount(root, { environment: {} })),
    );
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
  });

  it("a file where the folder should be, and a folder that cannot be written, are errors", async () => {
    const root = folders.create();
    writeFileSync(join(root, ".automation"), "");
    assert.match(
      (await rejectsWith(createLocalAccount(root, { environment: {} }), "failed")).message,
      /a file stands where/,
    );
    writeFileSync(join(root, "file"), "");
    await rejectsWith(createLocalAccount(join(root, "file", "sub"), { environment: {} }), "failed");
    await rejectsWith(openLocalAccount(join(root, "file", "sub"), { environment: {} }), "account-not-found");
  });

  it("opening finds the account by its folder or by .automation itself", async () => {
    const { root, places } = await createTemporaryAccount(folders, { name: "contoso-aa" });
    for (const path of [root, join(root, ".automation")]) {
      const account = await openLocalAccount(path, places);
      assert.equal((await account.details()).name, "contoso-aa");
      assert.equal(account.root, root);
    }
    const error = await rejectsWith(openLocalAccount(folders.create()), "account-not-found");
    assert.match(error.hint ?? "", /runbook-workbench init/);
  });

  it("the nearest parent that holds an account is found, from files and folders", async () => {
    const { root } = await createTemporaryAccount(folders);
    const inner = join(root, "a", "b");
    mkdirSync(join(inner, ".automation"), { recursive: true });
    writeFileSync(join(inner, "x.ps1"), "");
    assert.equal(await findAccountFolder(join(inner, "x.ps1")), root);
    assert.equal(await findAccountFolder(join(inner, "not-there-yet")), root);
    writeFileSync(join(inner, ".automation", "account.json"), "{}");
    assert.equal(await findAccountFolder(inner), inner);
    assert.equal(await findAccountFolder(folders.create()), undefined);
  });

  it("names made from folders fit the service's rule", () => {
    for (const [folder, name] of [
      ["My Runbooks", "My-Runbooks"],
      ["ops", "ops-automation"],
      ["2024-éléments", "e-le-ments"],
      ["", "local-automation"],
      ["___", "local-automation"],
      ["x".repeat(80), "x".repeat(50)],
    ] as const) {
      assert.equal(accountNameFor(folder), name);
      assert.match(accountNameFor(folder), /^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/);
    }
  });

  describe("account.json", () => {
    const good = {
      name: "contoso-aa",
      subscriptionId: "11111111-2222-3333-4444-555555555555",
      resourceGroup: "rg",
      location: "westeurope",
      accountId: "21111111-2222-3333-4444-555555555555",
      tenantId: "31111111-2222-3333-4444-555555555555",
    };
    const identity = { principalId: good.accountId, clientId: good.tenantId };

    async function withText(text: string) {
      const temporary = await createTemporaryAccount(folders);
      writeFileSync(temporary.account.accountPath, text);
      return temporary;
    }

    it("may have comments, trailing commas, a byte order mark and its own tenants", async () => {
      const text = `\uFEFF// mine\n${JSON.stringify({ ...good, identities: { system: { ...identity, tenantId: good.subscriptionId } } }).slice(0, -1)}, /* end */ }`;
      const { account } = await withText(text);
      assert.equal((await account.details()).identities.system?.tenantId, good.subscriptionId);
    });

    it("gives extra claims and runtimes", async () => {
      const claims = { "https://graph.microsoft.com": { roles: ["User.Read.All"] } };
      const { account } = await withText(
        JSON.stringify({ ...good, tokenClaims: claims, runbooks: { runtimes: { "Old-One": "powershell-5.1" } } }),
      );
      assert.deepEqual(await account.extraClaims(), claims);
      assert.equal(await account.runtimeOf("old-one"), "powershell-5.1");
      assert.equal(await account.runtimeOf("other"), undefined);
      assert.deepEqual((await account.details()).identities, { system: undefined, userAssigned: [] });
    });

    for (const [what, value, fault] of [
      ["a missing name", { ...good, name: undefined }, /"name" is missing/],
      ["an account id that is no guid", { ...good, accountId: "x" }, /"accountId" must be a guid/],
      ["a number for a text", { ...good, location: 5 }, /"location" must be a text/],
      [
        "an identity without client id",
        { ...good, identities: { system: { principalId: good.tenantId } } },
        /"clientId" is missing/,
      ],
      ["identities that are no list", { ...good, identities: { userAssigned: {} } }, /"userAssigned" must be a list/],
      ["an unknown runtime", { ...good, runbooks: { runtimes: { A: "powershell-6" } } }, /one of powershell-5\.1/],
      ["claims that are no object", { ...good, tokenClaims: { "https://x": [] } }, /must be an object/],
      ["an unknown key storage", { ...good, keyStorage: "vault" }, /"file" or "editor"/],
    ] as const) {
      it(`${what} is reported with its place`, async () => {
        const { account } = await withText(JSON.stringify(value, null, 2));
        const error = await rejectsWith(account.details(), "damaged-file");
        assert.match(error.message, fault);
        assert.equal(error.position?.path, account.accountPath);
        await rejectsWith(account.saveVariable("A", { value: 1 }), "damaged-file");
      });
    }
  });

  it("opening and reading stays cheap: no certificate library is loaded", async () => {
    const { root, places, account } = await createTemporaryAccount(folders);
    await account.saveVariable("A", { value: 1, isEncrypted: true });
    await (await openLocalAccount(root, places)).reveal("variable", "A");
    const times: number[] = [];
    for (let at = 0; at < 10; at++) {
      const start = performance.now();
      await (await openLocalAccount(root, places)).reveal("variable", "A");
      times.push(performance.now() - start);
    }
    assert.ok(Math.min(...times) < 10, times.join(" "));
  });

  describe("runbooks", () => {
    function write(root: string, ...paths: readonly string[]): void {
      for (const path of paths) {
        mkdirSync(join(root, path, ".."), { recursive: true });
        writeFileSync(join(root, path), "");
      }
    }

    it("are the scripts of the folder itself and of its folder runbooks", async () => {
      const { account, root } = await createTemporaryAccount(folders);
      write(
        root,
        "Start-Vm.ps1",
        "report.py",
        "notes.txt",
        "module/Helper.ps1",
        "Runbooks/nested/Stop-Vm.PS1",
        "Runbooks/.old/X.ps1",
      );
      write(root, "Runbooks/node_modules/Y.ps1", ".automation/Z.ps1", "Runbooks/report.ps1");
      assert.deepEqual([...(await account.runbookNames())].sort(), ["Start-Vm", "Stop-Vm", "report"]);
      assert.equal(await account.findRunbook("STOP-VM"), join(root, "Runbooks/nested/Stop-Vm.PS1"));
      assert.equal(await account.findRunbook("report"), join(root, "report.py"), "the nearer file counts");
      assert.equal(await account.findRunbook("Helper"), undefined);
      write(root, "New.ps1");
      assert.equal(await account.findRunbook("new"), join(root, "New.ps1"));
    });

    it("are those of the folders that account.json names, inside the workspace only", async () => {
      const { account, root } = await createTemporaryAccount(folders);
      const outside = folders.create();
      write(outside, "Outside.ps1");
      write(root, "Top.ps1", "ops/A.ps1", "ops/deep/B.py");
      const text = readFileSync(account.accountPath, "utf8");
      const list = JSON.stringify({ folders: ["ops", "missing", outside, "../"] });
      writeFileSync(account.accountPath, text.replace('"location"', `"runbooks": ${list},\n  "location"`));
      assert.deepEqual(await account.runbookNames(), ["A", "B"]);
    });

    it("a folder that cannot be read is passed over", async () => {
      const { account, root } = await createTemporaryAccount(folders);
      write(root, "A.ps1", "runbooks/B.ps1");
      chmodSync(join(root, "runbooks"), 0);
      assert.ok((await account.runbookNames()).includes("A"));
      chmodSync(join(root, "runbooks"), 0o755);
      assert.ok(existsSync(join(root, "runbooks/B.ps1")));
    });
  });
});
