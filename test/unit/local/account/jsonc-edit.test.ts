import assert from "node:assert/strict";
import { parse } from "jsonc-parser";
import fc from "fast-check";
import { editObjectText, styleOf } from "../../../../src/local/account/jsonc-edit";
import type { Json } from "../../../../src/core/json";

function edit(text: string, path: string[], value: Json | undefined): string {
  return editObjectText(text, [{ path, value }], styleOf(text));
}

describe("edits of JSON with comments", () => {
  it("an inserted property comes behind the comment of the last one", () => {
    assert.equal(
      edit('{\n  "a": 1 // about a\n  // the end\n}', ["b"], 2),
      '{\n  "a": 1, // about a\n  "b": 2\n  // the end\n}',
    );
  });

  it("a trailing comma stays a trailing comma", () => {
    assert.equal(edit('{\n  "a": 1, /* x */\n}', ["b"], 2), '{\n  "a": 1, /* x */\n  "b": 2,\n}');
    assert.equal(edit('{\n  "a": 1\n  , // late\n}', ["b"], 2), '{\n  "a": 1\n  , // late\n  "b": 2,\n}');
  });

  it("an empty object keeps its comments above the first property", () => {
    assert.equal(edit("{}", ["a"], 1), '{\n  "a": 1\n}');
    assert.equal(edit("{\n}", ["a"], 1), '{\n  "a": 1\n}');
    assert.equal(edit("{ // none yet\n  // really\n}", ["a"], 1), '{ // none yet\n  // really\n  "a": 1\n}');
  });

  it("an object on one line stays on one line", () => {
    assert.equal(edit('{ "a": 1 }', ["b"], "x"), '{ "a": 1, "b": "x" }');
    assert.equal(edit('{ "a": 1, }', ["b"], "x"), '{ "a": 1, "b": "x", }');
  });

  it("line ends and indentation are the file's own", () => {
    assert.equal(
      edit('{\r\n\t"a": {\r\n\t\t"x": 1\r\n\t}\r\n}', ["a", "y"], { deep: { z: 1 } }),
      '{\r\n\t"a": {\r\n\t\t"x": 1,\r\n\t\t"y": {\r\n\t\t\t"deep": {\r\n\t\t\t\t"z": 1\r\n\t\t\t}\r\n\t\t}\r\n\t}\r\n}',
    );
  });

  it("a replaced value leaves everything around it", () => {
    assert.equal(
      edit('{ /* 1 */ "a" /* 2 */ : /* 3 */ 1 /* 4 */ }', ["a"], [1, 2]),
      '{ /* 1 */ "a" /* 2 */ : /* 3 */ [1, 2] /* 4 */ }',
    );
  });

  it("a removed property takes only its own comment with it", () => {
    const text = '{\n  // above\n  "a": 1, // about a\n  "b": 2, // about b\n  "c": 3 // about c\n}';
    assert.equal(edit(text, ["a"], undefined), '{\n  // above\n  "b": 2, // about b\n  "c": 3 // about c\n}');
    assert.equal(edit(text, ["b"], undefined), '{\n  // above\n  "a": 1, // about a\n  "c": 3 // about c\n}');
    assert.equal(edit(text, ["c"], undefined), '{\n  // above\n  "a": 1, // about a\n  "b": 2 // about b\n}');
    assert.equal(edit('{ "a": 1, "b": 2, "c": 3 }', ["a"], undefined), '{ "b": 2, "c": 3 }');
    assert.equal(edit('{ "a": 1, "b": 2, "c": 3 }', ["c"], undefined), '{ "a": 1, "b": 2 }');
    assert.equal(edit('{ "a": 1 }', ["a"], undefined), "{  }");
    assert.equal(edit('{\n  "a": 1,\n}', ["a"], undefined), "{\n}");
    assert.equal(edit('{\n  "a": 1,\n  "b": 2,\n}', ["b"], undefined), '{\n  "a": 1,\n}');
  });

  it("removing what is not there changes nothing", () => {
    assert.equal(edit('{ "a": {} }', ["a", "b"], undefined), '{ "a": {} }');
    assert.equal(edit('{ "a": {} }', ["z", "b"], undefined), '{ "a": {} }');
  });

  it("any change of any object gives exactly the object with that change", () => {
    const key = fc.constantFrom("a", "b", "c", "d e", 'q"uote', "ü");
    // jsonc-parser's `parse`, which judges here, loses that key; the product reads with a reader of its own (jsonOf).
    const value = fc.jsonValue({ maxDepth: 2 }).filter((given) => !JSON.stringify(given).includes("__proto__"));
    const layout = fc.record({
      eol: fc.constantFrom("\n", "\r\n"),
      indent: fc.constantFrom("", "  ", "\t"),
      hasTrailingComma: fc.boolean(),
      comment: fc.constantFrom("", " // note, { }", " /* note */"),
      isOneLine: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }),
        layout,
        key,
        fc.option(value, { nil: undefined }),
        (object, { eol, indent, hasTrailingComma, comment, isOneLine }, name, changed) => {
          const note = isOneLine && comment.includes("//") ? "" : comment;
          const entries = Object.entries(object).map(([k, v]) => `${JSON.stringify(k)}: ${JSON.stringify(v)}`);
          const lines = entries.map((entry, at) => {
            const comma = at < entries.length - 1 || hasTrailingComma ? "," : "";
            return `${entry}${comma}${note}`;
          });
          const text = isOneLine
            ? `{ ${lines.join(" ")} }`
            : `{${note}${eol}${lines.map((line) => indent + line + eol).join("")}}`;
          const expected: Record<string, unknown> = {
            ...object,
            ...(changed === undefined ? {} : { [name]: changed }),
          };
          if (changed === undefined) {
            Reflect.deleteProperty(expected, name);
          }
          const result = edit(text, [name], changed as Json | undefined);
          const errors: never[] = [];
          assert.deepEqual(
            { ...(parse(result, errors, { allowTrailingComma: true }) as object) },
            JSON.parse(JSON.stringify(expected)),
            result,
          );
          assert.deepEqual(errors, [], result);
          assert.ok(text.includes("\r") ? !/[^\r]\n/.test(result) : !result.includes("\r"), "line ends are not mixed");
        },
      ),
      { numRuns: 600 },
    );
  });
});
