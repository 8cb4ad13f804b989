import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../../../src/core/json";
import { openLocalAccount } from "../../../../src/local/account/open-account";
import { skipBecause } from "../../../support/skip";
import {
  assetsText,
  createTemporaryAccount,
  rejectsWith,
  TemporaryFolders,
  writeAssetsText,
} from "./temporary-account";

const fakeSealed = `v1:0123456789ab:${"A".repeat(60)}`;

describe("the assets of a local account", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  describe("variables", () => {
    it("keep their typed value, in clear and sealed", async () => {
      const { account } = await createTemporaryAccount(folders);
      const values: Json[] = ["text", "", 0, -1.5, true, false, null, [1, "x"], { a: { b: null } }];
      for (const [at, value] of values.entries()) {
        await account.saveVariable(`Plain${at}`, { value });
        await account.saveVariable(`Sealed${at}`, { value, isEncrypted: true });
        for (const name of [`plain${at}`, `SEALED${at}`]) {
          const revealed = await account.reveal("variable", name);
          assert.ok(revealed?.kind === "variable");
          assert.deepEqual(revealed.value, value);
          assert.equal(revealed.isEncrypted, name.startsWith("S"));
        }
      }
    });

    it("show null for a sealed value", async () => {
      const { account } = await createTemporaryAccount(folders);
      await account.saveVariable("S", { value: "s3cret", isEncrypted: true, description: "why" });
      assert.deepEqual(await account.getAsset("variable", "s"), {
        kind: "variable",
        name: "S",
        description: "why",
        isEncrypted: true,
        value: null,
      });
    });

    it("a runbook sets only an existing one, and its encryption stays", async () => {
      const temporary = await createTemporaryAccount(folders);
      const { account } = temporary;
      await account.saveVariable("S", { value: "old", isEncrypted: true });
      await account.saveVariable("P", { value: "old" });
      assert.equal(await account.setVariable("s", { new: [1] }), true);
      assert.equal(await account.setVariable("p", 0), true);
      assert.equal(await account.setVariable("nothing", 1), false);
      assert.deepEqual(await account.secretTexts(), ['{"new":[1]}']);
      assert.match(assetsText(temporary), /"P": \{ "value": 0 \}/);
      assert.deepEqual(await account.assetNames("variable"), ["S", "P"]);
    });

    it("the encryption cannot change, only by removing first", async () => {
      const { account } = await createTemporaryAccount(folders);
      await account.saveVariable("P", { value: 1 });
      await account.saveVariable("S", { value: 1, isEncrypted: true });
      const error = await rejectsWith(account.saveVariable("p", { value: 2, isEncrypted: true }), "invalid-asset");
      assert.match(error.hint ?? "", /Remove the variable first/);
      await rejectsWith(account.saveVariable("s", { value: 2, isEncrypted: false }), "invalid-asset");
      await account.removeAsset("variable", "P");
      await account.saveVariable("P", { value: 2, isEncrypted: true });
      assert.equal((await account.getAsset("variable", "P"))?.isEncrypted, true);
    });

    it("the description changes alone, and an empty one goes away", async () => {
      const temporary = await createTemporaryAccount(folders);
      await temporary.account.saveVariable("P", { value: 1, description: "first" });
      await temporary.account.saveVariable("P", { description: "second" });
      assert.match(assetsText(temporary), /"P": \{ "value": 1, "description": "second" \}/);
      await temporary.account.saveVariable("P", { description: "" });
      assert.match(assetsText(temporary), /"P": \{ "value": 1 \}/);
      await rejectsWith(temporary.account.saveVariable("New", { description: "no value" }), "invalid-asset");
    });

    it("a value longer than the service keeps is refused", async () => {
      const { account } = await createTemporaryAccount(folders);
      await account.saveVariable("Big", { value: "x".repeat(1_048_576) });
      await rejectsWith(account.saveVariable("Big", { value: "x".repeat(1_048_577) }), "invalid-asset");
      await rejectsWith(account.setVariable("Big", ["x".repeat(1_048_575)]), "invalid-asset");
    });
  });

  it("names that the service refuses are refused", async () => {
    const temporary = await createTemporaryAccount(folders);
    const before = assetsText(temporary);
    const names = ["", " x", "x ", "\t", "a\u0000b", "x".repeat(129), ..."<>*%&:\\?.+/".split("").map((c) => `a${c}b`)];
    for (const name of names) {
      await rejectsWith(temporary.account.saveVariable(name, { value: 1 }), "invalid-asset");
      await rejectsWith(temporary.account.saveCredential(name, { userName: "u", password: "p" }), "invalid-asset");
    }
    assert.equal(assetsText(temporary), before);
    for (const name of ["a", "a b", "Ünïcode 名", "x".repeat(128), "a-b_c~d", "__proto__", "constructor"]) {
      await temporary.account.saveVariable(name, { value: name });
      const revealed = await temporary.account.reveal("variable", name.toUpperCase());
      assert.ok(revealed?.kind === "variable" && revealed.value === name, name);
    }
  });

  it("credentials need user and password at first and change in parts", async () => {
    const { account } = await createTemporaryAccount(folders);
    await rejectsWith(account.saveCredential("C", { userName: "u" }), "invalid-asset");
    await rejectsWith(account.saveCredential("C", { password: "p" }), "invalid-asset");
    await rejectsWith(account.saveCredential("C", { userName: " ", password: "p" }), "invalid-asset");
    await account.saveCredential("C", { userName: "u", password: "p1", description: "d" });
    await account.saveCredential("c", { password: "p2" });
    await account.saveCredential("C", { userName: "CONTOSO\\u" });
    assert.deepEqual(await account.reveal("credential", "C"), {
      kind: "credential",
      name: "C",
      userName: "CONTOSO\\u",
      password: "p2",
    });
    assert.deepEqual(await account.getAsset("credential", "C"), {
      kind: "credential",
      name: "C",
      description: "d",
      isEncrypted: true,
      userName: "CONTOSO\\u",
    });
  });

  describe("connections", () => {
    const metadata = {
      ConnectionFields: [
        { IsEncrypted: false, IsOptional: false, Name: "ComputerName", TypeName: "System.String" },
        { IsEncrypted: false, IsOptional: true, Name: "Port", TypeName: "System.Int32" },
        { IsEncrypted: true, IsOptional: false, Name: "Password", TypeName: "System.String" },
      ],
      ConnectionTypeName: "Contoso Server",
      IntegrationModuleName: "Contoso",
    };

    it("are checked against a type that a module of the workspace brings, and only named fields change", async () => {
      const temporary = await createTemporaryAccount(folders);
      const { account, root } = temporary;
      mkdirSync(join(root, "modules", "Contoso"), { recursive: true });
      writeFileSync(join(root, "modules", "Contoso", "Contoso-Automation.json"), JSON.stringify(metadata));
      const fields = { computername: "srv", PASSWORD: "s3cret" };
      await account.saveConnection("Server", { type: "contoso server", fields, description: "d" });
      await account.saveConnection("server", { fields: { Port: 443 } });
      assert.deepEqual(await account.getAsset("connection", "Server"), {
        kind: "connection",
        name: "Server",
        description: "d",
        isEncrypted: true,
        connectionType: "Contoso Server",
        fields: {
          ComputerName: { value: "srv", isEncrypted: false },
          Password: { value: null, isEncrypted: true },
          Port: { value: 443, isEncrypted: false },
        },
      });
      assert.deepEqual(await account.reveal("connection", "Server"), {
        kind: "connection",
        name: "Server",
        connectionType: "Contoso Server",
        fields: { ComputerName: "srv", Password: "s3cret", Port: 443 },
        encryptedFields: ["Password"],
      });
      await account.saveConnection("Server", { fields: { Port: null } });
      assert.ok(!assetsText(temporary).includes("Port"));
      assert.ok(!assetsText(temporary).includes("s3cret"));
    });

    it("unknown types, wrong fields and another type for an existing one are refused with nothing written", async () => {
      const temporary = await createTemporaryAccount(folders);
      const { account } = temporary;
      const fields = { AutomationCertificateName: "c", SubscriptionID: "s" };
      await account.saveConnection("A", { type: "Azure", fields });
      const before = assetsText(temporary);
      const unknown = await rejectsWith(account.saveConnection("B", { type: "Azur", fields }), "invalid-asset");
      assert.match(unknown.hint ?? "", /Did you mean "Azure"/);
      await rejectsWith(account.saveConnection("B", { fields }), "invalid-asset");
      await rejectsWith(
        account.saveConnection("B", { type: "Azure", fields: { SubscriptionID: "s" } }),
        "invalid-asset",
      );
      await rejectsWith(
        account.saveConnection("B", { type: "Azure", fields: { ...fields, SubscriptionID: 5 } }),
        "invalid-asset",
      );
      await rejectsWith(account.saveConnection("A", { type: "AzureServicePrincipal" }), "invalid-asset");
      await rejectsWith(account.saveConnection("A", { fields: { SubscriptionID: null } }), "invalid-asset");
      assert.equal(assetsText(temporary), before);
    });

    it("a type comes from a metadata file in UTF-16 too, and can be taken into the account", async () => {
      const { account, root } = await createTemporaryAccount(folders);
      const text = JSON.stringify(metadata);
      const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
      assert.equal(await account.saveConnectionType(utf16, "Contoso-Automation.json"), "Contoso Server");
      writeFileSync(
        join(root, "Other-Automation.json"),
        Buffer.from(`\uFEFF${text.replace("Contoso Server", "Other")}`),
      );
      writeFileSync(join(root, "n8n-automation.json"), '{ "nodes": [] }');
      writeFileSync(join(root, "broken-automation.json"), '{ "ConnectionTypeName": ');
      const types = await account.listAssets("connection-type");
      assert.deepEqual(
        types.map((type) => [type.name, type.kind === "connection-type" && type.source]),
        [
          ["Azure", "built-in"],
          ["AzureClassicCertificate", "built-in"],
          ["AzureServicePrincipal", "built-in"],
          ["Contoso Server", "account"],
          ["Other", "module"],
        ],
      );
      const type = await account.getAsset("connection-type", "contoso server");
      assert.ok(type?.kind === "connection-type");
      assert.deepEqual(type.fields[2], {
        name: "Password",
        typeName: "System.String",
        isEncrypted: true,
        isOptional: false,
      });
      assert.equal(type.moduleName, "Contoso");
    });

    it("a type file that is none, and a built-in name, are refused", async () => {
      const { account } = await createTemporaryAccount(folders);
      const save = (value: unknown) =>
        account.saveConnectionType(Buffer.from(JSON.stringify(value)), "X-Automation.json");
      await rejectsWith(save({ nodes: [] }), "invalid-asset");
      await rejectsWith(save({ ...metadata, ConnectionTypeName: "azure" }), "invalid-asset");
      await rejectsWith(save({ ...metadata, ConnectionFields: {} }), "invalid-asset");
      await rejectsWith(save({ ...metadata, ConnectionFields: [{ Name: "a" }, { Name: "A" }] }), "invalid-asset");
      await rejectsWith(account.saveConnectionType(Buffer.from("{"), "X"), "invalid-asset");
    });

    it("a flag that is text by mistake still seals the field", async () => {
      const { account } = await createTemporaryAccount(folders);
      const field = { IsEncrypted: "True", IsOptional: "false", Name: "Secret", TypeName: "System.String" };
      await account.saveConnectionType(Buffer.from(JSON.stringify({ ...metadata, ConnectionFields: [field] })), "X");
      await account.saveConnection("C", { type: "Contoso Server", fields: { Secret: "s3cret" } });
      assert.equal((await account.getAsset("connection", "C"))?.isEncrypted, true);
    });
  });

  it("removing names the nearest when there is none, and leaves built-in types and modules alone", async () => {
    const { account, root } = await createTemporaryAccount(folders);
    await account.saveVariable("Region", { value: 1 });
    const error = await rejectsWith(account.removeAsset("variable", "Regoin"), "asset-not-found");
    assert.equal(error.hint, 'Did you mean "Region"?');
    await rejectsWith(account.removeAsset("connection-type", "azure"), "invalid-asset");
    writeFileSync(join(root, "M-Automation.json"), '{ "ConnectionTypeName": "M", "ConnectionFields": [] }');
    assert.match(
      (await rejectsWith(account.removeAsset("connection-type", "M"), "invalid-asset")).message,
      /M-Automation/,
    );
    await account.removeAsset("variable", "REGION");
    assert.equal(await account.getAsset("variable", "Region"), undefined);
    assert.equal(await account.reveal("variable", "Region"), undefined);
  });

  describe("a file that people edit", () => {
    it("keeps comments, order, byte order mark and CRLF", async () => {
      const temporary = await createTemporaryAccount(folders);
      const text = [
        "// our assets",
        "{",
        '  "variables": {',
        "    // used by the nightly run",
        '    "Region": { /* short */ "value": "westeurope", "description": "where" }, // keep',
        '    "Count": { "value": 3 } // last',
        "  },",
        '  "custom": [1, 2],',
        "}",
        "",
      ].join("\r\n");
      writeAssetsText(temporary, `\uFEFF${text}`);
      await temporary.account.saveVariable("region", { value: "northeurope" });
      await temporary.account.saveVariable("New", { value: true });
      await temporary.account.saveCredential("C", { userName: "u", password: "p" });
      await temporary.account.removeAsset("credential", "C");
      const expected = text
        .replace('"westeurope"', '"northeurope"')
        .replace('"Count": { "value": 3 } // last', '"Count": { "value": 3 }, // last\r\n    "New": { "value": true }')
        .replace("[1, 2],\r\n", '[1, 2],\r\n  "credentials": {\r\n  },\r\n');
      assert.equal(assetsText(temporary), `\uFEFF${expected}`);
    });

    it("an unchanged value writes nothing", async () => {
      const temporary = await createTemporaryAccount(folders);
      await temporary.account.saveVariable("A", { value: 1 });
      const before = statSync(temporary.account.assetsPath, { bigint: true });
      await temporary.account.saveVariable("A", { value: 1 });
      assert.equal(statSync(temporary.account.assetsPath, { bigint: true }).mtimeNs, before.mtimeNs);
    });

    it("a missing assets.json has no assets and comes with the first one", async () => {
      const temporary = await createTemporaryAccount(folders);
      rmSync(temporary.account.assetsPath);
      assert.deepEqual(await temporary.account.listAssets("variable"), []);
      await temporary.account.saveVariable("A", { value: 1 });
      assert.match(assetsText(temporary), /"variables": \{/);
      assert.deepEqual(await temporary.account.assetNames("variable"), ["A"]);
    });

    it("changes of other programs are seen at the next look", async () => {
      const temporary = await createTemporaryAccount(folders);
      await temporary.account.saveVariable("A", { value: "one" });
      writeAssetsText(temporary, assetsText(temporary).replace("one", "two"));
      const revealed = await temporary.account.reveal("variable", "A");
      assert.ok(revealed?.kind === "variable" && revealed.value === "two");
    });

    const faults: readonly [string, string, RegExp, number, number][] = [
      ["an empty file", "", /a value is expected/, 1, 1],
      ["a missing comma", '{\n  "variables": {}\n  "credentials": {}\n}', /a comma is expected/, 3, 3],
      ["a missing brace", '{\n  "variables": {\n', /a closing brace is missing/, 3, 1],
      ["an open string", '{\n  "vari', /without closing quote/, 2, 3],
      ["a list", "[]", /one JSON object/, 1, 1],
      ["a second value", "{}\n{}", /goes on after its end/, 2, 1],
      ["a section that is a list", '{ "variables": [] }', /"variables" must be an object/, 1, 16],
      ["an asset that is a text", '{\n  "variables": {\n    "A": "x"\n  }\n}', /"A" must be an object/, 3, 5],
      ["one name in two spellings", '{ "variables": {\n"A": {"value":1},\n"a": {"value":2} } }', /stands twice/, 3, 1],
      ["a variable without value", '{ "variables": {\n  "A": {} } }', /neither "value" nor "sealed"/, 2, 8],
      ["a sealed text that is none", '{ "variables": {\n  "A": { "sealed": "abc" } } }', /is written/, 2, 8],
    ];
    for (const [what, text, fault, line, column] of faults) {
      it(`${what} is reported with its place and never overwritten`, async () => {
        const temporary = await createTemporaryAccount(folders);
        writeAssetsText(temporary, text);
        const error = await rejectsWith(temporary.account.listAssets("variable"), "damaged-file");
        assert.match(error.message, fault);
        assert.deepEqual(error.position, { path: temporary.account.assetsPath, line, column });
        await rejectsWith(temporary.account.saveVariable("A", { value: 1, isEncrypted: false }), "damaged-file");
        assert.equal(assetsText(temporary), text);
      });
    }

    it("a password in clear is refused with its place", async () => {
      const temporary = await createTemporaryAccount(folders);
      writeAssetsText(temporary, '{ "credentials": {\n  "A": { "userName": "u", "password": "s3cret" } } }');
      const error = await rejectsWith(temporary.account.reveal("credential", "A"), "damaged-file");
      assert.ok(error.position?.line === 2 && !error.message.includes("s3cret"));
    });

    it("bytes that are no UTF-8, deep nesting and merge conflicts are damage", async () => {
      const temporary = await createTemporaryAccount(folders);
      const { account } = temporary;
      writeFileSync(account.assetsPath, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]));
      await rejectsWith(account.saveVariable("A", { value: 1 }), "damaged-file");
      assert.equal(statSync(account.assetsPath).size, 5);
      writeAssetsText(temporary, '{ "variables": ' + "[".repeat(100_000));
      await rejectsWith(account.saveVariable("A", { value: 1 }), "damaged-file");
      writeAssetsText(temporary, '{\n<<<<<<< HEAD\n  "variables": {}\n=======\n>>>>>>> b\n}');
      const error = await rejectsWith(account.saveVariable("A", { value: 1 }), "damaged-file");
      assert.match(error.hint ?? "", /merge conflicts/);
      assert.equal(error.position?.line, 2);
    });

    it("damage of one asset does not stop the others", async () => {
      const temporary = await createTemporaryAccount(folders);
      writeAssetsText(temporary, '{ "variables": { "Bad": {}, "Good": { "value": 1 } } }');
      await temporary.account.saveVariable("Good", { value: 2 });
      assert.equal(assetsText(temporary), '{ "variables": { "Bad": {}, "Good": { "value": 2 } } }');
      await temporary.account.removeAsset("variable", "Bad");
    });

    it("a value of a newer format is left alone and named", async () => {
      const temporary = await createTemporaryAccount(folders);
      const text = assetsText(temporary).replace('"variables": {}', '"variables": { "A": { "sealed": "v2:x" } }');
      writeAssetsText(temporary, text);
      const error = await rejectsWith(temporary.account.reveal("variable", "A"), "not-supported");
      assert.match(error.hint ?? "", /Update/);
      await rejectsWith(temporary.account.rotateKey(), "not-supported");
      assert.equal(assetsText(temporary), text);
    });

    it("a sealed value copied to another name or field does not open there", async () => {
      const temporary = await createTemporaryAccount(folders);
      const { account } = temporary;
      await account.saveVariable("Secret", { value: "s3cret", isEncrypted: true });
      const sealed = /v1:[0-9a-f]{12}:[^"]+/.exec(assetsText(temporary))?.[0] ?? "";
      const copy = `"Copy": { "sealed": "${sealed}" }, "Secret"`;
      writeAssetsText(temporary, assetsText(temporary).replace('"Secret"', copy));
      const error = await rejectsWith(account.reveal("variable", "Copy"), "damaged-file");
      assert.match(error.message, /moved or copied from another asset/);
      assert.ok(error.position);
      assert.deepEqual(await account.secretTexts(), ["s3cret"]);
      writeAssetsText(
        temporary,
        `{ "credentials": { "Secret": { "userName": "u", "password": { "sealed": "${sealed}" } } } }`,
      );
      await rejectsWith(account.reveal("credential", "Secret"), "damaged-file");
    });

    it("a value sealed with a key that is not there says which", async () => {
      const temporary = await createTemporaryAccount(folders);
      await temporary.account.saveVariable("S", { value: 1, isEncrypted: true });
      const text = assetsText(temporary).replace('"S"', `"Foreign": { "sealed": "${fakeSealed}" },\n    "S"`);
      writeAssetsText(temporary, text);
      const error = await rejectsWith(temporary.account.reveal("variable", "Foreign"), "key-wrong");
      assert.match(error.message, /The key 0123456789ab is needed/);
      assert.deepEqual(await temporary.account.secretTexts(), ["1"]);
    });
  });

  describe("without permission", () => {
    it("a folder that cannot be written is an error that says so, and nothing stays behind", async function () {
      const temporary = await createTemporaryAccount(folders);
      const folder = join(temporary.root, ".automation");
      await asOrdinaryUser(this, temporary.root, async () => {
        chmodSync(folder, 0o555);
        const error = await rejectsWith(temporary.account.saveVariable("A", { value: 1 }), "permission-denied");
        assert.ok(error.hint && error.message.includes("assets.json"));
      });
      assert.deepEqual(readdirSync(folder).sort(), ["account.json", "assets.json"]);
    });

    it("a read-only assets.json is not replaced", async function () {
      const temporary = await createTemporaryAccount(folders);
      await asOrdinaryUser(this, temporary.root, async () => {
        chmodSync(temporary.account.assetsPath, 0o444);
        await rejectsWith(temporary.account.saveVariable("A", { value: 1 }), "permission-denied");
      });
      assert.ok(!assetsText(temporary).includes('"A"'));
      assert.deepEqual(readdirSync(join(temporary.root, ".automation")).sort(), ["account.json", "assets.json"]);
    });

    it("a file that cannot be read is not taken for a missing one", async function () {
      const temporary = await createTemporaryAccount(folders);
      await asOrdinaryUser(this, temporary.root, async () => {
        chmodSync(temporary.account.assetsPath, 0);
        await rejectsWith(temporary.account.listAssets("variable"), "permission-denied");
      });
    });
  });

  it("file mode and symbolic links stay", async function () {
    if (process.platform === "win32") {
      skipBecause(this, "Windows has no file modes");
    }
    const temporary = await createTemporaryAccount(folders);
    const elsewhere = join(folders.create(), "shared.json");
    writeFileSync(elsewhere, "{}\n", { mode: 0o640 });
    chmodSync(elsewhere, 0o640);
    rmSync(temporary.account.assetsPath);
    symlinkSync(elsewhere, temporary.account.assetsPath);
    await temporary.account.saveVariable("A", { value: 1 });
    assert.match(readFileSync(elsewhere, "utf8"), /"A"/);
    assert.equal(statSync(elsewhere).mode & 0o777, 0o640);
  });

  it("many changes at once in one process are all kept", async () => {
    const { account, root, places } = await createTemporaryAccount(folders);
    const second = await openLocalAccount(root, places);
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        (at % 2 ? account : second).saveVariable(`V${at}`, { value: at, isEncrypted: at % 4 === 0 }),
      ),
    );
    assert.equal((await account.assetNames("variable")).length, 40);
    assert.equal((await account.secretTexts()).length, 10);
  });

  it("texts for masking hold each part of a sealed value and nothing that is in clear", async () => {
    const { account } = await createTemporaryAccount(folders);
    await account.saveVariable("Plain", { value: "visible" });
    await account.saveVariable("Parts", { value: { user: "x1", keys: ["k1", 5, true] }, isEncrypted: true });
    await account.saveVariable("Number", { value: 4711, isEncrypted: true });
    await account.saveVariable("Nothing", { value: null, isEncrypted: true });
    await account.saveCredential("C", { userName: "visible-user", password: "p4ss" });
    const texts = await account.secretTexts();
    assert.deepEqual([...texts].sort(), ["4711", "k1", "p4ss", "x1", '{"user":"x1","keys":["k1",5,true]}'].sort());
  });
});

/** Root may write anything: then the work runs as an ordinary user, who owns the folder. */
async function asOrdinaryUser(context: Mocha.Context, root: string, work: () => Promise<void>): Promise<void> {
  if (process.platform === "win32" || !process.geteuid || !process.seteuid) {
    skipBecause(context, "Windows folders have no mode that forbids writing");
  }
  const { chownSync } = await import("node:fs");
  const isRoot = process.geteuid() === 0;
  const folder = join(root, ".automation");
  if (isRoot) {
    for (const path of [root, folder, ...readdirSync(folder).map((name) => join(folder, name))]) {
      chownSync(path, 65534, 65534);
    }
    process.seteuid(65534);
  }
  try {
    await work();
  } finally {
    if (isRoot) {
      process.seteuid(0);
    }
    chmodSync(folder, 0o755);
    for (const name of readdirSync(folder)) {
      chmodSync(join(folder, name), 0o644);
    }
  }
}
