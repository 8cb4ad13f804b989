import assert from "node:assert/strict";
import { completeRunbook } from "../../../../src/analysis/completion/complete";
import type { Completion } from "../../../../src/analysis/completion/completion";
import { scanRunbook } from "../../../../src/analysis/references/scan-runbook";
import { atCursor, contoso } from "./known";

function complete(marked: string, account = contoso): readonly Completion[] {
  const { text, offset } = atCursor(marked);
  return completeRunbook(text, scanRunbook(text, "powershell"), offset, account);
}

/** Labels at the cursor. */
function labels(marked: string): readonly string[] {
  return complete(marked).map(({ label }) => label);
}

/** The text after the completion of that label was accepted. */
function accepted(marked: string, label: string): string {
  const { text } = atCursor(marked);
  const found = complete(marked).find((item) => item.label === label);
  assert.ok(found, `"${label}" is offered; there is ${labels(marked).join(", ") || "nothing"}`);
  return text.slice(0, found.start) + found.insertText + text.slice(found.end);
}

const variables = ["RetryCount", "ApiKey", "It's $5"];
const tickets = "$t = Get-AutomationConnection -Name 'Tickets'\n";

describe("completion of asset names in PowerShell", () => {
  for (const marked of [
    "Get-AutomationVariable -Name '‸'",
    "Get-AutomationVariable -Name '‸\nWrite-Output 1",
    'Get-AutomationVariable -Name "Re‸"',
    "Get-AutomationVariable -Name ‸",
    "Get-AutomationVariable ‸",
    "Get-AutomationVariable 'Re‸' -DoNotDecrypt",
    "Get-AutomationVariable Re‸",
    "Get-AutomationVariable -N:'‸'",
    "get-automationvariable –Name ‘‸’",
    "$x = [int] (Get-AutomationVariable -Name '‸')",
    "\"$(Get-AutomationVariable -Name '‸')\"",
    "Set-AutomationVariable -Value 3 -Name '‸'",
    "Set-AutomationVariable -Name `\n  '‸'",
    "Orchestrator.AssetManagement.Cmdlets\\Get-AutomationVariable '‸'",
    "workflow W { InlineScript { Get-AutomationVariable -Name '‸' } }",
  ]) {
    it(`offers the variables at ${JSON.stringify(marked)}`, () => assert.deepEqual(labels(marked), variables));
  }

  it("offers the kind that the cmdlet reads", () => {
    assert.deepEqual(labels("Get-AutomationPSCredential '‸'"), ["Admin"]);
    assert.deepEqual(labels("Get-AutomationConnection '‸'"), ["Tickets", "Azure"]);
    assert.deepEqual(labels("Get-AutomationCertificate -Name '‸'"), ["Signing"]);
    assert.deepEqual(labels("Start-AutomationRunbook -Name '‸'"), ["Child", "Other"]);
  });

  for (const marked of [
    "Get-AzAutomationVariable -Name '‸'",
    "Set-AutomationVariable -Name 'A' -Value '‸'",
    "# Get-AutomationVariable -Name '‸'",
    "<# Get-AutomationVariable -Name '‸' #>",
    "Get-AutomationVariable -Name 'A'\n‸",
    "Get-AutomationVariable -Name 'A' ‸",
    "Get-AutomationVariable -Name 'A'; '‸'",
    "Wait-AutomationJob -Id '‸'",
    'Write-Output "Get-AutomationVariable ‸"',
    "Get-AutomationVariable -Name $x‸",
    'Get-AutomationVariable -Name "$x ‸"',
  ]) {
    it(`offers no names at ${JSON.stringify(marked)}`, () => assert.deepEqual(labels(marked), []));
  }

  it("replaces what stands between the quotes, in their way of quoting", () => {
    assert.equal(accepted("Get-AutomationVariable 'a‸bc'", "It's $5"), "Get-AutomationVariable 'It''s $5'");
    assert.equal(accepted('Get-AutomationVariable "a‸bc"', "It's $5"), 'Get-AutomationVariable "It\'s `$5"');
    assert.equal(accepted("Get-AutomationVariable ab‸c", "RetryCount"), "Get-AutomationVariable 'RetryCount'");
    assert.equal(
      accepted("Get-AutomationVariable ‸ -DoNotDecrypt", "ApiKey"),
      "Get-AutomationVariable 'ApiKey' -DoNotDecrypt",
    );
  });

  it("keeps what follows a string that is not closed yet", () => {
    assert.equal(
      accepted("Get-AutomationVariable 'Re‸\nWrite-Output 1", "RetryCount"),
      "Get-AutomationVariable 'RetryCount\nWrite-Output 1",
    );
  });

  it("says type, account and description, and no value of an encrypted one", () => {
    const [retries, key] = complete("Get-AutomationVariable '‸'");
    assert.deepEqual([retries?.detail, retries?.source], ["Integer", "contoso"]);
    assert.equal(retries?.documentation, "**RetryCount** · variable in contoso\n\nHow \\*often\\*\n\nInteger `3`");
    assert.deepEqual([key?.detail, key?.documentation], ["encrypted", "**ApiKey** · variable in contoso\n\nEncrypted"]);
  });
});

