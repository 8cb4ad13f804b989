import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "jsonc-parser";
import { createTemporaryAccount, TemporaryFolders } from "./temporary-account";

function load(name: string): object {
  return JSON.parse(readFileSync(join(__dirname, "../../../../schemas", name), "utf8")) as object;
}

function validator(name: string): (value: unknown) => string {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(load(name));
  return (value) =>
    validate(value)
      ? ""
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`).join("\n");
}

describe("JSON schemas", () => {
  const folders = new TemporaryFolders();
  after(() => folders.removeAll());
  const account = validator("account.schema.json");
  const assets = validator("assets.schema.json");
  const metadata = validator("integration-module.schema.json");

  it("accept what the account itself writes, in every kind of asset", async () => {
    const { account: local } = await createTemporaryAccount(folders, { userAssigned: ["id-one"], keyStorage: "file" });
    assert.equal(assets(parse(readFileSync(local.assetsPath, "utf8"))), "");
    await local.saveVariable("Plain", { value: { a: [1] }, description: "d" });
    await local.saveVariable("Sealed", { value: 1, isEncrypted: true });
    await local.saveCredential("C", { userName: "u", password: "p" });
    const type = {
      ConnectionTypeName: "T",
      IntegrationModuleName: "T",
      ConnectionFields: [{ Name: "K", TypeName: "System.String", IsEncrypted: true }],
    };
    await local.saveConnectionType(Buffer.from(JSON.stringify(type)), "T-Automation.json");
    await local.saveConnection("Con", { type: "T", fields: { K: "s" }, description: "d" });
    const folder = join(__dirname, "../../../fixtures/certificates");
    await local.saveCertificate("Key", { file: readFileSync(join(folder, "ec-plain.pfx")), description: "d" });
    await local.saveCertificate("Public", {
      file: readFileSync(join(folder, "ec-no-key.pfx")),
      password: "correct-horse",
    });
    assert.equal(account(parse(readFileSync(local.accountPath, "utf8"))), "");
    assert.equal(assets(parse(readFileSync(local.assetsPath, "utf8"))), "");
  });

  it("refuse secrets in clear, wrong names and unknown properties", () => {
    for (const value of [
      { credentials: { A: { userName: "u", password: "clear" } } },
      { variables: { "a/b": { value: 1 } } },
      { variables: { "a ": { value: 1 } } },
      { variables: { A: {} } },
      { variables: { A: { value: 1, sealed: `v1:0123456789ab:${"A".repeat(40)}` } } },
      { variables: { A: { sealed: "abc" } } },
      { connections: { A: { fields: {} } } },
      { connections: { A: { type: "T", fields: { K: [] } } } },
      { variable: {} },
    ]) {
      assert.notEqual(assets(value), "", JSON.stringify(value));
    }
    assert.notEqual(account({ name: "contoso-aa" }), "");
  });

  it("leave judging metadata to the rules, which would say the same a second time", () => {
    for (const value of [
      { nodes: [], connections: {} },
      { ConnectionTypeName: "T" },
      { ConnectionFields: {}, ConnectionTypeName: "", IntegrationModuleName: 1 },
      { ConnectionFields: [{ Name: "A", IsEncrypted: "true" }] },
    ]) {
      assert.equal(metadata(value), "", JSON.stringify(value));
    }
  });

  it("say something about every property", () => {
    for (const name of ["account.schema.json", "assets.schema.json", "integration-module.schema.json"]) {
      const missing: string[] = [];
      visit(load(name), name, missing);
      assert.deepEqual(missing, []);
    }
  });
});

interface Schema {
  readonly description?: string;
  readonly $ref?: string;
  readonly then?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

function visit(schema: Schema, path: string, missing: string[]): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.description === undefined && property.$ref === undefined && name !== "$schema") {
      missing.push(`${path}/${name}`);
    }
    visit(property, `${path}/${name}`, missing);
  }
  for (const inner of [schema.items, schema.additionalProperties]) {
    if (typeof inner === "object") {
      visit(inner, `${path}/*`, missing);
    }
  }
}
