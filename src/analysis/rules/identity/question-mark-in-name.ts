import type { Rule } from "../rule";
import { identityPage } from "../sources";

/** RW307: the question mark of a query that PowerShell takes for a part of the variable's name. */
export const questionMarkInName: Rule = {
  code: "RW307",
  id: "question-mark-in-name",
  title: "Question mark becomes part of a variable's name",
  severity: "error",
  reason:
    'In PowerShell a question mark may be part of a variable\'s name, so `"$env:IDENTITY_ENDPOINT?resource=..."` reads a variable that does ' +
    "not exist and the address starts with an equals sign. Put the name in braces.",
  sources: [
    {
      title: "about_Variables: variable names that include special characters",
      url: "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_variables",
    },
    identityPage,
  ],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n$answer = Invoke-RestMethod -Uri \"$env:IDENTITY_ENDPOINT?resource=https://management.azure.com/\" -Headers $headers\n",
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n$answer = Invoke-RestMethod -Uri \"${env:IDENTITY_ENDPOINT}?resource=https://management.azure.com/\" -Headers $headers\n",
      },
    ],
  },
  check: {
    powershell({ scan, text }, report) {
      for (const { how, start, end } of scan.identity) {
        const match = how.endsWith("_ENDPOINT") ? /^\$(env:\w+)\?/i.exec(text.slice(start, end)) : null;
        if (match !== null) {
          const name = match[1] ?? "";
          report({
            message: `The question mark belongs to the variable's name here: write \${${name}}.`,
            start,
            end,
            fix: {
              title: `Write \${${name}}`,
              edits: [{ start, end: start + match[0].length - 1, text: `\${${name}}` }],
              isSafeForAll: true,
            },
          });
        }
      }
    },
  },
};
