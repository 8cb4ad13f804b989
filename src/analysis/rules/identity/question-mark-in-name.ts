import type { PowerShellFile } from "../powershell-file";
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
    "not exist and the address starts with an equals sign. Put the name in braces. Said of the endpoint's variables, and where the file " +
    "gives a value to the name without the question mark and none to the one with it.",
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
      {
        language: "powershell",
        text: 'param([string] $Vault, [string] $Secret)\n$uri = "https://$Vault.vault.azure.net/secrets/$Secret?api-version=7.4"\n',
      },
    ],
    good: [
      { language: "powershell", text: "$isReady? = $true\nWrite-Output $isReady?\n", note: "A name may hold one." },
      {
        language: "powershell",
        text: "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n$answer = Invoke-RestMethod -Uri \"${env:IDENTITY_ENDPOINT}?resource=https://management.azure.com/\" -Headers $headers\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      if (!file.text.includes("?")) {
        return;
      }
      for (const { name, scope, start, end } of file.syntax.variables) {
        const mark = name.indexOf("?");
        if (mark < 1 || file.text.startsWith("${", start) || !isMeantWithout(file, scope, name, mark)) {
          continue;
        }
        const markAt = end - name.length + mark;
        const meant = file.text.slice(start + 1, markAt);
        report({
          message: `The question mark belongs to the variable's name here: write \${${meant}}.`,
          start,
          end,
          fix: {
            title: `Write \${${meant}}`,
            edits: [{ start, end: markAt, text: `\${${meant}}` }],
            isSafeForAll: true,
          },
        });
      }
    },
  },
};

/** The name up to the question mark is one that has a value, the whole is none. */
function isMeantWithout({ bindings }: PowerShellFile, scope: string, name: string, mark: number): boolean {
  const meant = name.slice(0, mark);
  return scope === "env"
    ? /^(?:IDENTITY|MSI)_ENDPOINT$/i.test(meant)
    : bindings.of(meant).length > 0 && bindings.of(name).length === 0;
}
