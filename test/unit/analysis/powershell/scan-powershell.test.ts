// Every requirement that real runbooks put on the scanner (specs/runbook-analysis.md) is a test here.
import assert from "node:assert/strict";
import { scanPowerShell } from "../../../../src/analysis/powershell/scan-powershell";
import { decodeText } from "../../../../src/analysis/decode-text";

/** Calls as `call name|nameKind/resolution -> assignedTo {fields}`, without the parts that are the usual ones. */
function calls(text: string): readonly string[] {
  return scanPowerShell(text).assets.map((asset) => {
    const name = asset.name === undefined ? "" : ` ${asset.name}`;
    const how = asset.nameKind === "constant" ? "" : ` (${asset.nameKind}/${asset.resolution})`;
    const to = asset.assignedTo === undefined ? "" : ` -> ${asset.assignedTo}`;
    const fields = asset.fields.length === 0 ? "" : ` {${asset.fields.map((field) => field.name).join(" ")}}`;
    return `${asset.call.replace(/^(\w+)-Automation/, "$1")}${name}${how}${to}${fields}`;
  });
}

describe("PowerShell scanner: characters", () => {
  it("takes the long dashes for a dash before a parameter, but not in a command's name", () => {
    for (const dash of ["\u2013", "\u2014", "\u2015"]) {
      assert.deepEqual(calls(`Get-AutomationVariable ${dash}Name x`), ["GetVariable x"], dash);
      assert.deepEqual(calls(`Get${dash}AutomationVariable -Name x`), [], dash);
    }
  });

  it("takes curly quotes for quotes, mixed ones too, but not U+201F", () => {
    for (const [open, close] of ["\u2018\u2019", "\u201a\u201b", "\u2018'", "\u201c\u201d", '\u201e"', '"\u201c']) {
      assert.deepEqual(calls(`Get-AutomationVariable -Name ${open ?? ""}a b${close ?? ""}`), ["GetVariable a b"], open);
    }
    assert.deepEqual(calls("Get-AutomationVariable -Name \u201fa b"), ["GetVariable \u201fa"]);
  });

  it("takes every white space of PowerShell for one", () => {
    const spaces =
      " \t\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
    for (const space of spaces) {
      assert.deepEqual(
        calls(`$x${space}=${space}Get-AutomationVariable${space}-Name${space}a`),
        ["GetVariable a -> x"],
        `U+${space.charCodeAt(0).toString(16)}`,
      );
    }
  });

  it("takes U+200B and U+FEFF inside a file for part of a name", () => {
    assert.deepEqual(calls("\u200bGet-AutomationVariable a"), []);
    assert.deepEqual(calls("x\n\ufeffGet-AutomationVariable a"), []);
    assert.deepEqual(scanPowerShell("x\n\ufeffworkflow y { }").syntax.definitions, []);
  });

  it("ignores a byte order mark at the start", () => {
    assert.deepEqual(calls("\ufeffGet-AutomationVariable a"), ["GetVariable a"]);
  });

  it("ends lines at CRLF, LF and lone CR, not at U+2028 or U+0085", () => {
    for (const end of ["\r\n", "\n", "\r"]) {
      assert.deepEqual(calls(`Get-AutomationVariable${end}a`), ["GetVariable (missing/none)"]);
    }
    for (const space of ["\u2028", "\u0085"]) {
      assert.deepEqual(calls(`Get-AutomationVariable${space}a`), ["GetVariable a"]);
    }
  });

  it("continues a line behind a backtick only right before the line break", () => {
    assert.deepEqual(calls("Get-AutomationVariable `\n -Name a"), ["GetVariable a"]);
    assert.deepEqual(calls("Get-AutomationVariable `\r\n -Name a"), ["GetVariable a"]);
    assert.deepEqual(calls("Get-AutomationVariable ` \n -Name a"), ["GetVariable (missing/none)"]);
    assert.deepEqual(calls("Get-AutomationVariable `\n # comment\n -Name a"), ["GetVariable (missing/none)"]);
  });

  it("gives offsets into the text as it is", () => {
    const text = "# é\r\n$x = Get-AutomationVariable -Name 'a b'";
    const [asset] = scanPowerShell(text).assets;
    assert.ok(asset);
    assert.equal(text.slice(asset.nameStart, asset.nameEnd), "'a b'");
    assert.equal(text.slice(asset.callStart, asset.callEnd), "Get-AutomationVariable");
    assert.equal(text.slice(asset.start, asset.end), "Get-AutomationVariable -Name 'a b'");
  });
});

