import assert from "node:assert/strict";
import { describeRunbook } from "../../../src/analysis/describe-runbook";
import type { ParameterDefinition } from "../../../src/core/parameter";

function parameter(declaration: string): ParameterDefinition {
  const [only] = describeRunbook(`param(${declaration})`, "powershell").parameters;
  assert.ok(only, declaration);
  return only;
}

describe("describeRunbook: the kind of a runbook", () => {
  const kindOf = (text: string) => {
    const { type, declaredName, parameters } = describeRunbook(text, "powershell");
    return { type, declaredName, names: parameters.map(({ name }) => name) };
  };

  it("takes a script with or without a param block for a PowerShell runbook", () => {
    assert.deepEqual(kindOf("Write-Output 1"), { type: "PowerShell", declaredName: undefined, names: [] });
    assert.deepEqual(kindOf("param($a)"), { type: "PowerShell", declaredName: undefined, names: ["a"] });
    assert.deepEqual(kindOf("param()\nfoo"), { type: "PowerShell", declaredName: undefined, names: [] });
    assert.deepEqual(kindOf(""), { type: "PowerShell", declaredName: undefined, names: [] });
  });

  it("reads a workflow's own param block", () => {
    const text = "<# help #>\nworkflow Start-All\n{\n  Param([string] $Name)\n  InlineScript { param($inner) }\n}";
    assert.deepEqual(kindOf(text), { type: "PowerShellWorkflow", declaredName: "Start-All", names: ["Name"] });
    assert.deepEqual(kindOf("WORKFLOW a { }"), { type: "PowerShellWorkflow", declaredName: "a", names: [] });
  });

  it("reads a configuration, also behind its attribute", () => {
    const text = "[DscLocalConfigurationManager()]\nConfiguration Web {\n param([string[]]$Nodes)\n Node $Nodes { } }";
    assert.deepEqual(kindOf(text), { type: "Configuration", declaredName: "Web", names: ["Nodes"] });
  });

  it("takes a script that only uses a workflow for a script", () => {
    assert.equal(kindOf("param($a)\nworkflow b { param($c) }\nb").type, "PowerShell");
    assert.equal(kindOf("$x = 1\nworkflow b { }\nb").type, "PowerShell");
    assert.equal(kindOf("function f { param($inner) }\nf").names.length, 0);
  });

  it("looks past functions that stand before the workflow", () => {
    assert.equal(kindOf("function f { }\nworkflow b { param($c) }").declaredName, "b");
  });
});

