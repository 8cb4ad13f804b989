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

  it("knows the Python module in any import form", () => {
    assert.equal(hasRunbookSigns("from automationassets import *", "python"), true);
  });

  it("takes look-alikes and plain scripts for none", () => {
    assert.equal(hasRunbookSigns("Get-AzAutomationVariable -Name A", "powershell"), false);
    assert.equal(hasRunbookSigns("Write-Output hi", "powershell"), false);
    assert.equal(hasRunbookSigns("print('hi')", "python"), false);
  });
});
