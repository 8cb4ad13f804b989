import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { skipBecause } from "../../../support/skip";
import { userConfigurationFolder } from "../../../../src/local/account/key-file";
import { environmentKeySource, type KeySource } from "../../../../src/local/account/key-source";
import { createLocalAccount, openLocalAccount } from "../../../../src/local/account/open-account";
import { createSealingKey, sealingKeyText } from "../../../../src/local/account/sealing";
import {
  assetsText,
  createTemporaryAccount,
  keyFileOf,
  rejectsWith,
  TemporaryFolders,
  type TemporaryAccount,
} from "./temporary-account";

/** The editor's secret storage, in memory. */
function editorSource(): KeySource & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    kind: "editor",
    texts,
    where: () => "the editor's secret storage",
    read: (accountId) => Promise.resolve(texts.get(accountId)),
    update: (accountId, change) => {
      const text = change(texts.get(accountId));
      if (text === undefined) {
        texts.delete(accountId);
      } else {
        texts.set(accountId, text);
      }
      return Promise.resolve();
    },
  };
}

describe("keys of a local account", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  async function withSecret(): Promise<TemporaryAccount & { readonly keyFile: string; readonly accountId: string }> {
    const temporary = await createTemporaryAccount(folders);
    await temporary.account.saveVariable("Secret", { value: "s3cret", isEncrypted: true });
    const { accountId } = await temporary.account.details();
    return { ...temporary, accountId, keyFile: keyFileOf(accountId, temporary.places) };
  }

  it("the first sealed value makes a key that only the user can read, outside of the workspace", async () => {
    const { places, root, keyFile, account } = await withSecret();
    if (process.platform !== "win32") {
      assert.equal(statSync(keyFile).mode & 0o777, 0o600);
      assert.equal(statSync(dirname(keyFile)).mode & 0o777, 0o700);
    }
    const key = readFileSync(keyFile, "utf8").trim().split("\n").at(-1) ?? "";
    for (const name of readdirSync(join(root, ".automation"))) {
      assert.ok(!readFileSync(join(root, ".automation", name), "utf8").includes(key), name);
    }
    assert.match(readFileSync(account.accountPath, "utf8"), /"keyId": "[0-9a-f]{12}"/);
    assert.deepEqual(
      readdirSync(join(places.configurationFolder, "keys")).length,
      1,
      "no lock or temporary file stays",
    );
  });

  it("an account with plain values only has no key", async () => {
    const { account, places } = await createTemporaryAccount(folders);
    await account.saveVariable("Plain", { value: 1 });
    assert.ok(!existsSync(join(places.configurationFolder, "keys")));
    assert.ok(!readFileSync(account.accountPath, "utf8").includes("keyId"));
    assert.equal((await rejectsWith(account.exportKey(), "invalid-usage")).message, "The account has no key yet.");
  });

  it("a missing key is an error that says where was looked, and plain values still work", async () => {
    const { root, places, keyFile, ...rest } = await withSecret();
    rmSync(keyFile);
    const before = assetsText({ root, places, ...rest });
    const account = await openLocalAccount(root, places);
    const error = await rejectsWith(account.reveal("variable", "Secret"), "key-missing");
    assert.ok(error.message.includes(keyFile) && error.message.includes("RUNBOOK_WORKBENCH_KEY"), error.message);
    assert.ok(error.position?.path.endsWith("assets.json"));
    await rejectsWith(account.saveVariable("Other", { value: "x", isEncrypted: true }), "key-missing");
    await rejectsWith(account.setVariable("Secret", "new"), "key-missing");
    assert.equal(assetsText({ root, places, ...rest }), before);
    assert.ok(!existsSync(keyFile), "no new key was made");
    assert.deepEqual(await account.secretTexts(), []);
    await account.saveVariable("Plain", { value: 1 });
    assert.equal(await account.setVariable("Plain", 2), true);
  });

  it("a missing key is looked for once, not for every value", async () => {
    const { root, account, places, keyFile } = await withSecret();
    for (let at = 0; at < 10; at++) {
      await account.saveVariable(`S${at}`, { value: at, isEncrypted: true });
    }
    rmSync(keyFile);
    let reads = 0;
    const editor: KeySource = {
      ...editorSource(),
      read: () => {
        reads += 1;
        return Promise.resolve(undefined);
      },
    };
    assert.deepEqual(await (await openLocalAccount(root, { ...places, editor })).secretTexts(), []);
    assert.equal(reads, 1);
  });

  it("a wrong key is an error and changes nothing", async () => {
    const { root, places, keyFile, ...rest } = await withSecret();
    writeFileSync(keyFile, `${sealingKeyText(createSealingKey())}\n`, { mode: 0o600 });
    const keyText = readFileSync(keyFile, "utf8");
    const before = assetsText({ root, places, ...rest });
    const account = await openLocalAccount(root, places);
    const error = await rejectsWith(account.reveal("variable", "Secret"), "key-wrong");
    assert.match(error.message, /^The key [0-9a-f]{12} is needed; there is only [0-9a-f]{12} in the file /);
    await rejectsWith(account.saveCredential("C", { userName: "u", password: "p" }), "key-wrong");
    await rejectsWith(account.rotateKey(), "key-wrong");
    assert.equal(assetsText({ root, places, ...rest }), before);
    assert.equal(readFileSync(keyFile, "utf8"), keyText);
  });

  it("where account.json lost its key id, the sealed values tell which key is needed", async () => {
    const { root, places, keyFile, account } = await withSecret();
    writeFileSync(account.accountPath, readFileSync(account.accountPath, "utf8").replace(/,\s*"keyId": "[^"]*"/, ""));
    const again = await openLocalAccount(root, places);
    await again.saveVariable("Second", { value: "x", isEncrypted: true });
    assert.deepEqual(await again.secretTexts(), ["s3cret", "x"]);
    rmSync(keyFile);
    await rejectsWith(
      (await openLocalAccount(root, places)).saveVariable("Third", { value: "x", isEncrypted: true }),
      "key-missing",
    );
  });

  it("a key file that others can read is refused", async function () {
    if (process.platform === "win32") {
      skipBecause(this, "Windows has no file modes");
    }
    const { root, places, keyFile } = await withSecret();
    chmodSync(keyFile, 0o640);
    const error = await rejectsWith(
      (await openLocalAccount(root, places)).reveal("variable", "Secret"),
      "permission-denied",
    );
    assert.match(error.hint ?? "", /chmod 600/);
  });

  it("a damaged key file is reported with its line and not overwritten", async () => {
    const { root, places, keyFile } = await withSecret();
    writeFileSync(keyFile, "# note\nnot a key s3cret\n", { mode: 0o600 });
    const account = await openLocalAccount(root, places);
    const error = await rejectsWith(account.reveal("variable", "Secret"), "damaged-file");
    assert.ok(error.message.startsWith("Line 2 of the file") && !error.message.includes("s3cret"), error.message);
    await rejectsWith(account.saveVariable("N", { value: 1, isEncrypted: true }), "damaged-file");
    assert.equal(readFileSync(keyFile, "utf8"), "# note\nnot a key s3cret\n");
  });

  it("no key is written inside the account's own folder", async () => {
    const root = folders.create();
    const places = { environment: {}, configurationFolder: join(root, ".config") };
    const account = await createLocalAccount(root, places);
    await rejectsWith(account.saveVariable("S", { value: "s3cret", isEncrypted: true }), "key-missing");
    assert.ok(!existsSync(join(root, ".config")));
    assert.ok(!readFileSync(account.assetsPath, "utf8").includes('"S"'));
  });

  describe("in RUNBOOK_WORKBENCH_KEY", () => {
    it("one key, or pairs with account ids, open the values", async () => {
      const { root, account, accountId } = await withSecret();
      const pair = await account.exportKey();
      const key = pair.slice(pair.indexOf("=") + 1);
      const other = `00000000-0000-0000-0000-000000000000=${sealingKeyText(createSealingKey())}`;
      for (const text of [key, ` ${key} `, pair, `${other};${pair}`, `${other}; ${accountId.toUpperCase()}=${key} ;`]) {
        const places = { environment: { RUNBOOK_WORKBENCH_KEY: text }, configurationFolder: folders.create() };
        const revealed = await (await openLocalAccount(root, places)).reveal("variable", "Secret");
        assert.equal(revealed?.kind === "variable" && revealed.value, "s3cret", text.slice(0, 8));
        assert.deepEqual(readdirSync(places.configurationFolder), []);
      }
      const places = { environment: { RUNBOOK_WORKBENCH_KEY: other }, configurationFolder: folders.create() };
      await rejectsWith((await openLocalAccount(root, places)).reveal("variable", "Secret"), "key-missing");
    });

    it("a new account takes that key and stores none", async () => {
      const key = createSealingKey();
      const { account, places } = await createTemporaryAccount(folders, {
        environment: { RUNBOOK_WORKBENCH_KEY: sealingKeyText(key) },
      });
      await account.saveVariable("S", { value: "x", isEncrypted: true });
      assert.ok(readFileSync(account.accountPath, "utf8").includes(`"keyId": "${key.id}"`));
      assert.deepEqual(readdirSync(places.configurationFolder), []);
      await rejectsWith(account.rotateKey(), "key-missing");
    });

    it("a text that is no key is an error that does not repeat it", async () => {
      const { root, keyFile } = await withSecret();
      rmSync(keyFile);
      const places = { environment: { RUNBOOK_WORKBENCH_KEY: "s3cret" }, configurationFolder: folders.create() };
      const error = await rejectsWith((await openLocalAccount(root, places)).reveal("variable", "Secret"), "key-wrong");
      assert.equal(error.message, "The environment variable RUNBOOK_WORKBENCH_KEY does not hold a key.");
    });

    it("a key file that fits is enough where the variable is of no use", async () => {
      const { root, places } = await withSecret();
      const account = await openLocalAccount(root, { ...places, environment: { RUNBOOK_WORKBENCH_KEY: "nonsense" } });
      assert.deepEqual(await account.secretTexts(), ["s3cret"]);
    });

    it("is absent when empty", async () => {
      assert.equal(await environmentKeySource({ RUNBOOK_WORKBENCH_KEY: " " }).read("x"), undefined);
      assert.equal(await environmentKeySource({}).read("x"), undefined);
    });
  });

  describe("in the editor", () => {
    it("the key is made and found there, and a program without the editor says so", async () => {
      const editor = editorSource();
      const { root, account, places } = await createTemporaryAccount(folders, { keyStorage: "editor", editor });
      await account.saveVariable("Secret", { value: "s3cret", isEncrypted: true });
      assert.equal(editor.texts.size, 1);
      assert.deepEqual(readdirSync(places.configurationFolder), []);
      const commandLine = await openLocalAccount(root, places);
      const error = await rejectsWith(commandLine.reveal("variable", "Secret"), "key-missing");
      assert.equal(error.message, "The key of this account is kept in the editor's secret storage.");
      assert.match(error.hint ?? "", /RUNBOOK_WORKBENCH_KEY/);
      const exported = await account.exportKey();
      const inCi = await openLocalAccount(root, { ...places, environment: { RUNBOOK_WORKBENCH_KEY: exported } });
      assert.deepEqual(await inCi.secretTexts(), ["s3cret"]);
    });

    it("a first value cannot be sealed without the editor", async () => {
      const { account } = await createTemporaryAccount(folders, { keyStorage: "editor" });
      await rejectsWith(account.saveVariable("S", { value: "x", isEncrypted: true }), "key-missing");
    });

    it("a key moves there and back with nothing left behind", async () => {
      const { root, places, keyFile } = await withSecret();
      const editor = editorSource();
      const account = await openLocalAccount(root, { ...places, editor });
      await account.moveKey("editor");
      assert.ok(!existsSync(keyFile));
      assert.match(readFileSync(account.accountPath, "utf8"), /"keyStorage": "editor"/);
      assert.deepEqual(await (await openLocalAccount(root, { ...places, editor })).secretTexts(), ["s3cret"]);
      await account.moveKey("file");
      assert.equal(editor.texts.size, 0);
      assert.deepEqual(await (await openLocalAccount(root, places)).secretTexts(), ["s3cret"]);
      await rejectsWith((await openLocalAccount(root, places)).moveKey("editor"), "key-missing");
    });
  });

  describe("rotation", () => {
    it("seals every value with a new key and keeps the text around them", async () => {
      const { root, places, account, keyFile, ...rest } = await withSecret();
      await account.saveCredential("Cred", { userName: "u", password: "p4ss" });
      await account.saveVariable("Typed", { value: { n: 1 }, isEncrypted: true });
      const temporary = { root, places, account, keyFile, ...rest };
      writeFileSync(account.assetsPath, assetsText(temporary).replace('"Cred"', '// mine\n    "Cred"'));
      const before = assetsText(temporary);
      await account.rotateKey();
      const after = assetsText(temporary);
      const shape = (text: string) => text.replace(/v1:[0-9a-f]{12}:[^"]+/g, "SEALED");
      assert.equal(shape(after), shape(before));
      const ids = new Set([...after.matchAll(/v1:([0-9a-f]{12})/g)].map((match) => match[1]));
      assert.equal(ids.size, 1);
      assert.ok(!before.includes([...ids][0] ?? ""));
      assert.ok(readFileSync(account.accountPath, "utf8").includes(`"keyId": "${[...ids][0] ?? ""}"`));
      assert.deepEqual(await (await openLocalAccount(root, places)).secretTexts(), ["s3cret", '{"n":1}', "p4ss"]);
    });

    it("changes nothing when one value cannot be opened", async () => {
      const { root, places, account, keyFile, ...rest } = await withSecret();
      await account.saveVariable("Zed", { value: "zed", isEncrypted: true });
      const temporary = { root, places, account, keyFile, ...rest };
      const text = assetsText(temporary);
      const sealed = [...text.matchAll(/"v1:[0-9a-f]{12}:[^"]+"/g)].map((match) => match[0]);
      writeFileSync(account.assetsPath, text.replace(sealed[1] ?? "", sealed[0] ?? ""));
      const files = () => [
        assetsText(temporary),
        readFileSync(account.accountPath, "utf8"),
        readFileSync(keyFile, "utf8"),
      ];
      const before = files();
      await rejectsWith(account.rotateKey(), "damaged-file");
      assert.deepEqual(files(), before);
    });

    it("leaves the old key in the ring, so that an older revision of assets.json still opens", async () => {
      const { root, places, account, ...rest } = await withSecret();
      const old = assetsText({ root, places, account, ...rest });
      await account.rotateKey();
      writeFileSync(account.assetsPath, old);
      assert.deepEqual(await (await openLocalAccount(root, places)).secretTexts(), ["s3cret"]);
    });
  });

  describe("handing over", () => {
    it("an exported key opens the account on another machine", async () => {
      const { root, account, accountId } = await withSecret();
      const elsewhere = { environment: {}, configurationFolder: folders.create() };
      const colleague = await openLocalAccount(root, elsewhere);
      await rejectsWith(colleague.reveal("variable", "Secret"), "key-missing");
      await colleague.importKey(` ${await account.exportKey()}\n`);
      assert.deepEqual(await colleague.secretTexts(), ["s3cret"]);
      assert.equal(await colleague.exportKey(), await account.exportKey());
      assert.equal(statSync(keyFileOf(accountId, elsewhere)).mode & 0o077, process.platform === "win32" ? 0o066 : 0);
    });

    it("a key of another account, another key, and a text that is none are refused", async () => {
      const { account } = await withSecret();
      const { account: other } = await createTemporaryAccount(folders);
      await other.saveVariable("S", { value: 1, isEncrypted: true });
      await rejectsWith(account.importKey(await other.exportKey()), "key-wrong");
      await rejectsWith(account.importKey(sealingKeyText(createSealingKey())), "key-wrong");
      await rejectsWith(account.importKey("hello"), "key-wrong");
      assert.deepEqual(await account.secretTexts(), ["s3cret"]);
    });

    it("an account without key takes the one that is imported", async () => {
      const { account } = await createTemporaryAccount(folders);
      const key = createSealingKey();
      await account.importKey(sealingKeyText(key));
      await account.saveVariable("S", { value: "x", isEncrypted: true });
      assert.ok(readFileSync(account.assetsPath, "utf8").includes(`v1:${key.id}:`));
    });
  });

  it("two clones of one workspace share the key file and never replace its key", async () => {
    const { root, places, account } = await createTemporaryAccount(folders);
    const clone = folders.create();
    mkdirSync(join(clone, ".automation"));
    for (const name of ["account.json", "assets.json"]) {
      writeFileSync(join(clone, ".automation", name), readFileSync(join(root, ".automation", name)));
    }
    const second = await openLocalAccount(clone, places);
    await Promise.all([
      account.saveVariable("A", { value: "a", isEncrypted: true }),
      second.saveVariable("B", { value: "b", isEncrypted: true }),
    ]);
    assert.equal(await account.exportKey(), await second.exportKey());
  });

  it("the user's configuration folder is each platform's own", () => {
    const home = process.platform === "win32" ? "C:\\Users\\u" : "/home/u";
    const at = (environment: Record<string, string>, platform: NodeJS.Platform) =>
      userConfigurationFolder(environment, platform, home);
    assert.equal(at({}, "linux"), join(home, ".config", "runbook-workbench"));
    assert.equal(at({ XDG_CONFIG_HOME: "relative" }, "linux"), join(home, ".config", "runbook-workbench"));
    assert.equal(at({ XDG_CONFIG_HOME: home }, "linux"), join(home, "runbook-workbench"));
    assert.equal(
      at({ XDG_CONFIG_HOME: home }, "darwin"),
      join(home, "Library", "Application Support", "runbook-workbench"),
    );
    assert.equal(at({ APPDATA: home }, "win32"), join(home, "runbook-workbench"));
    assert.equal(at({}, "win32"), join(home, "AppData", "Roaming", "runbook-workbench"));
  });
});
