/** `lint --output sarif`: SARIF 2.1.0, as code scanning services read it. */
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { rules } from "../../analysis/rules";
import type { Rule } from "../../analysis/rules/rule";
import type { Finding, FindingFix, Severity } from "../../core/finding";
import type { Console } from "../console";
import type { LintedFile } from "./lint-files";
import type { LintReport } from "./lint-report";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** Severities as they count in this run stand in the results; the rules carry their defaults. */
export function sarifReport(console: Pick<Console, "result">, version: string): LintReport {
  const driver = { name: "runbook-workbench", version, semanticVersion: version, rules: rules.map(ruleOf) };
  const head = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0" };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits" };
  // The results are written as they come, so the frame is taken apart around them.
  console.result(`${JSON.stringify(head).slice(0, -1)},"runs":[${JSON.stringify(run).slice(0, -1)},"results":[`);
  let separator = "\n";
  return {
    file(file) {
      for (const finding of file.findings) {
        console.result(separator + JSON.stringify(resultOf(file, finding)));
        separator = ",\n";
      }
    },
    end: () => console.result("\n]}]}\n"),
  };
}

function ruleOf({ code, id, title, severity, reason, sources }: Rule) {
  const [source] = sources.filter(({ url }) => url !== undefined);
  return {
    id: code,
    name: pascalCase(id),
    shortDescription: { text: title },
    fullDescription: { text: reason },
    help: { text: reason, markdown: reason },
    ...(source?.url === undefined ? {} : { helpUri: source.url }),
    defaultConfiguration: { level: levels[severity] },
  };
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function resultOf(file: LintedFile, finding: Finding) {
  const { code, severity, message, start, end, fix, otherFixes = [], related = [] } = finding;
  const artifactLocation = { uri: uriOf(file.shown) };
  const regionOf = (from: number, to: number) => region(file, from, to);
  const fixes = [...(fix === undefined ? [] : [fix]), ...otherFixes];
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(start, end) } }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, index) => ({
            id: index,
            message: { text: place.message },
            physicalLocation: { artifactLocation, region: regionOf(place.start, place.end) },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((one) => fixOf(one, artifactLocation, regionOf)) }),
  };
}

function fixOf(
  { title, edits }: FindingFix,
  artifactLocation: { readonly uri: string },
  regionOf: (start: number, end: number) => ReturnType<typeof region>,
) {
  const replacements = edits.map(({ start, end, text }) => ({
    deletedRegion: regionOf(start, end),
    insertedContent: { text },
  }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation, replacements }] };
}

/** Lines and columns count from 1; the end column is the one behind the last character. */
function region({ positionOf }: LintedFile, start: number, end: number) {
  const from = positionOf(start);
  const to = positionOf(end);
  return {
    startLine: from.line + 1,
    startColumn: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}

function uriOf(shown: string): string {
  if (isAbsolute(shown)) {
    return pathToFileURL(sep === "\\" ? shown.replaceAll("/", "\\") : shown).href;
  }
  return shown.split("/").map(encodeURIComponent).join("/");
}
