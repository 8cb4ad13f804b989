/** A use of an account's asset in a runbook, in the same words for every language (specs/cli.md, `inventory`). */
import type { ReadableAssetKind } from "../core/asset";

/** How the name is given: literally, by a variable, by something computed, not at all, or in a splatted table. */
export type NameKind = "constant" | "variable" | "expression" | "missing" | "splat";

/** Where a known name comes from; "none" for a name that only the running job knows. */
export type NameResolution = "literal" | "single-assignment" | "param-default" | "splat-literal" | "none";

/** A name given to a call. Offsets are 0-based. */
export interface CallName {
  readonly nameKind: NameKind;
  /** undefined: not known before the job runs. */
  readonly name: string | undefined;
  readonly resolution: NameResolution;
  /** The argument with its quotes; where none is given, the end of the call's own name, twice. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Where the text of the name stands when it is known: the literal itself or the assignment's. */
  readonly definedAt: { readonly start: number; readonly end: number } | undefined;
}

/** A field of a connection, or a key or property of another asset, that the runbook reads. */
export interface FieldRead {
  readonly name: string;
  /** Of the name alone, without dot, brackets and quotes. */
  readonly start: number;
  readonly end: number;
}

export interface AssetCall extends CallName {
  /** The command or function as its language spells it: `Get-AutomationConnection`, `get_automation_connection`. */
  readonly call: string;
  readonly kind: ReadableAssetKind;
  readonly operation: "get" | "set";
  /** The whole call. */
  readonly start: number;
  readonly end: number;
  /** The command or function name alone. */
  readonly callStart: number;
  readonly callEnd: number;
  /** Variable that receives the result, without sigil and scope; undefined when none does. */
  readonly assignedTo: string | undefined;
  /** In the order they stand in the text. */
  readonly fields: readonly FieldRead[];
}

/** A start of another runbook: as a job of its own, or inline in the same job. */
export interface ChildRunbookCall extends CallName {
  readonly how: "job" | "inline";
  readonly start: number;
  readonly end: number;
}

/** A module that the runbook names. */
export interface ModuleUse {
  readonly name: string;
  readonly how: "requires" | "using" | "import";
  readonly start: number;
  readonly end: number;
}

/** How a runbook gets at its managed identity. */
export interface IdentityUse {
  /** "Connect-AzAccount -Identity", "IDENTITY_ENDPOINT", "IMDS" and the like. */
  readonly how: string;
  readonly start: number;
  readonly end: number;
}
