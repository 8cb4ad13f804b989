/** The pages in docs/rules say what the rules do. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../../src/analysis/rules/index";
import { ruleDocs, ruleDocsFolder } from "../../../support/write-rule-docs";
import { checkExample } from "./check";

describe("the pages of the rules", () => {
  for (const { code, examples } of rules) {
    it(`show of ${code} what it flags and the very words that it says`, () => {
      const page = readFileSync(join(ruleDocsFolder, `${code}.md`), "utf8");
      const flagged = page.slice(page.indexOf("## Flagged"), page.indexOf("## Fine"));
      for (const example of examples.bad) {
        assert.ok(flagged.includes(example.text.trimEnd()), "the example is not on the page");
        for (const { message, severity } of checkExample(example)) {
          assert.ok(flagged.includes(`${severity} ${code} ${message}`), `the page lacks: ${message}`);
        }
      }
    });
  }

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