describe("describeRunbook: parameters", () => {
  it("keeps the first type as it is written, and no type as an empty one", () => {
    const typed =
      "[string]$a,[System.String] $b,[int[]]$c,[Nullable[int]]$d,$e,[ValidateNotNull()][string]$f,[switch]$g";
    assert.deepEqual(
      describeRunbook(`param(${typed})`, "powershell").parameters.map(({ name, typeName }) => [name, typeName]),
      [
        ["a", "string"],
        ["b", "System.String"],
        ["c", "int[]"],
        ["d", "Nullable[int]"],
        ["e", ""],
        ["f", "string"],
        ["g", "switch"],
      ],
    );
  });

  it("knows every form of Mandatory", () => {
    const forms: readonly (readonly [string, boolean])[] = [
      ["[Parameter(Mandatory)]$a", true],
      ["[Parameter(Mandatory=$true)]$a", true],
      ["[parameter(MANDATORY = $True)]$a", true],
      ["[Parameter(Position=0, Mandatory=1)]$a", true],
      ["[Parameter(Mandatory=$false)]$a", false],
      ["[Parameter(Mandatory=0)]$a", false],
      ["[Parameter()]$a", false],
      ["[Parameters(Mandatory=$true)]$a", false],
      ["$a", false],
    ];
    for (const [text, isMandatory] of forms) {
      assert.equal(parameter(text).isMandatory, isMandatory, text);
    }
  });

  it("gives a default's text, and its value where it is a literal", () => {
    const defaults: readonly (readonly [string, unknown])[] = [
      ["'it''s'", "it's"],
      ['"a`tb"', "a\tb"],
      ["5", 5],
      ["-2.5", -2.5],
      ["0x1F", 31],
      ["2kb", 2048],
      ["$true", true],
      ["$FALSE", false],
      ["$null", null],
      ["@('a', 2)", ["a", 2]],
      ["@()", []],
      ["@{ a = 1; 'b c' = $true }", { a: 1, "b c": true }],
      ['"x" + (Get-Random)', undefined],
      ['"a $b"', undefined],
      ["(Get-Date)", undefined],
      ["$env:TEMP", undefined],
      ["[int]5", undefined],
    ];
    for (const [text, value] of defaults) {
      const { defaultText, defaultValue } = parameter(`$a = ${text}`);
      assert.equal(defaultText, text);
      assert.deepEqual(defaultValue, value, text);
    }
    assert.equal(parameter("$a").defaultText, undefined);
  });

  it("reads ValidateSet, ValidateRange, Alias and HelpMessage", () => {
    const read = parameter(
      "[Parameter(HelpMessage='the region')] [ValidateSet('a',\"b\", 3)] [Alias('x','y')] [ValidateRange(1, 0x10)] $a",
    );
    assert.deepEqual(read.allowedValues, ["a", "b", "3"]);
    assert.deepEqual(read.aliases, ["x", "y"]);
    assert.deepEqual(read.range, { min: 1, max: 16 });
    assert.equal(read.help, "the region");
    assert.equal(parameter("[ValidateRange('Positive')]$a").range, undefined);
  });

  it("finds the block behind comments, #Requires, using and attributes, whatever the line ends and case", () => {
    const text =
      "\ufeff# c\r\n#Requires -Version 5\r\nusing namespace System\r\n[CmdletBinding()]\r\nPARAM\r\n(\r\n$a # x\r\n,\r\n$b)\r\n";
    const { parameters } = describeRunbook(text, "powershell");
    assert.deepEqual(
      parameters.map(({ name, start, end }) => [name, text.slice(start, end)]),
      [
        ["a", "$a"],
        ["b", "$b"],
      ],
    );
  });

  it("is not led astray by brackets in strings, script blocks and comments", () => {
    const { parameters, problem } = describeRunbook(
      "param([ValidateScript({ $_ -match ')' })] $a = ')', <# ) #> $b = \"($(1)\", [ValidateSet('(', ',')] $c)",
      "powershell",
    );
    assert.deepEqual(
      parameters.map(({ name }) => name),
      ["a", "b", "c"],
    );
    assert.equal(problem, undefined);
  });

  it("says where a block is broken, and keeps what it could read", () => {
    const open = describeRunbook("param(\n  [string] $a,\n  $b\n", "powershell");
    assert.deepEqual(
      open.parameters.map(({ name }) => name),
      ["a", "b"],
    );
    assert.deepEqual(open.problem, {
      message: 'The param block is not closed: ")" is missing',
      offset: 5,
      line: 1,
    });
    const comma = describeRunbook("param(\n  $a\n  $b\n)", "powershell");
    assert.equal(comma.problem?.message, 'A comma is missing after the parameter "a"');
    assert.deepEqual([comma.problem.line, comma.parameters.length], [2, 2]);
    assert.equal(describeRunbook("param([string $a)", "powershell").problem?.line, 1);
  });

  it("takes help from .PARAMETER and the synopsis from .SYNOPSIS, in block and line comments", () => {
    const block = describeRunbook(
      "<#\n.SYNOPSIS\n  Starts\n  machines.\n\n  More.\n.PARAMETER Name\n  The name.\n  Of it.\n.EXAMPLE\n  x\n#>\nparam($name)",
      "powershell",
    );
    assert.equal(block.synopsis, "Starts machines.");
    assert.equal(block.parameters[0]?.help, "The name.\nOf it.");
    const lines = describeRunbook("# .SYNOPSIS\n#   Does it.\nparam($a)", "powershell");
    assert.equal(lines.synopsis, "Does it.");
    const inside = describeRunbook("workflow w {\n<#\n.SYNOPSIS\nIn it.\n#>\nparam($a)\n}", "powershell");
    assert.equal(inside.synopsis, "In it.");
    const nested = describeRunbook("function f {\n<#\n.SYNOPSIS\nOf f.\n#>\n}\nf", "powershell");
    assert.equal(nested.synopsis, "");
  });
});

describe("describeRunbook: Python", () => {
  it("has positions instead of parameters, and a docstring", () => {
    const description = describeRunbook(
      '#!/usr/bin/env python3\n"""Reads\nthings.\n\nMore."""\nimport sys\n',
      "python",
    );
    assert.deepEqual(
      { ...description },
      {
        language: "python",
        type: "Python3",
        declaredName: undefined,
        parameters: [],
        problem: undefined,
        synopsis: "Reads things.",
      },
    );
    assert.equal(describeRunbook("x = 1\n'not one'", "python").synopsis, "");
  });
});
