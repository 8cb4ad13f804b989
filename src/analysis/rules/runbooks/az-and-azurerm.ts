import { standInBranches } from "../branches";
import type { AzureFamily } from "../command-names";
import type { PowerShellFile } from "../powershell-file";
import type { Rule } from "../rule";

/** RW110: two generations of Azure PowerShell in one job. */
export const azAndAzureRm: Rule = {
  code: "RW110",
  id: "az-and-azurerm",
  title: "Az and AzureRM in one runbook",
  severity: "warning",
  reason:
    "The modules Az and AzureRM cannot be loaded into one session: a job that uses cmdlets of both fails with assemblies that are loaded " +
    "already, or with a sign-in that the other half does not see. AzureRM is retired since 29 February 2024; move the rest to Az. " +
    "Nothing is said where the runbook asks which module there is, turns on the aliases of Az, or uses one or the other in the " +
    "branches of an `if`.",
  sources: [
    {
      title: "Migrate Azure PowerShell from AzureRM to Az",
      url: "https://learn.microsoft.com/powershell/azure/migrate-from-azurerm-to-az",
    },
    {
      title: "Manage modules in Azure Automation: Az modules",
      url: "https://learn.microsoft.com/azure/automation/shared-resources/modules",
    },
  ],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "Disable-AzContextAutosave -Scope Process\nConnect-AzAccount -Identity\nGet-AzureRmVM -ResourceGroupName 'rg'\n",
      },
    ],
    good: [
      {
        language: "powershell",
        text: "Disable-AzContextAutosave -Scope Process\nConnect-AzAccount -Identity\nGet-AzVM -ResourceGroupName 'rg'\n",
      },
      {
        language: "powershell",
        text: "if (Get-Module -ListAvailable Az.Compute) { Get-AzVM } else { Get-AzureRmVM }\n",
      },
      {
        language: "powershell",
        text: "param([bool] $UseAz)\nif ($UseAz) {\n  Select-AzSubscription -Subscription 'Test'\n} else {\n  Select-AzureRmSubscription -Subscription 'Test'\n}\n",
        note: "A job runs one of them only.",
      },
    ],
  },
  check: {
    powershell(file, report) {
      const az = firstUse(file, "Az", azModule);
      const azureRm = az && firstUse(file, "AzureRm", azureRmModule);
      if (
        az === undefined ||
        azureRm === undefined ||
        choosers.some((name) => file.commandsNamed(name).length > 0) ||
        standInBranches(file, az, azureRm)
      ) {
        return;
      }
      report({
        message: `${azureRm.name} belongs to AzureRM, ${az.name} to Az: one session cannot load both.`,
        start: azureRm.start,
        end: azureRm.end,
        related: [{ start: az.start, end: az.end, message: `${az.name} belongs to Az` }],
      });
    },
  },
};

const azModule = /^az(?:\.|$)/i;
const azureRmModule = /^azurerm(?:\.|$)/i;
const choosers = [
  "get-module",
  "get-installedmodule",
  "get-command",
  "enable-azurermalias",
  "uninstall-azurerm",
] as const;

interface Use {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function firstUse(file: PowerShellFile, family: AzureFamily, module: RegExp): Use | undefined {
  const command = file.firstOf(family);
  return command === undefined
    ? file.scan.modules.find(({ name }) => module.test(name))
    : { name: command.name, start: command.nameStart, end: command.nameEnd };
}
