/** Everything the editor and the command line ask of a PowerShell text, as plain objects with 0-based offsets. */
import type { AssetCall, ChildRunbookCall, IdentityUse, ModuleUse } from "../asset-call";
import { findSuppressions, type Suppression } from "../suppressions";
import { findCalls } from "./asset-calls";
import { findIdentityUses } from "./identity-uses";
import { findModules } from "./modules";
import { parsePowerShell } from "./parse-powershell";
import type { PowerShellSyntax } from "./syntax";
import { VariableBindings } from "./variable-bindings";

export interface PowerShellScan {
  readonly language: "powershell";
  readonly syntax: PowerShellSyntax;
  readonly bindings: VariableBindings;
  /** Calls of the internal cmdlets that read or write an asset, in the order of the text. */
  readonly assets: readonly AssetCall[];
  readonly children: readonly ChildRunbookCall[];
  readonly modules: readonly ModuleUse[];
  readonly identity: readonly IdentityUse[];
  readonly suppressions: readonly Suppression[];
}

/** Never throws, whatever the text is. */
export function scanPowerShell(text: string): PowerShellScan {
  const syntax = parsePowerShell(text);
  const bindings = new VariableBindings(syntax, text);
  const { assets, children } = findCalls(text, syntax, bindings);
  return {
    language: "powershell",
    syntax,
    bindings,
    assets,
    children,
    modules: findModules(text, syntax),
    identity: findIdentityUses(text, syntax),
    suppressions: findSuppressions(text, syntax.comments),
  };
}
