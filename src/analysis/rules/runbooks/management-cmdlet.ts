import type { ReadableAssetKind } from "../../../core/asset";
import type { FindingFix } from "../../../core/finding";
import type { CommandNode, MemberNode } from "../../powershell/syntax";
import { constantString } from "../../powershell/values";
import { resultCommand } from "../../powershell/variable-bindings";
import { findParameter, hasSplat, sourceOf } from "../expressions";
import type { PowerShellFile } from "../powershell-file";
import type { Rule } from "../rule";
import { modulesPage, variablesPage } from "../sources";

/** RW109: an asset's value is read by a cmdlet that manages the account. */
export const managementCmdlet: Rule = {
  code: "RW109",
  id: "management-cmdlet",
  title: "Value of an asset is read with a management cmdlet",
  severity: "information",
  reason:
    "`Get-AzAutomationVariable` and its like are for managing an account from outside: they need a sign-in, a role on the account, its name " +
    "and resource group, and they never return what is encrypted: no password of a credential, no encrypted variable or field. " +
    "Inside a job the internal cmdlets `Get-AutomationVariable`, `Get-AutomationPSCredential` and `Get-AutomationConnection` read the " +
    "job's own account without any of that. Said only where the value itself is read, or where the account is not named.",
  sources: [modulesPage, variablesPage],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$region = (Get-AzAutomationVariable -ResourceGroupName 'rg' -AutomationAccountName 'aa' -Name 'Region').Value\n",
      },
      {
        language: "powershell",
        text: "$login = Get-AzAutomationCredential -Name 'ReportMailer'\n",
        note: "Without the account's name and resource group the cmdlet asks a person for them.",
      },
    ],
    good: [
      { language: "powershell", text: "$region = Get-AutomationVariable -Name 'Region'\n" },
      {
        language: "powershell",
        text: "$names = Get-AzAutomationVariable -ResourceGroupName 'rg' -AutomationAccountName 'aa' | Select-Object -ExpandProperty Name\n",
        note: "Listing what an account has is what the cmdlet is for.",
      },
    ],
  },
  check: {
    powershell(file, report) {
      const reads = readsByCommand(file);
      for (const [name, kind] of kinds) {
        for (const command of file.commandsNamed(name)) {
          const read = reads.get(command);
          const isAccountGiven =
            hasSplat(command) ||
            command.hasPipelineInput ||
            findParameter(command, "automationaccountname", "a") !== undefined ||
            findParameter(command, "resourcegroupname", "r") !== undefined ||
            command.elements.length > 2;
          if (read === undefined && isAccountGiven) {
            continue;
          }
          const fix = read === undefined ? undefined : fixOf(file, command, read, kind);
          report({
            message:
              read === undefined
                ? `${command.name} manages an account from outside and wants its name and resource group: a runbook reads its own account with ${cmdlets[kind]}.`
                : `${command.name} manages an account from outside and returns nothing encrypted: a runbook reads the value with ${cmdlets[kind]}.`,
            start: command.nameStart,
            end: command.nameEnd,
            ...(fix && { fix }),
          });
        }
      }
    },
  },
};

const cmdlets: Readonly<Record<ReadableAssetKind, string>> = {
  variable: "Get-AutomationVariable",
  credential: "Get-AutomationPSCredential",
  connection: "Get-AutomationConnection",
  certificate: "Get-AutomationCertificate",
};

const families = ["az", "azurerm", "azure"] as const;
const kinds = (["variable", "credential", "connection"] as const).flatMap((kind) =>
  families.map((family) => [`get-${family}automation${kind}`, kind] as const),
);

/** Members that hold the value: what a manager of accounts has no use for. */
const valueMembers = ["value", "password", "getnetworkcredential"] as const;

function readsByCommand(file: PowerShellFile): ReadonlyMap<CommandNode, MemberNode> {
  const reads = new Map<CommandNode, MemberNode>();
  if (!kinds.some(([name]) => file.commandsNamed(name).length > 0)) {
    return reads;
  }
  for (const member of valueMembers.flatMap((name) => file.membersNamed(name))) {
    const command = sourceOf(file, member);
    if (command !== undefined) {
      reads.set(command, member);
    }
  }
  return reads;
}

/** `(Get-AzAutomationVariable ... -Name 'x').Value` as `(Get-AutomationVariable -Name 'x')`; the account's name may be another one. */
function fixOf(
  file: PowerShellFile,
  command: CommandNode,
  read: MemberNode,
  kind: ReadableAssetKind,
): FindingFix | undefined {
  const name = findParameter(command, "name")?.value;
  const isDirect = read.target.kind === "paren" && resultCommand(read.target.statement) === command;
  if (kind !== "variable" || !isDirect || name === undefined || constantString(file.text, name) === undefined) {
    return undefined;
  }
  return {
    title: `Read it with ${cmdlets[kind]}`,
    edits: [{ start: read.start, end: read.end, text: `(${cmdlets[kind]} -Name ${file.slice(name)})` }],
    isSafeForAll: false,
  };
}
