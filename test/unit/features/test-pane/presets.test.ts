import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import Ajv from "ajv";

import schema from "../../../../schemas/test-pane.schema.json";
import { parseText } from "../../../../src/local/account/jsonc-text";
import { openPane, type PaneHarness } from "./support/pane-harness";

describe("presets of the test pane", () => {
  let pane: PaneHarness;
  beforeEach(async () => {
    pane = await openPane({ text: "param([string]$VMName, [switch]$WhatIf, [hashtable]$Tags, [string]$ApiKey)" });
  });
  afterEach(async () => {
    await pane.dispose();
  });

  const file = () => join(pane.folder, ".automation", "test-pane.json");
  const write = async (text: string): Promise<void> => {
    mkdirSync(join(pane.folder, ".automation"), { recursive: true });
    writeFileSync(file(), text);
    await pane.session.refresh();
  };

  it("are saved without secrets in a file that its schema knows, and leave nothing beside it", async () => {
    await pane.type({ VMName: "web-01", ApiKey: "hush", Tags: '{"env":"dev"}' });
    await pane.send({ type: "savePreset", name: " Night " });
    assert.equal(pane.state().parameters.preset, "Night");
    const text = readFileSync(file(), "utf8");
    assert.deepEqual(JSON.parse(text), {
      presets: { "Demo.ps1": { Night: { parameters: { VMName: "web-01", Tags: '{"env":"dev"}' } } } },
    });
    assert.deepEqual(readdirSync(join(pane.folder, ".automation")), ["test-pane.json"]);
    const validate = new Ajv({ strict: false }).compile(schema);
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  });

  it("bring their values back, and are left by the first change", async () => {
    await pane.type({ VMName: "web-01" });
    await pane.send({ type: "savePreset", name: "Night" });
    await pane.type({ VMName: "web-02", WhatIf: "true" });
    assert.equal(pane.state().parameters.preset, "");
    await pane.send({ type: "applyPreset", name: "Night" });
    assert.deepEqual(pane.state().parameters.values, { VMName: "web-01" });
    await pane.send({ type: "deletePreset", name: "Night" });
    assert.deepEqual(pane.state().parameters.presets, []);
    assert.deepEqual(pane.state().parameters.values, { VMName: "web-01" });
  });

  it("ask for a name where none was given", async () => {
    await pane.send({ type: "savePreset", name: "" });
    assert.deepEqual(pane.state().parameters.presets, ["Asked"]);
  });

  it("keep a file's comments and the presets of others", async () => {
    const text = `{
  // of the whole team
  "presets": {
    "Other.ps1": { "A": { "parameters": { "x": 1 } } }, // keep
    "Demo.ps1": { "Day": { "parameters": { "vmname": "web-09", "WhatIf": true, "Tags": { "a": 1 }, "Gone": "y" } } },
  },
}
`;
    await write(text);
    assert.deepEqual(pane.state().parameters.presets, ["Day"]);
    await pane.send({ type: "applyPreset", name: "Day" });
    assert.deepEqual(pane.state().parameters.values, { VMName: "web-09", WhatIf: "true", Tags: '{"a":1}' });
    await pane.send({ type: "savePreset", name: "Night" });
    const saved = readFileSync(file(), "utf8");
    assert.ok(saved.includes("// of the whole team") && saved.includes("// keep"));
    parseText(saved, "");
    assert.deepEqual(pane.state().parameters.presets, ["Day", "Night"]);
  });

  it("take no secret from the file either", async () => {
    await write('{"presets":{"Demo.ps1":{"Day":{"parameters":{"VMName":"a","ApiKey":"hush"}}}}}');
    await pane.send({ type: "applyPreset", name: "Day" });
    assert.deepEqual(pane.state().parameters.keptNames, []);
  });

  it("of a damaged file are told with the place, and the file is left as it is", async () => {
    await write('{"presets": {');
    const note = pane.state().notes.find(({ id }) => id === "presetsDamaged");
    assert.match(note?.message ?? "", /test-pane\.json:1:/);
    await pane.send({ type: "savePreset", name: "Night" });
    assert.equal(pane.reports.length, 1);
    assert.equal(readFileSync(file(), "utf8"), '{"presets": {');
    await pane.send({ type: "runNoteAction", note: "presetsDamaged", action: "openPresets" });
    assert.deepEqual(pane.jumps, [{ script: file(), line: 1 }]);
  });
});
