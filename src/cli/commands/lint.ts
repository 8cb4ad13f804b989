/** `lint`: checks runbooks and module metadata by the rules that the editor has too. */
import { findRule, rules } from "../../analysis/rules";
import { scanKindOf } from "../../analysis/scan-file";
import { severities, type Severity } from "../../core/finding";
import { didYouMean, usageError, type ParsedArguments } from "../arguments";
import type { Command } from "../command";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";
import { findSourceFiles } from "../inventory/find-source-files";
import { searchScope } from "../inventory/search-scope";
import { jsonReport } from "../lint/json-report";
import { lintFiles, type RuleSeverities } from "../lint/lint-files";
import { LintCount, type LintReport } from "../lint/lint-report";
import { sarifReport } from "../lint/sarif-report";
import { textReport } from "../lint/text-report";

const forms = ["text", "json", "sarif"] as const;

export const lintCommand: Command = {
  help: {
    name: "lint",
    usage: ["[PATH...] [--output text|json|sarif] [--max-severity SEVERITY] [--rule CODE=SEVERITY]..."],
    summary: "Checks runbooks and integration-module metadata; ends with 1 when something is as bad as --max-severity.",
    description: [
      "PATH is a file or a folder that is searched for .ps1, .py and *-Automation.json files (default: the account's folder). What .gitignore and .automation/ignore name is left out, unless it is named itself.",
      "Of scripts below no account a search takes those that show what they are: that use an internal cmdlet or function, the identity endpoint, or a sign-in as the managed identity.",
      "Names are compared with the nearest local account above each file; without one nothing is called absent.",
      'A comment "# runbook-workbench disable-next-line RW101" silences a rule; so do disable (its own line) and disable-file.',
    ],
    options: {
      output: { type: "text", valueName: "FORM", choices: forms, help: "text (default), json or sarif (2.1.0)." },
      "max-severity": {
        type: "text",
        valueName: "SEVERITY",
        choices: severities,
        help: "The mildest severity that makes the check fail: error (default), warning, information or hint.",
      },
      rule: {
        type: "text",
        valueName: "CODE=SEVERITY",
        isRepeatable: true,
        help: "Another severity for a rule, or off: RW101=error.",
      },
    },
    examples: ["lint", "lint runbooks --max-severity warning --rule RW102=off"],
  },
  maxPositionals: Number.POSITIVE_INFINITY,
  run: lint,
};

async function lint(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const failing = args.choice("max-severity", severities) ?? "error";
  const ruleSeverities = ruleSeveritiesOf(args.list("rule"));
  const scope = await searchScope(args.positionals, context);
  const files = await findSourceFiles({
    paths: scope.paths,
    workingFolder: context.workingFolder,
    isWanted: (name) => scanKindOf(name) !== undefined,
    signal: context.signal,
  });
  const other = files.find(({ path }) => scanKindOf(path) === undefined);
  if (other !== undefined) {
    throw usageError(`"${other.shown}" cannot be checked.`, "Name .ps1, .py or *-Automation.json files, or folders.");
  }
  const report = reportOf(args.choice("output", forms) ?? "text", context);
  const count = new LintCount();
  let status: ExitStatus = exitStatus.done;
  const notRunbooks = await lintFiles(files, ruleSeverities, context, (file) => {
    count.add(file);
    report.file(file);
    if (file.findings.some(({ severity }) => severities.indexOf(severity) <= severities.indexOf(failing))) {
      status = exitStatus.failed;
    }
  });
  const summary = count.summary(notRunbooks);
  report.end(summary);
  context.log.write("lint", { ...summary });
  return status;
}

function reportOf(form: (typeof forms)[number], { console, version }: CommandContext): LintReport {
  switch (form) {
    case "text":
      return textReport(console);
    case "json":
      return jsonReport(console);
    case "sarif":
      return sarifReport(console, version);
  }
}

function ruleSeveritiesOf(texts: readonly string[]): RuleSeverities {
  const possible = [...severities, "off"] as const;
  const result: Record<string, Severity | "off"> = {};
  for (const text of texts) {
    const [, name = "", value = ""] = /^\s*([\w-]+)\s*=\s*(\w+)\s*$/.exec(text) ?? [];
    const rule = findRule(name.toUpperCase()) ?? rules.find(({ id }) => id === name.toLowerCase());
    const severity = possible.find((one) => one === value.toLowerCase());
    if (name === "") {
      throw usageError(`"${text}" is no rule with its severity.`, "Write it as RW101=warning.");
    }
    if (rule === undefined) {
      const codes = rules.map(({ code }) => code);
      throw usageError(`There is no rule "${name}".`, `${didYouMean(name, codes)}The rules are in docs/rules.`);
    }
    if (severity === undefined) {
      throw usageError(`"${value}" is no severity.`, `${didYouMean(value, possible)}Possible: ${possible.join(", ")}.`);
    }
    result[rule.code] = severity;
  }
  return result;
}
