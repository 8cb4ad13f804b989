import { isRunAsAsset } from "../asset-names";
import type { AssetCall } from "../../asset-call";
import type { VariableBinding, VariableBindings } from "../../powershell/variable-bindings";
import type { Rule } from "../rule";
import { certificatesPage, connectionsPage, credentialsPage, variablesPage } from "../sources";

/** RW102: the name of an asset that only the running job knows. */
export const computedName: Rule = {
  code: "RW102",
  id: "computed-name",
  title: "Asset name known only to the running job",
  severity: "warning",
  reason:
    "The documentation says to avoid variables in the `-Name` parameter of the four `Get-Automation...` cmdlets. A parameter or a " +
    "computed name hides what the runbook depends on: no tool can tell which assets must exist, and a rename breaks the runbook " +
    "unseen. Write one call for each asset and choose among their results, or switch the rule off where a runbook is " +
    "meant to serve any asset.",
  sources: [connectionsPage, variablesPage, credentialsPage, certificatesPage],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "param([string] $ConnectionName = 'Reporting')\n$conn = Get-AutomationConnection -Name $ConnectionName\n",
      },
      {
        language: "powershell",
        text: 'foreach ($region in "eu", "us") {\n  Get-AutomationVariable -Name "Quota-$region"\n}\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text: "param([switch] $Test)\n$conn = if ($Test) { Get-AutomationConnection 'Reporting test' } else { Get-AutomationConnection 'Reporting' }\n",
      },
      { language: "powershell", text: "param($Child)\nStart-AutomationRunbook -Name $Child\n" },
    ],
  },
  check: {
    powershell({ scan, text, bindings }, report) {
      for (const call of scan.assets) {
        if (call.operation === "set" || isRunAsAsset(call) || !isComputed(call) || call.nameEnd <= call.nameStart) {
          continue;
        }
        const parameter = parameterOf(call, text, bindings);
        const related =
          call.definedAt === undefined
            ? parameter && { start: parameter.start, end: parameter.end, message: "The parameter" }
            : { ...call.definedAt, message: "The parameter's default" };
        report({
          message: parameter
            ? `${call.call} gets its name from the parameter ${text.slice(call.nameStart, call.nameEnd)}: no tool can tell which asset it reads.`
            : `The name that ${call.call} gets is known only when the job runs: no tool can tell which asset it reads.`,
          start: call.nameStart,
          end: call.nameEnd,
          ...(related && { related: [related] }),
        });
      }
    },
  },
};

/** The parameter that the name is read from, with or without a default. */
function parameterOf(call: AssetCall, text: string, bindings: VariableBindings): VariableBinding | undefined {
  const [, name] = /^\$\{?(?:\w+:)?([^}]+)\}?$/.exec(text.slice(call.nameStart, call.nameEnd)) ?? [];
  const binding = call.nameKind === "variable" && name !== undefined ? bindings.at(name, call.nameStart) : undefined;
  return binding?.how === "parameter" ? binding : undefined;
}

function isComputed({ nameKind, resolution }: { readonly nameKind: string; readonly resolution: string }): boolean {
  return (
    nameKind === "expression" ||
    (nameKind === "variable" && resolution !== "single-assignment") ||
    (nameKind === "splat" && resolution === "none")
  );
}
