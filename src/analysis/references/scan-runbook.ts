/** One scan for every language of runbooks: what the rest asks of a text without knowing its language. */
import type { RunbookLanguage } from "../../core/runbook";
import type { AssetCall, ChildRunbookCall, IdentityUse, ModuleUse } from "../asset-call";
import { scanPowerShell, type PowerShellScan } from "../powershell/scan-powershell";
import { scanPython, type PythonScan } from "../python/scan-python";

export type RunbookScan = PowerShellScan | PythonScan;

/** What both languages have in common. */
export interface RunbookUses {
  readonly assets: readonly AssetCall[];
  readonly children: readonly ChildRunbookCall[];
  readonly modules: readonly ModuleUse[];
  readonly identity: readonly IdentityUse[];
}

/** Never throws, whatever the text is. */
export function scanRunbook(text: string, language: RunbookLanguage): RunbookScan {
  return language === "powershell" ? scanPowerShell(text) : scanPython(text);
}

/** `automationassets` has no function that starts a runbook (specs/assets-and-jobs.md 4.2), so Python has no children. */
export function usesOf(scan: RunbookScan): RunbookUses {
  return {
    assets: scan.assets,
    children: scan.language === "powershell" ? scan.children : [],
    modules: scan.modules,
    identity: scan.identity,
  };
}
