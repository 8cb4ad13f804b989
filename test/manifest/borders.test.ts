import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "./support/project";

/** One violation of each border of docs/architecture.md: file, its only line, the rule that has to object. */
const violations: readonly (readonly [file: string, line: string, rule: string])[] = [
  ["src/core/a.ts", `import "node:fs";`, "core-is-pure"],
  ["src/core/b.ts", `import "../local/account/account";`, "core-is-pure"],
  ["src/analysis/a.ts", `import "node:fs";`, "analysis-is-pure"],
  ["src/analysis/b.ts", `import "../local/account/account";`, "analysis-is-pure"],
  ["src/local/sandbox/a.ts", `import type { Uri } from "vscode"; export type A = Uri;`, "vscode-only-at-the-edge"],
  ["src/local/sandbox/b.ts", `import "../../azure/arm";`, "local-knows-core-only"],
  ["src/local/endpoint/a.ts", `import "../account/account";`, "endpoint-and-account-are-independent"],
  ["src/azure/arm.ts", `import "../local/account/account";`, "azure-knows-core-only"],
  ["src/features/one/index.ts", `import "../two/index";`, "no-sibling-features"],
  ["src/platform/a.ts", `import "../features/one/index";`, "platform-knows-no-feature"],
  ["src/cli/a.ts", `import "../platform/a";`, "cli-has-no-editor"],
  ["src/webview/a.ts", `import "../core/a";`, "webview-knows-messages-only"],
  ["src/core/c.ts", `import "../../test/a";`, "src-knows-no-test"],
  ["src/features/three/a.ts", `import "./b";`, "no-cycles"],
];

const others: Readonly<Record<string, string>> = {
  "src/local/account/account.ts": "export {};",
  "src/features/two/index.ts": "export {};",
  "src/features/three/b.ts": `import "./a";`,
  "test/a.ts": "export {};",
};

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

describe("the borders between folders", () => {
  it("are guarded: a violation of each one is found", async () => {
    const folder = mkdtempSync(join(tmpdir(), "borders-"));
    try {
      for (const [file, text] of [...violations, ...Object.entries(others)]) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      copyFileSync(join(root, ".dependency-cruiser.cjs"), join(folder, ".dependency-cruiser.cjs"));
      writeFileSync(
        join(folder, "tsconfig.json"),
        `{ "compilerOptions": { "moduleResolution": "bundler", "module": "preserve" } }`,
      );
      const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
      const args = [cruiser, "src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: folder,
        maxBuffer: 10_000_000,
      }).catch((error: unknown) => error as { stdout: string });
      const found = (JSON.parse(stdout) as Report).summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
      const expected = violations.map(([file, , rule]) => `${file} ${rule}`);
      assert.deepEqual(
        expected.filter((one) => !found.includes(one)),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
