import assert from "node:assert/strict";
import { applyEdits } from "../../../../src/local/account/jsonc-edit";
import type { ReadableAssetKind } from "../../../../src/core/asset";
import {
  assetsText,
  createTemporaryAccount,
  rejectsWith,
  TemporaryFolders,
  writeAssetsText,
  type TemporaryAccount,
} from "./temporary-account";

describe("renaming an asset of a local account", () => {
  const folders = new TemporaryFolders();
  let temporary: TemporaryAccount;

  beforeEach(async () => {
    temporary = await createTemporaryAccount(folders);
    const { account } = temporary;
    await account.saveVariable("Plain", { value: 1, description: "stays" });
    await account.saveVariable("Secret", { value: { a: 1 }, isEncrypted: true });
    await account.saveCredential("Admin", { userName: "u", password: "p4ssword" });
  });
  afterEach(() => folders.removeAll());

  async function rename(kind: ReadableAssetKind, from: string, to: string): Promise<string> {
    const { text, edits } = await temporary.account.planRename(kind, from, to);
    const renamed = applyEdits(text, edits);
    writeAssetsText(temporary, renamed);
    return renamed;
  }

  it("changes the key of a plain asset and nothing else", async () => {
    const before = assetsText(temporary);
    assert.equal(await rename("variable", "plain", "Other"), before.replace('"Plain"', '"Other"'));
  });

  it("seals anew what is bound to the name", async () => {
    await rename("variable", "Secret", "Key");
    await rename("credential", "Admin", "Root");
    const variable = await temporary.account.reveal("variable", "Key");
    const credential = await temporary.account.reveal("credential", "Root");
    assert.deepEqual(variable?.kind === "variable" && variable.value, { a: 1 });
    assert.equal(credential?.kind === "credential" && credential.password, "p4ssword");
    assert.equal(await temporary.account.reveal("variable", "Secret"), undefined);
  });

  it("writes nothing itself, and has no edits for an asset that is not there", async () => {
    const before = assetsText(temporary);
    await temporary.account.planRename("variable", "Secret", "Key");
    assert.equal(assetsText(temporary), before);
    assert.deepEqual((await temporary.account.planRename("variable", "Gone", "Key")).edits, []);
  });

  it("refuses a name that is taken, or that the service would refuse", async () => {
    await rejectsWith(temporary.account.planRename("variable", "Plain", "SECRET"), "asset-exists");
    await rejectsWith(temporary.account.planRename("variable", "Plain", "a*b"), "invalid-asset");
    assert.equal((await temporary.account.planRename("variable", "Plain", "PLAIN")).edits.length, 1);
  });
});
