<#
.SYNOPSIS
Greets someone. Show-Account and Start-Child start it as a child job.

.PARAMETER Name
Whom to greet.
#>
param(
    [Parameter(Mandatory)]
    [string] $Name
)

Write-Output "$(Get-AutomationVariable -Name 'Greeting'), $Name"
