/** Edge cases of the rules on identity and sign-in. */
import assert from "node:assert/strict";
import { applyFix } from "../../../../src/core/finding";
import { check, marks, type CheckOptions } from "./check";

const headers = "$h = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n";

function codes(text: string, options?: CheckOptions): readonly string[] {
  return check(text, options).map(({ code }) => code);
}

function fixed(text: string, code: string): string {
  const fix = check(text).find((finding) => finding.code === code)?.fix;
  assert.ok(fix, `${code} has no fix`);
  return applyFix(text, fix);
}

describe("sign-ins with Run As accounts", () => {
  const read = "$conn = Get-AutomationConnection -Name AzureRunAsConnection\r\n";
  const signIn =
    "Add-AzureRmAccount `\r\n  -ServicePrincipal `\r\n  -TenantId $conn.TenantId `\r\n  -ApplicationId $conn.ApplicationId `\r\n  -CertificateThumbprint $conn.CertificateThumbprint";

  it("keep their line ends, assignment, pipeline and other parameters", () => {
    const text = `try {\r\n  ${read}  $null = ${signIn} -Environment AzureCloud | Out-Null\r\n}\r\ncatch { throw }\r\n`;
    assert.equal(
      fixed(text, "RW302"),
      "try {\r\n  Disable-AzContextAutosave -Scope Process | Out-Null\r\n  $null = Connect-AzAccount -Identity -Environment AzureCloud | Out-Null\r\n}\r\ncatch { throw }\r\n",
    );
  });

  it("stay with AzureRM where the rest of the file is AzureRM", () => {
    const text = `${read}${signIn}\r\nGet-AzureRmVM\r\n`;
    assert.equal(
      fixed(text, "RW302"),
      "Disable-AzureRmContextAutosave -Scope Process | Out-Null\r\nConnect-AzureRmAccount -Identity\r\nGet-AzureRmVM\r\n",
    );
  });

  it("keep the line that reads the connection where something else uses it", () => {
    const text = `${read}${signIn}\r\nSelect-AzSubscription $conn.SubscriptionId\r\n`;
    const after = fixed(text, "RW302");
    assert.ok(after.startsWith(read));
    assert.deepEqual(codes(after), ["RW301"]);
  });

  it("lose the line that names the connection too, where nothing else reads it", () => {
    const named = `$connectionName = "AzureRunAsConnection"\r\n${read.replace("AzureRunAsConnection", "$connectionName")}${signIn}\r\n`;
    const expected = "Disable-AzContextAutosave -Scope Process | Out-Null\r\nConnect-AzAccount -Identity\r\n";
    assert.equal(fixed(named, "RW302"), expected);
    const message = 'if ($failed) { throw "Connection $connectionName not found." }\r\n';
    assert.equal(fixed(named + message, "RW302"), `$connectionName = "AzureRunAsConnection"\r\n${expected}${message}`);
  });

  it("lose what only asks whether the connection was found, as the gallery's template does", () => {
    const read = '$name = "AzureRunAsConnection"\ntry {\n    $conn = Get-AutomationConnection -Name $name\n';
    const signIn = "    Connect-AzAccount -ServicePrincipal -Tenant $conn.TenantId\n";
    const handler =
      'catch {\n    if (!$conn) {\n        throw "Connection $name not found."\n    } else {\n        Write-Error $_\n        throw $_\n    }\n}\n';
    assert.equal(
      fixed(`${read}${signIn}}\n${handler}`, "RW302"),
      "try {\n    Disable-AzContextAutosave -Scope Process | Out-Null\n    Connect-AzAccount -Identity\n}\ncatch {\n    Write-Error $_\n    throw $_\n}\n",
    );
    const other = `${read}${signIn}}\n${handler.replace("Write-Error $_", "Write-Error $conn.TenantId")}`;
    assert.match(fixed(other, "RW302"), /\$conn = Get-AutomationConnection[^]*if \(!\$conn\)/);
    const around = `${read}    if (!$conn) {\n        throw "none"\n    } else {\n    ${signIn}    }\n}\ncatch { throw }\n`;
    assert.match(fixed(around, "RW302"), /if \(!\$conn\)[^]*Connect-AzAccount -Identity/);
  });

  it("are one finding for one fault, on the command's name", () => {
    const text = `${read}${signIn}\r\n`;
    assert.deepEqual(marks(text, check(text)), ["RW302 ‹Add-AzureRmAccount›"]);
  });

  it("are not those of other service principals", () => {
    assert.deepEqual(codes(`${read.replace("AzureRunAs", "My")}${signIn}\r\n`), []);
  });
});

