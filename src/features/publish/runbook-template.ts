/** The first text of a new runbook: what every one needs, and nothing that has to be deleted. */
export type NewRunbookKind = "powershell" | "workflow" | "python";

export function templateFor(kind: NewRunbookKind, name: string): string {
  switch (kind) {
    case "powershell":
      return `<#
.SYNOPSIS
    What ${name} does.
#>
param(
)

$ErrorActionPreference = 'Stop'

Write-Output '${name}'
`;
    case "workflow":
      // The service finds the workflow by the runbook's name (learn: PowerShell Workflow runbooks).
      return `workflow ${name} {
    param(
    )

    Write-Output '${name}'
}
`;
    case "python":
      return `"""What ${name} does."""
import sys

print("${name}", sys.argv[1:])
`;
  }
}

export function extensionFor(kind: NewRunbookKind): ".ps1" | ".py" {
  return kind === "python" ? ".py" : ".ps1";
}
