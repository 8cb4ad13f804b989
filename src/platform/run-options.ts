/** How a run differs from the usual one: as which identity, with whose tokens, with which fault. */
import type { GivenParameters } from "../core/parameter-binding";
import type { RuntimeId } from "../core/runbook";
import type { ScenarioName } from "../local/endpoint/endpoint";

export interface RunOptions {
  /** As the command line's --identity: `system`, `none`, a name; undefined: what the account has. */
  readonly identity: string | undefined;
  readonly tokenSource: "emulated" | "developer";
  /** A fault of the endpoint; undefined: it works. */
  readonly scenario: ScenarioName | undefined;
}

/** A run as it was filled in elsewhere: goes with a command in place of its questions. */
export interface FilledInRun {
  readonly kind: "filledInRun";
  /** Secrets among them: it is never kept. */
  readonly parameters: GivenParameters;
  readonly options: RunOptions;
  /** undefined: what the account says, else by the runbook's type. */
  readonly runtime: RuntimeId | undefined;
}

/** Menus pass on things of the editor's own. */
export function isFilledInRun(value: unknown): value is FilledInRun {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "filledInRun";
}

export const usualRun: RunOptions = { identity: undefined, tokenSource: "emulated", scenario: undefined };
