/** Every rule holds what its page shows. */
import assert from "node:assert/strict";
import { rules } from "../../../../src/analysis/rules/index";
import { applyFix } from "../../../../src/core/finding";
import { checkExample } from "./check";

describe("the rules", () => {
  it("have codes, ids and titles of their own, in order", () => {
    const codes = rules.map(({ code }) => code);
    assert.deepEqual(codes, [...new Set(codes)].sort());
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.equal(new Set(rules.map(({ title }) => title)).size, rules.length);
    for (const { code, id, sources, examples } of rules) {
      assert.match(code, /^RW[123]\d\d$/);
      assert.match(id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      assert.ok(sources.length > 0, `${code} names no source`);
      assert.ok(examples.bad.length > 0 && examples.good.length > 0, `${code} lacks examples`);
    }
  });

  for (const rule of rules) {
    describe(`${rule.code} ${rule.id}`, () => {
      rule.examples.bad.forEach((example, index) => {
        it(`flags its bad example ${index + 1} with this code only`, () => {
          const found = checkExample(example);
          assert.deepEqual([...new Set(found.map(({ code }) => code))], [rule.code], JSON.stringify(found, null, 1));
          for (const { start, end, severity } of found) {
            assert.ok(start >= 0 && start <= end && end <= example.text.length);
            assert.equal(severity, rule.severity);
          }
        });

        it(`is clean of it after each fix of its bad example ${index + 1}`, () => {
          for (const { message, start, fix, otherFixes = [] } of checkExample(example)) {
            for (const change of [...(fix ? [fix] : []), ...otherFixes]) {
              assertOrdered(change.edits);
              const fixed = applyFix(example.text, change);
              const left = checkExample(example, fixed).filter(({ code }) => code === rule.code);
              assert.ok(
                left.length < checkExample(example).length &&
                  !left.some((item) => item.message === message && item.start === start),
                `${change.title}:\n${fixed}\n${JSON.stringify(left, null, 1)}`,
              );
            }
          }
        });
      });

      rule.examples.good.forEach((example, index) => {
        it(`says nothing about its good example ${index + 1}, and no other rule does`, () => {
          assert.deepEqual(checkExample(example), []);
        });
      });
    });
  }
});

function assertOrdered(edits: readonly { readonly start: number; readonly end: number }[]): void {
  let from = 0;
  for (const { start, end } of edits) {
    assert.ok(start >= from && end >= start, "edits overlap or stand out of order");
    from = end;
  }
}
