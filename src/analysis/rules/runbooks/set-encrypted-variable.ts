import { findAsset } from "../../references/known-account";
import { isCertain } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { variablesPage } from "../sources";

/** RW117: an encrypted variable is set from a runbook. */
export const setEncryptedVariable: Rule = {
  code: "RW117",
  id: "set-encrypted-variable",
  title: "An encrypted variable is set from a runbook",
  severity: "information",
  reason:
    "The value that was there is lost for everyone: nobody can read it in the portal, and `Get-AzAutomationVariable` never returns it. " +
    "Whether a variable is encrypted cannot change after it was created, and the Python function sends its value as a plain one. " +
    "Make sure that the runbook is meant to be the owner of this secret.",
  sources: [
    variablesPage,
    {
      title: "Set-AzAutomationVariable: the encrypted state cannot change after creation",
      url: "https://learn.microsoft.com/powershell/module/az.automation/set-azautomationvariable",
    },
  ],
  needsAccount: true,
  examples: {
    bad: [
      {
        language: "powershell",
        text: "Set-AutomationVariable -Name 'ApiKey' -Value (New-Guid).Guid\n",
        needsAccount: true,
      },
    ],
    good: [{ language: "powershell", text: "$key = Get-AutomationVariable -Name 'ApiKey'\n", needsAccount: true }],
  },
  check: { powershell: checkEncrypted, python: checkEncrypted },
};

function checkEncrypted(file: PowerShellFile | PythonFile, report: Report): void {
  for (const call of file.scan.assets) {
    const variable =
      call.operation === "set" && isCertain(call) ? findAsset(file.account, "variable", call.name) : undefined;
    if (variable?.isEncrypted === true) {
      report({
        message: `The variable "${variable.name}" is encrypted: the value that it has cannot be had back.`,
        start: call.nameStart,
        end: call.nameEnd,
      });
    }
  }
}
