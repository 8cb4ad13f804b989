/** The same run as a command for a terminal, quoted for the shell that the person uses. */
export type Shell = "posix" | "powershell" | "windows-powershell" | "cmd";

export interface CommandLineRun {
  /** As the person would type it, relative to the workspace folder. */
  readonly runbook: string;
  readonly named: Readonly<Record<string, string>>;
  /** Names of sensitive parameters: a placeholder stands for their values. */
  readonly sensitiveNames: readonly string[];
  readonly items: readonly string[];
  /** A file for the webhook simulator's data. */
  readonly webhookFile: string | undefined;
  readonly identity: string | undefined;
  readonly tokenSource: "emulated" | "developer";
  readonly scenario: string | undefined;
  readonly runtime: string | undefined;
}

export function commandLine(run: CommandLineRun, shell: Shell): string {
  const values = Object.entries(run.named).map(([name, value]) => `${name}=${value}`);
  const placeholders = run.sensitiveNames.map((name) => `${name}=<${name}>`);
  // The service and our command line take numbers as names of a Python runbook's arguments.
  const items = run.items.map((value, index) => `${index + 1}=${value}`);
  const words = [
    "runbook-workbench",
    "run",
    // A name that begins with a dash would be taken for an option.
    run.runbook.startsWith("-") ? `./${run.runbook}` : run.runbook,
    ...[...values, ...placeholders, ...items].flatMap((pair) => ["-p", pair]),
    ...optionOf("--webhook-data", run.webhookFile),
    ...optionOf("--identity", run.identity),
    ...optionOf("--token-source", run.tokenSource === "emulated" ? undefined : run.tokenSource),
    ...optionOf("--scenario", run.scenario),
    ...optionOf("--runtime", run.runtime),
  ];
  return words.map((word) => quote(word, shell)).join(" ");
}

function optionOf(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

/** One word of a command line. What needs no quotes gets none. */
export function quote(word: string, shell: Shell): string {
  if (/^[A-Za-z0-9_./:+-][A-Za-z0-9_./:+=-]*$/.test(word)) {
    return word;
  }
  switch (shell) {
    case "posix":
      return `'${word.replaceAll("'", `'\\''`)}'`;
    case "powershell":
      // PowerShell also closes a string at typographic quotes; each is doubled like the plain one.
      return `'${word.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
    case "windows-powershell":
      // It hands double quotes to programs as they are, which then lose them; programs read \" as one
      // (docs: about_Parsing, "Passing quoted strings to external commands").
      return quote(backslashQuotes(word), "powershell");
    case "cmd":
      // cmd expands %name% inside quotes too; a caret outside keeps it a text.
      return `"${backslashQuotes(word).replaceAll('\\"', '""')}"`.replace(/%/g, '"^%"');
  }
}

/** Backslashes before a double quote, or at the end before the closing one, count double for a program's argument parser. */
function backslashQuotes(word: string): string {
  return word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1");
}

/** Which quoting a shell program wants, by its path; the platform's own where it is not known. */
export function shellOf(path: string, platform: NodeJS.Platform): Shell {
  const name = path
    .slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1)
    .toLowerCase()
    .replace(/\.exe$/, "");
  if (name === "pwsh" || name === "pwsh-preview") {
    return "powershell";
  }
  if (name === "powershell") {
    return "windows-powershell";
  }
  if (name === "cmd") {
    return "cmd";
  }
  return name === "" && platform === "win32" ? "windows-powershell" : "posix";
}
