# The internal cmdlets of Azure Automation for a job that runs locally: names, parameters, positions and pipeline rules of the
# service's module. Requests go over the host's channel, from child processes over the sandbox's loopback endpoint.
# A debugger steps over them, as over compiled cmdlets. Kept to syntax and types of Windows PowerShell 5.1, ASCII only.

$channel = [AppDomain]::CurrentDomain.GetData('RunbookWorkbench.Channel')
$sandboxUrl = $null
$sandboxSecret = $null
if (!$channel -and $env:RUNBOOK_WORKBENCH_JOB) {
    # A process that the runbook started (Start-Job, pwsh): the variables of its parent lead to the sandbox.
    if ($env:AUTOMATION_ASSET_ENDPOINT -and $env:RUNBOOK_WORKBENCH_SANDBOX_SECRET) {
        $sandboxUrl = $env:AUTOMATION_ASSET_ENDPOINT
        $sandboxSecret = $env:RUNBOOK_WORKBENCH_SANDBOX_SECRET
    }
    elseif ($env:IDENTITY_ENDPOINT -and $env:IDENTITY_HEADER) {
        $sandboxUrl = $env:IDENTITY_ENDPOINT -replace '/metadata/identity/oauth2/token/?$', ''
        $sandboxSecret = $env:IDENTITY_HEADER
    }
    if ($sandboxUrl -notmatch '^http://(127\.0\.0\.1|localhost)[:/]') { $sandboxUrl = $null }
}
if (!$channel -and !$sandboxUrl) {
    throw ('This Orchestrator.AssetManagement.Cmdlets is the stand-in of Runbook Workbench and works only inside a runbook that it runs: ' +
        'use "runbook-workbench run <file>" or Run Runbook Locally. In Azure Automation and on a Windows hybrid worker the service brings its own module; remove this copy there.')
}
$isCore = $PSVersionTable.PSVersion.Major -ge 6
$sealedText = '(encrypted)'
$client = $null
# Of all files that run beside a runbook.
$ownFolder = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($PSScriptRoot))

