// The analysis meets half-typed and mangled texts all day: it never throws and never takes long.
// ANALYSIS_MUTATIONS=1000000 runs as many as issue 4 asks for.
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { describeRunbook } from "../../../src/analysis/describe-runbook";
import { scanMetadata } from "../../../src/analysis/metadata/scan-metadata";
import { scanPowerShell } from "../../../src/analysis/powershell/scan-powershell";
import { scanPython } from "../../../src/analysis/python/scan-python";
import { generateRunbook } from "../../host/oracle/generated-runbooks";

const count = Number(process.env.ANALYSIS_MUTATIONS ?? 4000);
const longestMs = 50;

const python = `"""Reads."""
import sys
import automationassets as aa
from automationassets import get_automation_connection
def login(conn, name="x"):
    return f"{conn['TenantId']} {name}", conn.get('AppId')
conn = get_automation_connection("Conn")
print(login(conn), sys.argv[1])
for n in ['a', 'b']:
    v = aa.get_automation_variable(n)
`;
const metadata = `{ "ConnectionFields": [ { "IsEncrypted": false, "IsOptional": true, "Name": "A b", "TypeName": "System.String" } ],
  "ConnectionTypeName": "T", "IntegrationModuleName": "M" }`;
const pieces = [
  ...Array.from("\"'`$@#(){}[]<>|&;,.:=-+!%*?\n\r\t \\_~^"),
  ...Array.from("\u2018\u201c\u2013\u00a0\u200b\ufeff\ud83d\0"),
  ...'$( @( @{ ${ <# #> @" "@ @\' \'@ :: .. && || ?? ?. --% [int] `\n \r\n """ \'\'\' f"{ }" \\\n'.split(" "),
  ..."param( function workflow configuration if( switch( foreach( try{ class data{ Get-AutomationVariable def import".split(
    " ",
  ),
];

describe("analysis of mutated texts", () => {
  it(`survives ${count} of them, none slower than ${longestMs} ms`, function () {
    this.timeout(0);
    const random = seeded(20_240_607);
    const slow: string[] = [];
    for (let round = 0; round < count; round++) {
      const [scan, seed] = pickSeed(random, round);
      const text = mutate(seed, random);
      // A busy machine can stop any run for a while: only what is slow each time counts.
      if (time(scan, text) > longestMs && Math.min(time(scan, text), time(scan, text), time(scan, text)) > longestMs) {
        slow.push(text);
      }
    }
    assert.deepEqual(slow, []);
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

function pickSeed(random: () => number, round: number): readonly [Scanner, string] {
  const choice = random();
  if (choice < 0.1) {
    return [scanPython, python];
  }
  if (choice < 0.15) {
    return [scanMetadata, metadata];
  }
  const runbook = generateRunbook(round % 997, { statements: 3, hasWorkflows: true });
  return [choice < 0.2 ? (text) => describeRunbook(text, "powershell") : scanPowerShell, runbook];
}

function mutate(seed: string, random: () => number): string {
  let text = seed;
  const pick = (): number => Math.floor(random() * (text.length + 1));
  for (let times = 1 + Math.floor(random() * 5); times > 0; times--) {
    const at = pick();
    const length = Math.floor(random() * 20);
    const piece = pieces[Math.floor(random() * pieces.length)] ?? "";
    switch (Math.floor(random() * 6)) {
      case 0:
        text = text.slice(0, at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 2:
        text = text.slice(0, at) + text.slice(at, at + length).repeat(3) + text.slice(at);
        break;
      case 3: {
        const from = pick();
        text = text.slice(0, at) + text.slice(from, from + 4 * length) + text.slice(at);
        break;
      }
      default:
        text = text.slice(0, at) + piece + text.slice(at + (random() < 0.5 ? 1 : 0));
    }
  }
  return text;
}

/** Milliseconds */
function time(scan: Scanner, text: string): number {
  const start = performance.now();
  scan(text);
  return performance.now() - start;
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
