import type { AssetCall } from "../../asset-call";
import { isRunAsAsset, quoteName } from "../asset-names";
import type { Rule } from "../rule";
import { certificatesPage, connectionsPage, credentialsPage, variablesPage } from "../sources";

/** RW101: the name of an asset in a variable that only ever holds one constant. */
export const constantInVariable: Rule = {
  code: "RW101",
  id: "constant-in-variable",
  title: "Asset name in a variable that holds a constant",
  severity: "information",
  reason:
    "The documentation says to avoid variables in the `-Name` parameter of `Get-AutomationConnection`, `Get-AutomationVariable`, " +
    "`Get-AutomationPSCredential` and `Get-AutomationCertificate`: they hide from the service, and from every tool, what a runbook " +
    "depends on. Here the variable gets its value once, from a constant, so the constant can stand in the call. The fix puts it " +
    "there and leaves the assignment alone, as other lines may read it.",
  sources: [connectionsPage, variablesPage, credentialsPage, certificatesPage],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$name = 'Reporting'\n$conn = Get-AutomationConnection -Name $name\n",
      },
      {
        language: "powershell",
        text: '$smtp = "Smtp server"\n$server = Get-AutomationVariable $smtp\n',
        note: "The name may also stand without -Name.",
      },
    ],
    good: [
      { language: "powershell", text: "$conn = Get-AutomationConnection -Name 'Reporting'\n" },
      {
        language: "powershell",
        text: "$child = 'Send-Report'\nStart-AutomationRunbook -Name $child\n",
        note: "Start-AutomationRunbook and Set-AutomationVariable may take variables.",
      },
    ],
  },
  check: {
    powershell({ scan, text }, report) {
      for (const call of scan.assets) {
        if (!isConstantInVariable(call) || call.definedAt === undefined) {
          continue;
        }
        const { nameStart: start, nameEnd: end, definedAt } = call;
        const constant = quoteName(call.name ?? "");
        report({
          message: `${call.call} gets its name from ${text.slice(start, end)}, which always is ${constant}: write the constant, so that the dependency shows.`,
          start,
          end,
          fix: { title: "Inline the constant", edits: [{ start, end, text: constant }], isSafeForAll: true },
          related: [{ ...definedAt, message: "The constant" }],
        });
      }
    },
  },
};

function isConstantInVariable(call: AssetCall): boolean {
  // Run As assets have rules of their own, whose fix removes the call.
  return (
    !isRunAsAsset(call) &&
    call.operation === "get" &&
    call.nameKind === "variable" &&
    call.resolution === "single-assignment"
  );
}
