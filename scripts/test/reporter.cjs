// The mocha reporter of all levels: one line per top-level suite, failures in full, skipped tests with their reason, and the
// counts as JSON in the file that RUNBOOK_WORKBENCH_TEST_RESULT names, in all and for each file, for the sum over all levels.
const fs = require("node:fs");
const { reporters, Runner } = require("mocha");

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_SUITE_END, EVENT_RUN_END } = Runner.constants;
const endPatienceMs = 10_000;

const topSuite = (runnable) => {
  let suite = runnable.parent;
  while (suite?.parent && !suite.parent.root) {
    suite = suite.parent;
  }
  return suite;
};

/** What a skipped test or the suites around it gave as reason: test/support/skip.ts sets it. */
const reasonOf = (runnable) => {
  for (let item = runnable; item; item = item.parent) {
    if (item.skipReason) {
      return item.skipReason;
    }
  }
  return undefined;
};

module.exports = class LevelReporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const write = (line) => reporters.Base.consoleLog(line);
    const counts = new Map();
    const skipped = new Map();
    const total = { passed: 0, failed: 0, skipped: 0, files: {} };
    const count = (runnable, outcome) => {
      total[outcome]++;
      const suite = topSuite(runnable);
      const ofFile = (total.files[suite?.file ?? ""] ??= { passed: 0, failed: 0, skipped: 0 });
      ofFile[outcome]++;
      const own = counts.get(suite) ?? { passed: 0, failed: 0, skipped: 0 };
      own[outcome]++;
      counts.set(suite, own);
    };
    const report = () => {
      const file = process.env.RUNBOOK_WORKBENCH_TEST_RESULT;
      if (file) {
        fs.writeFileSync(file, JSON.stringify(total));
      }
    };

    runner.on(EVENT_TEST_PASS, (test) => count(test, "passed"));
    runner.on(EVENT_TEST_FAIL, (test) => {
      count(test, "failed");
      write(`  FAILED: ${test.fullTitle()}`);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      count(test, "skipped");
      const reason = reasonOf(test) ?? "no reason given";
      skipped.set(reason, [...(skipped.get(reason) ?? []), test.fullTitle()]);
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      const own = counts.get(suite);
      if (own) {
        const rest = [own.failed && `${own.failed} FAILED`, own.skipped && `${own.skipped} skipped`].filter(Boolean);
        write(`  ${[`${suite.title}: ${own.passed} passed`, ...rest].join(", ")}`);
      }
    });
    runner.on(EVENT_RUN_END, () => {
      for (const [reason, titles] of skipped) {
        write(`  skipped ${titles.length}, ${reason}:`);
        titles.forEach((title) => write(`    ${title}`));
      }
      if (total.failed > 0) {
        reporters.Base.list(this.failures);
      }
      report();
      // A test that leaves a server or a process behind keeps the level alive: say so, and fail. (mocha overrides the exit
      // status when the process ends, so the count has to tell.)
      setTimeout(() => {
        write(
          `  FAILED: the tests are done, but this keeps the process alive: ${process.getActiveResourcesInfo().join(", ")}`,
        );
        total.failed++;
        report();
        process.exit(1);
      }, endPatienceMs).unref();
    });
  }
};
