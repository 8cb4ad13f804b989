// The analysis meets half-typed and mangled texts all day: it never throws and never takes long.
// Here a small share of them; `npm run bench -- mutations` takes a million. ANALYSIS_MUTATIONS says how many.
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { scanMetadata } from "../../../src/analysis/metadata/scan-metadata";
import { scanPowerShell } from "../../../src/analysis/powershell/scan-powershell";
import { scanPython } from "../../../src/analysis/python/scan-python";
import { longestMs, survive } from "./survival";

const count = Number(process.env.ANALYSIS_MUTATIONS ?? 4000);

describe("analysis of mutated texts", () => {
  it(`survives ${count} of them, none slower than ${longestMs} ms`, function () {
    this.timeout(0);
    const { thrown, slow, findings } = survive(20_240_607, count);
    assert.deepEqual(thrown, []);
    assert.deepEqual(slow, []);
    assert.ok(findings > count / 10, `the texts are no runbooks any more: ${findings} findings`);
  });

  const hostile: Readonly<Record<string, string>> = {
    "open parentheses": "(".repeat(20_000),
    "open braces": "{".repeat(20_000),
    "open tables": "@{a=".repeat(10_000),
    "open embedded code": '"$('.repeat(10_000),
    "open embedded code on lines": '"$(\n'.repeat(5000),
    "unclosed quotes on lines": '$x = "a\n'.repeat(5000),
    "single quotes on lines": "it's\n".repeat(5000),
    "open here-strings": '@"\n'.repeat(5000),
    "open comments": "<#\n".repeat(5000),
    "open indexes": "$a[".repeat(10_000),
    "open calls": "$a.b(".repeat(10_000),
    "open calls on lines": "$a.b(\n".repeat(5000),
    "open attributes": "[a(".repeat(10_000),
    signs: "- ".repeat(20_000),
    casts: "[int]".repeat(10_000),
    pipes: "a|".repeat(20_000),
    assignments: "$a=".repeat(10_000),
    commas: "$a,".repeat(20_000),
    "closing brackets": ")}]".repeat(10_000),
    "one variable over and over": "$c = Get-AutomationConnection a; $c.B\n".repeat(1500),
    "functions in functions": "function f{".repeat(5000),
    "ifs in ifs": "if(".repeat(10_000),
    backticks: "`".repeat(50_000),
    "param blocks": "param(".repeat(10_000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`reads ${name} in time that grows with the text`, () => {
      const best = Math.min(...[0, 1, 2].map(() => time(scanPowerShell, text)));
      assert.ok(best < 400, `${best.toFixed(0)} ms`);
      time(scanPython, text);
      time(scanMetadata, text);
    });
  }
});

type Scanner = (text: string) => unknown;

/** Milliseconds */
function time(scan: Scanner, text: string): number {
  const start = performance.now();
  scan(text);
  return performance.now() - start;
}
