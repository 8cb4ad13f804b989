/** Reads a command line against a command's options; whatever does not fit is a usage error that names the nearest words. */
import { parseArgs } from "node:util";
import { AutomationError } from "../core/errors";
import { nearestNames } from "../core/nearest-names";
import type { OptionDefinition } from "./option-definition";

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

/** The options and arguments of one call, already checked against the definitions. */
export class ParsedArguments {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.#values = values;
    this.positionals = positionals;
  }

  /** undefined when the option was not given. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  flag(name: string): boolean {
    return this.#values.has(name);
  }

  /** Every value of a repeatable option, in order. */
  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The option's value, where only these are possible. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : choices.find((choice) => choice === value);
  }
}

/** The text of an `invalid-usage` error ends with where to read more, so that no one has to guess. */
export function usageError(message: string, hint: string): AutomationError {
  return new AutomationError("invalid-usage", message, { hint });
}

export function parseArguments(
  args: readonly string[],
  definitions: OptionDefinitions,
  commandName: string,
): ParsedArguments {
  const seeHelp = `See "runbook-workbench ${commandName === "" ? "" : `${commandName} `}--help".`;
  const byShort = new Map(Object.entries(definitions).flatMap(([name, { short }]) => (short ? [[short, name]] : [])));
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [
        name,
        {
          type: definition.type === "text" ? ("string" as const) : ("boolean" as const),
          multiple: true,
          ...(definition.short === undefined ? {} : { short: definition.short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, readonly string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") {
      positionals.push(token.value);
      continue;
    }
    if (token.kind === "option-terminator") {
      continue;
    }
    const definition = Object.hasOwn(definitions, token.name) ? definitions[token.name] : undefined;
    if (definition === undefined) {
      throw usageError(`Unknown option "${token.rawName}".`, `${nearestHint(token.name, definitions)}${seeHelp}`);
    }
    if (definition.type === "flag") {
      if (token.value !== undefined) {
        throw usageError(`The option "${token.rawName}" takes no value.`, seeHelp);
      }
      values.set(token.name, []);
      continue;
    }
    const value = token.value;
    if (value === undefined || (!token.inlineValue && isKnownOption(value, definitions, byShort))) {
      throw usageError(
        `The option "${token.rawName}" needs a value (${definition.valueName ?? "TEXT"}).`,
        value === undefined ? seeHelp : `For a value that begins with a dash write "--${token.name}=${value}".`,
      );
    }
    checkChoice(token.rawName, value, definition);
    const earlier = values.get(token.name);
    if (earlier !== undefined && definition.isRepeatable !== true) {
      throw usageError(`The option "${token.rawName}" was given twice.`, seeHelp);
    }
    values.set(token.name, [...(earlier ?? []), value]);
  }
  return new ParsedArguments(values, positionals);
}

/** ` Did you mean "a" or "b"?`, or nothing. */
export function didYouMean(wanted: string, names: readonly string[], prefix = ""): string {
  const near = nearestNames(wanted, names);
  return near.length === 0 ? "" : `Did you mean ${near.map((name) => `"${prefix}${name}"`).join(" or ")}? `;
}

function nearestHint(name: string, definitions: OptionDefinitions): string {
  return didYouMean(name, Object.keys(definitions), "--");
}

function checkChoice(rawName: string, value: string, definition: OptionDefinition): void {
  if (definition.choices !== undefined && !definition.choices.includes(value)) {
    throw usageError(
      `The option "${rawName}" does not know "${value}".`,
      `${didYouMean(value, definition.choices)}Possible: ${definition.choices.join(", ")}.`,
    );
  }
}

/** `--value --encrypted` is a forgotten value far more often than a text that looks like an option. */
function isKnownOption(text: string, definitions: OptionDefinitions, byShort: ReadonlyMap<string, string>): boolean {
  if (text.startsWith("--")) {
    return Object.hasOwn(definitions, text.slice(2).split("=")[0] ?? "");
  }
  return text.length === 2 && text.startsWith("-") && byShort.has(text.slice(1));
}
