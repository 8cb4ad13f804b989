/** How a run differs from the usual one: as which identity, with whose tokens, with which fault. */
import type { ScenarioName } from "../local/endpoint/endpoint";

export interface RunOptions {
  /** As the command line's --identity: `system`, `none`, a name; undefined: what the account has. */
  readonly identity: string | undefined;
  readonly tokenSource: "emulated" | "developer";
  /** A fault of the endpoint; undefined: it works. */
  readonly scenario: ScenarioName | undefined;
}

export const usualRun: RunOptions = { identity: undefined, tokenSource: "emulated", scenario: undefined };
