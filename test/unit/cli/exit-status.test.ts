import assert from "node:assert/strict";
import { exitStatusOf, worstStatus } from "../../../src/cli/exit-status";
import { AutomationError, cancelled, type ErrorCode } from "../../../src/core/errors";

const expected: Readonly<Record<ErrorCode, number>> = {
  "invalid-usage": 2,
  "invalid-parameter": 2,
  "invalid-asset": 2,
  "file-not-found": 2,
  "account-not-found": 2,
  "account-exists": 1,
  "asset-not-found": 1,
  "asset-exists": 1,
  "damaged-file": 1,
  "key-wrong": 1,
  "job-failed": 1,
  "not-found": 1,
  forbidden: 1,
  conflict: 1,
  throttled: 1,
  failed: 1,
  "key-missing": 3,
  "interpreter-missing": 3,
  "interpreter-failed": 3,
  "permission-denied": 3,
  "port-unavailable": 3,
  "not-supported": 3,
  "not-signed-in": 3,
  offline: 3,
  cancelled: 130,
};

describe("exit status", () => {
  for (const [code, status] of Object.entries(expected)) {
    it(`is ${status} for ${code}`, () =>
      assert.equal(exitStatusOf(new AutomationError(code as ErrorCode, "x")), status));
  }

  it("is 130 for an aborted operation and 1 for a defect of ours", () => {
    assert.equal(exitStatusOf(cancelled()), 130);
    assert.equal(exitStatusOf(new DOMException("stopped", "AbortError")), 130);
    assert.equal(exitStatusOf(new TypeError("x is not a function")), 1);
    assert.equal(exitStatusOf("text"), 1);
  });

  it("is 3 when the system refuses", () => {
    assert.equal(exitStatusOf(Object.assign(new Error("no"), { code: "EACCES" })), 3);
    assert.equal(exitStatusOf(Object.assign(new Error("full"), { code: "ENOSPC" })), 3);
  });

  it("is the worst of several", () => {
    assert.equal(worstStatus([0, 1, 0]), 1);
    assert.equal(worstStatus([1, 3, 2]), 3);
    assert.equal(worstStatus([]), 0);
  });
});
