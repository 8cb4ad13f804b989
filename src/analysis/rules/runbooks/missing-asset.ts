import { isSameName, readableAssetKinds } from "../../../core/asset";
import type { FindingAction, FindingFix } from "../../../core/finding";
import { nearestNames } from "../../../core/nearest-names";
import type { AssetCall } from "../../asset-call";
import { assetsOf, type KnownAccount } from "../../references/known-account";
import { providesForAbsence } from "../absence";
import { findNamed } from "../account-names";
import { isCertain, isRunAsAsset, renameEdit, withArticle } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { connectionsPage, credentialsPage, variablesPage } from "../sources";

/** RW103: a name that the account has no asset for. */
export const missingAsset: Rule = {
  code: "RW103",
  id: "missing-asset",
  title: "Asset is not in the account",
  severity: "warning",
  reason:
    "The runbook reads an asset that the account does not have; the job gets an error or nothing. Checked only where an account is " +
    "known: the local one beside the runbook, or the selected one in Azure. Names compare without case, as the service does. A " +
    "name that only the running job knows is left to RW102. Where the runbook provides for the absence (`-ErrorAction SilentlyContinue`, " +
    "`except AutomationAssetNotFound`) only names are told that are nearly another asset's.",
  sources: [variablesPage, credentialsPage, connectionsPage],
  needsAccount: true,
  examples: {
    bad: [
      { language: "powershell", text: "$region = Get-AutomationVariable -Name 'Regoin'\n", needsAccount: true },
      {
        language: "python",
        text: 'import automationassets\n\nprint(automationassets.get_automation_variable("Quota"))\n',
        needsAccount: true,
      },
    ],
    good: [
      { language: "powershell", text: "$region = Get-AutomationVariable -Name 'Region'\n", needsAccount: true },
      {
        language: "powershell",
        text: "param([string] $Name)\nStart-AutomationRunbook -Name $Name\n",
        needsAccount: true,
      },
      {
        language: "powershell",
        text: "$days = Get-AutomationVariable -Name 'RetentionDays' -ErrorAction SilentlyContinue\nif ($null -eq $days) { $days = 30 }\n",
        note: "The runbook does without it.",
        needsAccount: true,
      },
    ],
  },
  check: { powershell: checkCalls, python: checkCalls },
};

function checkCalls(file: PowerShellFile | PythonFile, report: Report): void {
  const { account } = file;
  if (account === undefined) {
    return;
  }
  for (const call of file.scan.assets) {
    const { name, kind } = call;
    if (
      name === undefined ||
      name === "" ||
      call.operation === "set" ||
      !isCertain(call) ||
      isRunAsAsset(call) ||
      readableAssetKinds.some((other) => findNamed(account, other, name) !== undefined)
    ) {
      continue;
    }
    const near = nearestNames(
      name,
      assetsOf(account, kind).map((asset) => asset.name),
    );
    // Whoever provides for the absence may mean it; a name that is nearly another one's is a slip all the same.
    if (near.length === 0 && providesForAbsence(file, call)) {
      continue;
    }
    const [fix, ...otherFixes] = near.flatMap((other) => renameFix(file, call, other));
    report({
      message: `The account "${account.name}" has no ${kind} "${name}".${near.length > 0 ? ` Did you mean ${near.map((other) => `"${other}"`).join(", ")}?` : ""}`,
      start: call.nameStart,
      end: call.nameEnd,
      ...(fix && { fix, otherFixes }),
      actions: [createAction(call, name, account)],
    });
  }
}

function renameFix(file: PowerShellFile | PythonFile, call: AssetCall, name: string): readonly FindingFix[] {
  const edit = renameEdit(file, call, name);
  return edit === undefined ? [] : [{ title: `Change to "${name}"`, edits: [edit], isSafeForAll: false }];
}

function createAction(call: AssetCall, name: string, account: KnownAccount): FindingAction {
  return {
    kind: "create-asset",
    title: `Create ${withArticle(call.kind)} "${name}" in the local account`,
    assetKind: call.kind,
    name,
    connectionType: call.kind === "connection" ? typeByFields(call, account) : undefined,
  };
}

/** The one connection type that has every field which the runbook reads. */
function typeByFields({ fields }: AssetCall, account: KnownAccount): string | undefined {
  const fitting = assetsOf(account, "connection-type").filter((type) =>
    fields.every((read) => type.fields.some((field) => isSameName(field.name, read.name))),
  );
  return fields.length > 0 && fitting.length === 1 ? fitting[0]?.name : undefined;
}
