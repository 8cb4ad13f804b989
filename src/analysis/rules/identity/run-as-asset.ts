import { isRunAsAsset } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { runAsSignIns } from "../run-as";
import { runAsPage } from "../sources";

/** RW301: a connection or certificate of a Run As account. */
export const runAsAsset: Rule = {
  code: "RW301",
  id: "run-as-asset",
  title: "Asset of a retired Run As account",
  severity: "warning",
  reason:
    "Azure Automation retired Run As accounts on 30 September 2023: `AzureRunAsConnection`, `AzureClassicRunAsConnection` and their " +
    "certificates are no longer made or renewed, and a new account has none. Sign in with the account's managed identity. Where the " +
    "connection feeds a sign-in, RW302 says so there and has a fix.",
  sources: [runAsPage],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$conn = Get-AutomationConnection -Name 'AzureRunAsConnection'\nGet-AzVM -Status | Where-Object { $_.Id -like \"*$($conn.SubscriptionId)*\" }\n",
      },
      {
        language: "python",
        text: 'import automationassets\n\nconn = automationassets.get_automation_connection("AzureRunAsConnection")\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text: "Disable-AzContextAutosave -Scope Process | Out-Null\nConnect-AzAccount -Identity | Out-Null\n$subscription = (Get-AzContext).Subscription.Id\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      // Their finding is the sign-in's: one fault, one mark.
      const signedIn = new Set(runAsSignIns(file).map(({ call }) => call));
      checkCalls(file, report, (call) => !signedIn.has(call));
    },
    python(file, report) {
      checkCalls(file, report, () => true);
    },
  },
};

type Call = PowerShellFile["scan"]["assets"][number];

function checkCalls(file: PowerShellFile | PythonFile, report: Report, isWanted: (call: Call) => boolean): void {
  for (const call of file.scan.assets) {
    if (isRunAsAsset(call) && isWanted(call)) {
      report({
        message: `"${call.name ?? ""}" belongs to a Run As account, which the service retired on 30 September 2023: use the managed identity.`,
        start: call.nameStart,
        end: call.nameEnd,
        tag: "deprecated",
      });
    }
  }
}
