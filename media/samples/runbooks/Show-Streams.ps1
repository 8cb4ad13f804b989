<#
.SYNOPSIS
Writes to every stream. The service shows Verbose only where the runbook asks for it, and Debug and Progress never.
#>
$VerbosePreference = 'Continue'
$DebugPreference = 'Continue'
$InformationPreference = 'Continue'

Write-Output 'a text'
Write-Output ([pscustomobject] @{ Name = 'an object'; Size = 3 })
Write-Warning 'a warning'
Write-Error 'an error that does not end the runbook'
Write-Verbose 'a detail'
Write-Debug 'an inner detail'
Write-Information 'an information'
foreach ($percent in 0, 50, 100) {
    Write-Progress -Activity 'Working' -Status "$percent of 100" -PercentComplete $percent
}
Write-Progress -Activity 'Working' -Completed
