<#
.SYNOPSIS
Reads every kind of asset, and counts its own runs in a variable.
#>
$count = [int] (Get-AutomationVariable -Name 'RunCount')
Set-AutomationVariable -Name 'RunCount' -Value ($count + 1)
Write-Output "Variable RunCount: $count, now $(Get-AutomationVariable -Name 'RunCount')"

# An encrypted variable arrives in clear, in the runbook only. Whatever prints it, the job's streams show *** instead.
$key = Get-AutomationVariable -Name 'ApiKey'
Write-Output "Variable ApiKey: $($key.Length) characters, shown as $key"

$credential = Get-AutomationPSCredential -Name 'ContosoAdmin'
Write-Output "Credential ContosoAdmin: $($credential.UserName), a $($credential.GetType().Name)"

# A connection is a hashtable with the fields of its type.
$tickets = Get-AutomationConnection -Name 'ContosoTickets'
foreach ($field in 'Url', 'Port') {
    Write-Output "Connection ContosoTickets: $field = $($tickets[$field]) ($($tickets[$field].GetType().Name))"
}

$certificate = Get-AutomationCertificate -Name 'MyCertificate'
Write-Output "Certificate MyCertificate: $($certificate.Subject), thumbprint $($certificate.Thumbprint), private key: $($certificate.HasPrivateKey)"
