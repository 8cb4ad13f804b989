/** Edge cases of the rules on runbooks: where they speak, and where they must not. */
import assert from "node:assert/strict";
import { exampleAccount } from "../../../../src/analysis/rules/example-account";
import { applyFix } from "../../../../src/core/finding";
import { check, marks, type CheckOptions } from "./check";

const withAccount: CheckOptions = { account: exampleAccount };

function found(text: string, options?: CheckOptions): readonly string[] {
  return marks(text, check(text, options));
}

function fixed(text: string, code: string, options?: CheckOptions): string {
  const fix = check(text, options).find((finding) => finding.code === code)?.fix;
  assert.ok(fix, `${code} has no fix`);
  return applyFix(text, fix);
}

describe("names of assets", () => {
  it("inline the constant where it is assigned once, in any spelling of the parameter", () => {
    const text = '$n = "It\'s"\nGet-AutomationVariable -Name:$n | Out-Null\n';
    assert.deepEqual(found(text), ["RW101 ‹$n›"]);
    assert.equal(fixed(text, "RW101"), "$n = \"It's\"\nGet-AutomationVariable -Name:'It''s' | Out-Null\n");
  });

  it("are a warning where the variable is set twice, a loop variable or a parameter", () => {
    assert.deepEqual(found("$n = 'a'\n$n = 'b'\n$v = Get-AutomationVariable $n\n"), ["RW102 ‹$n›"]);
    assert.deepEqual(found("foreach ($n in 'a', 'b') { $v = Get-AutomationVariable $n }\n"), ["RW102 ‹$n›"]);
    assert.deepEqual(found("param($n = 'a')\n$v = Get-AutomationVariable $n\n"), ["RW102 ‹$n›"]);
  });

  it("are told to come from a parameter, with or without a default", () => {
    for (const parameter of ["$n", "$n = 'a'", "[Parameter(Mandatory)] [string] $n"]) {
      for (const use of ["$n", "${n}", "$script:n"]) {
        const text = `param(${parameter})\n$v = Get-AutomationVariable -Name ${use}\n`;
        const [finding] = check(text);
        const expected = `Get-AutomationVariable gets its name from the parameter ${use}: no tool can tell which asset it reads.`;
        assert.equal(finding?.message, expected);
        assert.ok(finding.related?.[0], text);
      }
    }
    const [changed] = check("param($n)\n$n = Get-Thing\n$v = Get-AutomationVariable -Name $n\n");
    assert.match(changed?.message ?? "", /known only when the job runs/);
  });

  it("say nothing about a table with a literal name, nor about a name that is still being typed", () => {
    assert.deepEqual(found("$p = @{ Name = 'a' }\n$v = Get-AutomationVariable @p\n"), []);
    assert.deepEqual(found("$v = Get-AutomationVariable -Name \n"), []);
  });

  it("are left to the rule on Run As where they name its connection", () => {
    assert.deepEqual(found("$n = 'AzureRunAsConnection'\n$c = Get-AutomationConnection -Name $n\n"), ["RW301 ‹$n›"]);
  });
});

describe("assets of the account", () => {
  it("are not asked for where no account is known", () => {
    assert.deepEqual(found("$v = Get-AutomationVariable 'Nowhere'\n"), []);
  });

  it("offer the nearest name as a fix and creation as an action", () => {
    const [finding] = check('$v = Get-AutomationVariable -Name "Regoin"\n', withAccount);
    assert.equal(finding?.code, "RW103");
    assert.deepEqual(finding.fix?.edits, [{ start: 34, end: 42, text: '"Region"' }]);
    assert.deepEqual(finding.actions?.[0], {
      kind: "create-asset",
      title: 'Create a variable "Regoin" in the local account',
      assetKind: "variable",
      name: "Regoin",
      connectionType: undefined,
    });
  });

  it("propose the connection type whose fields the runbook reads", () => {
    const text = "$c = Get-AutomationConnection 'Other'\n$s = $c.Server, $c.ApiSecret.Length\n";
    assert.equal(check(text, withAccount)[0]?.actions?.[0]?.connectionType, "Contoso");
  });

  it("rename where the name is defined, not where the variable stands", () => {
    const text = "$n = 'Regoin'\n$v = Get-AutomationVariable -Name $n\n";
    assert.equal(fixed(text, "RW103", withAccount), "$n = 'Region'\n$v = Get-AutomationVariable -Name $n\n");
  });

  it("are not guessed from a parameter's default", () => {
    assert.deepEqual(found("param($n = 'Nowhere')\n$v = Get-AutomationVariable $n\n", withAccount), ["RW102 ‹$n›"]);
  });

  it("keep Python's quotes when a name is corrected", () => {
    const text = 'import automationassets\nx = automationassets.get_automation_variable("region")\n';
    const options = { ...withAccount, path: "a.py" };
    assert.match(fixed(text, "RW104", options), /\("Region"\)/);
  });

  it("count a variable that is only set as absent too, but do not call the wrong kind absent", () => {
    const text = "Set-AutomationVariable -Name 'ReportMailer' -Value 1\n";
    assert.deepEqual(found(text, withAccount), ["RW105 ‹'ReportMailer'›"]);
  });
});

