# Runs one runbook under a debugger of the editor, which starts this script in a session of its own and takes no environment for it.
# The only argument is the address of a private channel: what the runbook is given comes over it, so that nothing of it stands in an
# argument, a history or a file. No debugger stops in this script. Kept to syntax and types of Windows PowerShell 5.1, ASCII only.
[Diagnostics.DebuggerHidden()]
param([string] $RunbookWorkbenchAddress)

# One variable for all: the runbook's scope is below this one and sees it.
$runbookWorkbench = @{ OldValues = @{}; IsRunning = $false }
$runbookWorkbench.SetVariable = {
    [Diagnostics.DebuggerHidden()]
    param([string] $name, $value)
    if (!$runbookWorkbench.OldValues.ContainsKey($name)) {
        $runbookWorkbench.OldValues[$name] = [Environment]::GetEnvironmentVariable($name)
    }
    # PowerShell would make an empty text of $null, which newer .NET takes for a value.
    if ($null -eq $value) { [Environment]::SetEnvironmentVariable($name, [NullString]::Value) }
    else { [Environment]::SetEnvironmentVariable($name, $value) }
}
$runbookWorkbench.Send = {
    [Diagnostics.DebuggerHidden()]
    param($message)
    try {
        $runbookWorkbench.Writer.Write((ConvertTo-Json -InputObject $message -Compress) + "`n")
        $runbookWorkbench.Writer.Flush()
    }
    catch { $null = $_ } # the sandbox is gone: nobody to tell
}
try {
    $runbookWorkbench.Pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $RunbookWorkbenchAddress, [IO.Pipes.PipeDirection]::InOut)
    try { $runbookWorkbench.Pipe.Connect(10000) }
    catch { throw 'The sandbox of this debug run is gone. Start it again with Debug Runbook.' }
    $runbookWorkbench.Writer = [IO.StreamWriter]::new($runbookWorkbench.Pipe, [Text.UTF8Encoding]::new($false))
    $runbookWorkbench.Reader = [IO.StreamReader]::new($runbookWorkbench.Pipe, [Text.Encoding]::UTF8)
    & $runbookWorkbench.Send @{ t = 'hello'; pid = $PID; version = "$($PSVersionTable.PSVersion)"; edition = "$($PSVersionTable.PSEdition)" }
    $runbookWorkbench.Line = $runbookWorkbench.Reader.ReadLine()
    if (!$runbookWorkbench.Line) { throw 'The sandbox of this debug run is gone, or it runs this runbook already. Start it again with Debug Runbook.' }
    # Texts bear an apostrophe, so that no JSON reader takes one for a date.
    $runbookWorkbench.Task = ConvertFrom-Json $runbookWorkbench.Line
    $runbookWorkbench.Line = $null
    foreach ($runbookWorkbenchItem in $runbookWorkbench.Task.environment) {
        $runbookWorkbench.Value = $runbookWorkbenchItem[1]
        if ($null -ne $runbookWorkbench.Value) { $runbookWorkbench.Value = $runbookWorkbench.Value.Substring(1) }
        & $runbookWorkbench.SetVariable $runbookWorkbenchItem[0].Substring(1) $runbookWorkbench.Value
    }
    Remove-Variable runbookWorkbenchItem
    $runbookWorkbench.Path = $runbookWorkbench.Task.script.Substring(1)
    & $runbookWorkbench.SetVariable 'RUNBOOK_WORKBENCH_JOB' $runbookWorkbench.Task.jobId.Substring(1)
    & $runbookWorkbench.SetVariable 'PSModulePath' ("$PSScriptRoot/modules" + [IO.Path]::PathSeparator + $env:PSModulePath)
    # Before the runbook's first call: a debugger would step into the loading of a module.
    Import-Module Orchestrator.AssetManagement.Cmdlets -Global
    $runbookWorkbench.Culture = [cultureinfo]::CurrentCulture
    $runbookWorkbench.UICulture = [cultureinfo]::CurrentUICulture
    # As host.ps1: culture and time zone of the service's sandboxes, and the job's id.
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = [cultureinfo]::new('en-US')
    & "$PSScriptRoot/time-zone.ps1" | ForEach-Object { & $runbookWorkbench.Send @{ t = 'notice'; text = $_ } }
    $global:PSPrivateMetadata = @{ JobId = [guid]::new($runbookWorkbench.Task.jobId.Substring(1)) }
    $runbookWorkbenchParameters = @{}
    if ($runbookWorkbench.Task.parameters) {
        $runbookWorkbenchParameters = & "$PSScriptRoot/parameters.ps1" $runbookWorkbench.Path '' $runbookWorkbench.Task.parameters.Substring(1)
    }
    $runbookWorkbench.Remove('Task')
    $global:LASTEXITCODE = 0
    $runbookWorkbench.IsRunning = $true
    & $runbookWorkbench.Path @runbookWorkbenchParameters
    & $runbookWorkbench.Send @{ t = 'end'; state = 'Completed'; code = [int] $global:LASTEXITCODE }
}
catch {
    if ($runbookWorkbench.Writer) {
        & $runbookWorkbench.Send @{
            t = 'end'; state = 'Failed'; code = 1; text = "$_"
            script = "$($_.InvocationInfo.ScriptName)"; line = [int] $_.InvocationInfo.ScriptLineNumber; hasBegun = $runbookWorkbench.IsRunning
        }
    }
    throw
}
finally {
    # The session may live on after the run.
    foreach ($runbookWorkbenchItem in @($runbookWorkbench.OldValues.Keys)) { & $runbookWorkbench.SetVariable $runbookWorkbenchItem $runbookWorkbench.OldValues[$runbookWorkbenchItem] }
    if ($runbookWorkbench.Culture) {
        [cultureinfo]::CurrentCulture = $runbookWorkbench.Culture
        [cultureinfo]::CurrentUICulture = $runbookWorkbench.UICulture
    }
    if (Test-Path Variable:Global:PSPrivateMetadata) { Remove-Variable PSPrivateMetadata -Scope Global }
    Remove-Module Orchestrator.AssetManagement.Cmdlets -ErrorAction Ignore
    # The job's folder is about to go.
    if ($runbookWorkbench.Path) { Set-Location -LiteralPath ([IO.Path]::GetDirectoryName($runbookWorkbench.Path)) -ErrorAction Ignore }
    if ($runbookWorkbench.Pipe) { $runbookWorkbench.Pipe.Dispose() }
}