describe("PowerShell scanner: the name of an asset", () => {
  const cases: Readonly<Record<string, string>> = {
    "-Name 'a'": "a",
    "-Name a": "a",
    "'a'": "a",
    a: "a",
    "-n a": "a",
    "-Na 'a'": "a",
    "-NAME 'a'": "a",
    "-Name:'a'": "a",
    "-Name: 'a'": "a",
    "-Name:a": "a",
    "-Name  'a'": "a",
    "-Verbose -Name 'a'": "a",
    "-ErrorAction Stop 'a'": "a",
    "-EA Stop a": "a",
    "-DoNotDecrypt a": "a",
    "-DoNotDecrypt:$true a": "a",
    "-Name 'it''s'": "it's",
    '-Name "a`"b"': 'a"b',
    '-Name "a""b"': 'a"b',
    "-Name a\"b\"'c'": "abc",
    "-Name -5": "-5",
    "-Name 5": "5",
    "-Name @'\na b\n'@": "a b",
    '-Name @"\na b\n"@': "a b",
    "<# x #> -Name <# y #> 'a'": "a",
    "-Name a # b": "a",
    "-Name a#b": "a#b",
  };
  for (const [args, name] of Object.entries(cases)) {
    it(`is the constant ${JSON.stringify(name)} in ${JSON.stringify(args)}`, () => {
      const [asset] = scanPowerShell(`Get-AutomationVariable ${args}`).assets;
      assert.deepEqual([asset?.nameKind, asset?.name, asset?.resolution], ["constant", name, "literal"]);
    });
  }

  it("is an expression where it is put together", () => {
    for (const args of ["a$b", '"a$b"', "'a','b'", "($a)", "$a.b", "$a[0]", "$(b)", '"a$(b)"', "$a/b", "(b c)"]) {
      assert.deepEqual(calls(`Get-AutomationVariable -Name ${args}`), ["GetVariable (expression/none)"], args);
    }
  });

  it("is missing where the call has none", () => {
    for (const args of ["", "-Name", "-Name -Verbose", "| Out-Null", "; a", "# a"]) {
      assert.deepEqual(calls(`Get-AutomationVariable ${args}`), ["GetVariable (missing/none)"], args);
    }
    assert.deepEqual(calls("$x | Get-AutomationVariable"), ["GetVariable (expression/none)"]);
  });

  it("is no parameter behind two dashes", () => {
    assert.deepEqual(calls("Get-AutomationVariable --Name a"), ["GetVariable --Name"]);
  });

  it("resolves a variable with one assignment of a constant", () => {
    assert.deepEqual(calls("$n = 'a'\nGet-AutomationVariable -Name $n"), [
      "GetVariable a (variable/single-assignment)",
    ]);
    assert.deepEqual(calls("$N = 'a'\nGet-AutomationVariable $script:n"), [
      "GetVariable a (variable/single-assignment)",
    ]);
    assert.deepEqual(calls("$n = 'a'\nInlineScript { Get-AutomationVariable $using:n }"), [
      "GetVariable a (variable/single-assignment)",
    ]);
    assert.deepEqual(calls("[string] $n = 'a'; Get-AutomationVariable ${n}"), [
      "GetVariable a (variable/single-assignment)",
    ]);
  });

  it("does not resolve a variable that can hold something else", () => {
    const others = [
      "$n = 'a'; $n = 'b'",
      "$n = 'a'; $n += 'b'",
      "$n = 'a' + $b",
      "foreach ($n in 'a', 'b') { }",
      "$n, $m = 'a', 'b'",
      "$n = Get-Name",
      "$n = 'a'; Get-Date -OutVariable n",
      "$n = 'a'; Set-Variable n 'b'",
      "$n = 'a'; Clear-Variable -Name n",
      "$n = 'a'; Remove-Variable n",
      "$n = 'a'; $n++",
      "",
    ];
    for (const text of others) {
      assert.deepEqual(calls(`${text}\nGet-AutomationVariable -Name $n`), ["GetVariable (variable/none)"], text);
    }
    assert.deepEqual(calls("Get-AutomationVariable $n\n$n = 'a'"), ["GetVariable (variable/none)"]);
    assert.deepEqual(calls("Get-AutomationVariable $env:n"), ["GetVariable (variable/none)"]);
  });

  it("tells a parameter's default from an assignment", () => {
    assert.deepEqual(calls("param($n = 'a')\nGet-AutomationConnection -Name $n"), [
      "GetConnection a (variable/param-default)",
    ]);
    assert.deepEqual(calls("param($n)\nGet-AutomationConnection -Name $n"), ["GetConnection (variable/none)"]);
    assert.deepEqual(calls("param($n = 'a')\n$n = 'b'\nGet-AutomationConnection -Name $n"), [
      "GetConnection (variable/none)",
    ]);
  });

  it("finds the name in a splatted table", () => {
    assert.deepEqual(calls("$p = @{ NAME = 'a' }\nGet-AutomationVariable @p"), ["GetVariable a (splat/splat-literal)"]);
    assert.deepEqual(calls("$p = @{ Name = $x }\nGet-AutomationVariable @p"), ["GetVariable (splat/none)"]);
    assert.deepEqual(calls("Get-AutomationVariable @p"), ["GetVariable (splat/none)"]);
    assert.deepEqual(calls("Get-AutomationVariable @p -Name a"), ["GetVariable a"]);
  });
});

