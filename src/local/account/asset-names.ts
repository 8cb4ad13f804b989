/** What an asset and an account may be called. */
import type { AssetKind } from "../../core/asset";
import { AutomationError } from "../../core/errors";

/**
 * Variables, credentials, connections and certificates: 1-128 characters, none of `<>*%&:\?.+/`, no control characters, no space at
 * the end (learn: Naming rules and restrictions for Azure resources, Microsoft.Automation). A space at the start is refused as well: no one
 * sees it. Connection types come from modules, whose names may hold dots. Errors: invalid-asset.
 */
export function checkAssetName(kind: AssetKind, name: string): void {
  const fault = faultOf(kind, name);
  if (fault !== undefined) {
    throw new AutomationError("invalid-asset", `"${name.slice(0, 140)}" cannot be the name of a ${kind}: ${fault}.`, {
      hint: "Use 1 to 128 characters without < > * % & : \\ ? . + /.",
    });
  }
}

function faultOf(kind: AssetKind, name: string): string | undefined {
  if (name === "") {
    return "it is empty";
  }
  if (name.length > 128) {
    return "it is longer than 128 characters";
  }
  if (name.trim() !== name) {
    return "it begins or ends with a space";
  }
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) {
    return "it holds a control character";
  }
  const refused = (kind === "connection-type" ? /[<>*%&\\?/]/ : /[<>*%&:\\?.+/]/).exec(name)?.[0];
  return refused === undefined ? undefined : `the service refuses the character ${refused}`;
}

/** Automation accounts: 6-50 letters, digits and hyphens, a letter first, a letter or digit last (same source). Errors: invalid-usage. */
export function checkAccountName(name: string): void {
  if (!/^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/.test(name)) {
    throw new AutomationError("invalid-usage", `"${name}" cannot be the name of an Automation account.`, {
      hint: "Use 6 to 50 letters, digits and hyphens; begin with a letter, end with a letter or digit.",
    });
  }
}

/** An account name made from a folder's name. */
export function accountNameFor(folderName: string): string {
  const letters = folderName
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  const name = letters === "" ? "local" : letters;
  return name.length >= 6 ? name : `${name}-automation`;
}
