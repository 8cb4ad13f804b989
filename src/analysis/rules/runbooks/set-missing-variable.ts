import { isSameName } from "../../../core/asset";
import { nearestNames } from "../../../core/nearest-names";
import { assetsOf } from "../../references/known-account";
import { isCertain, renameEdit } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { variablesPage } from "../sources";

/** RW116: a variable is set that does not exist. */
export const setMissingVariable: Rule = {
  code: "RW116",
  id: "set-missing-variable",
  title: "A variable is set that the account does not have",
  severity: "warning",
  reason:
    "`Set-AutomationVariable` and `set_automation_variable` change the value of a variable that exists; they create none. Create " +
    "the variable in the account first.",
  sources: [variablesPage, { title: "Set needs an existing variable" }],
  needsAccount: true,
  examples: {
    bad: [
      {
        language: "powershell",
        text: "Set-AutomationVariable -Name 'LastRun' -Value (Get-Date)\n",
        needsAccount: true,
      },
    ],
    good: [
      {
        language: "powershell",
        text: "Set-AutomationVariable -Name 'Region' -Value 'northeurope'\n",
        needsAccount: true,
      },
    ],
  },
  check: { powershell: checkMissing, python: checkMissing },
};

function checkMissing(file: PowerShellFile | PythonFile, report: Report): void {
  const { account } = file;
  for (const call of file.scan.assets) {
    const { name } = call;
    if (call.operation !== "set" || account === undefined || name === undefined || !isCertain(call)) {
      continue;
    }
    const isKnownName = account.assets.some(
      (asset) => asset.kind !== "connection-type" && isSameName(asset.name, name),
    );
    if (isKnownName) {
      continue;
    }
    const variables = assetsOf(account, "variable").map((asset) => asset.name);
    const [near] = nearestNames(name, variables);
    const edit = near === undefined ? undefined : renameEdit(file, call, near);
    report({
      message: `The account "${account.name}" has no variable "${name}", and ${call.call} creates none.`,
      start: call.nameStart,
      end: call.nameEnd,
      ...(edit && { fix: { title: `Change to "${near ?? ""}"`, edits: [edit], isSafeForAll: false } }),
      actions: [
        {
          kind: "create-asset",
          title: `Create a variable "${name}" in the local account`,
          assetKind: "variable",
          name,
          connectionType: undefined,
        },
      ],
    });
  }
}
