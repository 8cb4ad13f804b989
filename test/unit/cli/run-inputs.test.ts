import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readParameters } from "../../../src/cli/run-inputs";
import { webhookDataOf, webhookParameterOf } from "../../../src/core/webhook-data";
import { AutomationError } from "../../../src/core/errors";

describe("parameters of a run", () => {
  let folder = "";
  before(async () => (folder = await mkdtemp(join(tmpdir(), "rw-inputs-"))));
  after(() => rm(folder, { recursive: true, force: true }));

  async function withFile(content: string, ...pairs: string[]) {
    await writeFile(join(folder, "p.json"), content);
    return readParameters(pairs, "p.json", folder);
  }

  async function failure(work: Promise<unknown>): Promise<AutomationError> {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof AutomationError);
    return error;
  }

  it("take everything after the first = as the value, also nothing", async () => {
    assert.deepEqual(await readParameters(["A=b=c", "Empty="], undefined, folder), { named: { A: "b=c", Empty: "" } });
  });

  it("from arguments win over those of the file, without case", async () => {
    assert.deepEqual(await withFile('\ufeff{"Name":"file","Count":3}', "name=argument"), {
      named: { Count: 3, name: "argument" },
    });
  });

  it("may be an array for Python", async () => {
    assert.deepEqual(await withFile('["a", 2]'), { named: {}, positional: ["a", 2] });
  });

  it("are refused without =, twice, from a broken, a scalar or a missing file", async () => {
    assert.match((await failure(readParameters(["Name"], undefined, folder))).message, /"Name" is no parameter/);
    assert.match((await failure(readParameters(["A=1", "a=2"], undefined, folder))).message, /given twice/);
    assert.equal((await failure(withFile("{"))).code, "invalid-usage");
    assert.equal((await failure(withFile("5"))).code, "invalid-usage");
    assert.equal((await failure(readParameters([], "absent.json", folder))).code, "file-not-found");
    assert.equal((await failure(readParameters([], ".", folder))).code, "file-not-found");
  });
});

describe("webhook data", () => {
  it("keeps the members of a recorded request; a body that is JSON becomes its text", () => {
    const data = webhookDataOf('{"webhookName":"w","RequestBody":{"a":1},"RequestHeader":{"x":"y"}}');
    assert.deepEqual(data, { WebhookName: "w", RequestBody: '{"a":1}', RequestHeader: { x: "y" } });
  });

  it("takes any other file for the body itself", () => {
    assert.equal(webhookDataOf("<xml/>").RequestBody, "<xml/>");
    assert.equal(webhookDataOf('[{"a":1}]').RequestBody, '[{"a":1}]');
    assert.equal(webhookDataOf('{"schemaId":"alert"}').RequestBody, '{"schemaId":"alert"}');
  });

  it("is an object for Windows PowerShell 5.1 and a JSON text for the others", () => {
    const data = webhookDataOf('{"RequestBody":"b"}');
    assert.deepEqual(webhookParameterOf(data, "powershell-5.1"), data);
    assert.equal(webhookParameterOf(data, "powershell-7"), JSON.stringify(data));
    assert.equal(webhookParameterOf(data, "python-3"), JSON.stringify(data));
  });
});
