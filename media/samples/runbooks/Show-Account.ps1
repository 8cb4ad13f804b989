<#
.SYNOPSIS
A tour: reads a connection, a variable and a credential, asks the managed identity for a token and starts a child runbook.

.PARAMETER Name
Whom the child runbook greets.
#>
param(
    [string] $Name = 'world'
)

$connection = Get-AutomationConnection -Name 'AzureConnection'
Write-Output "Connection AzureConnection: tenant $($connection.TenantId), application $($connection.ApplicationId)"

$greeting = Get-AutomationVariable -Name 'Greeting'
Write-Output "Variable Greeting: $greeting"

$credential = Get-AutomationPSCredential -Name 'ContosoAdmin'
Write-Output "Credential ContosoAdmin: user $($credential.UserName), a password of $($credential.GetNetworkCredential().Password.Length) characters"

$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; 'Metadata' = 'True' }
$answer = Invoke-RestMethod -Uri "$($env:IDENTITY_ENDPOINT)?resource=https://management.azure.com/" -Headers $headers
$expires = [DateTimeOffset]::FromUnixTimeSeconds([long] $answer.expires_on).UtcDateTime
Write-Output "Token for $($answer.resource): $($answer.access_token.Length) characters, ends $($expires.ToString('u'))"

$job = Start-AutomationRunbook -Name 'Write-Greeting' -Parameters @{ Name = $Name }
Wait-AutomationJob -Id $job.Guid -TimeoutInMinutes 2 | Out-Null
Write-Output "Child job Write-Greeting: $($job.Guid)"
