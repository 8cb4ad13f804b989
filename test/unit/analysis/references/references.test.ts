import assert from "node:assert/strict";
import type { ReadableAssetKind } from "../../../../src/core/asset";
import { groupDependencies } from "../../../../src/analysis/references/dependencies";
import { dependencyUses } from "../../../../src/analysis/references/dependency-uses";
import { LineIndex } from "../../../../src/analysis/references/line-index";
import { literalWith, occurrencesOf } from "../../../../src/analysis/references/occurrences";
import { scanRunbook } from "../../../../src/analysis/references/scan-runbook";

function renamed(
  text: string,
  from: string,
  to: string,
  kind: ReadableAssetKind = "variable",
  language: "powershell" | "python" = "powershell",
): string {
  const scan = scanRunbook(text, language);
  return occurrencesOf(scan, kind, from)
    .toReversed()
    .reduce(
      (result, { start, end }) =>
        result.slice(0, start) + literalWith(scan, text, { start, end }, to) + result.slice(end),
      text,
    );
}

describe("renaming an asset in a text", () => {
  const cases: readonly (readonly [before: string, to: string, after: string])[] = [
    [
      "Get-AutomationVariable -Name 'A'; Set-AutomationVariable A -Value 1",
      "B",
      "Get-AutomationVariable -Name 'B'; Set-AutomationVariable B -Value 1",
    ],
    ['Get-AutomationVariable "a"', "It's", 'Get-AutomationVariable "It\'s"'],
    ["Get-AutomationVariable 'a'", "It's", "Get-AutomationVariable 'It''s'"],
    ['Get-AutomationVariable "A"', "a$b`c", 'Get-AutomationVariable "a`$b``c"'],
    ["Get-AutomationVariable A", "two words", "Get-AutomationVariable 'two words'"],
    [
      "$n = 'A'\nGet-AutomationVariable $n; Get-AutomationVariable -Name $n",
      "B",
      "$n = 'B'\nGet-AutomationVariable $n; Get-AutomationVariable -Name $n",
    ],
    ["param($n = 'A')\nGet-AutomationVariable $n", "B", "param($n = 'B')\nGet-AutomationVariable $n"],
    ["$p = @{ Name = 'A' }\nGet-AutomationVariable @p", "B", "$p = @{ Name = 'B' }\nGet-AutomationVariable @p"],
    ["\"$(Get-AutomationVariable -Name 'A')\"", "B", "\"$(Get-AutomationVariable -Name 'B')\""],
    ["Get-AutomationVariable ‘A’", "B", "Get-AutomationVariable 'B'"],
    ["Get-AutomationVariable -Name:'A' -DoNotDecrypt", "B", "Get-AutomationVariable -Name:'B' -DoNotDecrypt"],
    ["Get-AutomationConnection 'A'; Write-Output 'A' # A", "B", "Get-AutomationConnection 'A'; Write-Output 'A' # A"],
  ];
  for (const [before, to, after] of cases) {
    it(`turns ${JSON.stringify(before)} into ${JSON.stringify(after)}`, () =>
      assert.equal(renamed(before, "A", to), after));
  }

  it("gives a text whose calls have the new name", () => {
    for (const name of ["B", "It's", 'a"b', "a$b", "a`b", "‘x’", "“x”", "two words", "-x", "1"]) {
      for (const before of [
        "Get-AutomationVariable 'A'",
        'Get-AutomationVariable "A"',
        "Get-AutomationVariable A",
        '"$(Get-AutomationVariable "A")"',
      ]) {
        if (before.startsWith('"') && name.includes("“")) {
          continue; // There PowerShell reads an escaped curly quote as a straight one: no way to write it.
        }
        const after = renamed(before, "A", name);
        assert.equal(scanRunbook(after, "powershell").assets[0]?.name, name, after);
      }
    }
  });

  it("works in Python, with the string's quotes", () => {
    const before =
      "import automationassets as a\na.get_automation_variable('A'); a.set_automation_variable(\"A\", 1)\n";
    assert.equal(
      renamed(before, "a", 'I\'m "B"', "variable", "python"),
      'import automationassets as a\na.get_automation_variable(\'I\\\'m "B"\'); a.set_automation_variable("I\'m \\"B\\"", 1)\n',
    );
  });
});

describe("lists of dependencies", () => {
  it("group by kind and name without case, absent ones first, unknown names last", () => {
    const uses = [
      ...dependencyUses(
        "b.ps1",
        "Get-AutomationVariable 'here'\nGet-AutomationVariable $x\nGet-AutomationConnection C",
        "powershell",
      ),
      ...dependencyUses(
        "a.ps1",
        "Get-AutomationVariable HERE\nGet-AutomationVariable Gone\nImport-Module Az.Compute",
        "powershell",
      ),
    ];
    const known = new Map([
      ["variable", ["Here"]],
      ["connection", ["C"]],
    ] as const);
    assert.deepEqual(
      groupDependencies(uses, known).map(({ kind, name, presence, uses: at }) => [
        kind,
        name,
        presence,
        at.map(({ path, line }) => `${path}:${line}`).join(" "),
      ]),
      [
        ["variable", "Gone", "absent", "a.ps1:1"],
        ["connection", "C", "present", "b.ps1:2"],
        ["variable", "Here", "present", "a.ps1:0 b.ps1:0"],
        ["module", "Az.Compute", "unknown", "a.ps1:2"],
        ["variable", undefined, "unknown", "b.ps1:1"],
      ],
    );
  });
});

describe("positions", () => {
  it("count lines as VS Code does", () => {
    const index = new LineIndex("a\r\nb\rc\nd");
    assert.deepEqual(
      [0, 1, 3, 5, 7, 8].map((offset) => index.positionAt(offset)),
      [
        { line: 0, character: 0 },
        { line: 0, character: 1 },
        { line: 1, character: 0 },
        { line: 2, character: 0 },
        { line: 3, character: 0 },
        { line: 3, character: 1 },
      ],
    );
  });
});