function ConvertTo-QuotedText([string] $text) {
    return [Web.HttpUtility]::JavaScriptStringEncode($text, $true)
}
if ($isCore) {
    [void] [Reflection.Assembly]::Load('Newtonsoft.Json')
}
else {
    [void] [Reflection.Assembly]::Load('System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
    [void] [Reflection.Assembly]::Load('Microsoft.PowerShell.Commands.Utility, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35')
}

# JSON of any value a runbook gives. The service keeps dates in this form (REST: variables, "value").
function ConvertTo-JsonText($value) {
    if ($null -eq $value) { return 'null' }
    $base = $value.PSObject.BaseObject
    if ($base -is [bool]) { return $(if ($base) { 'true' } else { 'false' }) }
    if ($base -is [string] -or $base -is [char] -or $base -is [guid] -or $base -is [enum]) { return ConvertTo-QuotedText $base }
    if ($base -is [datetime]) {
        $epoch = [datetime]::new(1970, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
        return '"/Date(' + [long] [Math]::Floor(($base.ToUniversalTime() - $epoch).TotalMilliseconds) + ')/"'
    }
    if ($base -is [double] -and ([double]::IsNaN($base) -or [double]::IsInfinity($base))) { return ConvertTo-QuotedText $base }
    return ConvertTo-Json -InputObject $value -Depth 20 -Compress
}

# Values as the service's types; objects and arrays stay Newtonsoft tokens where $keepTokens (learn.microsoft.com/azure/automation/
# shared-resources/variables: complex types come back as Newtonsoft.Json.Linq types). Windows PowerShell has no Newtonsoft of its
# own: there they are PSCustomObject.
function ConvertFrom-Token($token, [bool] $keepTokens) {
    if ($null -eq $token) { return $null }
    if (!$isCore) {
        if ($token -is [string] -and $token -match '^/Date\((-?\d+)\)/$') { return [DateTimeOffset]::FromUnixTimeMilliseconds([long] $Matches[1]).UtcDateTime }
        if ($token -is [decimal]) { return [double] $token }
        return , $token
    }
    # Told apart by type: of a JObject, .Type would be a member of the JSON.
    if ($token -is [Newtonsoft.Json.Linq.JObject]) {
        if ($keepTokens) { return , $token }
        $table = @{}
        foreach ($member in $token.Properties()) { $table[$member.Name] = ConvertFrom-Token $member.Value $false }
        return $table
    }
    if ($token -is [Newtonsoft.Json.Linq.JArray]) {
        if ($keepTokens) { return , $token }
        return , @(foreach ($item in $token.Children()) { ConvertFrom-Token $item $false })
    }
    $value = $token.Value
    if ($value -is [string] -and $value -match '^/Date\((-?\d+)\)/$') { return [DateTimeOffset]::FromUnixTimeMilliseconds([long] $Matches[1]).UtcDateTime }
    if ($value -is [long] -and $value -ge [int]::MinValue -and $value -le [int]::MaxValue) { return [int] $value }
    return $value
}

function Get-Field($holder, [string] $name) {
    if ($isCore) { return , $holder.GetValue($name) }
    return , $holder.$name
}

# A member that is a text, a truth or nothing.
function Get-Plain($holder, [string] $name) {
    return ConvertFrom-Token (Get-Field $holder $name) $false
}

function Read-Json([string] $text) {
    if ($isCore) {
        $reader = [Newtonsoft.Json.JsonTextReader]::new([IO.StringReader]::new($text))
        $reader.DateParseHandling = [Newtonsoft.Json.DateParseHandling]::None
        return , [Newtonsoft.Json.Linq.JToken]::ReadFrom($reader)
    }
    # The serializer behind ConvertFrom-Json would read "\/Date(0)\/" itself; the backslashes are optional and left out by the sender.
    $problem = $null
    $value = [Microsoft.PowerShell.Commands.JsonObject]::ConvertFromJson($text, [ref] $problem)
    if ($problem) { throw $problem.Exception }
    return , $value
}

# Asks the sandbox. Returns the JSON answer; throws with the sandbox's own words.
function Invoke-Sandbox([string] $kind, [string] $name, [string] $members, [string] $method, [string] $route) {
    $caller = $null
    foreach ($frame in [runspace]::DefaultRunspace.Debugger.GetCallStack()) {
        if ($frame.ScriptName -and !$frame.ScriptName.StartsWith($ownFolder)) { $caller = $frame; break }
    }
    if ($channel) {
        $place = ''
        if ($caller) { $place = ',"sc":' + (ConvertTo-QuotedText $caller.ScriptName) + ',"ln":' + $caller.ScriptLineNumber }
        $reply = Read-Json $channel.Ask($kind, $name, $members + $place)
        $problem = Get-Plain $reply 'error'
        if ($problem) { throw $problem }
        return , (Get-Field $reply 'ok')
    }
    if (!$script:client) {
        if (!$isCore) { [void] [Reflection.Assembly]::Load('System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a') }
        $handler = [Net.Http.HttpClientHandler]::new()
        $handler.UseProxy = $false
        $script:client = [Net.Http.HttpClient]::new($handler)
        $script:client.Timeout = [Threading.Timeout]::InfiniteTimeSpan
        $script:client.DefaultRequestHeaders.Add('X-IDENTITY-HEADER', $sandboxSecret)
    }
    $request = [Net.Http.HttpRequestMessage]::new([Net.Http.HttpMethod]::new($method), $sandboxUrl.TrimEnd('/') + $route)
    if ($caller) {
        $request.Headers.Add('X-Runbook-Script', [uri]::EscapeDataString($caller.ScriptName))
        $request.Headers.Add('X-Runbook-Line', "$($caller.ScriptLineNumber)")
    }
    if ($method -ne 'GET') { $request.Content = [Net.Http.StringContent]::new('{' + $members.TrimStart(',') + '}', [Text.Encoding]::UTF8, 'application/json') }
    $response = $script:client.SendAsync($request).GetAwaiter().GetResult()
    $body = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    if (!$response.IsSuccessStatusCode) {
        $message = $null
        try {
            $reply = Read-Json $body
            foreach ($member in 'Message', 'message') { if (!$message) { $message = Get-Plain $reply $member } }
        }
        catch { $message = $null }
        if (!$message) { $message = "The sandbox of this job answered with status $([int] $response.StatusCode)." }
        throw $message
    }
    if (!$body) { return $null }
    return , (Read-Json $body)
}

function New-Failure($failure, [string] $id, $target) {
    $exception = $failure.Exception
    if ($exception -is [Management.Automation.MethodInvocationException] -and $exception.InnerException) { $exception = $exception.InnerException }
    return [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($exception.Message, $exception), $id, 'ObjectNotFound', $target)
}

# Asks for an asset in the name of a cmdlet, which ends with its own error where there is none. Takes a kind with a capital, as error ids have it.
function Get-Asset($cmdlet, [string] $kind, [string] $name, [bool] $keepSealed) {
    $route = $kind.ToLowerInvariant()
    $members = $(if ($keepSealed) { ',"sealed":true' } else { '' })
    try { return , (Invoke-Sandbox $route $name $members 'GET' "/assets/$route/$([uri]::EscapeDataString($name))") }
    catch { $cmdlet.ThrowTerminatingError((New-Failure $_ "Automation${kind}NotAvailable" $name)) }
}

function Get-AutomationVariable {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [switch] $DoNotDecrypt
    )
    process {
        $asset = Get-Asset $PSCmdlet 'Variable' $Name $DoNotDecrypt
        if ($DoNotDecrypt -and (Get-Plain $asset 'isEncrypted')) { return $sealedText }
        $value = ConvertFrom-Token (Get-Field $asset 'value') $true
        $PSCmdlet.WriteObject($value, $false)
    }
}

function Get-AutomationConnection {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [switch] $DoNotDecrypt
    )
    process {
        $asset = Get-Asset $PSCmdlet 'Connection' $Name $DoNotDecrypt
        $fields = Get-Field $asset 'fields'
        $table = @{}
        if ($isCore) { foreach ($field in $fields.Properties()) { $table[$field.Name] = ConvertFrom-Token $field.Value $false } }
        else { foreach ($field in $fields.PSObject.Properties) { $table[$field.Name] = ConvertFrom-Token $field.Value $false } }
        if ($DoNotDecrypt) {
            foreach ($field in (ConvertFrom-Token (Get-Field $asset 'encryptedFields') $false)) { $table[$field] = $sealedText }
        }
        return $table
    }
}

