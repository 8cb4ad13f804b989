/** The page of a rule in Markdown, made from the rule itself: docs/rules and the editor show the same one. */
import { applyFix, type Finding } from "../../core/finding";
import { checkExample } from "./check-example";
import type { Rule, RuleExample, RuleLanguage } from "./rule";

const languageNames: Readonly<Record<RuleLanguage, string>> = {
  powershell: "PowerShell",
  python: "Python",
  metadata: "metadata files",
};

/** `footer`: Markdown below the sources; it differs by where the page stands. */
export function rulePage(rule: Rule, footer: string): string {
  const languages = (Object.keys(languageNames) as RuleLanguage[]).filter(
    (language) => rule.check[language] !== undefined,
  );
  const account = rule.needsAccount === true ? " · only where an account is known" : "";
  const sources = rule.sources.map(({ title, url }) => (url === undefined ? `- ${title}` : `- [${title}](${url})`));
  return `# ${rule.code}: ${rule.title}

\`${rule.id}\` · ${rule.severity} · ${languages.map((language) => languageNames[language]).join(", ")}${account}

${rule.reason}

## Flagged

${rule.examples.bad.map(badExample).join("\n")}
## Fine

${rule.examples.good.map((example) => `${noteOf(example)}${fenced(example, example.text)}`).join("\n")}
## Sources

${sources.join("\n")}

${footer}
`;
}

function badExample(example: RuleExample): string {
  const findings = checkExample(example);
  const lines = findings.map(
    (finding) => `${place(example.text, finding.start)} ${finding.severity} ${finding.code} ${finding.message}`,
  );
  return `${noteOf(example)}${fenced(example, example.text)}\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n${fixOf(example, findings)}`;
}

function fixOf(example: RuleExample, findings: readonly Finding[]): string {
  const fix = findings.find((finding) => finding.fix !== undefined)?.fix;
  return fix === undefined ? "" : `\n_${fix.title}_ makes it:\n\n${fenced(example, applyFix(example.text, fix))}`;
}

function noteOf({ note }: RuleExample): string {
  return note === undefined ? "" : `${note}\n\n`;
}

function fenced({ language }: RuleExample, text: string): string {
  return `\`\`\`${language === "metadata" ? "json" : language}\n${text.trimEnd()}\n\`\`\`\n`;
}

/** 1-based line and column. */
function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
}
