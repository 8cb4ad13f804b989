import { readableAssetKinds, type ReadableAssetKind } from "../../../core/asset";
import { findNamed } from "../account-names";
import { isCertain, withArticle } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { credentialsPage, variablesPage } from "../sources";

/** RW105: the account has the name, for an asset of another kind. */
export const wrongKind: Rule = {
  code: "RW105",
  id: "wrong-kind",
  title: "Asset is of another kind",
  severity: "warning",
  reason:
    "Variables, credentials, connections and certificates each have names of their own. The account has the name, but not for what the " +
    "runbook asks. The fix calls the command of the kind that exists; what it returns differs, so look at what follows.",
  sources: [variablesPage, credentialsPage],
  needsAccount: true,
  examples: {
    bad: [
      { language: "powershell", text: "$login = Get-AutomationVariable -Name 'ReportMailer'\n", needsAccount: true },
      {
        language: "python",
        text: 'from automationassets import get_automation_credential\n\nlogin = get_automation_credential("Region")\n',
        needsAccount: true,
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$login = Get-AutomationPSCredential -Name 'ReportMailer'\n",
        needsAccount: true,
      },
    ],
  },
  check: { powershell: checkCalls, python: checkCalls },
};

const cmdlets: Readonly<Record<ReadableAssetKind, string>> = {
  variable: "Get-AutomationVariable",
  credential: "Get-AutomationPSCredential",
  connection: "Get-AutomationConnection",
  certificate: "Get-AutomationCertificate",
};

function checkCalls(file: PowerShellFile | PythonFile, report: Report): void {
  const { account } = file;
  if (account === undefined) {
    return;
  }
  for (const call of file.scan.assets) {
    const { name = "" } = call;
    if (!isCertain(call) || findNamed(account, call.kind, name) !== undefined) {
      continue;
    }
    const other = readableAssetKinds.find((kind) => findNamed(account, kind, name) !== undefined);
    if (other === undefined) {
      continue;
    }
    const canChange = file.language === "powershell" && call.operation === "get";
    report({
      message: `"${name}" is ${withArticle(other)} in the account "${account.name}", not ${withArticle(call.kind)}.`,
      start: call.nameStart,
      end: call.nameEnd,
      ...(canChange && {
        fix: {
          title: `Call ${cmdlets[other]}`,
          edits: [{ start: call.callStart, end: call.callEnd, text: cmdlets[other] }],
          isSafeForAll: false,
        },
      }),
    });
  }
}