describe("requests to the identity endpoint", () => {
  it("are followed through variables", () => {
    const text = `${headers}$u = $env:IDENTITY_ENDPOINT\n$q = $u + '?resource=https://vault.azure.net'\n$a = Invoke-RestMethod $q -Headers $h\n`;
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes(text.replace("; Metadata = 'True'", "")), ["RW309"]);
    assert.deepEqual(codes(text.replace("'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER;", "")), ["RW303"]);
    assert.deepEqual(codes(text.replace("resource", "res")), ["RW304"]);
  });

  it("say nothing where headers, address or everything come from elsewhere", () => {
    assert.deepEqual(codes("$a = Invoke-RestMethod -Uri $env:IDENTITY_ENDPOINT @p\n"), []);
    assert.deepEqual(codes('param($h)\n$a = irm "$($env:IDENTITY_ENDPOINT)?resource=a" -Headers $h\n'), []);
    assert.deepEqual(codes(`${headers}$a = irm "$($env:IDENTITY_ENDPOINT)$(Get-Query)" -Headers $h\n`), []);
    assert.deepEqual(codes("$a = Invoke-RestMethod -Uri https://contoso.com\n"), []);
  });

  it("count headers that are added one by one", () => {
    const text =
      "$h = @{}\n$h['X-IDENTITY-HEADER'] = $env:IDENTITY_HEADER\n$h.Metadata = 'True'\n$a = irm \"$($env:IDENTITY_ENDPOINT)?resource=a\" -Headers $h\n";
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes(text.replace("$h.Metadata = 'True'\n", "")), ["RW309"]);
  });

  it("take the older secret for the identity header", () => {
    const text =
      "$a = irm \"$($env:MSI_ENDPOINT)?resource=a\" -Headers @{ secret = $env:MSI_SECRET; Metadata = 'true' }\n";
    assert.deepEqual(codes(text), []);
  });

  it("get both headers where there are none", () => {
    assert.equal(
      fixed("$a = irm -Uri ($env:IDENTITY_ENDPOINT + '?resource=a')\n", "RW303"),
      "$a = irm -Uri ($env:IDENTITY_ENDPOINT + '?resource=a') -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; 'Metadata' = 'True' }\n",
    );
  });

  it("may send any content type with a GET", () => {
    const text = `${headers}$a = irm "$($env:IDENTITY_ENDPOINT)?resource=a" -Headers $h -ContentType 'application/json'\n`;
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes(text.replace("-Headers", "-Method POST -Headers")), ["RW305"]);
  });

  it("are left to the library where Python uses one", () => {
    const text =
      'import os, requests\nfrom azure.identity import ManagedIdentityCredential\nok = "IDENTITY_ENDPOINT" in os.environ\nc = ManagedIdentityCredential()\n';
    assert.deepEqual(codes(text, { path: "a.py" }), []);
  });

  it("put braces round the name before a question mark, whatever its case", () => {
    const text = `${headers}$a = irm -Uri "$Env:MSI_ENDPOINT?resource=a" -Headers $h\n`;
    assert.deepEqual(codes(text), ["RW307"]);
    assert.match(fixed(text, "RW307"), /"\$\{Env:MSI_ENDPOINT\}\?resource=a"/);
  });

  it("have another address than the machine's metadata service, comments aside", () => {
    assert.deepEqual(codes("# http://169.254.169.254/metadata/identity/oauth2/token\n"), []);
    const text = "$u = 'http://169.254.169.254/metadata/identity/oauth2/token'\n";
    assert.deepEqual(codes(text), ["RW306"]);
    assert.deepEqual(
      codes(`if ($env:IDENTITY_ENDPOINT) { $u = $env:IDENTITY_ENDPOINT } else { ${text.trim()} }\n`),
      [],
    );
  });
});

describe("autosave of the context", () => {
  it("is turned off above the statement, with its indentation", () => {
    assert.equal(
      fixed("if ($x) {\n\t$c = Connect-AzAccount -Identity\n}\n", "RW308"),
      "if ($x) {\n\tDisable-AzContextAutosave -Scope Process | Out-Null\n\t$c = Connect-AzAccount -Identity\n}\n",
    );
  });

  it("has no fix where no line can go above", () => {
    assert.equal(check("(Connect-AzAccount -Identity).Context | Out-Null\n")[0]?.fix, undefined);
    assert.deepEqual(codes("(Connect-AzAccount -Identity).Context | Out-Null\n"), ["RW308"]);
  });
});

describe("a question mark in a variable's name", () => {
  it("is told where the name without it has a value and the whole has none", () => {
    const uri = (name: string): string => `$base = 'https://contoso.com'\n$uri = "${name}api=1"\n`;
    assert.deepEqual(marks(uri("$base?"), check(uri("$base?"))), ["RW307 ‹$base?api›"]);
    assert.deepEqual(marks(uri("$script:base?"), check(uri("$script:base?"))), ["RW307 ‹$script:base?api›"]);
    for (const fine of ["${base}?", "$($base)?", "$other?", "$?"]) {
      assert.deepEqual(check(uri(fine)), [], fine);
    }
    assert.deepEqual(check("$ok? = $true\n$ok = 1\nif ($ok?) { $ok | Out-Null }\n"), []);
  });
});
