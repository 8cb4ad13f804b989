/** `lint` for people: one line for each finding, as editors and terminals make links of. */
import type { Finding, FindingAction, Severity } from "../../core/finding";
import type { Console } from "../console";
import type { LintReport, LintSummary } from "./lint-report";

const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36, hint: 90 };

export function textReport(console: Pick<Console, "result" | "colour">): LintReport {
  const paint = (text: string, colour: number): string =>
    console.colour.output ? `\u001b[${colour}m${text}\u001b[0m` : text;
  return {
    file({ shown, findings, positionOf }) {
      const lines = findings.map((finding) => {
        const { line, character } = positionOf(finding.start);
        const { code, severity, message } = finding;
        const place = `${printable(shown)}:${line + 1}:${character + 1}`;
        return `${place} ${paint(severity, colours[severity])} ${code} ${printable(message)}\n${adviceFor(finding)}`;
      });
      console.result(lines.join(""));
    },
    end: (summary) => console.result(`${countText(summary)}\n`),
  };
}

function adviceFor({ actions = [] }: Finding): string {
  return actions.map((action) => `    Create it: runbook-workbench ${commandFor(action)}\n`).join("");
}

function commandFor({ assetKind, name, connectionType }: FindingAction): string {
  const given = `asset set ${assetKind} ${quoted(name)}`;
  switch (assetKind) {
    case "variable":
      return `${given} --value TEXT`;
    case "credential":
      return `${given} --user NAME --password-stdin`;
    case "connection":
      return `${given} --type ${connectionType === undefined ? "TYPE" : quoted(connectionType)}`;
    case "certificate":
      return `${given} --file FILE`;
  }
}

/** As a shell wants it; the text is for a person to copy, so what a shell would expand is kept from it. */
function quoted(name: string): string {
  const text = printable(name);
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function countText({ files, errors, warnings, information, hints, notRunbooks }: LintSummary): string {
  const parts = [
    count(errors, "error"),
    count(warnings, "warning"),
    ...(information === 0 ? [] : [`${information} information`]),
    ...(hints === 0 ? [] : [count(hints, "hint")]),
  ];
  const leftOut =
    notRunbooks === 0
      ? ""
      : `\n${count(notRunbooks, "script")} left out: no sign of a runbook and no account above. Name a file to check it.`;
  return `${parts.join(", ")} in ${count(files, "file")}${leftOut}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** Messages repeat names of other people's files: control characters must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd");
}
