import assert from "node:assert/strict";
import fc from "fast-check";

import type { ParameterControl } from "../../../../src/protocol/test-pane";
import {
  checkboxState,
  formatJson,
  isLocalDate,
  jsonProblem,
  placeholderOf,
  selectOptions,
} from "../../../../src/webview/test-pane/parameters/control-values";
import { findJsonProblem } from "../../../../src/webview/test-pane/parameters/json-check";
import { control } from "../../../ui/test-pane-states";

const checkbox = (given: Partial<ParameterControl>): ParameterControl =>
  control("Flag", { kind: "checkbox", ...given });

describe("a checkbox", () => {
  it("shows the given value, else the default", () => {
    assert.equal(checkboxState(checkbox({ defaultText: "$true" }), undefined), "on");
    assert.equal(checkboxState(checkbox({ defaultText: "$true" }), "false"), "off");
    assert.equal(checkboxState(checkbox({ typeName: "switch", isMandatory: true }), undefined), "off");
  });

  it("shows neither state where a value is needed, or the default is computed", () => {
    assert.equal(checkboxState(checkbox({ typeName: "bool", isMandatory: true }), undefined), "unknown");
    assert.equal(checkboxState(checkbox({ typeName: "bool", defaultText: "(Test-Path x)" }), undefined), "unknown");
  });
});

describe("a drop-down", () => {
  const labels = (given: Partial<ParameterControl>, value?: string): readonly string[] =>
    selectOptions(control("Method", { kind: "choice", choices: ["SA", "UA"], ...given }), value).map(
      ({ label }) => label,
    );

  it("offers the default first, or asks to choose", () => {
    assert.deepEqual(labels({ defaultText: '"SA"' }), ['(default: "SA")', "SA", "UA"]);
    assert.deepEqual(labels({}), ["(default)", "SA", "UA"]);
    assert.deepEqual(labels({ isMandatory: true }), ["Choose…", "SA", "UA"]);
  });

  it("keeps a value in sight that is not among the choices", () => {
    assert.deepEqual(labels({ isMandatory: true }, "XX"), ["Choose…", "SA", "UA", "XX"]);
  });
});

describe("a date", () => {
  it("with a time zone or in other words needs a text field", () => {
    assert.equal(isLocalDate("2030-01-31T13:00"), true);
    assert.equal(isLocalDate("2030-01-31T13:00:30"), true);
    assert.equal(isLocalDate("2030-01-31T13:00:00Z"), false);
    assert.equal(isLocalDate("tomorrow"), false);
  });
});

describe("JSON in a field", () => {
  const json = (shape: ParameterControl["shape"], acceptsEmptyString = true): ParameterControl =>
    control("Tags", { kind: "json", shape, acceptsEmptyString });

  it("is told where it stops being JSON", () => {
    assert.equal(jsonProblem(json("object"), '{"a": 1,\n "b" 2}'), "Not JSON at line 2, column 6: a colon is missing.");
    assert.equal(jsonProblem(json("object"), "{'a': 1}"), 'Not JSON at line 1, column 2: a name in " is missing.');
    assert.equal(jsonProblem(json("array"), "[1, 2"), "Not JSON at line 1, column 6: a comma or ] is missing.");
  });

  it("must be an object where the type wants one", () => {
    assert.match(jsonProblem(json("object"), "[1]") ?? "", /Not a JSON object/);
    assert.equal(jsonProblem(json("object"), '{"a": [1]}'), undefined);
  });

  it("may be left out, be [EmptyString], or any text for [object]", () => {
    assert.equal(jsonProblem(json("object"), " "), undefined);
    assert.equal(jsonProblem(json("object"), "[EmptyString]"), undefined);
    assert.notEqual(jsonProblem(json("object", false), "[EmptyString]"), undefined);
    assert.equal(jsonProblem(json("any"), "hello"), undefined);
    assert.notEqual(jsonProblem(json("any"), "{hello"), undefined);
  });

  it("is laid out on wish, and left alone where it is none", () => {
    assert.equal(formatJson('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}');
    assert.equal(formatJson("{"), "{");
  });

  it("is judged as JSON.parse judges it", () => {
    const judge = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const check = (text: string): void => assert.equal(findJsonProblem(text) === undefined, judge(text), text);
    fc.assert(fc.property(fc.json(), check));
    // One character taken out or put in breaks most texts, but not all.
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ",", '"', "}", "]", "0", "-", "\\", "\n"),
        (text, at, put) => {
          const index = at % (text.length + 1);
          check(text.slice(0, index) + put + text.slice(index + 1));
        },
      ),
    );
  });
});

describe("a field without a value", () => {
  it("shows the default, or what kind of text it wants", () => {
    assert.equal(placeholderOf(control("A", { defaultText: "3" })), "default: 3");
    assert.equal(placeholderOf(control("A", { kind: "json", shape: "array" })), '["a", "b"]');
    assert.equal(placeholderOf(control("A")), "");
  });
});
