/** How parameter values reach a runbook (specs/powershell-host.md section 5), in a real pwsh. */
import assert from "node:assert/strict";

import type { Json } from "../../../src/core/json";
import { needPwsh, noServices, runScript, type ScriptRun } from "./support/run-script";

function output(run: ScriptRun): readonly string[] {
  return run.records.filter((record) => record.stream === "Output").map((record) => record.text);
}

describe("PowerShell host, parameters", function () {
  this.timeout(120_000);
  before(function () {
    needPwsh(this);
  });

  it("converts texts to the types of the param block", async () => {
    const run = await runScript(
      `param([int] $Int, [bool] $Bool, [switch] $Switch, [switch] $Off, [hashtable] $Table, [string[]] $Texts, [datetime] $Date, [string] $Text, $Any, [double] $Real,
[Nullable[int]] $Perhaps, [object] $Object, [guid] $Guid, [array] $List, [hashtable] $JsonTable, [int[]] $Numbers, [string] $Number, [string] $FromObject, [long] $Long, [DayOfWeek] $Day, [decimal] $Money)
"$Int $($Int.GetType().Name)"; "$Bool $Switch $Off"; $Table.GetType().Name; $Table.x.GetType().Name; $Table.x.y.Count
"$($Texts.GetType().Name) $($Texts -join '|')"; $Date.ToString('o'); $Text; "$Any $($Any.GetType().Name)"; "$Real"; "$($null -eq $Perhaps)"
"$($Object.GetType().Name) $($Object.k)"; "$Guid"; "$($List.Count)"; $JsonTable.a; "$($Numbers.GetType().Name) $Numbers"; $Number; $FromObject; "$Long"; "$Day"; "$Money"`,
      {
        parameters: {
          int: "42",
          BOOL: "true",
          Switch: "1",
          Off: false,
          Table: { x: { y: [1, 2] } },
          Texts: ["q", "2024-01-01T00:00:00Z"],
          Date: "2024-03-04T05:06:07Z",
          Text: "2024-01-01T00:00:00Z",
          Any: 5,
          Real: "1.5",
          Perhaps: "",
          Object: { k: "2024-01-01T00:00:00Z" },
          Guid: "11111111-1111-1111-1111-111111111111",
          List: [1],
          JsonTable: '{"a":"b"}',
          Numbers: "[1, 2]",
          Number: 7,
          FromObject: { a: [1] },
          Long: 5_000_000_000,
          Day: "Friday",
          Money: "1.10",
        },
      },
    );
    assert.equal(run.outcome.kind, "completed", run.outcome.exception);
    assert.deepEqual(output(run), [
      "42 Int32",
      "True True False",
      "Hashtable",
      "Hashtable",
      "2",
      "String[] q|2024-01-01T00:00:00Z",
      "2024-03-04T05:06:07.0000000Z",
      "2024-01-01T00:00:00Z",
      "5 Int32",
      "1.5",
      "True",
      "PSCustomObject 2024-01-01T00:00:00Z",
      "11111111-1111-1111-1111-111111111111",
      "1",
      "b",
      "Int32[] 1 2",
      "7",
      '{"a":[1]}',
      "5000000000",
      "Friday",
      "1.10",
    ]);
  });

  it("gives empty texts, nulls, empty arrays and other letters unharmed, and defaults where nothing is given", async () => {
    const text =
      "param([string] $Empty = 'd', $Nothing = 'd', [object[]] $None = @(1), $Default = 'default', $Odd)\n\"[$Empty] $($null -eq $Nothing) $($None.Count) $Default $Odd\"";
    const odd = "tab\t quote\" line\n back\\ \u00e9 \u{1f600} 'x";
    const run = await runScript(text, { parameters: { Empty: "", Nothing: null, None: [], Odd: odd } });
    assert.deepEqual(output(run), [`[] True 0 default ${odd}`]);
  });

  it("looks a credential up by its name, and follows aliases", async () => {
    const run = await runScript(
      "param([Alias('Login')] [pscredential] $Credential)\n$Credential.UserName; $Credential.GetNetworkCredential().Password",
      {
        parameters: { Login: "admin" },
        services: {
          ...noServices,
          getAsset: (kind, name) =>
            Promise.resolve(kind === "credential" ? { kind, name, userName: "u", password: "p" } : undefined),
        },
      },
    );
    assert.deepEqual(output(run), ["u", "p"]);
  });

  const refused: readonly (readonly [string, Json, string])[] = [
    ["[int]", "1.5", 'Cannot convert the value "1.5" of parameter "P" to type [Int32]: a whole number is wanted.'],
    ["[int]", "", 'Cannot convert the value "" of parameter "P" to type [Int32]: a whole number is wanted.'],
    ["[int]", "abc", 'Cannot convert the value "abc" of parameter "P" to type [Int32]: a whole number is wanted.'],
    [
      "[int]",
      99999999999,
      'Cannot convert the value 99999999999 of parameter "P" to type [Int32]: the number does not fit.',
    ],
    [
      "[double]",
      "1,5",
      'Cannot convert the value "1,5" of parameter "P" to type [Double]: a number is wanted, with a point for decimals.',
    ],
    [
      "[bool]",
      "maybe",
      'Cannot convert the value "maybe" of parameter "P" to type [Boolean]: true or false is wanted.',
    ],
    [
      "[switch]",
      "x",
      'Cannot convert the value "x" of parameter "P" to type [SwitchParameter]: true or false is wanted.',
    ],
    ["[hashtable]", "{", 'Cannot convert the value "{" of parameter "P" to type [Hashtable]: a JSON object is wanted.'],
    [
      "[int[]]",
      ["1", "x"],
      'Cannot convert the value an array of parameter "P" to type [Int32[]]: item 1, "x": a whole number is wanted.',
    ],
    [
      "[datetime]",
      "tomorrow",
      'Cannot convert the value "tomorrow" of parameter "P" to type [DateTime]: a date is wanted, such as 2024-05-31 or 2024-05-31T08:00:00Z.',
    ],
    [
      "[pscredential]",
      "nobody",
      'Cannot convert the value "nobody" of parameter "P" to type [PSCredential]: There is no credential "nobody" in the account "test".',
    ],
  ];
  for (const [type, value, message] of refused) {
    it(`refuses ${JSON.stringify(value)} for ${type} before the runbook begins`, async () => {
      const run = await runScript(`param(${type} $P)\n"begun"`, { parameters: { P: value } });
      assert.equal(run.outcome.kind, "failed");
      assert.equal(run.outcome.exception, message);
      assert.deepEqual(output(run), []);
    });
  }

  it("leaves validation to PowerShell, whose message names the parameter", async () => {
    const run = await runScript("param([ValidateSet('a', 'b')] [string] $Choice)\n'begun'", {
      parameters: { Choice: "c" },
    });
    assert.equal(run.outcome.kind, "failed");
    assert.match(run.outcome.exception ?? "", /'Choice'.*"c"/);
  });

  it("calls the workflow of a file by its name, with converted parameters", async () => {
    // A function stands in for a workflow, which only Windows PowerShell 5.1 has.
    const run = await runScript('function Start-It { param([int] $Count, [bool] $On) "$($Count + 1) $On" }', {
      parameters: { Count: "2", On: "true" },
      workflowName: "Start-It",
    });
    assert.deepEqual(output(run), ["3 True"]);
  });
});
