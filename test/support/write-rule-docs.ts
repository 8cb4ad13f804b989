/** Writes a page for each rule from the rule itself: what it says, examples and what they are told. `npm run docs:rules` */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkExample } from "../../src/analysis/rules/check-example";
import { rules } from "../../src/analysis/rules/index";
import type { Rule } from "../../src/analysis/rules/rule";
import { rulePage } from "../../src/analysis/rules/rule-page";

export const ruleDocsFolder = join(__dirname, "..", "..", "docs", "rules");

/** File name to content. */
export function ruleDocs(): ReadonlyMap<string, string> {
  const pages = new Map([["README.md", overview()]]);
  for (const rule of rules) {
    pages.set(`${rule.code}.md`, rulePage(rule, "[All rules, severities and suppression](README.md)"));
  }
  return pages;
}

const families: readonly (readonly [prefix: string, title: string])[] = [
  ["RW1", "Runbooks"],
  ["RW2", "Integration-module metadata"],
  ["RW3", "Identity and sign-in"],
];

function overview(): string {
  const tables = families.map(([prefix, title]) => {
    const rows = rules
      .filter(({ code }) => code.startsWith(prefix))
      .map(
        (rule) =>
          `| [${rule.code}](${rule.code}.md) | ${rule.title} | ${rule.severity} | ${hasFix(rule) ? "yes" : ""} |`,
      );
    return `## ${title}\n\n| code | rule | severity | fix |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `# Rules

What the editor underlines and \`runbook-workbench lint\` prints. Made from the rules themselves by \`npm run docs:rules\`; every example is a test.

${tables.join("\n")}
## Other severities

In the editor the setting \`runbookWorkbench.rules.severity\` gives a severity by code: \`error\`, \`warning\`, \`information\`, \`hint\` or \`off\`.
In a terminal \`lint --rule RW102=off\` does.

\`\`\`json
{ "runbookWorkbench.rules.severity": { "RW102": "off", "RW111": "hint" } }
\`\`\`

## Suppressing a finding

A comment of PowerShell or Python switches findings off. Several codes stand with commas between them; what follows is the reason, for the next reader.
Without a code the comment stands for every rule. A code that no rule has is [RW100](RW100.md). JSON has no comments: use the severities above.

\`\`\`powershell
# runbook-workbench disable-next-line RW102 serves every connection
$conn = Get-AutomationConnection -Name $Name
Write-Host 'Started' # runbook-workbench disable RW111
# runbook-workbench disable-file RW308, RW118
\`\`\`
`;
}

function hasFix(rule: Rule): boolean {
  return rule.examples.bad.some((example) => checkExample(example).some(({ fix }) => fix !== undefined));
}

if (require.main === module) {
  mkdirSync(ruleDocsFolder, { recursive: true });
  const pages = ruleDocs();
  for (const name of readdirSync(ruleDocsFolder)) {
    if (name.endsWith(".md") && !pages.has(name)) {
      rmSync(join(ruleDocsFolder, name));
    }
  }
  for (const [name, content] of pages) {
    writeFileSync(join(ruleDocsFolder, name), content);
  }
}