describe("PowerShell scanner: what is a call", () => {
  it("knows the four kinds, get and set", () => {
    const text = [
      "Get-AutomationConnection c",
      "Get-automationPsCredential d",
      "Get-AutomationCertificate e",
      "Set-AutomationVariable -Value 5 -Name f",
      "Orchestrator.AssetManagement.Cmdlets\\Get-AutomationVariable g",
      "& 'Get-AutomationVariable' h",
    ].join("\n");
    assert.deepEqual(
      scanPowerShell(text).assets.map(({ kind, operation, name }) => `${operation} ${kind} ${name ?? ""}`),
      [
        "get connection c",
        "get credential d",
        "get certificate e",
        "set variable f",
        "get variable g",
        "get variable h",
      ],
    );
  });

  it("finds calls wherever commands can stand", () => {
    const call = "Get-AutomationVariable a";
    const places = [
      `(${call}).Split(',')`,
      `[int] (${call})`,
      `foo (${call}) -x`,
      `foo -x $(${call})`,
      `"a $(${call}) b"`,
      `@"\na $(${call}) b\n"@`,
      `@(${call})`,
      `@{ a = ${call} }`,
      `@{ a = (${call}); b = 1 }`,
      `$x = if ($y) { ${call} } else { 1 }`,
      `if ((${call}) -eq 'b') { }`,
      `foreach ($i in ${call}) { }`,
      `switch (${call}) { default { } }`,
      `try { } catch { } finally { ${call} }`,
      `$y | ForEach-Object { ${call} }`,
      `1; ${call}`,
      `return ${call}`,
      `throw "x: $(${call})"`,
      `function f { ${call} }`,
      `workflow w { InlineScript { ${call} } }`,
      `workflow w { parallel { ${call} } }`,
      `workflow w { foreach -parallel ($i in $j) { ${call} } }`,
      `configuration c { Node n { Script s { SetScript = { ${call} } } } }`,
      `$x.Method((${call}), 1)`,
      `$x[(${call})]`,
      `[a]::b((${call}))`,
      `${call} | Out-Null`,
      `foo; ${call}; bar`,
      `$x.y = ${call}`,
      `param($p = (${call}))`,
      `begin { ${call} }`,
      `class A { [string] b() { return (${call}) } }`,
      `foo && ${call}`,
    ];
    for (const text of places) {
      assert.deepEqual(
        scanPowerShell(text).assets.map(({ name }) => name),
        ["a"],
        text,
      );
    }
  });

  it("finds none where only the words stand", () => {
    const others = [
      "# Get-AutomationVariable a",
      "<#\n.EXAMPLE\nGet-AutomationVariable -Name a\n#>",
      "'Get-AutomationVariable a'",
      '"Get-AutomationVariable a"',
      "@'\n$(Get-AutomationVariable a)\n'@",
      "function Get-AutomationVariable { param($Name) }",
      "Mock Get-AutomationVariable { 5 }",
      "Get-Command -Name 'Get-AutomationVariable'",
      "Get-AzAutomationVariable -Name a",
      "Get-AzureRmAutomationVariable -Name a",
      "Get-AzureAutomationVariable a",
      "Get-BatchAutomationVariable a",
      "Start-AutomationChildRunbook a",
      "Get-AutomationVariables a",
      "Other\\Get-AutomationVariable a",
      "@{ Get-AutomationVariable = 1 }",
      "Write-Output Get-AutomationVariable a",
    ];
    for (const text of others) {
      assert.deepEqual(calls(text), [], text);
    }
  });

  it("takes `Key = Get-...` of a DSC resource for a call that is assigned to nothing", () => {
    const text = [
      "Configuration Web",
      "{",
      "  Import-DscResource -ModuleName PSDesiredStateConfiguration",
      "  $c = Get-AutomationPSCredential 'a'",
      "  Node $AllNodes.NodeName",
      "  {",
      "    User 'x'",
      "    {",
      "      UserName = Get-AutomationVariable -Name 'b'",
      "      Password= Get-AutomationPSCredential -Name 'c'",
      "      Ensure = 'Present'; Disabled = (Get-AutomationVariable 'd')",
      "    }",
      "  }",
      "}",
    ].join("\n");
    assert.deepEqual(calls(text), ["GetPSCredential a -> c", "GetVariable b", "GetPSCredential c", "GetVariable d"]);
  });
});

