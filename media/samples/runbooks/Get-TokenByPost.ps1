<#
.SYNOPSIS
Gets a token by a POST request, for the system-assigned identity or for a user-assigned one.

.PARAMETER ClientId
Client id of a user-assigned identity; nothing for the system-assigned one.

.PARAMETER Resource
The resource that the token is for.
#>
param(
    [string] $ClientId = '',
    [string] $Resource = 'https://management.azure.com/'
)

$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; 'Metadata' = 'True' }
$body = @{ resource = $Resource }
if ($ClientId) {
    $body.client_id = $ClientId
}

try {
    $answer = Invoke-RestMethod -Uri $env:IDENTITY_ENDPOINT -Method Post -Headers $headers -Body $body `
        -ContentType 'application/x-www-form-urlencoded'
}
catch {
    # The endpoint says in the body what is wrong, e.g. "Managed User Identity not found!".
    throw "No token for client id '$ClientId': $($_.ErrorDetails.Message)"
}
Write-Output "Got a $($answer.token_type) token for $($answer.resource) as client $($answer.client_id)."
