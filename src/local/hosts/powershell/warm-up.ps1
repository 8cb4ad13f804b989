# What a waiting host runs once into nothing, so that a job finds the common code loaded and compiled.
Import-Module Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management
'text'
1
[pscustomobject] @{ a = 1; b = 'two' }
Get-Item -LiteralPath .
Write-Host 'host'
Write-Warning 'warning'
Write-Verbose 'verbose' -Verbose
Write-Error 'error' -ErrorAction Continue
@{ a = 1 } | ConvertTo-Json | ConvertFrom-Json
function one { Write-Output 1 }
one | ForEach-Object { $_ } | Where-Object { $_ } | Select-Object -First 1 | Out-Null
$global:Error.Clear()
