import assert from "node:assert/strict";

import { openPane, type PaneHarness } from "./support/pane-harness";

const paramBlock = `param(
  [Parameter(Mandatory, HelpMessage = 'Name of the VM.')][string]$VMName,
  [ValidateSet('SA', 'UA')][string]$Method = 'SA',
  [ValidateRange(1, 10)][int]$Count = 3,
  [double]$Factor,
  [switch]$WhatIf,
  [datetime]$Since,
  [hashtable]$Tags,
  [string[]]$Names,
  $Anything,
  [pscredential]$Cred,
  [string]$ApiKey,
  [object]$WebhookData
)
`;

describe("the fields of the test pane", () => {
  let pane: PaneHarness;
  afterEach(() => pane.dispose());

  const problemsOf = () => Object.fromEntries(pane.state().parameters.problems.map((one) => [one.name, one]));

  it("are the controls that the types want", async () => {
    pane = await openPane({ text: paramBlock });
    const { controls } = pane.state().parameters;
    assert.deepEqual(
      controls.map((control) => `${control.name} ${control.kind} ${control.shape}`),
      [
        "VMName text any",
        "Method choice any",
        "Count number any",
        "Factor number any",
        "WhatIf checkbox any",
        "Since date any",
        "Tags json object",
        "Names json array",
        "Anything text any",
        "Cred credential any",
        "ApiKey text any",
        "WebhookData json any",
      ],
    );
    const [name, method, count, factor] = controls;
    assert.equal(name?.help, "Name of the VM.");
    assert.equal(name.isMandatory, true);
    assert.deepEqual(method?.choices, ["SA", "UA"]);
    assert.deepEqual(count?.range, { min: 1, max: 10 });
    assert.deepEqual([count.isInteger, factor?.isInteger], [true, false]);
    assert.deepEqual(controls.find((control) => control.name === "Cred")?.choices, ["AdminUser"]);
  });

  it("say at once why a value does not bind, and which is only missing", async () => {
    pane = await openPane({ text: paramBlock });
    assert.equal(problemsOf()["VMName"]?.isMissing, true);
    assert.equal(problemsOf()["VMName"]?.message, "Is mandatory and has no value.");
    await pane.type({ VMName: "web-01", Count: "eleven", Method: "XX", Since: "soon", Tags: '{"a":', Names: '["a",' });
    const problems = problemsOf();
    assert.equal(problems["VMName"], undefined);
    for (const name of ["Count", "Method", "Since", "Tags", "Names"]) {
      assert.equal(problems[name]?.isMissing, false, name);
      // The name stands above already.
      assert.match(problems[name].message, /^(?!Parameter )[A-Z"'[]/, name);
    }
    await pane.type({ Count: "11" });
    assert.match(problemsOf()["Count"]?.message ?? "", /outside 1 to 10/);
    await pane.type({ Count: null, Method: null, Since: null, Tags: '{"a":1}', Names: '["a"]' });
    assert.deepEqual(problemsOf(), {});
  });

  it("refuse broken JSON where an object is meant, and take it as it is in a text field", async () => {
    pane = await openPane({ text: "param([object]$Data, [string]$Text)" });
    await pane.type({ Data: '{"a": 1', Text: '{"a": 1' });
    assert.deepEqual(Object.keys(problemsOf()), ["Data"]);
    assert.match(problemsOf()["Data"]?.message ?? "", /no valid JSON/);
    await pane.type({ Data: "just words" });
    assert.deepEqual(problemsOf(), {});
  });

  it("start nothing while one does not bind, and get the focus", async () => {
    pane = await openPane({ text: paramBlock });
    await pane.type({ Count: "99" });
    await pane.send({ type: "start" });
    assert.equal(pane.launches.length, 0);
    const focus = pane.posted.filter((message) => message.type === "focus");
    assert.deepEqual(focus, [{ type: "focus", target: "parameter", name: "Count" }]);
    assert.equal(pane.state().parameters.showsMissing, true);
  });

  it("go to a debugger as they would to a run, and not while one does not bind", async () => {
    pane = await openPane({ text: "param([Parameter(Mandatory)] [string] $VMName)" });
    await pane.send({ type: "debug" });
    assert.deepEqual([pane.debugged.length, pane.launches.length], [0, 0]);
    assert.ok(pane.posted.some((message) => message.type === "focus"));
    await pane.type({ VMName: "web-01" });
    await pane.send({ type: "debug" });
    assert.deepEqual(pane.debugged[0]?.given, { named: { VMName: "web-01" } });
    assert.equal(pane.launches.length, 0);
    assert.equal(pane.state().canStart, true);
  });

  it("pass an empty text only by [EmptyString]; an empty field is not given", async () => {
    pane = await openPane({ text: "param([string]$A = 'x', [string]$B = 'y')" });
    await pane.type({ A: "", B: "[EmptyString]" });
    await pane.start();
    assert.deepEqual(pane.launches[0]?.given, { named: { B: "[EmptyString]" } });
  });

  it("follow the text: what was typed for a parameter survives that it is gone for a moment", async () => {
    pane = await openPane({ text: "param([string]$A, [string]$B)" });
    await pane.type({ A: "1", B: "2" });
    pane.text = "param([string]$A)";
    await pane.session.textChanged();
    assert.deepEqual(pane.state().parameters.controls.length, 1);
    pane.text = "param([string]$A, [int]$B)";
    await pane.session.textChanged();
    assert.deepEqual(pane.state().parameters.values, { A: "1", B: "2" });
    assert.equal(pane.state().parameters.controls[1]?.kind, "number");
  });

  it("say where a param block cannot be read, and the button leads there", async () => {
    pane = await openPane({ text: "Write-Output 1\nparam([string]$A,\n[int]$B = (\n" });
    const broken = "param(\n  [string]$A,\n  [int]$B = (1 +\n";
    pane.text = broken;
    await pane.session.textChanged();
    const note = pane.state().notes.find(({ id }) => id === "paramBlock");
    assert.ok(note, JSON.stringify(pane.state().notes));
    assert.match(note.message, /line \d/);
    await pane.send({ type: "runNoteAction", note: "paramBlock", action: "openLine" });
    assert.equal(pane.jumps.length, 1);
    await pane.send({ type: "runNoteAction", note: "paramBlock", action: "somethingElse" });
    assert.equal(pane.jumps.length, 1);
  });

  it("are quick for more than fifty parameters", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `P${index}`);
    pane = await openPane({ text: `param(${names.map((name) => `[int]$${name} = 0`).join(", ")})` });
    assert.equal(pane.state().parameters.controls.length, 60);
    const values = Object.fromEntries(names.map((name) => [name, "1"]));
    await pane.type(values);
    await pane.start();
    assert.equal(Object.keys(pane.launches[0]?.given.named ?? {}).length, 60);
  });

  it("are an ordered list for Python", async () => {
    pane = await openPane({ text: "import sys\nprint(sys.argv[1:])", language: "python" });
    assert.equal(pane.state().parameters.kind, "list");
    await pane.send({ type: "setItems", items: ["b", "a", "[EmptyString]"], revision: 1 });
    await pane.start();
    assert.deepEqual(pane.launches[0]?.given, { positional: ["b", "a", "[EmptyString]"] });
    await pane.send({ type: "setItems", items: ["x", "nul\0"], revision: 2 });
    assert.equal(pane.state().parameters.problems[0]?.name, "1");
  });

  it("say so when there are none", async () => {
    pane = await openPane({ text: "Write-Output 1" });
    assert.equal(pane.state().parameters.kind, "none");
  });

  it("tell the pane which of its changes they know, so that typing is never overwritten", async () => {
    pane = await openPane({ text: "param([string]$A)" });
    await pane.send({ type: "setValue", name: "A", value: "x", revision: 7 });
    assert.equal(pane.state().parameters.revision, 7);
  });

  it("take parameters of an earlier job over", async () => {
    pane = await openPane({ text: "param([string]$A, [string]$B)" });
    pane.imported = { values: { a: "1", Other: "2" }, items: [] };
    await pane.send({ type: "importParameters" });
    assert.deepEqual(pane.state().parameters.values, { A: "1" });
  });
});

