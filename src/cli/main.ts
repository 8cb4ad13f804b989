/** The command line's composition root: finds the command, loads only what it needs, and turns its end into an exit status. */
import { resolve } from "node:path";
import { version } from "../../package.json";
import { isCancelled } from "../core/errors";
import { errorLine } from "./error-line";
import { didYouMean, parseArguments, usageError, type ParsedArguments } from "./arguments";
import { usesColour, type ColourChoice } from "./colour";
import { commonOptions, type Command, type CommandGroup } from "./command";
import { commandTable } from "./command-table";
import { Console } from "./console";
import { noLog, openLog, type DiagnosticLog } from "./diagnostic-log";
import { exitStatus, exitStatusOf, type ExitStatus } from "./exit-status";
import { Interruption } from "./interruption";

async function main(args: readonly string[]): Promise<void> {
  const interruption = new Interruption(process);
  const early = earlyOptions(args);
  const console = new Console({
    output: process.stdout,
    errors: process.stderr,
    colour: {
      output: usesColour(early.colour, process.stdout.isTTY, process.env),
      errors: usesColour(early.colour, process.stderr.isTTY, process.env),
    },
    onOutputClosed: () => {
      console.silence();
      interruption.outputClosed();
    },
  });
  let status: ExitStatus;
  try {
    status = await dispatch(args, console, interruption);
  } catch (error) {
    status = interruption.signal.aborted && isCancelled(error) ? exitStatus.interrupted : exitStatusOf(error);
    console.status("");
    report(error, early.isDebug, console);
  }
  await console.flushed();
  process.exit(status);
}

async function dispatch(args: readonly string[], console: Console, interruption: Interruption): Promise<ExitStatus> {
  const at = args.findIndex((arg, index) => !arg.startsWith("-") && !isCommonValue(args[index - 1]));
  const name = at < 0 ? undefined : args[at];
  const before = at < 0 ? args : args.slice(0, at);
  const rest = at < 0 ? [] : args.slice(at + 1);
  if (name === undefined || name === "help") {
    return showProgramHelp(name === "help" ? rest : [], before, console);
  }
  const entry = commandTable.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    throw unknownCommand(name);
  }
  const loaded = await entry.load();
  if ("commands" in loaded) {
    return runGroup(loaded, before, rest, console, interruption);
  }
  return runCommand(loaded, [...before, ...rest], console, interruption);
}

async function runGroup(
  group: CommandGroup,
  before: readonly string[],
  rest: readonly string[],
  console: Console,
  interruption: Interruption,
): Promise<ExitStatus> {
  const at = rest.findIndex((arg, index) => !arg.startsWith("-") && !isCommonValue(rest[index - 1]));
  const name = at < 0 ? undefined : rest[at];
  const command = name !== undefined && Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  if (command !== undefined) {
    return runCommand(command, [...before, ...rest.slice(0, at), ...rest.slice(at + 1)], console, interruption);
  }
  const parsed = parseArguments([...before, ...rest], commonOptions, group.name);
  if (name === undefined && parsed.flag("help")) {
    const { renderGroupHelp } = await import("./help");
    console.result(renderGroupHelp(group));
    return exitStatus.done;
  }
  const names = Object.keys(group.commands);
  const seeHelp = `See "runbook-workbench ${group.name} --help".`;
  throw name === undefined
    ? usageError(`"${group.name}" needs one of: ${names.join(", ")}.`, seeHelp)
    : usageError(`Unknown command "${group.name} ${name}".`, `${didYouMean(name, names, `${group.name} `)}${seeHelp}`);
}

async function runCommand(
  command: Command,
  args: readonly string[],
  console: Console,
  interruption: Interruption,
): Promise<ExitStatus> {
  const { help } = command;
  if (args.some((arg) => arg === "--help" || arg === "-h")) {
    const { renderCommandHelp } = await import("./help");
    console.result(renderCommandHelp(help));
    return exitStatus.done;
  }
  const parsed = parseArguments(args, { ...commonOptions, ...help.options }, help.name);
  const extra = parsed.positionals[command.maxPositionals];
  if (extra !== undefined) {
    throw usageError(`"${extra}" is one argument too many.`, `See "runbook-workbench ${help.name} --help".`);
  }
  const log = logOf(parsed);
  log.write("start", {
    command: help.name,
    version,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    workingFolder: process.cwd(),
  });
  const accountFolder = parsed.text("account");
  try {
    const status = await command.run(parsed, {
      console,
      input: () => process.stdin,
      environment: process.env,
      workingFolder: process.cwd(),
      signal: interruption.signal,
      report: (error) => report(error, parsed.flag("debug"), console),
      log,
      accountFolder: accountFolder === undefined ? undefined : resolve(accountFolder),
      version,
    });
    log.write("end", { status });
    return status;
  } catch (error) {
    log.write("error", { status: exitStatusOf(error), error: error instanceof Error ? error.name : typeof error });
    throw error;
  }
}

async function showProgramHelp(
  topic: readonly string[],
  before: readonly string[],
  console: Console,
): Promise<ExitStatus> {
  const parsed = parseArguments(before, { ...commonOptions, version: { type: "flag", help: "" } }, "");
  if (parsed.flag("version")) {
    console.result(`${version}\n`);
    return exitStatus.done;
  }
  const { renderCommandHelp, renderGroupHelp, renderProgramHelp } = await import("./help");
  const [name, second] = topic;
  if (name !== undefined) {
    const entry = commandTable.find((candidate) => candidate.name === name);
    if (entry === undefined) {
      throw unknownCommand(name);
    }
    const loaded = await entry.load();
    if (!("commands" in loaded)) {
      console.result(renderCommandHelp(loaded.help));
      return exitStatus.done;
    }
    const command = second === undefined ? undefined : loaded.commands[second];
    console.result(command === undefined ? renderGroupHelp(loaded) : renderCommandHelp(command.help));
    return exitStatus.done;
  }
  const text = renderProgramHelp(commandTable);
  if (topic.length === 0 && !parsed.flag("help") && process.argv.length <= 2) {
    // Called with nothing at all: that is not a result but a person who needs help.
    console.noteText(text);
    return exitStatus.usage;
  }
  console.result(text);
  return exitStatus.done;
}

function unknownCommand(name: string): Error {
  return usageError(
    `Unknown command "${name}".`,
    `${didYouMean(
      name,
      commandTable.map((entry) => entry.name),
    )}See "runbook-workbench --help".`,
  );
}

function isCommonValue(previous: string | undefined): boolean {
  return previous !== undefined && /^--(account|color|log)$/.test(previous);
}

/** What must be known before the command line is understood: how its errors are to look. */
function earlyOptions(args: readonly string[]): { colour: ColourChoice; isDebug: boolean } {
  const at = args.findIndex((arg) => arg === "--color" || arg.startsWith("--color="));
  const value = args[at]?.includes("=") === true ? args[at].slice("--color=".length) : args[at + 1];
  return {
    colour: at >= 0 && (value === "always" || value === "never") ? value : "auto",
    isDebug: args.includes("--debug"),
  };
}

function logOf(parsed: ParsedArguments): DiagnosticLog {
  const path = parsed.text("log");
  return path === undefined ? noLog : openLog(path);
}

function report(error: unknown, isDebug: boolean, console: Console): void {
  const mark = console.colour.errors ? "\u001b[31mrunbook-workbench:\u001b[0m" : "runbook-workbench:";
  console.note(`${mark} ${errorLine(error)}`);
  if (isDebug && error instanceof Error) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      console.note(cause.stack ?? cause.message);
    }
  }
}

void main(process.argv.slice(2));