function Get-AutomationPSCredential {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([pscredential])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )
    process {
        $asset = Get-Asset $PSCmdlet 'Credential' $Name $false
        $password = [securestring]::new()
        foreach ($character in "$(Get-Plain $asset 'password')".ToCharArray()) { $password.AppendChar($character) }
        $password.MakeReadOnly()
        return [pscredential]::new("$(Get-Plain $asset 'userName')", $password)
    }
}

function Get-AutomationCertificate {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([Security.Cryptography.X509Certificates.X509Certificate2])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )
    process {
        $asset = Get-Asset $PSCmdlet 'Certificate' $Name $false
        $content = [Convert]::FromBase64String("$(Get-Plain $asset 'content')")
        if (!(Get-Plain $asset 'hasPrivateKey')) {
            return [Security.Cryptography.X509Certificates.X509Certificate2]::new($content)
        }
        # Off Windows .NET keeps no note of this flag: there a key can always be exported.
        $flags = [Security.Cryptography.X509Certificates.X509KeyStorageFlags]::DefaultKeySet
        if (Get-Plain $asset 'isExportable') { $flags = [Security.Cryptography.X509Certificates.X509KeyStorageFlags]::Exportable }
        return [Security.Cryptography.X509Certificates.X509Certificate2]::new($content, '', $flags)
    }
}

