/** The pages in docs/rules say what the rules do. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ruleDocs, ruleDocsFolder } from "../../../support/write-rule-docs";

describe("the pages of the rules", () => {
  it("are up to date (npm run docs:rules writes them)", () => {
    const pages = ruleDocs();
    assert.deepEqual(
      readdirSync(ruleDocsFolder)
        .filter((name) => name.endsWith(".md"))
        .sort(),
      [...pages.keys()].sort(),
    );
    for (const [name, content] of pages) {
      assert.equal(readFileSync(join(ruleDocsFolder, name), "utf8"), content, name);
    }
  });
});
