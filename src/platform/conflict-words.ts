/** Who changed a text in Azure that would be overwritten, as every question about it says it. */
import * as vscode from "vscode";

import { timeAgo } from "../core/time-words";
import type { PublishConflict } from "./safe-publish";

/** `ada@contoso.example changed the draft 3 min ago`. `isNew`: the file was never fetched from there. */
export function whoChanged({ versions, by, at }: PublishConflict, isNew: boolean): string {
  const what = versions.includes("draft") ? vscode.l10n.t("draft") : vscode.l10n.t("published version");
  if (isNew) {
    return vscode.l10n.t("This file was never fetched from there; its {0} is another text", what);
  }
  const who = by === "" ? vscode.l10n.t("Somebody") : by;
  return vscode.l10n.t("{0} changed the {1} {2}", who, what, timeAgo(Date.parse(at), Date.now(), vscode.l10n));
}
