/** What the pane calls the service's limits. */
import type { LimitName } from "../../core/job";
import type { Localize } from "../../core/localize";

export function limitLabel(name: LimitName, l10n: Localize): string {
  switch (name) {
    case "duration":
      return l10n.t("Time");
    case "memory":
      return l10n.t("Memory");
    case "streamRecord":
      return l10n.t("Largest record");
    case "parameterCount":
      return l10n.t("Parameters");
    case "parameterSize":
      return l10n.t("Size of parameters");
  }
}