function Set-AutomationVariable {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true, ValueFromPipelineByPropertyName = $true)]
        [AllowNull()]
        [AllowEmptyString()]
        [AllowEmptyCollection()]
        [object] $Value
    )
    process {
        try { [void] (Invoke-Sandbox 'set' $Name (',"value":' + (ConvertTo-JsonText $Value)) 'PUT' "/assets/variable/$([uri]::EscapeDataString($Name))") }
        catch { $PSCmdlet.ThrowTerminatingError((New-Failure $_ 'AutomationVariableNotAvailable' $Name)) }
    }
}

function Start-AutomationRunbook {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([guid])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(ValueFromPipelineByPropertyName = $true)]
        [Collections.IDictionary] $Parameters,

        [Parameter(ValueFromPipelineByPropertyName = $true)]
        [Alias('HybridWorker')]
        [string] $RunOn,

        [Parameter(ValueFromPipelineByPropertyName = $true)]
        [guid] $JobId
    )
    process {
        $members = ',"runOn":' + (ConvertTo-QuotedText $RunOn)
        if ($PSBoundParameters.ContainsKey('JobId')) { $members += ',"jobId":"' + $JobId.ToString() + '"' }
        if ($Parameters) { $members += ',"parameters":' + (ConvertTo-JsonText $Parameters) }
        if (!$channel) { $members += ',"name":' + (ConvertTo-QuotedText $Name) }
        try {
            $reply = Invoke-Sandbox 'start' $Name $members 'POST' '/jobs'
            return [guid] "$(Get-Plain $reply 'jobId')"
        }
        catch { $PSCmdlet.ThrowTerminatingError((New-Failure $_ 'AutomationRunbookNotStarted' $Name)) }
    }
}

function Wait-AutomationJob {
    [CmdletBinding(PositionalBinding = $false)]
    [Diagnostics.DebuggerStepThrough()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true, ValueFromPipeline = $true)]
        [ValidateCount(1, 1000)]
        [guid[]] $Id,

        [ValidateRange(1, 60)]
        [int] $TimeoutInMinutes = 5,

        [ValidateRange(30, 300)]
        [int] $DelayInSeconds = 30,

        [switch] $OutputJobsTransitionedToRunning
    )
    begin { $all = [Collections.Generic.List[string]]::new() }
    process { foreach ($one in $Id) { $all.Add($one.ToString()) } }
    end {
        $members = ',"ids":["' + ($all -join '","') + '"],"timeoutMs":' + ($TimeoutInMinutes * 60000)
        try { $reply = Invoke-Sandbox 'wait' '' ($members + $(if ($channel) { ',"delayMs":' + ($DelayInSeconds * 1000) } else { '' })) 'POST' '/jobs/wait' }
        catch { $PSCmdlet.ThrowTerminatingError((New-Failure $_ 'AutomationJobWaitFailed' $all)) }
        foreach ($job in (Get-Field $reply 'jobs')) {
            $status = "$(Get-Plain $job 'status')"
            $isFinal = 'Completed', 'Failed', 'Stopped', 'Suspended' -contains $status
            if ($isFinal -or ($OutputJobsTransitionedToRunning -and $status -eq 'Running')) {
                [pscustomobject] @{
                    JobId       = [guid] "$(Get-Plain $job 'jobId')"
                    RunbookName = "$(Get-Plain $job 'runbook')"
                    Status      = $status
                    Exception   = Get-Plain $job 'exception'
                }
            }
        }
    }
}

Export-ModuleMember -Function Get-AutomationConnection, Get-AutomationVariable, Get-AutomationPSCredential, Get-AutomationCertificate,
Set-AutomationVariable, Start-AutomationRunbook, Wait-AutomationJob
