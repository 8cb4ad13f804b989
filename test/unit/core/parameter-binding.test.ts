import assert from "node:assert/strict";

import type { Json } from "../../../src/core/json";
import type { ParameterDefinition } from "../../../src/core/parameter";
import { asGivenParameters, bindParameters, type GivenParameters } from "../../../src/core/parameter-binding";
import type { RunbookDescription } from "../../../src/core/runbook";

function parameter(name: string, typeName: string, more: Partial<ParameterDefinition> = {}): ParameterDefinition {
  return {
    name,
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
    ...more,
  };
}

function describeRunbook(
  parameters: readonly ParameterDefinition[],
  more: Partial<RunbookDescription> = {},
): RunbookDescription {
  return {
    language: "powershell",
    type: "PowerShell",
    declaredName: undefined,
    parameters,
    problem: undefined,
    synopsis: "",
    ...more,
  };
}

const python = describeRunbook([], { language: "python", type: "Python3" });

function bound(description: RunbookDescription, given: GivenParameters): unknown {
  const result = bindParameters(description, given);
  assert.ok(result.ok, JSON.stringify(result));
  return result.bound.values;
}

function problems(description: RunbookDescription, given: GivenParameters): readonly string[] {
  const result = bindParameters(description, given);
  assert.ok(!result.ok, JSON.stringify(result));
  return result.problems.map((problem) => problem.message);
}

