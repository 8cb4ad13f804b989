// Skips a test or a suite with a reason that stands in the report.
import Mocha from "mocha";

/**
 * Call it in a test, or in a `before` hook to skip the whole suite:
 * `before(function () { if (pwsh === undefined) skipBecause(this, "PowerShell is not installed"); })`
 */
export function skipBecause(context: Mocha.Context, reason: string): never {
  const runnable = context.runnable();
  const skipped = runnable instanceof Mocha.Test ? runnable : runnable.parent;
  // scripts/test/reporter.cjs reads it.
  Object.assign(skipped ?? runnable, { skipReason: reason });
  return context.skip();
}
