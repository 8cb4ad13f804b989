// The test levels in the order they run: what each needs of the machine and which program runs it. docs/testing.md says which
// level is for what.

/**
 * needs: set-up steps of scripts/test/needs.mjs. lane: levels of one lane run one after the other, lanes run beside each other;
 * lane "editor" mostly waits for VS Code and the browser. files: what mocha runs. secondTry: files with a failed test run once more
 * and count as they end then; the first failure stays in the output. For what drives a whole VS Code over its screen only: there a
 * slow moment of the machine can close a question before it is answered.
 */
export const levels = [
  { name: "check", lane: "node", needs: [], program: "scripts/check.mjs", limitMs: 300_000 },
  { name: "unit", lane: "node", needs: [], files: "test/unit/**/*.test.ts", limitMs: 180_000 },
  { name: "manifest", lane: "node", needs: [], files: "test/manifest/**/*.test.ts", limitMs: 120_000 },
  { name: "conformance", lane: "node", needs: [], files: "test/conformance/**/*.test.ts", limitMs: 180_000 },
  {
    name: "host",
    lane: "node",
    needs: ["python", "powershell", "dotnet", "pythonClients"],
    files: "test/host/**/*.test.ts",
    limitMs: 480_000,
  },
  {
    name: "vscode",
    lane: "editor",
    needs: ["vscode", "browser", "python", "powershell", "pythonClients"],
    program: "scripts/vscode/run-suite.mjs",
    limitMs: 480_000,
  },
  {
    name: "ui",
    lane: "editor",
    needs: ["vscode", "browser", "python"],
    files: "test/ui/**/*.test.ts",
    limitMs: 570_000,
    secondTry: true,
  },
];