describe("PowerShell scanner: who gets the result", () => {
  it("names the variable, also through parentheses, casts and a chain", () => {
    const cases: Readonly<Record<string, string>> = {
      "$x = Get-AutomationVariable a": "x",
      "$x = (Get-AutomationVariable a)": "x",
      "$x = [int] (Get-AutomationVariable a)": "x",
      "$x = [int](Get-AutomationVariable a)": "x",
      "[string] $x = Get-AutomationVariable a": "x",
      "$x = $y = Get-AutomationVariable a": "y",
      "$script:x = Get-AutomationVariable a": "x",
      "${a b} = Get-AutomationVariable a": "a b",
      "$x=Get-AutomationVariable a": "x",
      "$x =\n  Get-AutomationVariable a": "x",
    };
    for (const [text, name] of Object.entries(cases)) {
      assert.equal(scanPowerShell(text).assets[0]?.assignedTo, name, text);
    }
  });

  it("names none where the result goes on, or nowhere", () => {
    const others = [
      "$x = Get-AutomationVariable a | Out-Null",
      "$null = Get-AutomationVariable a",
      "Get-AutomationVariable a",
      "$x.y = Get-AutomationVariable a",
      "$x, $y = Get-AutomationVariable a",
      "$x = (Get-AutomationVariable a).Split(',')",
      "$x = 'b' + (Get-AutomationVariable a)",
    ];
    for (const text of others) {
      assert.equal(scanPowerShell(text).assets[0]?.assignedTo, undefined, text);
    }
  });
});

