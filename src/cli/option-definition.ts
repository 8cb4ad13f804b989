/** One option of a command, for the parser and for the help. */
export interface OptionDefinition {
  readonly type: "text" | "flag";
  /** One letter, without the dash. */
  readonly short?: string;
  readonly isRepeatable?: boolean;
  /** What stands for the value in the help, e.g. `FILE`. */
  readonly valueName?: string;
  /** Other values are refused. */
  readonly choices?: readonly string[];
  readonly help: string;
}
