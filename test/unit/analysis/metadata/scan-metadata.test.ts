import assert from "node:assert/strict";
import { decodeText } from "../../../../src/analysis/decode-text";
import { isMetadataFileName, moduleOfMetadataFile } from "../../../../src/analysis/metadata/metadata-file-name";
import { scanMetadata } from "../../../../src/analysis/metadata/scan-metadata";
import { scanFile } from "../../../../src/analysis/scan-file";

const sample = `{
  "ConnectionFields": [
    { "IsEncrypted": false, "IsOptional": true, "Name": "APIVersion (Default is 2014-10-10)", "TypeName": "System.String" },
    { "IsEncrypted": "true", "Name": 5 },
    7
  ],
  "ConnectionTypeName": "Operations Manager SDK",
  "IntegrationModuleName": "OpsMgr",
  "Extra": null
}`;

describe("metadata scanner", () => {
  it("gives every property with its place", () => {
    const scan = scanMetadata(sample);
    assert.equal(scan.isMetadata, true);
    assert.equal(scan.connectionTypeName?.text, "Operations Manager SDK");
    assert.equal(scan.integrationModuleName?.text, "OpsMgr");
    assert.deepEqual(
      scan.properties.map(({ name, kind }) => `${name}: ${kind ?? "?"}`),
      ["ConnectionFields: array", "ConnectionTypeName: string", "IntegrationModuleName: string", "Extra: null"],
    );
    const [first, second, third] = scan.fields;
    assert.ok(first?.name?.value);
    assert.equal(sample.slice(first.name.value.start, first.name.value.end), '"APIVersion (Default is 2014-10-10)"');
    assert.equal(sample.slice(first.name.key.start, first.name.key.end), '"Name"');
    assert.deepEqual([first.isEncrypted?.truth, first.isOptional?.truth], [false, true]);
    assert.deepEqual(
      [second?.isEncrypted?.kind, second?.isOptional, second?.name?.kind],
      ["string", undefined, "number"],
    );
    assert.equal(third?.isObject, false);
  });

  it("leaves files alone that only share the ending of their name", () => {
    assert.equal(scanMetadata('{ "nodes": [], "connections": {} }').isMetadata, false);
    assert.equal(scanMetadata("[1, 2]").isMetadata, false);
    assert.equal(scanMetadata("").isMetadata, false);
    assert.equal(scanMetadata("{}", true).isMetadata, true);
    for (const name of ["ConnectionFields", "ConnectionTypeName", "IntegrationModuleName"]) {
      assert.equal(scanMetadata(`{ "${name}": 1 }`).isMetadata, true);
    }
    assert.equal(scanMetadata('[{ "ConnectionTypeName": "a" }]').isMetadata, true);
  });

  it("keeps repeated properties and says where the text is no JSON", () => {
    const text = '{ "ConnectionFields": [], "ConnectionFields": [], "ConnectionTypeName""x" }';
    const scan = scanMetadata(text);
    assert.equal(scan.properties.filter(({ name }) => name === "ConnectionFields").length, 2);
    assert.deepEqual(
      scan.syntaxProblems.map(({ message, start }) => [message, start]),
      [["ColonExpected", text.indexOf('"x"')]],
    );
  });

  it("knows names of metadata files with either separator", () => {
    assert.equal(moduleOfMetadataFile("a/OpsMgr/OpsMgr-Automation.json"), "OpsMgr");
    assert.equal(moduleOfMetadataFile("Module\\1.2.0\\My.Module-automation.json"), "My.Module");
    assert.equal(isMetadataFileName("automation.json"), false);
    assert.equal(isMetadataFileName("-Automation.json"), false);
  });

  it("survives nesting that no metadata has", () => {
    assert.equal(scanMetadata("[".repeat(100_000)).isMetadata, false);
  });
});

describe("decodeText", () => {
  it("reads UTF-8 and UTF-16, with and without a byte order mark", () => {
    const little = Buffer.from('{"é": 1}', "utf16le");
    const big = Buffer.from(little).swap16();
    const cases: readonly (readonly [Uint8Array, string, boolean])[] = [
      [Buffer.from('{"é": 1}'), "utf-8", false],
      [Buffer.from('\ufeff{"é": 1}'), "utf-8", true],
      [Buffer.concat([Buffer.from([0xff, 0xfe]), little]), "utf-16le", true],
      [Buffer.concat([Buffer.from([0xfe, 0xff]), big]), "utf-16be", true],
      [little, "utf-16le", false],
      [big, "utf-16be", false],
    ];
    for (const [bytes, encoding, hasByteOrderMark] of cases) {
      assert.deepEqual(decodeText(bytes), { text: '{"é": 1}', encoding, hasByteOrderMark });
    }
    assert.equal(decodeText(new Uint8Array()).text, "");
  });

  it("leads a file to the scanner that its name asks for", () => {
    assert.equal(scanFile("X-Automation.json", Buffer.from(sample))?.scan.language, "metadata");
    assert.equal(scanFile("a.PS1", Buffer.from("foo"))?.scan.language, "powershell");
    assert.equal(scanFile("b.py", Buffer.from("foo"))?.scan.language, "python");
    assert.equal(scanFile("c.json", Buffer.from("{}")), undefined);
  });
});