describe("fields of connections", () => {
  it("compare without case in PowerShell and with case in Python", () => {
    const read = (field: string): string => `$c = Get-AutomationConnection 'Reporting'\n$s = $c.${field}\n`;
    assert.deepEqual(found(read("SERVER"), withAccount), []);
    assert.deepEqual(found(read("Sever"), withAccount), ["RW106 ‹Sever›"]);
    const python = 'from automationassets import *\nc = get_automation_connection("Reporting")\ns = c["SERVER"]\n';
    assert.deepEqual(found(python, { ...withAccount, path: "a.py" }), ["RW106 ‹SERVER›"]);
  });

  it("are not missed between quotes where nothing is typed yet", () => {
    assert.deepEqual(found("$c = Get-AutomationConnection 'Reporting'\n$s = $c['']\n", withAccount), []);
    const python = 'from automationassets import *\nc = get_automation_connection("Reporting")\ns = c[""]\n';
    assert.deepEqual(found(python, { ...withAccount, path: "a.py" }), []);
  });

  it("know members of every table, and fields that the runbook adds itself", () => {
    const text = "$c = Get-AutomationConnection 'Reporting'\n$c.Extra = 1\n$n = $c.Keys, $c.Count, $c['Extra']\n";
    assert.deepEqual(found(text, withAccount), []);
  });

  it("know the Run As types without an account", () => {
    const text = "$c = Get-AutomationConnection 'AzureRunAsConnection'\n$s = $c.Thumbprint\n";
    assert.deepEqual(found(text), ["RW301 ‹'AzureRunAsConnection'›", "RW106 ‹Thumbprint›"]);
  });

  it("are out of reach in InlineScript without $using:, unless the block sets the variable", () => {
    const script = (inside: string): string =>
      `workflow W {\n  $c = Get-AutomationConnection 'Reporting'\n  InlineScript { ${inside} }\n}\n`;
    assert.deepEqual(found(script("$s = $c.Server")), ["RW107 ‹$c›"]);
    assert.deepEqual(found(script("$s = $using:c.Server")), []);
    assert.deepEqual(found(script("$c = $using:c; $s = $c.Server")), []);
    assert.match(fixed(script("$s = ${c}.Server"), "RW107"), /\$\{using:c\}\.Server/);
  });

  it("may come from a file that is dot-sourced", () => {
    assert.deepEqual(found(". ./connect.ps1\n$t = $myConnection.TenantId\n"), []);
    assert.deepEqual(found("$t = $myConnection.TenantId\n"), ["RW107 ‹$myConnection›"]);
  });
});

describe("secrets in streams", () => {
  const read = "$c = Get-AutomationConnection 'Reporting'\n";

  it("are found behind a variable, a format and a concatenation", () => {
    for (const line of [
      "$s = $c.ApiSecret\nWrite-Output $s",
      "Write-Warning ('{0}' -f $c.ApiSecret)",
      "Write-Output ('key ' + $c.ApiSecret)",
      "Write-Verbose -Message \"key $($c['apisecret'])\"",
      "$c.ApiSecret",
    ]) {
      assert.deepEqual(
        check(`${read}${line}\n`, withAccount).map(({ code }) => code),
        ["RW108"],
        line,
      );
    }
  });

  it("are no secrets any more when measured, compared or handed to a command", () => {
    for (const line of [
      "Write-Output $c.ApiSecret.Length",
      "Write-Output ($c.ApiSecret -eq $null)",
      "Write-Output (Get-Fingerprint $c.ApiSecret)",
      "Write-Output $c.Server",
      "$s = $c.ApiSecret",
    ]) {
      assert.deepEqual(check(`${read}${line}\n`, withAccount), [], line);
    }
  });

  it("are tokens, clear passwords and encrypted variables, not the secure string of a credential", () => {
    assert.deepEqual(found("$t = (Get-AzAccessToken).Token\nWrite-Output $t\n"), ["RW112 ‹$t›"]);
    assert.deepEqual(found("Write-Output (Get-AutomationVariable 'ApiKey')\n", withAccount), [
      "RW112 ‹(Get-AutomationVariable 'ApiKey')›",
    ]);
    assert.deepEqual(found("Write-Output (Get-AutomationVariable 'Region')\n", withAccount), []);
    assert.deepEqual(found("$l = Get-AutomationPSCredential 'x'\nWrite-Output $l.Password\n"), []);
    assert.deepEqual(found("Write-Output $page.Token\n"), []);
  });

  it("are found in Python's print, not in what a function makes of them", () => {
    const text = (line: string): string =>
      `import automationassets\nc = automationassets.get_automation_credential("x")\n${line}\n`;
    const codes = (line: string): readonly string[] => check(text(line), { path: "a.py" }).map(({ code }) => code);
    assert.deepEqual(codes("print(f\"login {c['username']}\")"), []);
    assert.deepEqual(codes('print("pw", str(c["password"]))'), ["RW112"]);
    assert.deepEqual(codes('print(len(c["password"]))'), []);
  });
});

