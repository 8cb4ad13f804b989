# Runs one runbook for Runbook Workbench and reports all it does over a private channel (see README.md beside this file).
# Standard input holds the channel's address, its token and, where it is known already, the job: nothing secret is in the arguments or the
# environment. Kept to syntax and types of Windows PowerShell 5.1, ASCII only.
#
# The work is done by the classes of the folder compiled, which this PowerShell compiled once into the file $Compiled. Each call of a method
# or property here would make PowerShell compile that call, some 40 ms at each start; so there is none: -as calls Parse of the class, which
# ends the process. Where it could not, the file is missing or is none, and the script goes on.
param([string] $Mode = 'cold', [string] $Compiled = "$PSScriptRoot/none.dll")
$ErrorActionPreference = 'SilentlyContinue'
Import-Module $Compiled
$null = ($PSScriptRoot, $Mode -join '|') -as [RunbookWorkbench.PowerShellHost.HostProgram]
. "$PSScriptRoot/compile.ps1"
exit 1