describe("PowerShell scanner: fields that are read", () => {
  const connection = "$Conn = Get-AutomationConnection c\n";

  it("knows every form of access, without case in the variable", () => {
    const forms: Readonly<Record<string, string>> = {
      "$Conn.TenantId": "TenantId",
      "$conn.tenantid": "tenantid",
      "$Conn['Field']": "Field",
      '$Conn["Field"]': "Field",
      "$Conn.'Field name'": "Field name",
      '$Conn."APIVersion (Default is 2014-10-10)"': "APIVersion (Default is 2014-10-10)",
      "$script:Conn.A": "A",
      "${Conn}.A": "A",
      "InlineScript { $using:Conn.A }": "A",
      '"x $($Conn.A) y"': "A",
      "foo -TenantId $Conn.TenantId": "TenantId",
      "foo $Conn.A,$x": "A",
      "$x.y($Conn.A)": "A",
      "$Conn.A.ToString()": "A",
      "function f { $Conn.A }": "A",
    };
    for (const [text, field] of Object.entries(forms)) {
      assert.deepEqual(
        scanPowerShell(connection + text).assets[0]?.fields.map(({ name }) => name),
        [field],
        text,
      );
    }
    assert.deepEqual(calls("(Get-AutomationConnection c).TenantId"), ["GetConnection c {TenantId}"]);
  });

  it("gives the field's own place", () => {
    const text = `${connection}$Conn['Tenant Id']`;
    const [field] = scanPowerShell(text).assets[0]?.fields ?? [];
    assert.equal(text.slice(field?.start, field?.end), "Tenant Id");
  });

  it("does not take methods, computed names and text for fields", () => {
    for (const text of [
      "$Conn.Add('a', 1)",
      "$Conn.$x",
      "$Conn[$x]",
      '"$Conn.A"',
      "'$Conn.A'",
      "$Connection.A",
      "$x.Conn.A",
    ]) {
      assert.deepEqual(scanPowerShell(connection + text).assets[0]?.fields, [], text);
    }
  });

  it("binds a read to the nearest assignment before it", () => {
    const text = "$c = Get-AutomationConnection a\n$c.A\n$c = Get-AutomationConnection b\n$c.B\n$c = $null\n$c.C";
    assert.deepEqual(calls(text), ["GetConnection a -> c {A}", "GetConnection b -> c {B}"]);
  });

  it("does not mix a function's own variable with the script's", () => {
    const text = "$c = Get-AutomationConnection a\nfunction f { param($c) $c.X }\nfunction g { $c.Y }\n$c.Z";
    assert.deepEqual(calls(text), ["GetConnection a -> c {Y Z}"]);
  });
});