describe("what a job cannot do", () => {
  it("leaves Write-Host in functions alone", () => {
    assert.deepEqual(found("function f { Write-Host 'a' }\nf\n"), []);
    assert.deepEqual(found("workflow w { Write-Host 'a' }\n"), ["RW111 ‹Write-Host›"]);
  });

  it("drops the colours of Write-Host, and offers no fix where several values make one line", () => {
    assert.equal(fixed("Write-Host -ForegroundColor Red 'a'\n", "RW111"), "Write-Output 'a'\n");
    assert.equal(check("Write-Host 'a' 'b'\n")[0]?.fix, undefined);
    assert.equal(check("Write-Host 'a' -NoNewline\n")[0]?.fix, undefined);
  });

  it("takes no call of a function for the cmdlet that it is named like", () => {
    assert.deepEqual(found("function Write-Host($m) { Write-Output $m }\nWrite-Host 'a'\n"), []);
    assert.deepEqual(found("function Read-Host { 'x' }\n$n = Read-Host\n"), []);
  });

  it("tells a sign-in that asks from one that does not", () => {
    for (const line of [
      "Connect-AzAccount @p",
      "Connect-AzAccount -Credential $c",
      "Add-AzureRmAccount $c",
      "Connect-AzAccount -ServicePrincipal -Credential $c -Tenant t",
      "Connect-AzAccount -AccessToken $t -AccountId a",
    ]) {
      assert.deepEqual(found(`${line}\n`), [], line);
    }
    assert.deepEqual(found("Connect-AzAccount -Subscription 's'\n"), ["RW115 ‹Connect-AzAccount›"]);
    assert.deepEqual(found("$Host.UI.PromptForChoice('a', 'b', $c, 0)\n"), ["RW115 ‹$Host.UI.PromptForChoice›"]);
  });

  it("says nothing about prompts of a script that knows where it runs", () => {
    assert.deepEqual(found("if (-not $env:AZUREPS_HOST_ENVIRONMENT) { $n = Read-Host }\n"), []);
  });

  it("knows Az, AzureRM, Azure AD and Azure Stack apart", () => {
    assert.deepEqual(found("Get-AzVM\nGet-AzureRmVM\n"), ["RW110 ‹Get-AzureRmVM›"]);
    assert.deepEqual(found("Get-AzSubscription\nGet-AzureRmVM\n"), ["RW110 ‹Get-AzureRmVM›"]);
    assert.deepEqual(found("Get-AzVM\nGet-AzureADUser\nGet-AzureVM\n"), []);
    assert.deepEqual(found("Get-AzsLocation\nGet-AzureRmVM\n"), []);
    assert.deepEqual(found("Enable-AzureRmAlias\nGet-AzVM\nGet-AzureRmVM\n"), []);
  });

  it("looks at the parameters of the runbook, not at those of its functions", () => {
    assert.deepEqual(found("function f { param([securestring] $s) }\n"), []);
    assert.deepEqual(found("workflow w { param([securestring] $s) }\n"), ["RW114 ‹$s›"]);
    assert.deepEqual(found("param([string] ${my name}, [Parameter()] $Größe)\n"), ["RW113 ‹${my name}›"]);
  });

  it("reads values with management cmdlets only where the value is read", () => {
    const call = "Get-AzAutomationVariable -ResourceGroupName r -AutomationAccountName a -Name 'Region'";
    assert.deepEqual(found(`$v = ${call}\n$x = $v.Value\n`), ["RW109 ‹Get-AzAutomationVariable›"]);
    assert.deepEqual(found(`$v = ${call}\n$x = $v.LastModifiedTime\n`), []);
    assert.equal(fixed(`$x = (${call}).Value\n`, "RW109"), "$x = (Get-AutomationVariable -Name 'Region')\n");
  });

  it("speaks of byte order marks only where the bytes are known", () => {
    assert.deepEqual(found('Write-Output "ä"\n'), []);
    assert.deepEqual(found('Write-Output "ä"\n', { bytes: { encoding: "utf-8", hasByteOrderMark: false } }), [
      "RW118 ‹ä›",
    ]);
    assert.deepEqual(found('Write-Output "ä"\n', { bytes: { encoding: "utf-16le", hasByteOrderMark: true } }), []);
  });

  it("says nothing of byte order marks in a script that Windows PowerShell refuses to run", () => {
    const bytes = { encoding: "utf-8", hasByteOrderMark: false } as const;
    for (const line of ["#Requires -Version 7.2", "#requires  -version 7", "#Requires -PSEdition Core"]) {
      assert.deepEqual(found(`${line}\nWrite-Output "ä"\n`, { bytes }), [], line);
    }
    for (const line of ["#Requires -Version 5.1", "# Requires -Version 7", "#Requires -PSEdition Desktop"]) {
      assert.deepEqual(found(`${line}\nWrite-Output "ä"\n`, { bytes }), ["RW118 ‹ä›"], line);
    }
  });
});

