# Runs one runbook for Runbook Workbench and reports all it does over a private channel (see README.md beside this file).
# Standard input holds two lines, the channel's address and its token: nothing secret is in the arguments or the environment.
# Kept to syntax and types of Windows PowerShell 5.1, ASCII only.
param([string] $Mode = 'cold')

# The runbook's runspace is made first: it opens on a thread of its own while this one does the rest. What it does first, start-up.ps1,
# sends something through the sink into nothing: that compiles what the first record needs.
$metadata = @{}
$initial = [initialsessionstate]::CreateDefault2()
$initial.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new('PSPrivateMetadata', $metadata, ''))
[void] $initial.StartupScripts.Add("$PSScriptRoot/start-up.ps1")
$runspace = [runspacefactory]::CreateRunspace($initial)
$runspace.OpenAsync()

# A block of its own is compiled when it is reached: while the runspace opens, and not before.
. {
    $isDesktop = $PSVersionTable.PSVersion.Major -lt 6
    # The culture of the service's sandboxes, for every thread that the runbook's code can run on.
    [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = [cultureinfo]::new('en-US')
    if ($isDesktop) {
        [void] [Reflection.Assembly]::Load('System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
    }
    # By .NET: the environment's drive costs 20 ms.
    [Environment]::SetEnvironmentVariable('PSModulePath', "$PSScriptRoot/modules" + [IO.Path]::PathSeparator + [Environment]::GetEnvironmentVariable('PSModulePath'))
    $box = @{}
    $sink = "$PSScriptRoot/sink.ps1"

    $address = [Console]::In.ReadLine()
    $token = [Console]::In.ReadLine()
    if (!$token) {
        [Console]::Error.WriteLine('host.ps1 belongs to Runbook Workbench, which starts it. To run a runbook: runbook-workbench run <file>')
        [Environment]::Exit(64)
    }
    $pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $address, 'InOut', 'Asynchronous')
    $pipe.Connect(10000)
    $shell = [powershell]::Create()
    $reader = [IO.StreamReader]::new($pipe)
    $writer = [IO.TextWriter]::Synchronized([IO.StreamWriter]::new($pipe, [Text.UTF8Encoding]::new($false), 65536))
    $writer.Write('{"t":"hello","token":"' + $token + '","pid":' + $PID + ',"version":"' + $PSVersionTable.PSVersion + '","edition":"' + $PSVersionTable.PSEdition + "`"}`n")
    $writer.Flush()

    # What the module Orchestrator.AssetManagement.Cmdlets finds in every runspace of this process: beside these, the open requests
    # by their number.
    $channel = [hashtable]::Synchronized(@{ Writer = $writer; Next = 0 })
    [AppDomain]::CurrentDomain.SetData('RunbookWorkbench.Channel', $channel)
    $isStopping = $false

    # Serves the channel until the pipeline in $run has ended.
    $serve = {
        $handles = [Threading.WaitHandle[]]@($read.AsyncWaitHandle, $run.AsyncWaitHandle)
        while ($true) {
            $which = [Threading.WaitHandle]::WaitAny($handles, 15)
            if ($which -eq 0) { . $receive }
            elseif ($which -eq 1) { break }
            elseif ($shell.Streams.Progress.Count) { . $sendProgress }
            $writer.Flush()
        }
    }

    # Takes one line of the engine: r TAB number TAB reply, or s.
    $receive = {
        $line = $null
        if ($read.Status -eq 'RanToCompletion') { $line = $read.Result }
        if ($null -eq $line) { . "$PSScriptRoot/rare.ps1"; . $abandon }
        $read = $reader.ReadLineAsync()
        $handles[0] = $read.AsyncWaitHandle
        if ($line[0] -eq [char] 'r') {
            $parts = $line.Split("`t", 3)
            $slot = $channel[$parts[1]]
            $channel.Remove($parts[1])
            if ($slot) { [void] $slot.TrySetResult($parts[2]) }
        }
        elseif ($line -eq 's' -and !$isStopping) {
            $isStopping = $true
            $writer.Write('{"t":"stopping"}' + "`n")
            $channel.Stopping = $true
            [void] $shell.BeginStop($null, $null)
            # A thread that waits for a reply cannot be stopped otherwise.
            foreach ($slot in @($channel.Values)) {
                if ($slot -is [Threading.Tasks.TaskCompletionSource[string]]) { [void] $slot.TrySetCanceled() }
            }
        }
    }

    $sendProgress = {
        if (!$drain) { $drain = [scriptblock]::Create([IO.File]::ReadAllText("$PSScriptRoot/progress.ps1")) }
        & $drain $shell.Streams.Progress $writer
    }

    # The last words, once no pipeline runs.
    $finish = {
        $streams = $shell.Streams
        if ($streams.Progress.Count) { . $sendProgress }
        if ($streams.Warning.Count -or $streams.Verbose.Count -or $streams.Debug.Count -or $streams.Information.Count -or $streams.Error.Count) { . "$PSScriptRoot/rare.ps1"; . $sendLeft }
        $state = $shell.InvocationStateInfo.State
        if ($state -eq 'Failed') { . "$PSScriptRoot/rare.ps1"; . $sendFailure }
        elseif ($isStopping) { $state = 'Stopped' }
        $code = $runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
        if ($code -isnot [int]) { $code = 0 }
        $writer.Write('{"t":"exit","code":' + $code + "}`n" + '{"t":"end","state":"' + $state + "`"}`n")
        $writer.Flush()
    }

    try {
        if ($isDesktop -or [Environment]::GetEnvironmentVariable('TZ') -ne 'UTC') {
            $fault = & "$PSScriptRoot/time-zone.ps1"
            if ($fault) { $writer.Write('{"t":"n","x":' + [Web.HttpUtility]::JavaScriptStringEncode($fault, $true) + "}`n") }
        }
        # Open and free again after start-up.ps1; a runspace that could not be opened says so when the job begins.
        while (!([AppDomain]::CurrentDomain.GetData('RunbookWorkbench.IsWarm') -and $runspace.RunspaceAvailability -eq 'Available') -and $runspace.RunspaceStateInfo.State -ne 'Broken') {
            [Threading.Thread]::Sleep(1)
        }
        $shell.Runspace = $runspace
        if ($Mode -eq 'warm') {
            [void] $shell.AddScript([IO.File]::ReadAllText("$PSScriptRoot/warm-up.ps1"), $true)
            $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
            [void] $shell.AddCommand($sink).AddArgument([IO.TextWriter]::Null).AddArgument($shell.Streams.Progress).AddArgument($box)
            try { [void] $shell.EndInvoke($shell.BeginInvoke()) } catch { $null = $_ }
            $writer.Write('{"t":"warm"}' + "`n")
            $writer.Flush()
        }
        # Without a time limit: a host that waits costs nothing.
        $line = $reader.ReadLine()
        if (!$line) { . "$PSScriptRoot/rare.ps1"; . $abandon }
        $read = $reader.ReadLineAsync()
        # j TAB path TAB job id TAB parameters TAB workflow; % TAB and line breaks of the path are percent-encoded.
        $null, $path, $jobId, $json, $workflow = $line.Split("`t")
        if ($path.Contains('%')) { $path = [Uri]::UnescapeDataString($path) }
        [Environment]::SetEnvironmentVariable('RUNBOOK_WORKBENCH_JOB', $jobId)
        $metadata.JobId = [guid]::new($jobId)
        $shell.Commands.Clear()
        $arguments = $null
        $isReady = $true
        if ($json -or $workflow) {
            . "$PSScriptRoot/rare.ps1"
            if ($json) { . $convert }
            if ($workflow -and $isReady) { . $define }
        }
        if ($isReady) {
            $shell.Streams.ClearStreams()
            [void] $shell.AddCommand($path)
            if ($arguments) { [void] $shell.AddParameters($arguments) }
            $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
            [void] $shell.AddCommand($sink).AddArgument($writer).AddArgument($shell.Streams.Progress).AddArgument($box)
            $run = $shell.BeginInvoke()
            . $serve
        }
        . $finish
    }
    catch {
        $writer.Write('{"t":"hosterror","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$_ (line $($_.InvocationInfo.ScriptLineNumber))", $true) + "}`n")
        $writer.Flush()
        [Environment]::Exit(70)
    }
    [Environment]::Exit(0)
}
