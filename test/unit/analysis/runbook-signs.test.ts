import assert from "node:assert/strict";

import { hasRunbookSigns } from "../../../src/analysis/runbook-signs";

describe("hasRunbookSigns", () => {
  it("knows internal cmdlets without case", () => {
    assert.equal(hasRunbookSigns("$c = get-automationconnection X", "powershell"), true);
    assert.equal(hasRunbookSigns("Set-AutomationVariable -Name A -Value 1", "powershell"), true);
  });

  it("knows the identity endpoint and the job's own variable", () => {
    assert.equal(hasRunbookSigns("$url = $env:IDENTITY_ENDPOINT", "powershell"), true);
    assert.equal(hasRunbookSigns("if ($PSPrivateMetadata.JobId) {}", "powershell"), true);
    assert.equal(hasRunbookSigns("os.environ['IDENTITY_ENDPOINT']", "python"), true);
  });

  it("knows a sign-in as the managed identity, also over several lines", () => {
    assert.equal(hasRunbookSigns("Connect-AzAccount -Identity", "powershell"), true);
    assert.equal(hasRunbookSigns("login-azaccount -Environment $e `\r\n  -identity | Out-Null", "powershell"), true);
  });

  it("takes no script for one that signs a person in", () => {
    assert.equal(hasRunbookSigns("Connect-AzAccount -UseDeviceAuthentication", "powershell"), false);
    assert.equal(hasRunbookSigns("Connect-AzAccount\nGet-Thing -Identity x", "powershell"), false);
  });

  it("is quick with many sign-ins and none with an identity", () => {
    const text = "Connect-AzAccount ` `".repeat(20_000);
    const started = performance.now();
    assert.equal(hasRunbookSigns(text, "powershell"), false);
    assert.ok(performance.now() - started < 1000);
  });

  it("knows the Python module in any import form", () => {
    assert.equal(hasRunbookSigns("from automationassets import *", "python"), true);
  });

  it("takes look-alikes and plain scripts for none", () => {
    assert.equal(hasRunbookSigns("Get-AzAutomationVariable -Name A", "powershell"), false);
    assert.equal(hasRunbookSigns("Write-Output hi", "powershell"), false);
    assert.equal(hasRunbookSigns("print('hi')", "python"), false);
  });
});
