/** Edge cases of the rules on integration-module metadata. */
import assert from "node:assert/strict";
import { looksSecret } from "../../../../src/analysis/rules/secret-names";
import { applyFix } from "../../../../src/core/finding";
import { check } from "./check";

const path = "Contoso/Contoso-Automation.json";

function codes(value: unknown, filePath = path): readonly string[] {
  const text = typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
  return check(text, { path: filePath }).map(({ code }) => code);
}

function metadata(fields: readonly unknown[], more: object = {}): object {
  return { ConnectionFields: fields, ConnectionTypeName: "My type", IntegrationModuleName: "Contoso", ...more };
}

const server = { IsEncrypted: false, IsOptional: false, Name: "Server", TypeName: "System.String" };

describe("rules on metadata", () => {
  it("accept what real files look like: spaces in names, all three types, flags in any mix", () => {
    const fields = [
      { ...server, Name: "APIVersion (Default is 2014-10-10)", IsOptional: true },
      { ...server, Name: "Port", TypeName: "System.Int32" },
      { ...server, Name: "UseSSL", TypeName: "System.Boolean", IsOptional: true },
      { ...server, Name: "Password", IsEncrypted: true },
    ];
    assert.deepEqual(codes(metadata(fields, { ConnectionTypeName: "Operations Manager SDK" })), []);
  });

  it("accept Windows paths and a version folder", () => {
    assert.deepEqual(codes(metadata([server]), "C:\\Modules\\Contoso\\1.2.0\\Contoso-Automation.json"), []);
  });

  it("do not pile up while the file is being typed", () => {
    assert.deepEqual(new Set(codes('{ "ConnectionTypeName": "A", "Connecti')), new Set(["RW201"]));
    assert.ok(codes('{ "ConnectionFields": [ { "Name": ').every((code) => code === "RW201"));
  });

  it("mend a misspelt property, on a line of its own or not", () => {
    const text = JSON.stringify({
      ...metadata([server]),
      IntegrationModuleName: undefined,
      integrationModulename: "Contoso",
    });
    const findings = check(text, { path });
    assert.deepEqual(findings.map(({ code }) => code).sort(), ["RW205", "RW211"]);
    const fix = findings.find(({ code }) => code === "RW211")?.fix;
    assert.ok(fix);
    assert.deepEqual(codes(applyFix(text, fix)), []);
  });

  it("turn flags in quotes into flags, and add missing ones that suit the name", () => {
    const quoted = JSON.stringify(metadata([{ ...server, IsOptional: "True" }]));
    const [wrong] = check(quoted, { path });
    assert.equal(wrong?.code, "RW207");
    assert.ok(wrong.fix && applyFix(quoted, wrong.fix).includes('"IsOptional":true'));
    const missing = JSON.stringify(metadata([{ IsOptional: false, Name: "Password", TypeName: "System.String" }]));
    const [absent] = check(missing, { path });
    assert.equal(absent?.code, "RW208");
    assert.ok(absent.fix && applyFix(missing, absent.fix).includes('"IsEncrypted": true'));
  });

  it("know names of secrets from names about secrets", () => {
    for (const name of ["Password", "ClientSecret", "APIKey", "api_key", "Access Token", "AdminPwd", "SharedKey"]) {
      assert.ok(looksSecret(name), name);
    }
    for (const name of [
      "Server",
      "KeyVaultName",
      "TokenUrl",
      "Monkey",
      "SecretName",
      "PublicKey",
      "KeyId",
      "Tokenizer",
    ]) {
      assert.ok(!looksSecret(name), name);
    }
  });
});
