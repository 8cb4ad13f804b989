import assert from "node:assert/strict";

import { findSuppressions } from "../../../src/analysis/suppressions";

/** Scope and codes of the one comment that the text is. */
function check(comment: string): { readonly scope: string; readonly codes: readonly string[] } | undefined {
  const [found] = findSuppressions(comment, [{ start: 0, end: comment.length }]);
  return found && { scope: found.scope, codes: found.codes.map(({ code }) => code) };
}

describe("suppression comments", () => {
  it("name codes, with or without commas, and may give a reason", () => {
    assert.deepEqual(check("# runbook-workbench disable RW101, rw102 as agreed"), {
      scope: "line",
      codes: ["RW101", "RW102"],
    });
    assert.deepEqual(check("# runbook-workbench disable-next-line RW103"), { scope: "next-line", codes: ["RW103"] });
  });

  it("without a code switch everything off", () => {
    assert.deepEqual(check("# runbook-workbench disable-file"), { scope: "file", codes: [] });
    assert.deepEqual(check("# runbook-workbench disable the whole line"), { scope: "line", codes: [] });
  });

  it("keep a mistyped code as one, so that it is told as unknown and silences nothing", () => {
    assert.deepEqual(check("# runbook-workbench disable RW1O2"), { scope: "line", codes: ["RW1O2"] });
    assert.deepEqual(check("# runbook-workbench disable RW because"), { scope: "line", codes: ["RW"] });
  });

  it("are no other comments", () => {
    assert.equal(check("# runbook-workbench is a nice tool, disable nothing"), undefined);
    assert.equal(check("# runbook-workbench disabled RW101 for now"), undefined);
  });
});
