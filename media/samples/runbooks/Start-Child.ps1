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
    $job = Start-AutomationRunbook -Name 'Write-Greeting' -Parameters @{ Name = $name }
    Write-Output "Started a job for ${name}: $($job.Guid)"
    $job
}
Wait-AutomationJob -Id $ids -TimeoutInMinutes 2
Write-Output "All $($Names.Count) jobs are done."
