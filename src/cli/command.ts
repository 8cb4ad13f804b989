/** What a command of the command line is: its words for the help, its options, and what it does. */
import type { ParsedArguments } from "./arguments";
import type { CommandContext } from "./command-context";
import type { ExitStatus } from "./exit-status";
import type { OptionDefinition } from "./option-definition";

export interface CommandHelp {
  /** As typed after the program's name, e.g. `run` or `asset set variable`. */
  readonly name: string;
  /** What follows the name, one line per form. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** Paragraphs below the usage. */
  readonly description?: readonly string[];
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Command lines without the program's name. */
  readonly examples: readonly string[];
}

export interface Command {
  readonly help: CommandHelp;
  /** How many positional arguments are allowed; the command says itself when one is missing. */
  readonly maxPositionals: number;
  run(args: ParsedArguments, context: CommandContext): Promise<ExitStatus>;
}

/** A command that only groups others: `asset list`, `key export`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: Readonly<Record<string, Command>>;
}

/** Options that every command understands. */
export const commonOptions: Readonly<Record<string, OptionDefinition>> = {
  help: { type: "flag", short: "h", help: "Show this help." },
  account: {
    type: "text",
    valueName: "DIR",
    help: "Folder that holds .automation/ (default: the nearest parent that has one).",
  },
  color: {
    type: "text",
    valueName: "WHEN",
    choices: ["auto", "always", "never"],
    help: "auto, always or never; NO_COLOR is obeyed.",
  },
  log: { type: "text", valueName: "FILE", help: "Write a diagnostic log; it holds no secrets." },
  debug: { type: "flag", help: "Show stack traces of errors." },
};
