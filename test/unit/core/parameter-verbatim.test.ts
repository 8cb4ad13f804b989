import assert from "node:assert/strict";
import { bindParameters } from "../../../src/core/parameter-binding";
import type { ParameterDefinition } from "../../../src/core/parameter";

function bind(typeName: string, verbatim: readonly string[]) {
  const parameter: ParameterDefinition = {
    name: "WebhookData",
    typeName,
    isMandatory: false,
    defaultText: undefined,
    defaultValue: undefined,
    allowedValues: [],
    range: undefined,
    aliases: [],
    help: "",
    start: 0,
    end: 0,
  };
  return bindParameters(
    {
      language: "powershell",
      type: "PowerShell",
      declaredName: undefined,
      parameters: [parameter],
      problem: undefined,
      synopsis: "",
    },
    { named: { WebhookData: '{"a":1}' }, verbatim },
  );
}

describe("verbatim parameters", () => {
  it("reach an [object] as text, where JSON text otherwise becomes an object", () => {
    assert.deepEqual(bind("object", ["webhookdata"]), {
      ok: true,
      bound: { kind: "named", values: { WebhookData: '{"a":1}' } },
    });
    assert.deepEqual(bind("object", []), { ok: true, bound: { kind: "named", values: { WebhookData: { a: 1 } } } });
  });

  it("are converted all the same where the type is narrower", () => {
    assert.deepEqual(bind("hashtable", ["WebhookData"]), {
      ok: true,
      bound: { kind: "named", values: { WebhookData: { a: 1 } } },
    });
  });
});
