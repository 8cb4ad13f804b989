import assert from "node:assert/strict";
import { parseIndex, storedVersion } from "../../../../src/features/language/stored-index";

const file = {
  mtime: 1,
  size: 2,
  hasSigns: true,
  uses: [{ kind: "variable", name: "A", path: "", line: 1 }],
};

const stored = (value: unknown): string => JSON.stringify(value);

describe("the index of runbooks that is kept between sessions", () => {
  it("comes back as it was", () => {
    const index = parseIndex(stored({ version: storedVersion, files: { "file:///a.ps1": file } }));
    assert.deepEqual([...index], [["file:///a.ps1", file]]);
  });

  it("is as good as none when it is damaged or of another version", () => {
    for (const text of ["", "{", "null", "[]", stored({ version: 1, files: { "file:///a.ps1": file } }), stored({})]) {
      assert.equal(parseIndex(text).size, 0, text);
    }
  });

  it("leaves out entries that are none, and keeps the others", () => {
    const files = { a: file, b: null, c: { ...file, uses: "x" }, d: { ...file, hasSigns: undefined }, e: 5 };
    assert.deepEqual([...parseIndex(stored({ version: storedVersion, files })).keys()], ["a"]);
  });
});