describe("a secret typed into a field", () => {
  let pane: PaneHarness;
  afterEach(() => pane.dispose());

  it("goes to the run and nowhere else", async () => {
    pane = await openPane({ text: "param([string]$ApiKey, [string]$Name)" });
    await pane.type({ ApiKey: "s3cr3t-4711", Name: "web" });
    assert.deepEqual(pane.state().parameters.values, { Name: "web" });
    assert.deepEqual(pane.state().parameters.keptNames, ["ApiKey"]);
    await pane.send({ type: "savePreset", name: "Night" });
    await pane.send({ type: "copyCommandLine" });
    const job = await pane.start();
    assert.equal(pane.launches[0]?.given.named?.["ApiKey"], "s3cr3t-4711");
    job.write({ text: "the key is s3cr3t-4711", value: { key: "s3cr3t-4711" } });
    job.end("Failed", "s3cr3t-4711 was refused");
    await pane.ended();
    assert.equal(pane.records()[0]?.text, "the key is ***");
    const everything = JSON.stringify([pane.posted, [...pane.memory], pane.copied, pane.state().history]);
    assert.ok(!everything.includes("s3cr3t-4711"));
    const { readdirSync, readFileSync } = await import("node:fs");
    const files = readdirSync(pane.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length >= 2, "a preset and a history are there");
    for (const file of files) {
      const text = readFileSync(`${file.parentPath}/${file.name}`, "utf8");
      assert.ok(!text.includes("s3cr3t-4711"), file.name);
    }
  });

  it("survives that the pane is hidden, without being sent back", async () => {
    pane = await openPane({ text: "param([string]$Password)" });
    await pane.type({ Password: "pw-123456" });
    await pane.show();
    assert.deepEqual(pane.state().parameters.keptNames, ["Password"]);
    await pane.start();
    assert.equal(pane.launches[0]?.given.named?.["Password"], "pw-123456");
    assert.ok(!JSON.stringify(pane.posted).includes("pw-123456"));
  });
});

