/** The note of a run that lacks PowerShell modules: which, the line that gets them, and where to read more. */
import type { Localize } from "../../core/localize";
import { installLine, installPage, isRetired } from "../../core/missing-module";
import type { PaneNote } from "../../protocol/test-pane";

export interface MissingModuleNotice {
  /** Its name in the PowerShell Gallery; undefined: an event of an earlier version does not say it. */
  readonly module: string | undefined;
  /** Whole sentences: what needs it, and how to get it. */
  readonly message: string;
}

/** undefined: nothing is missing. The notices of the run say which command needs which module. */
export function missingModulesNote(missing: readonly MissingModuleNotice[], l10n: Localize): PaneNote | undefined {
  if (missing.length === 0) {
    return undefined;
  }
  const note = { id: "missingModules", severity: "warning", place: "streams" } as const;
  const modules = installable(missing);
  const others = missing
    .filter(({ module }) => module === undefined || isRetired(module))
    .map(({ message }) => message);
  if (modules.length === 0) {
    return { ...note, message: others.join("\n"), detail: "", actions: [] };
  }
  const line = installLine(modules);
  const pages = [...new Set(modules.map(installPage))];
  return {
    ...note,
    message: l10n.t("This PowerShell does not have what the runbook uses: {0}.", modules.join(", ")),
    detail: [l10n.t("Get it with: {0}", line), ...others].join("\n"),
    actions: [
      { id: "copyInstallLine", label: l10n.t("Copy Command") },
      ...pages.map((page) => ({ id: page, label: l10n.t("How to Install") })),
    ],
  };
}

/** The line that gets all that is missing. */
export function installLineOf(missing: readonly MissingModuleNotice[]): string {
  return installLine(installable(missing));
}

function installable(missing: readonly MissingModuleNotice[]): readonly string[] {
  return missing.flatMap(({ module }) => (module === undefined || isRetired(module) ? [] : [module]));
}
