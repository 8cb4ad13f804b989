# Runs one runbook for Runbook Workbench and reports all it does over a private channel (see README.md beside this file).
# Standard input holds the channel's address, its token and, where it is known already, the job: nothing secret is in the arguments or the
# environment. The work is done by the classes in the folder compiled, which this PowerShell compiled once: each statement here costs every
# start. Kept to syntax and types of Windows PowerShell 5.1, ASCII only.
param([string] $Mode = 'cold', [string] $Compiled)
$version = $PSVersionTable.PSVersion
# Windows PowerShell has a System.Version, PowerShell 7 a semantic one.
$edition = 'Core'
if ($version -is [version]) { $edition = 'Desktop' }
try {
    if (!$Compiled) { throw 'nowhere to look' }
    [void] [Reflection.Assembly]::LoadFrom("$Compiled-$version.dll")
    [RunbookWorkbench.PowerShellHost.HostProgram]::Run($PSScriptRoot, $Mode, $version, $edition)
}
# The host ends its process itself: what comes back could not begin.
catch { . "$PSScriptRoot/compile.ps1"; exit 1 }