describe("completion of fields in PowerShell", () => {
  for (const marked of [
    `${tickets}$t.‸`,
    `${tickets}$t.‸\nWrite-Output 1`,
    `${tickets}$T.Ur‸`,
    `${tickets}$t['‸']`,
    `${tickets}$t["‸"]`,
    `${tickets}$t['‸\nWrite-Output 1`,
    `${tickets}$t[‸`,
    `${tickets}InlineScript { $using:t.‸ }`,
    `${tickets}"$($t.‸)"`,
    `(Get-AutomationConnection 'Tickets').‸`,
    `$n = 'Tickets'\n$t = Get-AutomationConnection -Name $n\n$t.‸`,
    `function F { $t.‸ }\n${tickets}F`,
  ]) {
    it(`offers the fields of the type at ${JSON.stringify(marked)}`, () =>
      assert.deepEqual(labels(marked), ["Url", "Api Key"]));
  }

  it("follows the assignment before it", () => {
    const two = `${tickets}$t.Url\n$t = Get-AutomationConnection 'Azure'\n`;
    assert.deepEqual(labels(`${two}$t.‸`), ["ApplicationId", "TenantId", "CertificateThumbprint", "SubscriptionId"]);
  });

  it("knows Run As connections without any account's help", () => {
    const empty = { ...contoso, assets: [] };
    const marked = "$c = Get-AutomationConnection 'AzureRunAsConnection'\n$c.‸";
    assert.equal(complete(marked, empty)[0]?.label, "ApplicationId");
  });

  it("offers members of credentials and certificates", () => {
    assert.deepEqual(labels("$c = Get-AutomationPSCredential 'Admin'\n$c.‸"), [
      "UserName",
      "Password",
      "GetNetworkCredential",
    ]);
    assert.equal(labels("$c = Get-AutomationCertificate 'Signing'\n$c.‸")[0], "Thumbprint");
  });

  it("quotes a field whose name is no word", () => {
    assert.equal(accepted(`${tickets}$t.‸`, "Api Key"), `${tickets}$t.'Api Key'`);
    assert.equal(accepted(`${tickets}$t['‸']`, "Api Key"), `${tickets}$t['Api Key']`);
    assert.equal(accepted(`${tickets}$t[‸]`, "Url"), `${tickets}$t['Url']`);
  });

  for (const marked of [
    "$x.‸",
    "$x = Get-Process\n$x.‸",
    `${tickets}$t.Url.‸`,
    `${tickets}[string]::‸`,
    `${tickets}$other['‸']`,
  ]) {
    it(`offers nothing at ${JSON.stringify(marked)}`, () => assert.deepEqual(labels(marked), []));
  }
});

describe("completion of internal cmdlets and their parameters", () => {
  it("offers the parameters that are not given yet", () => {
    assert.deepEqual(labels("Start-AutomationRunbook -Name 'Child' -‸"), ["-Parameters", "-RunOn", "-JobId"]);
    assert.deepEqual(labels("Get-AutomationVariable -Na‸"), ["-Name", "-DoNotDecrypt"]);
    assert.equal(
      accepted("Get-AutomationVariable -Do‸ 'A'", "-DoNotDecrypt"),
      "Get-AutomationVariable -DoNotDecrypt 'A'",
    );
  });

  it("offers the cmdlets from three letters on", () => {
    assert.deepEqual(labels("$x = Get-AutomationC‸"), ["Get-AutomationConnection", "Get-AutomationCertificate"]);
    assert.deepEqual(labels("Ge‸"), []);
    assert.deepEqual(labels("Get-Process‸"), []);
  });
});

describe("completion in half-typed and broken texts", () => {
  it("never throws, wherever the cursor is", () => {
    const text = `${tickets}$t.Url; $t['Api Key']; "$($t.Url) $(Get-AutomationVariable -Name "A")"\nGet-AutomationVariable -Name @'\nx\n'@ -`;
    for (let offset = 0; offset <= text.length; offset++) {
      for (const part of [text, text.slice(0, offset), text.slice(offset)]) {
        const at = Math.min(offset, part.length);
        completeRunbook(part, scanRunbook(part, "powershell"), at, contoso);
        completeRunbook(part, scanRunbook(part, "python"), at, contoso);
      }
    }
  });
});