/** One value bound to one parameter of that type. */
function accepts(typeName: string, given: Json, expected: Json): void {
  it(`binds ${JSON.stringify(given)} to [${typeName}] as ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(bound(describeRunbook([parameter("P", typeName)]), { named: { P: given } }), { P: expected });
  });
}

function refuses(typeName: string, given: Json, pattern: RegExp): void {
  it(`refuses ${JSON.stringify(given)} for [${typeName}]`, () => {
    const [message, ...rest] = problems(describeRunbook([parameter("P", typeName)]), { named: { P: given } });
    assert.match(message ?? "", pattern);
    assert.deepEqual(rest, []);
  });
}

describe("bindParameters for PowerShell", () => {
  describe("names", () => {
    const description = describeRunbook([
      parameter("ResourceGroup", "string", { aliases: ["rg"] }),
      parameter("Count", "int"),
    ]);

    it("compares without case and uses the runbook's own spelling", () => {
      assert.deepEqual(bound(description, { named: { resourcegroup: "a", COUNT: "2" } }), {
        ResourceGroup: "a",
        Count: 2,
      });
    });

    it("refuses an unknown name and tells the nearest", () => {
      assert.deepEqual(problems(description, { named: { ResourceGrup: "a" } }), [
        'The runbook has no parameter "ResourceGrup". The nearest: "ResourceGroup".',
      ]);
    });

    it("lists the parameters when nothing is near", () => {
      assert.match(problems(description, { named: { zzz: "a" } })[0] ?? "", /It has: "ResourceGroup", "Count"\.$/);
    });

    it("says so when the runbook has no parameters at all", () => {
      assert.match(problems(describeRunbook([]), { named: { a: "1" } })[0] ?? "", /declares none/);
    });

    it("refuses an alias, which the service does not know", () => {
      assert.match(problems(description, { named: { RG: "a" } })[0] ?? "", /knows the parameter as "ResourceGroup"/);
    });

    it("refuses the same parameter in two spellings", () => {
      assert.match(problems(description, { named: { count: "1", Count: "2" } })[0] ?? "", /given twice/);
    });

    it("passes unknown names on when the param block could not be read", () => {
      const broken = describeRunbook([], { problem: { message: "x", offset: 0, line: 1 } });
      assert.deepEqual(bound(broken, { named: { a: "1" } }), { a: "1" });
    });

    it("takes values by position in the order of the param block", () => {
      assert.deepEqual(bound(description, { positional: ["a", 3] }), { ResourceGroup: "a", Count: 3 });
    });

    it("refuses more values than there are parameters", () => {
      assert.match(problems(description, { positional: ["a", 3, 4] })[0] ?? "", /3 values .* has 2 parameters/);
    });

    it("is not confused by names of Object.prototype", () => {
      assert.match(problems(description, { named: { constructor: "x" } })[0] ?? "", /no parameter "constructor"/);
    });
  });

  describe("mandatory parameters", () => {
    const description = describeRunbook([
      parameter("A", "string", { isMandatory: true }),
      parameter("B", "int", { isMandatory: true }),
    ]);

    it("reports every missing one", () => {
      assert.deepEqual(problems(description, {}), [
        'Parameter "A" [string] is mandatory and has no value.',
        'Parameter "B" [int] is mandatory and has no value.',
      ]);
    });

    it("reports a wrong value once, not as missing as well", () => {
      assert.equal(problems(description, { named: { A: "x", b: "y" } }).length, 1);
    });
  });

  accepts("string", "plain", "plain");
  accepts("string", "[EmptyString]", "");
  accepts("System.String", "", "");
  accepts("string", "123", "123");
  accepts("string", 5, 5);
  accepts("string", { a: 1 }, '{"a":1}');
  accepts("int", "42", 42);
  accepts("int", " -7 ", -7);
  accepts("int", "0x10", 16);
  accepts("Int32", 8, 8);
  accepts("long", "9007199254740993", "9007199254740993");
  accepts("Nullable[int]", null, null);
  accepts("Nullable[int]", "4", 4);
  refuses("int", "ten", /"ten" is not a whole number/);
  refuses("int", "", /not a whole number/);
  refuses("int", "1.5", /not a whole number/);
  refuses("int", 1.5, /1.5 is not a whole number/);
  refuses("int", "2147483648", /outside -2147483648 to 2147483647/);
  refuses("int", true, /not a whole number/);
  refuses("byte", "256", /outside 0 to 255/);
  refuses("int", null, /not a whole number/);
  accepts("double", "1.5", 1.5);
  accepts("double", "1e3", 1000);
  refuses("double", "1,5", /Use a point/);
  accepts("bool", "true", true);
  accepts("bool", "$False", false);
  accepts("bool", "1", true);
  accepts("bool", 0, false);
  accepts("switch", "TRUE", true);
  accepts("System.Management.Automation.SwitchParameter", false, false);
  refuses("bool", "yes", /neither true nor false/);
  refuses("switch", "", /neither true nor false/);
  accepts("string[]", '["a","b"]', ["a", "b"]);
  accepts("string[]", ["a"], ["a"]);
  accepts("string[]", "single", ["single"]);
  accepts("int[]", '["1",2]', [1, 2]);
  accepts("array", '[1,"x",true]', [1, "x", true]);
  accepts("object[]", "[]", []);
  refuses("int[]", '["1","x"]', /item 2: "x" is not a whole number/);
  refuses("string[]", '["a"', /no valid JSON/);
  accepts("object", '{"a":{"b":[1]}}', { a: { b: [1] } });
  accepts("object", "[not json", "[not json");
  accepts("object", "text", "text");
  accepts("", "12", "12");
  accepts("", { a: null }, { a: null });
  accepts("hashtable", '{"a":1}', { a: 1 });
  refuses("hashtable", "a=1", /not a JSON object/);
  refuses("hashtable", "[1]", /not a JSON object/);
  accepts("datetime", "2030-01-31T13:00:00Z", "2030-01-31T13:00:00Z");
  accepts("datetime", "1/31/2030", "1/31/2030");
  refuses("datetime", "tomorrow", /not a date/);
  accepts("guid", "{6ECAAC0A-0000-4000-8000-000000000000}", "{6ECAAC0A-0000-4000-8000-000000000000}");
  refuses("guid", "6ecaac0a", /not a GUID/);
  accepts("PSCredential", "MyCredential", "MyCredential");
  refuses("pscredential", "", /name of a credential asset/);
  accepts("timespan", "01:00", "01:00");
  accepts("constructor", "x", "x");

  it("checks ValidateSet without case", () => {
    const description = describeRunbook([parameter("Mode", "string", { allowedValues: ["Start", "Stop"] })]);
    assert.deepEqual(bound(description, { named: { Mode: "stop" } }), { Mode: "stop" });
    assert.match(problems(description, { named: { Mode: "halt" } })[0] ?? "", /not one of "Start", "Stop"/);
  });

  it("checks ValidateRange", () => {
    const description = describeRunbook([parameter("N", "int", { range: { min: 1, max: 5 } })]);
    assert.match(problems(description, { named: { N: "9" } })[0] ?? "", /9 is outside 1 to 5/);
  });
});

describe("bindParameters for Python", () => {
  it("passes texts as they are and other values as JSON, in their order", () => {
    assert.deepEqual(bound(python, { positional: ["a b", 5, true, null, { x: [1] }] }), [
      "a b",
      "5",
      "true",
      "null",
      '{"x":[1]}',
    ]);
  });

  it("ignores names and keeps the order given", () => {
    assert.deepEqual(bound(python, { named: { second: "x", first: "y" } }), ["x", "y"]);
  });

  it("orders the portal's numbered names", () => {
    assert.deepEqual(bound(python, { named: { "[PARAMETER 10]": "j", "[PARAMETER 2]": "b" } }), ["b", "j"]);
  });

  it("turns [EmptyString] into an empty text", () => {
    assert.deepEqual(bound(python, { positional: ["[EmptyString]"] }), [""]);
  });

  it("refuses a NUL character, which no process takes", () => {
    assert.match(problems(python, { positional: ["a\0b"] })[0] ?? "", /NUL/);
  });
});

describe("asGivenParameters", () => {
  it("tells objects, arrays and anything else apart", () => {
    assert.deepEqual(asGivenParameters({ a: 1 }), { named: { a: 1 } });
    assert.deepEqual(asGivenParameters([1]), { positional: [1] });
    assert.equal(asGivenParameters("x"), undefined);
    assert.equal(asGivenParameters(null), undefined);
  });
});
