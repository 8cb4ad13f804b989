<#
.SYNOPSIS
Gets a token of the system-assigned identity by a GET request and shows what it says about itself.

.PARAMETER Resource
The resource that the token is for.
#>
param(
    [string] $Resource = 'https://management.azure.com/'
)

# The service asks for both headers; the secret is this sandbox's own and ends with it.
$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; 'Metadata' = 'True' }
$uri = "$($env:IDENTITY_ENDPOINT)?resource=$([uri]::EscapeDataString($Resource))"
$answer = Invoke-RestMethod -Uri $uri -Method Get -Headers $headers

# The middle part of a JSON web token is base64url without padding.
$middle = $answer.access_token.Split('.')[1].Replace('-', '+').Replace('_', '/')
$middle = $middle.PadRight($middle.Length + (4 - $middle.Length % 4) % 4, '=')
$claims = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($middle)) | ConvertFrom-Json

[pscustomobject] @{
    Resource  = $answer.resource
    Audience  = $claims.aud
    ClientId  = $answer.client_id
    Emulated  = [bool] $claims.xms_emu
    TokenType = $answer.token_type
}
