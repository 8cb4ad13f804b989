/** The host's own PowerShell files run on Windows PowerShell 5.1 too: the list of src/local/hosts/powershell/README.md, as a test. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../../../../../src/local/hosts/powershell");

/** What 5.1 cannot parse or does not have, with the name it has in the README. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ["the ternary operator", /\?[^?.:\n][^\n]*\s:\s/],
  ["null coalescing", /\?\?/],
  ["null-conditional access", /\$\{?\w+\}?\?[.[]/],
  ["pipeline chains", /&&|\|\|/],
  ["background operator", /&\s*$/m],
  ["ForEach-Object -Parallel", /-Parallel\b/],
  ["clean blocks", /\bclean\s*\{/],
  ["ErrorView and PSStyle outside a check", /(?<!if \(\$PSStyle\) \{ )\$PSStyle\.OutputRendering|\$ErrorView/],
  ["ConvertFrom-Json -AsHashtable and -Depth", /ConvertFrom-Json\s[^\n]*-(AsHashtable|Depth|NoEnumerate|DateKind)/],
  ["ConvertTo-Json -AsArray and -EnumsAsStrings", /ConvertTo-Json\s[^\n]*-(AsArray|EnumsAsStrings|EscapeHandling)/],
  ["System.Text.Json", /Text\.Json/],
  ["numbers with new suffixes or binary digits", /\b(0b[01]+|\d+(uy|ul|us|y|u|n))\b/],
  ["escapes `e and `u{}", /`e|`u\{/],
  ["new string overloads", /\.Split\('[^']{2,}'/],
  [
    "-isnot with a negated class literal, Test-Json, Join-String, Get-Error, Get-Uptime",
    /\b(Test-Json|Join-String|Get-Error|Get-Uptime|Start-ThreadJob|Remove-Service|Show-Markdown)\b/,
  ],
  ["#Requires", /^#Requires/im],
];

/** Types that only .NET (Core) has, or that 5.1 has only after loading an assembly: allowed where the file guards them. */
const guarded: readonly (readonly [RegExp, RegExp])[] = [
  [/\[Web\.HttpUtility\]/, /System\.Web, Version=4\.0\.0\.0|channel|\$writer/],
  [/Newtonsoft/, /\$isCore|Newtonsoft\.Json\.Linq\.'\)/],
  [/Net\.Http\.HttpClient/, /System\.Net\.Http, Version=4\.0\.0\.0/],
  [/Commands\.JsonObject/, /Microsoft\.PowerShell\.Commands\.Utility, Version=3\.0\.0\.0/],
  [/\$IsWindows/, /\$isDesktop -or \$IsWindows/],
];

function scripts(): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ps[md]?1$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), "utf8")]);
}

/** Without comments and single-quoted text, so that words in them do not count. */
function code(text: string): string {
  return text.replace(/(^|\s)#(?!Requires)[^\n]*/g, "$1").replace(/'[^'\n]*'/g, "''");
}

/** What C# 5, the compiler of Windows PowerShell, cannot parse; where a .NET SDK is, test/host compiles the classes so. */
const forbiddenInClasses: readonly (readonly [string, RegExp])[] = [
  ["null-conditional access", /\?\.\w|\?\[/],
  ["interpolated texts", /\$@?"/],
  ["nameof", /\bnameof\(/],
  ["members with =>", /\)\s*=>|\w\s*=>\s*\w[^;,)]*;$/m],
  ["initialisers of properties, and properties without a setter", /\{ get; \}|\{ get;[^}]*\} =/],
  ["exception filters", /\bcatch\b[^\n]*\bwhen\b/],
  ["using static, and using without a block", /^\s*using static|^\s*using (var|\w+) \w+ =/m],
  ["variables in an argument or a test", /\bout (var|\w+) \w+[,)]|\bis (not )?\w+ [a-z]\w*\b(?! \?)\s*[)&|]/],
  ["tuples, digit separators, default without a type", /\d_\d|\bdefault[;,)]/],
  ["spans and newer overloads", /\bSpan<|\.Split\('[^']'\, |\.Contains\('|Environment\.ProcessId/],
];

describe("the host's PowerShell files", () => {
  it("are the host, its helpers and the module", () => {
    assert.deepEqual(
      scripts()
        .map(([name]) => name.replaceAll("\\", "/"))
        .toSorted(),
      [
        "compile.ps1",
        "debug.ps1",
        "host.ps1",
        "modules/Orchestrator.AssetManagement.Cmdlets/Orchestrator.AssetManagement.Cmdlets.psd1",
        "modules/Orchestrator.AssetManagement.Cmdlets/Orchestrator.AssetManagement.Cmdlets.psm1",
        "parameters.ps1",
        "time-zone.ps1",
        "warm-up.ps1",
      ],
    );
  });

  for (const [name, text] of scripts()) {
    it(`are plain ASCII, which 5.1 reads as what it is: ${name}`, () => {
      assert.match(text, /^[\t\n\x20-\x7e]*$/);
    });

    it(`avoid what 5.1 cannot parse or does not have: ${name}`, () => {
      const found = forbidden.filter(([, pattern]) => pattern.test(code(text))).map(([construct]) => construct);
      assert.deepEqual(found, []);
    });

    it(`guard what 5.1 has only after a check or a load: ${name}`, () => {
      for (const [use, guard] of guarded) {
        if (use.test(text)) {
          assert.match(text, guard);
        }
      }
    });
  }

  it("would be caught with constructs of 7", () => {
    const samples = [
      "$a ? 1 : 2",
      "$a ?? 1",
      "${a}?.b",
      "a && b",
      "1 | ForEach-Object -Parallel { }",
      '"`e[0m"',
      "0b11",
      "Test-Json x",
      "#Requires -Version 7",
    ];
    for (const sample of samples) {
      assert.ok(
        forbidden.some(([, pattern]) => pattern.test(code(sample))),
        sample,
      );
    }
  });

  it("hold classes of plain ASCII and C# 5, one a file", () => {
    const classes = readdirSync(join(folder, "compiled"));
    assert.ok(classes.length > 10);
    for (const name of classes) {
      const text = readFileSync(join(folder, "compiled", name), "utf8");
      assert.match(text, /^[\t\n\x20-\x7e]*$/, name);
      assert.match(text, /^\/\/ \S/, `${name} says what it is for`);
      assert.deepEqual(text.match(/^ {4}\S* ?(static |sealed )*class (\w+)/gm)?.length, 1, name);
      const bare = text.replace(/\/\/[^\n]*/g, "").replace(/"(\\.|[^"\\\n])*"/g, '""');
      const found = forbiddenInClasses.filter(([, pattern]) => pattern.test(bare)).map(([construct]) => construct);
      assert.deepEqual(found, [], name);
    }
  });

  it("would be caught with C# of later versions", () => {
    for (const sample of [
      "a?.b",
      '$"{a}"',
      "nameof(a)",
      "int A() => 1;",
      "int A { get; } = 1;",
      "int A { get; }",
      "catch (Exception e) when (a)",
      "using static System.Math;",
      "using var a = b;",
      "a.TryGetValue(b, out var c)",
      "if (a is string b)",
      "1_000",
      "a.Contains('b')",
    ]) {
      assert.ok(
        forbiddenInClasses.some(([, pattern]) => pattern.test(sample)),
        sample,
      );
    }
  });

  it("are told in the README, construct by construct", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    for (const [construct] of forbidden) {
      assert.ok(readme.includes(construct), construct);
    }
  });
});
