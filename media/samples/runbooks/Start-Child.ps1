<#
.SYNOPSIS
Starts the runbook Write-Greeting once for each name and waits until all of these jobs are done.

.PARAMETER Names
Whom to greet.
#>
param(
    [string[]] $Names = @('Ada', 'Grace')
)

$ids = foreach ($name in $Names) {
    Start-AutomationRunbook -Name 'Write-Greeting' -Parameters @{ Name = $name }
}
foreach ($id in $ids) {
    Write-Output "Started job $($id.Guid)"
}
Wait-AutomationJob -Id $ids -TimeoutInMinutes 2 | Out-Null
Write-Output "All $($Names.Count) jobs are done."
