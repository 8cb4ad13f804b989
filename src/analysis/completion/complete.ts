/** Completions of a runbook, whatever its language. */
import type { KnownAccount } from "../references/known-account";
import type { RunbookScan } from "../references/scan-runbook";
import { completePowerShell } from "./complete-powershell";
import { completePython } from "./complete-python";
import type { Completion } from "./completion";

/** Never throws. `scan` must be of this very text. */
export function completeRunbook(
  text: string,
  scan: RunbookScan,
  offset: number,
  account: KnownAccount | undefined,
): readonly Completion[] {
  return scan.language === "powershell"
    ? completePowerShell(text, scan, offset, account)
    : completePython(text, scan, offset, account);
}