describe("what a pane remembers", () => {
  it("are the last values and choices of the runbook, but not own tokens", async () => {
    const memory = new Map<string, unknown>();
    const first = await openPane({ text: "param([string]$A, [string]$ApiKey)", memory });
    await first.type({ A: "1", ApiKey: "hush-hush" });
    await first.send({ type: "setOption", option: "identity", id: "xUAMI1" });
    await first.send({ type: "setOption", option: "token", id: "developer" });
    assert.equal(first.state().notes.find(({ id }) => id === "ownTokens")?.severity, "warning");
    const second = await openPane({ text: first.text ?? "", memory, folder: first.folder });
    assert.deepEqual(second.state().parameters.values, { A: "1" });
    assert.equal(second.state().options.identity, "xUAMI1");
    assert.equal(second.state().options.token, "emulated");
    await second.dispose();
    await first.dispose();
  });

  it("is no harm when it is damaged", async () => {
    const pane = await openPane({ text: "param([string]$A)" });
    const memory = new Map<string, unknown>([[pane.session.runbook.path, { values: [1], settings: 5, webhook: "x" }]]);
    const other = await openPane({ text: "param([string]$A)", memory, folder: pane.folder });
    assert.deepEqual(other.state().parameters.values, {});
    await other.dispose();
    await pane.dispose();
  });

  it("drops a choice that no longer exists", async () => {
    const pane = await openPane({ text: "" });
    await pane.send({ type: "setOption", option: "identity", id: "somebody" });
    assert.equal(pane.state().options.identity, "");
    await pane.dispose();
  });
});
