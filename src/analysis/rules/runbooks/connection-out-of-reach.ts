import type { MemberNode, ScriptBlockNode, VariableNode } from "../../powershell/syntax";
import type { PowerShellFile } from "../powershell-file";
import type { Report, Rule } from "../rule";
import { connectionsPage } from "../sources";

/** RW107: a field is read where the connection is not. */
export const connectionOutOfReach: Rule = {
  code: "RW107",
  id: "connection-out-of-reach",
  title: "Field is read where the connection is not",
  severity: "warning",
  reason:
    "Inside `InlineScript` of a workflow the variables of the workflow do not exist unless they are written as `$using:name`; reading a " +
    "field of a connection there gives nothing. The same happens where a variable is named like a connection, its fields are " +
    "read, but no line of the file gives it a value.",
  sources: [
    {
      title: "Learn PowerShell Workflow for Azure Automation: InlineScript",
      url: "https://learn.microsoft.com/azure/automation/automation-powershell-workflow",
    },
    connectionsPage,
  ],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "workflow Send-Report {\n  $conn = Get-AutomationConnection -Name 'Reporting'\n  InlineScript {\n    Test-Connection $conn.Server\n  }\n}\n",
      },
      {
        language: "powershell",
        text: "Connect-AzAccount -ServicePrincipal -Tenant $servicePrincipalConnection.TenantId -ApplicationId $servicePrincipalConnection.ApplicationId -CertificateThumbprint $servicePrincipalConnection.CertificateThumbprint\n",
        note: "The line that reads the connection got lost.",
      },
    ],
    good: [
      {
        language: "powershell",
        text: "workflow Send-Report {\n  $conn = Get-AutomationConnection -Name 'Reporting'\n  InlineScript {\n    Test-Connection $using:conn.Server\n  }\n}\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      checkInlineScripts(file, report);
      checkUnassigned(file, report);
    },
  },
};

function checkInlineScripts(file: PowerShellFile, report: Report): void {
  const blocks = file
    .commandsNamed("inlinescript")
    .flatMap(({ elements }) =>
      elements.filter((element): element is ScriptBlockNode => element.kind === "scriptblock"),
    );
  if (blocks.length === 0) {
    return;
  }
  for (const call of file.scan.assets) {
    for (const field of call.fields) {
      const block = blocks.find(({ start, end }) => field.start > start && field.end < end);
      if (block === undefined || (call.start > block.start && call.start < block.end)) {
        continue;
      }
      const variable = variableOf(file, field.start);
      if (variable === undefined || variable.scope !== "" || isSetIn(file, variable, block)) {
        continue;
      }
      const { start, end, name } = variable;
      report({
        message: `$${name} belongs to the workflow: InlineScript sees it as $using:${name} only.`,
        start,
        end,
        fix: {
          title: `Write $using:${name}`,
          edits: [{ start, end, text: file.text.startsWith("${", start) ? `\${using:${name}}` : `$using:${name}` }],
          isSafeForAll: true,
        },
        related: [{ start: call.start, end: call.end, message: "Read here, outside InlineScript" }],
      });
    }
  }
}

function variableOf(file: PowerShellFile, fieldStart: number): VariableNode | undefined {
  const access = file.syntax.members.find((member) =>
    member.kind === "member"
      ? member.nameStart === fieldStart
      : member.index?.kind === "string" && member.index.contentStart === fieldStart,
  );
  return access?.target.kind === "variable" ? access.target : undefined;
}

function isSetIn(file: PowerShellFile, { name }: VariableNode, block: ScriptBlockNode): boolean {
  return file.bindings.of(name).some(({ start, end }) => start > block.start && end < block.end);
}

const runAsFields = ["applicationid", "tenantid", "certificatethumbprint", "certificateassetname"] as const;

function checkUnassigned(file: PowerShellFile, report: Report): void {
  const suspects = new Map<string, MemberNode>();
  for (const member of runAsFields.flatMap((field) => file.membersNamed(field))) {
    const { target } = member;
    const name = target.kind === "variable" && target.scope === "" ? target.name.toLowerCase() : "";
    if (name.endsWith("connection") && (suspects.get(name)?.start ?? Infinity) > member.start) {
      suspects.set(name, member);
    }
  }
  for (const [name, { target }] of suspects) {
    if (file.bindings.of(name).length === 0 && !canComeFromElsewhere(file)) {
      const written = file.slice(target);
      report({
        message: `No line of this file gives ${written} a value: its fields are empty.`,
        start: target.start,
        end: target.end,
      });
    }
  }
}

/** Dot-sourced files, evaluated texts and modules may set variables too. */
function canComeFromElsewhere(file: PowerShellFile): boolean {
  return (
    file.syntax.commands.some(
      ({ invocation, name }) => invocation === "." || /^(?:iex|invoke-expression)$/i.test(name),
    ) ||
    file.syntax.definitions.some(({ kind }) => kind === "class") ||
    file.context.path.toLowerCase().endsWith(".psm1")
  );
}
