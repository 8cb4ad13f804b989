/** What a runbook may be called. */
import { AutomationError } from "./errors";

/** 1 to 63 letters, digits, underscores and hyphens, a letter first (learn: Naming rules and restrictions, Microsoft.Automation). */
const wellFormed = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

/** Errors: invalid-usage. */
export function checkRunbookName(name: string): void {
  if (!wellFormed.test(name)) {
    throw new AutomationError("invalid-usage", `"${name.slice(0, 80)}" cannot be the name of a runbook.`, {
      hint: "Use 1 to 63 letters, digits, underscores and hyphens, and begin with a letter.",
    });
  }
}

/** The runbook name nearest to any text, e.g. a file's base name; "" where it holds no letter. */
export function runbookNameFrom(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}

/** The file extension of a runbook's text by its type; undefined for graphical runbooks, which are no text. */
export function fileExtensionOf(runbookType: string): ".ps1" | ".py" | undefined {
  const type = runbookType.toLowerCase();
  if (type.startsWith("graph")) {
    return undefined;
  }
  return type.startsWith("python") ? ".py" : ".ps1";
}
