/** The runtime environments that a test job may run in: which of the account's fit the runbook and the place, and which one it has itself. */
import type { AzureRunbook } from "../../azure/account/runbooks";
import type { RuntimeEnvironment } from "../../azure/account/runtime-environments";
import type { Localize } from "../../core/localize";
import type { RunbookLanguage, RunbookType, RuntimeId } from "../../core/runbook";
import type { Choice } from "../../protocol/test-pane";

/** What Azure says of runtimes for one runbook. */
export interface AzureRuntimes {
  /** undefined: the account has no runbook of that name. */
  readonly runbook: Pick<AzureRunbook, "type" | "runtimeEnvironment"> | undefined;
  /** Empty where the cloud knows none. */
  readonly environments: readonly Pick<RuntimeEnvironment, "name" | "language" | "version">[];
}

/** What a choice depends on beside Azure's answer. */
export interface RuntimePlace {
  readonly language: RunbookLanguage;
  readonly type: RunbookType;
  /** Name of a hybrid worker group; "": a sandbox. */
  readonly runOn: string;
}

/** docs: azure/automation/runtime-environment-overview, "System-generated Runtime environments". */
const systemGenerated = new Set([
  "powershell-5.1",
  "powershell-7.1",
  "powershell-7.2",
  "python-2.7",
  "python-3.8",
  "python-3.10",
]);

/** docs: azure/automation/manage-runtime-environment: hybrid workers execute in no others. */
export function isSystemGenerated(environment: string): boolean {
  return systemGenerated.has(environment.toLowerCase());
}

/** The first one, "", is what the runbook has itself. Empty: there is nothing to choose. */
export function runtimeChoices(runtimes: AzureRuntimes, place: RuntimePlace, l10n: Localize): readonly Choice[] {
  const fitting = runtimes.environments.filter((one) => one.language.toLowerCase() === place.language);
  // Workflows run in PowerShell-5.1 only (docs: azure/automation/runtime-environment-overview, limitations).
  if (fitting.length === 0 || place.type === "PowerShellWorkflow") {
    return [];
  }
  const own = runtimes.runbook?.runtimeEnvironment ?? "";
  const isOwn = ({ name }: { readonly name: string }): boolean => name.toLowerCase() === own.toLowerCase();
  const ofOwn = own === "" ? classicRuntime(runtimes.runbook?.type) : versionOf(fitting.find(isOwn));
  return [
    {
      id: "",
      label: own === "" ? l10n.t("As in Azure") : l10n.t("{0} (linked)", own),
      description: ofOwn === "" ? l10n.t("what the runbook runs in") : l10n.t("what the runbook runs in · {0}", ofOwn),
    },
    ...fitting
      .filter((one) => !isOwn(one))
      .map((one) => ({
        id: one.name,
        label: one.name,
        description: versionOf(one),
        ...(place.runOn !== "" &&
          !isSystemGenerated(one.name) && {
            disabledReason: l10n.t("Hybrid workers run in the runtime environments that Azure made, and in no others."),
          }),
      })),
  ];
}

/** Why what the runbook has cannot run at that place; "": nothing stands against it, or another was chosen. */
export function runtimeWarning(
  runtimes: AzureRuntimes,
  chosen: string,
  { runOn }: RuntimePlace,
  l10n: Localize,
): string {
  const own = runtimes.runbook?.runtimeEnvironment ?? "";
  return runOn === "" || chosen !== "" || own === "" || isSystemGenerated(own)
    ? ""
    : l10n.t("The runbook has the runtime environment {0}, in which hybrid workers run nothing: choose another.", own);
}

/** What the test job is told; undefined: nothing, it inherits from the runbook. `chosen`: id of a choice. */
export function runtimeToSend(chosen: string, own: string, runOn: string): string | undefined {
  const name = chosen === "" ? own : chosen;
  // Azure is left to judge what it would refuse: the pane has said so.
  return name === "" || (runOn !== "" && !isSystemGenerated(name)) ? undefined : name;
}

/** Decides the shape of webhook data. */
export function runtimeIdOf(runtimes: AzureRuntimes | undefined, chosen: string, place: RuntimePlace): RuntimeId {
  if (place.language === "python") {
    return "python-3";
  }
  const name = chosen === "" ? (runtimes?.runbook?.runtimeEnvironment ?? "") : chosen;
  const environment = runtimes?.environments.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const isWindowsPowerShell =
    place.type === "PowerShellWorkflow" ||
    (environment === undefined
      ? name === "" && runtimes?.runbook?.type === "PowerShell"
      : environment.version.startsWith("5"));
  return isWindowsPowerShell ? "powershell-5.1" : "powershell-7";
}

/** Runbook types of the time before runtime environments (specs/azure-apis.md 1.3). */
function classicRuntime(type: string | undefined): string {
  switch (type) {
    case "PowerShell":
      return "PowerShell 5.1";
    case "PowerShell72":
      return "PowerShell 7.2";
    case "Python2":
      return "Python 2.7";
    case "Python3":
      return "Python 3.8";
    default:
      return "";
  }
}

function versionOf(environment: Pick<RuntimeEnvironment, "language" | "version"> | undefined): string {
  return environment === undefined ? "" : `${environment.language} ${environment.version}`;
}
