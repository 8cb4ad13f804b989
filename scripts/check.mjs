// npm run check: types, lint, borders between folders, formatting. All run even when one fails.
import fs from "node:fs";
import path from "node:path";
import { root, script } from "./setup/bootstrap.mjs";
import { capture } from "./setup/run.mjs";
import { seconds } from "./setup/progress.mjs";

const tool = (file) => path.join(root, "node_modules", file);

const checks = [
  { name: "types", args: [tool("typescript/bin/tsc"), "-p", "."] },
  {
    name: "types of the webview",
    args: [tool("typescript/bin/tsc"), "-p", "src/webview"],
    if: "src/webview/tsconfig.json",
  },
  { name: "lint", args: [tool("eslint/bin/eslint.js"), ".", "--max-warnings", "0"] },
  {
    name: "borders",
    args: [tool("dependency-cruiser/bin/dependency-cruiser.mjs"), "src", "--config", ".dependency-cruiser.cjs"],
  },
  { name: "format", args: [tool("prettier/bin/prettier.cjs"), "--check", "--log-level", "warn", "."] },
];

await script(async () => {
  const applicable = checks.filter((check) => check.if === undefined || fs.existsSync(path.join(root, check.if)));
  // Two at a time: types and lint are the long ones.
  const waiting = [...applicable];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startedAt = Date.now();
      const { code, output } = await capture(process.execPath, check.args, {
        cwd: root,
        env: { ...process.env, NO_COLOR: "1" },
      });
      counts[code === 0 ? "passed" : "failed"]++;
      console.log(`  ${check.name}: ${code === 0 ? "passed" : "FAILED"} (${seconds(startedAt)})`);
      if (code !== 0) {
        console.log(output.replaceAll(/^/gm, "    "));
      }
    }
  };
  await Promise.all([worker(), worker()]);
  if (process.env.RUNBOOK_WORKBENCH_TEST_RESULT) {
    fs.writeFileSync(process.env.RUNBOOK_WORKBENCH_TEST_RESULT, JSON.stringify(counts));
  }
  return counts.failed > 0 ? 1 : 0;
});
