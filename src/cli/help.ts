/** Writes the help texts: usage, options, examples, in the same form for every command. */
import { commonOptions, type CommandGroup, type CommandHelp } from "./command";
import type { OptionDefinition } from "./option-definition";

const program = "runbook-workbench";
const width = 100;

export interface CommandSummary {
  readonly name: string;
  readonly summary: string;
}

export function renderProgramHelp(commands: readonly CommandSummary[]): string {
  return [
    `Usage: ${program} COMMAND [ARGUMENTS] [OPTIONS]`,
    "",
    ...wrap("Runs Azure Automation runbooks on this machine as the service would run them.", 0),
    "",
    "Commands:",
    ...table(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Options of every command:",
    ...optionTable({ ...commonOptions, version: { type: "flag", help: "Show the version." } }),
    "",
    "Exit status: 0 done, 1 the work failed, 2 wrong usage or input, 3 this machine lacks something, 130 interrupted.",
    "",
    "Example:",
    `  ${program} run hello.py -p Name=world`,
    "",
    `More: ${program} COMMAND --help`,
    "",
  ].join("\n");
}

export function renderGroupHelp(group: CommandGroup): string {
  const commands = Object.values(group.commands);
  return [
    ...usageLines(commands.flatMap(({ help }) => help.usage.map((line) => `${help.name} ${line}`.trimEnd()))),
    "",
    ...wrap(group.summary, 0),
    "",
    "Commands:",
    ...table(commands.map(({ help }) => [help.name, help.summary])),
    "",
    "Options of every command:",
    ...optionTable(commonOptions),
    "",
    "Example:",
    ...commands.slice(0, 1).flatMap(({ help }) => help.examples.map((example) => `  ${program} ${example}`)),
    "",
    `More: ${program} ${group.name} COMMAND --help`,
    "",
  ].join("\n");
}

export function renderCommandHelp(help: CommandHelp): string {
  const usage = help.usage.map((line) => `${help.name} ${line}`.trimEnd());
  return [
    ...usageLines(usage),
    "",
    ...wrap(help.summary, 0),
    ...(help.description ?? []).flatMap((paragraph) => ["", ...wrap(paragraph, 0)]),
    ...(Object.keys(help.options).length === 0 ? [] : ["", "Options:", ...optionTable(help.options)]),
    "",
    "Options of every command:",
    ...optionTable(commonOptions),
    "",
    help.examples.length > 1 ? "Examples:" : "Example:",
    ...help.examples.map((example) => `  ${program} ${example}`),
    "",
  ].join("\n");
}

function usageLines(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index === 0 ? "Usage:" : "      "} ${program} ${line}`);
}

function optionTable(options: Readonly<Record<string, OptionDefinition>>): string[] {
  return table(
    Object.entries(options).map(([name, option]) => {
      const short = option.short === undefined ? "" : `-${option.short}, `;
      const value = option.type === "text" ? ` ${option.valueName ?? "TEXT"}` : "";
      return [`${short}--${name}${value}`, option.isRepeatable === true ? `${option.help} Repeatable.` : option.help];
    }),
  );
}

function table(rows: readonly (readonly [string, string] | readonly string[])[]): string[] {
  const left = Math.min(30, Math.max(...rows.map(([first = ""]) => first.length)) + 2);
  return rows.flatMap(([first = "", second = ""]) => {
    const text = wrap(second, left + 2);
    if (first.length + 2 > left) {
      return [`  ${first}`, ...text];
    }
    return [`  ${first.padEnd(left)}${(text[0] ?? "").trimStart()}`, ...text.slice(1)];
  });
}

function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(" ".repeat(indent) + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, " ".repeat(indent) + line];
}
