import assert from "node:assert/strict";
import type { ConnectionField } from "../../../src/core/asset";
import {
  builtInConnectionTypes,
  checkConnection,
  checkFieldValue,
  findField,
  parseFieldValue,
} from "../../../src/core/connection-type";

function field(name: string, typeName: string, changes: Partial<ConnectionField> = {}): ConnectionField {
  return { name, typeName, isEncrypted: false, isOptional: false, ...changes };
}

const server = {
  name: "Contoso Server",
  fields: [
    field("ComputerName", "System.String"),
    field("Port", "System.Int32"),
    field("UseSSL", "System.Boolean", { isOptional: true }),
    field("Password", "System.String", { isEncrypted: true, isOptional: true }),
  ],
};

describe("connection types", () => {
  it("the three built-in types have the service's fields, none encrypted, none optional", () => {
    const listed = builtInConnectionTypes.map((type) => [type.name, type.fields.map((known) => known.name)]);
    assert.deepEqual(listed, [
      ["Azure", ["AutomationCertificateName", "SubscriptionID"]],
      ["AzureClassicCertificate", ["SubscriptionName", "SubscriptionId", "CertificateAssetName"]],
      ["AzureServicePrincipal", ["ApplicationId", "TenantId", "CertificateThumbprint", "SubscriptionId"]],
    ]);
    const fields = builtInConnectionTypes.flatMap((type) => type.fields);
    assert.ok(fields.every((known) => known.typeName === "System.String" && !known.isEncrypted && !known.isOptional));
  });

  describe("text for a field", () => {
    const cases: readonly [string, string, unknown][] = [
      ["System.String", " kept as is ", " kept as is "],
      ["System.String", "", ""],
      ["System.Int32", "443", 443],
      ["System.Int32", " -7 ", -7],
      ["System.Int32", "+5", 5],
      ["System.Int32", "-0", 0],
      ["System.Int32", "2147483647", 2147483647],
      ["System.Int32", "-2147483648", -2147483648],
      ["System.Boolean", "TRUE", true],
      ["System.Boolean", "false", false],
      ["System.Boolean", "$true", true],
      ["int", "3", 3],
      ["bool", "true", true],
      ["system.int32", "3", 3],
      ["System.DateTime", "tomorrow", "tomorrow"],
    ];
    for (const [typeName, text, value] of cases) {
      it(`${typeName} reads ${JSON.stringify(text)} as ${JSON.stringify(value)}`, () => {
        assert.deepEqual(parseFieldValue(field("F", typeName), text), { ok: true, value });
      });
    }
    for (const [typeName, text] of [
      ["System.Int32", "2147483648"],
      ["System.Int32", "4.5"],
      ["System.Int32", "0x10"],
      ["System.Int32", ""],
      ["System.Int32", "1e3"],
      ["System.Boolean", "yes"],
      ["System.Boolean", "1"],
      ["System.Boolean", ""],
    ] as const) {
      it(`${typeName} refuses ${JSON.stringify(text)}`, () => {
        const result = parseFieldValue(field("F", typeName), text);
        assert.ok(!result.ok);
        assert.match(result.problem.message, /^The field "F" \(System\.\w+\) wants /);
      });
    }
    it("the problem of an encrypted field does not repeat the value", () => {
      const result = parseFieldValue(field("Pin", "System.Int32", { isEncrypted: true }), "s3cret");
      assert.ok(!result.ok && !result.problem.message.includes("s3cret"));
    });
  });

  it("typed values must have the field's type", () => {
    assert.equal(checkFieldValue(field("F", "System.String"), "x"), undefined);
    assert.equal(checkFieldValue(field("F", "System.Int32"), 5), undefined);
    assert.equal(checkFieldValue(field("F", "System.Boolean"), false), undefined);
    assert.equal(checkFieldValue(field("F", "Contoso.Odd"), { a: 1 }), undefined);
    for (const [typeName, value] of [
      ["System.String", 5],
      ["System.String", ["x"]],
      ["System.Int32", "5"],
      ["System.Int32", 5.5],
      ["System.Int32", 3_000_000_000],
      ["System.Boolean", "true"],
      ["System.Boolean", 1],
    ] as const) {
      assert.ok(checkFieldValue(field("F", typeName), value), `${typeName} ${JSON.stringify(value)}`);
    }
  });

  it("field names compare without case", () => {
    assert.equal(findField(server.fields, "usessl")?.name, "UseSSL");
    assert.deepEqual(checkConnection(server, { computername: "a", PORT: 1 }), []);
  });

  it("an unknown field is refused with the nearest names", () => {
    const problems = checkConnection(server, { ComputerName: "a", Prot: 1, Port: 1 });
    assert.deepEqual(
      problems.map((problem) => problem.message),
      ['The connection type "Contoso Server" has no field "Prot". Did you mean "Port"?'],
    );
    const far = checkConnection(server, { ComputerName: "a", Port: 1, Zzzzzzzz: 1 });
    assert.match(far[0]?.message ?? "", /Its fields are "ComputerName", "Port"/);
  });

  it("every missing mandatory field is named, optional ones are not", () => {
    assert.deepEqual(
      checkConnection(server, {}).map((problem) => problem.field),
      ["ComputerName", "Port"],
    );
  });

  it("a field that has a value already is not missing, unless it is taken away", () => {
    assert.deepEqual(checkConnection(server, { Port: 2 }, ["computername"]), []);
    const problems = checkConnection(server, { ComputerName: null }, ["ComputerName", "Port"]);
    assert.deepEqual(
      problems.map((problem) => problem.field),
      ["ComputerName"],
    );
    assert.deepEqual(checkConnection(server, { UseSSL: null }, ["ComputerName", "Port", "UseSSL"]), []);
  });

  it("one field given in two spellings is refused", () => {
    const problems = checkConnection(server, { ComputerName: "a", Port: 1, port: 2 });
    assert.match(problems[0]?.message ?? "", /given twice/);
  });
});