describe("PowerShell scanner: everything else that a runbook names", () => {
  it("finds child runbooks: jobs and inline ones", () => {
    const text =
      "Start-AutomationRunbook -Name 'Child' -Parameters @{ a = 1 }\n.\\Inline-Child.ps1 -a b\n$n='x'; Start-AutomationRunbook $n";
    assert.deepEqual(
      scanPowerShell(text).children.map(({ how, name, nameKind }) => [how, name, nameKind]),
      [
        ["job", "Child", "constant"],
        ["inline", "Inline-Child", "constant"],
        ["job", "x", "variable"],
      ],
    );
  });

  it("finds modules in #Requires, using and Import-Module", () => {
    const text = [
      "#Requires -Modules Az.Accounts, @{ ModuleName = 'Az.Storage'; ModuleVersion = '5.0' }",
      "#requires -version 5",
      "using module Az.Compute",
      "using namespace System.IO",
      "Import-Module Az.Network, 'Az.Sql' -Force",
      "ipmo -Name Az.Dns",
      "Import-Module $path",
    ].join("\n");
    assert.deepEqual(
      scanPowerShell(text).modules.map(({ name, how }) => `${how} ${name}`),
      [
        "requires Az.Accounts",
        "requires Az.Storage",
        "using Az.Compute",
        "import Az.Network",
        "import Az.Sql",
        "import Az.Dns",
      ],
    );
  });

  it("finds the uses of the managed identity", () => {
    const text = [
      "Connect-AzAccount -Identity",
      "Connect-AzAccount -Identity:$false",
      "Connect-AzAccount -ServicePrincipal",
      "Invoke-RestMethod $env:IDENTITY_ENDPOINT -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }",
      '"$env:IDENTITY_ENDPOINT?resource=x"',
      "[Environment]::GetEnvironmentVariable('MSI_ENDPOINT')",
      "Invoke-RestMethod 'http://169.254.169.254/metadata/identity/oauth2/token'",
    ].join("\n");
    assert.deepEqual(
      scanPowerShell(text).identity.map(({ how }) => how),
      [
        "Connect-AzAccount -Identity",
        "IDENTITY_ENDPOINT",
        "IDENTITY_HEADER",
        "IDENTITY_ENDPOINT",
        "MSI_ENDPOINT",
        "IMDS",
      ],
    );
  });

  it("finds suppression comments with their codes", () => {
    const text =
      "foo # runbook-workbench disable RW101\n# runbook-workbench disable-next-line rw102, RW205 because of X1\n# runbook-workbench disable-file\n# runbook-workbench rocks";
    assert.deepEqual(
      scanPowerShell(text).suppressions.map(({ scope, codes }) => [scope, ...codes.map(({ code }) => code)]),
      [["line", "RW101"], ["next-line", "RW102", "RW205"], ["file"]],
    );
  });

  it("reads a UTF-8 file without a byte order mark and one in UTF-16 alike", () => {
    const text = "Get-AutomationVariable 'Größe'";
    const wide = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), wide, Buffer.from(wide).swap16()]) {
      assert.deepEqual(calls(decodeText(bytes).text), ["GetVariable Größe"]);
    }
  });
});

describe("PowerShell scanner: a line that is being typed", () => {
  const before = "$a = Get-AutomationVariable -Name 'first'\n";
  const after = "\n$b = Get-AutomationConnection -Name 'second'\nif ($b) { Get-AutomationVariable \"third\" }\n";
  const halfTyped = [
    "$x = Get-AutomationVariable -Name '",
    '$x = Get-AutomationVariable -Name "',
    '$x = Get-AutomationVariable -Name "ab',
    "$x = Get-AutomationVariable -Na",
    "$x = Get-AutomationVariable -Name ",
    "$x = (Get-AutomationVariable -Name 'y'",
    "$x = ",
    "$x = $a.",
    "$x = $a['",
    "$x = $a[",
    "foo @{ a = ",
    "foo @{",
    "foo @(",
    "foo $(",
    "foo {",
    "$x.Method(",
    "$x.Method('a', ",
    "if ($x -eq ",
    "if (",
    "foreach ($i in ",
    "switch ($x) {",
    "function f {",
    "try {",
    "<# not closed",
    "foo |",
    "[string",
    "[Parameter(Mandatory",
    '"a $(foo ',
    '@"',
    "@'",
    "}",
    ")",
  ];
  for (const line of halfTyped) {
    it(`keeps the other calls beside ${JSON.stringify(line)}`, () => {
      const names = scanPowerShell(before + line + after).assets.map(({ name }) => name);
      for (const name of ["first", "second", "third"]) {
        assert.ok(names.includes(name), `lost ${name}: found ${names.join(", ")}`);
      }
    });
  }
});
