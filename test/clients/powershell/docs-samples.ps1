# The documentation's samples for getting a token without Azure cmdlets, as printed there; only the output is collected.
$found = [ordered]@{}

$resource= "?resource=https://management.azure.com/" 
$url = $env:IDENTITY_ENDPOINT + $resource 
$Headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]" 
$Headers.Add("X-IDENTITY-HEADER", $env:IDENTITY_HEADER) 
$Headers.Add("Metadata", "True") 
$accessToken = Invoke-RestMethod -Uri $url -Method 'GET' -Headers $Headers
$found.restGet = $accessToken.access_token

$url = $env:IDENTITY_ENDPOINT  
$headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]" 
$headers.Add("X-IDENTITY-HEADER", $env:IDENTITY_HEADER) 
$headers.Add("Metadata", "True") 
$body = @{resource='https://management.azure.com/' } 
$accessToken = Invoke-RestMethod $url -Method 'POST' -Headers $headers -ContentType 'application/x-www-form-urlencoded' -Body $body 
$found.restPost = $accessToken.access_token

$queryParameter = "?resource=https://database.windows.net/" 
$url = $env:IDENTITY_ENDPOINT + $queryParameter
$Headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]" 
$Headers.Add("X-IDENTITY-HEADER", $env:IDENTITY_HEADER) 
$Headers.Add("Metadata", "True") 
$content =[System.Text.Encoding]::Default.GetString((Invoke-WebRequest -UseBasicParsing -Uri $url -Method 'GET' -Headers $Headers).RawContentStream.ToArray()) | ConvertFrom-Json 
$Token = $content.access_token 
$found.webRequest = $Token

# Az.Accounts 1.x and AzureRM (2017): header secret, an unescaped resource, expires_on bound to a DateTime.
$legacy = Invoke-RestMethod -Uri ($env:MSI_ENDPOINT + '?resource=https://management.azure.com/&api-version=2017-09-01') -Headers @{ Metadata = 'true'; Secret = $env:MSI_SECRET }
$found.legacy = $legacy.access_token
$found.legacyExpiry = ([DateTime]::Parse($legacy.expires_on, [Globalization.CultureInfo]::InvariantCulture)).ToUniversalTime().ToString('o')

# What a runbook sees of an error.
try {
    Invoke-RestMethod -Uri $env:IDENTITY_ENDPOINT -Headers $Headers | Out-Null
}
catch {
    $found.errorStatus = [int]$_.Exception.Response.StatusCode
    $found.errorMessage = ($_.ErrorDetails.Message | ConvertFrom-Json).Message
}

$found | ConvertTo-Json -Compress
