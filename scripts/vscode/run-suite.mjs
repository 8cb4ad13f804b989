// The level "vscode": runs test/vscode in the extension host of a real VS Code, through @vscode/test-electron.
// Files named *.restricted.test.ts run in a second VS Code, in a workspace that is not trusted.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { root, script } from "../setup/bootstrap.mjs";
import { desktopExecutable } from "./desktop.mjs";
import { runInEditor } from "./in-editor.mjs";
import { bundleSuite } from "./suite-bundle.mjs";

/** Extensions that declare what others do, so that ours can hand work to them; tests bring what does the work. */
function standIns() {
  const parent = path.join(root, "test/vscode/stand-ins");
  return Object.fromEntries(
    fs.readdirSync(parent).map((name) => {
      const { publisher, version } = JSON.parse(fs.readFileSync(path.join(parent, name, "package.json"), "utf8"));
      return [`${publisher}.${name}-${version}`, path.join(parent, name)];
    }),
  );
}

const restricted = /\.restricted\.test\.ts$/;

const launches = [
  {
    name: "trusted",
    holds: (file) => !restricted.test(file),
    pattern: "(?<!\\.restricted)\\.test\\.js$",
    trust: "off",
  },
  { name: "restricted", holds: (file) => restricted.test(file), pattern: "\\.restricted\\.test\\.js$", trust: "on" },
];

/** Shows what the suite writes to its file, as it comes. */
function follow(file) {
  let shown = 0;
  const show = () => {
    const all = fs.readFileSync(file);
    process.stdout.write(all.subarray(shown));
    shown = all.length;
  };
  const timer = setInterval(show, 200);
  return () => {
    clearInterval(timer);
    show();
  };
}

async function launch({ name, pattern, trust }, { index, folder }) {
  const place = path.join(folder, name);
  const workspace = path.join(place, "workspace");
  // Tests may write into it.
  fs.cpSync(path.join(root, "test/vscode/workspace"), workspace, { recursive: true });
  const output = path.join(place, "output.log");
  const result = path.join(place, "result.json");
  fs.writeFileSync(output, "");
  const stopFollowing = follow(output);
  try {
    await runInEditor({
      index,
      workspace,
      place,
      installed: standIns(),
      env: {
        RUNBOOK_WORKBENCH_SUITE_OUTPUT: output,
        RUNBOOK_WORKBENCH_SUITE_FILES: pattern,
        RUNBOOK_WORKBENCH_SUITE_TRUST: trust,
        RUNBOOK_WORKBENCH_TEST_RESULT: result,
        RUNBOOK_WORKBENCH_REPORTER: path.join(root, "scripts/test/reporter.cjs"),
        RUNBOOK_WORKBENCH_EVIDENCE: path.join(root, "test-results/vscode", name),
      },
    });
    stopFollowing();
    if (fs.existsSync(result)) {
      return JSON.parse(fs.readFileSync(result, "utf8"));
    }
    // A test that calls process.exit ends like this: VS Code blocks the call and reports success.
    console.log(`  FAILED: VS Code (${name}) reported success, but the suite never reported its result.`);
  } catch (error) {
    stopFollowing();
    console.log(`  VS Code (${name}): ${error.message}`);
    console.log(String(error.output ?? "").replaceAll(/^/gm, "    "));
    if (fs.existsSync(result)) {
      const counts = JSON.parse(fs.readFileSync(result, "utf8"));
      return counts.failed > 0 ? counts : { ...counts, failed: 1 };
    }
  }
  return { passed: 0, failed: 1, skipped: 0 };
}

await script(async () => {
  const executable = await desktopExecutable();
  const { index, files } = await bundleSuite(root);
  // Short, for the sake of socket names below it.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vs-"));
  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const one of launches.filter(({ holds }) => files.some(holds))) {
      if (executable !== undefined && one.trust === "on") {
        console.log("  skipped: @vscode/test-electron starts a desktop VS Code with trust off only.");
        total.skipped += files.filter(one.holds).length;
        continue;
      }
      const counts = await launch(one, { index, folder });
      Object.keys(total).forEach((key) => (total[key] += counts[key]));
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  if (process.env.RUNBOOK_WORKBENCH_TEST_RESULT) {
    fs.writeFileSync(process.env.RUNBOOK_WORKBENCH_TEST_RESULT, JSON.stringify(total));
  }
  return total.failed > 0 ? 1 : 0;
});