describe("an absent asset", () => {
  it("is no fault where the call goes on without it, unless its name is nearly another one's", () => {
    for (const action of ["-ErrorAction SilentlyContinue", "-EA Ignore", '-ErrorAction:"SilentlyContinue"']) {
      assert.deepEqual(found(`$d = Get-AutomationVariable -Name 'RetentionDays' ${action}\n`, withAccount), [], action);
      assert.deepEqual(
        found(`$d = Get-AutomationVariable -Name 'Regoin' ${action}\n`, withAccount),
        ["RW103 ‹'Regoin'›"],
        action,
      );
    }
    assert.deepEqual(found("$d = Get-AutomationVariable -Name 'RetentionDays' -ErrorAction Stop\n", withAccount), [
      "RW103 ‹'RetentionDays'›",
    ]);
  });

  it("is no fault in Python where an except of its own names the error", () => {
    const read = (handler: string): string =>
      `import automationassets as aa\ntry:\n    if True:\n        days = aa.get_automation_variable("RetentionDays")\nexcept ${handler}:\n    days = 30\n`;
    const options = { ...withAccount, path: "runbook.py" };
    assert.deepEqual(found(read("aa.AutomationAssetNotFound"), options), []);
    assert.deepEqual(found(read("(ValueError, aa.AutomationAssetNotFound)"), options), []);
    assert.deepEqual(found(read("ValueError"), options), ['RW103 ‹"RetentionDays"›']);
    const later = `import automationassets as aa\ndays = aa.get_automation_variable("RetentionDays")\ntry:\n    pass\nexcept aa.AutomationAssetNotFound:\n    pass\n`;
    assert.deepEqual(found(later, options), ['RW103 ‹"RetentionDays"›']);
  });
});

describe("Az beside AzureRM", () => {
  it("is no fault in the branches of one if, whatever stands in their strings and comments", () => {
    const either = (first: string, second: string): string =>
      `if ($a) {\n  Get-AzVM -Name "}"\n  # } else {\n  ${first}\n} elseif ($b) {\n  Get-Date\n}\nelse { if ($c) { ${second} } }\n`;
    assert.deepEqual(found(either("Get-Date", "Get-AzureRmVM")), []);
    assert.deepEqual(found(either("Get-AzureRmVM", "Get-Date")), ["RW110 ‹Get-AzureRmVM›"]);
  });

  it("is one behind the if, and in two ifs", () => {
    assert.deepEqual(found("if ($a) { Get-AzVM } else { Get-Date }\nGet-AzureRmVM\n"), ["RW110 ‹Get-AzureRmVM›"]);
    assert.deepEqual(found("if ($a) { Get-AzVM }\nif ($b) { 1 | Out-Null } else { Get-AzureRmVM }\n"), [
      "RW110 ‹Get-AzureRmVM›",
    ]);
  });
});

describe("InlineScript", () => {
  it("has the block on the next line too", () => {
    const text =
      "workflow W {\n  $conn = Get-AutomationConnection -Name 'Reporting'\n  InlineScript\n  {\n    $conn.Server | Out-Null\n  }\n}\n";
    assert.deepEqual(found(text, withAccount), ["RW107 ‹$conn›"]);
  });
});

describe("messages", () => {
  it("stay short where a name is as long as the text", () => {
    const [finding] = check(`$n = '${"a".repeat(100_000)}'\n$v = Get-AutomationVariable $n\n`);
    assert.equal(finding?.code, "RW101");
    assert.ok(finding.message.length < 700);
  });
});
