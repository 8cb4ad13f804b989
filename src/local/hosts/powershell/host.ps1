# Runs one runbook for Runbook Workbench and reports all it does over a private channel (see README.md beside this file).
# Standard input holds the channel's address, its token and, where it is known already, the job: nothing secret is in the arguments or the
# environment. Kept to syntax and types of Windows PowerShell 5.1, ASCII only.
#
# Start is the whole cost of a short job, and nearly all of it is PowerShell compiling: about 1 ms for each first call of a method, property
# or operator on a type. So what a job that writes one text does not need stands in blocks (compiled when they are called) or in rare.ps1,
# and -f, -like, -is, -as and -join are used, which are not compiled, in place of +, -eq and casts.
param([string] $Mode = 'cold')

# The runbook's runspace is made first: it opens on a thread of its own while this one does the rest. What it does first, start-up.ps1,
# sends something through the sink into nothing: that compiles what the first record needs.
$initial = [initialsessionstate]::CreateDefault2()
[void] $initial.StartupScripts.Add("$PSScriptRoot/start-up.ps1")
$runspace = [runspacefactory]::CreateRunspace($initial)
$runspace.OpenAsync()

# A block of its own is compiled when it is reached: while the runspace opens, and not before.
. {
    # Windows PowerShell has a System.Version, PowerShell 7 a semantic one.
    $version = $PSVersionTable.PSVersion
    $isDesktop = $version -is [version]
    $edition = 'Core'
    # Without a byte order mark; that of Windows PowerShell is no UTF-8.
    $encoding = [Text.Encoding]::Default
    # The culture of the service's sandboxes. The runbook's threads have it from this one; $serve cares for threads that come from nowhere.
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $culture = [cultureinfo]::new('en-US')
    if ($isDesktop) {
        . {
            $edition = 'Desktop'
            $encoding = [Text.UTF8Encoding]::new()
            [void] [Reflection.Assembly]::Load('System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
            [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = $culture
        }
    }
    # By .NET: the environment's drive costs 20 ms.
    [Environment]::SetEnvironmentVariable('PSModulePath', ("$PSScriptRoot/modules", [Environment]::GetEnvironmentVariable('PSModulePath') -join [IO.Path]::PathSeparator))

    $in = [Console]::In
    $address = $in.ReadLine()
    $token = $in.ReadLine()
    # The job: path, id and, where there are any, parameters and workflow.
    $path = $in.ReadLine()
    $jobId = $in.ReadLine()
    $json = $in.ReadLine()
    $workflow = $in.ReadLine()
    if ($token -isnot [string]) {
        . {
            [Console]::Error.WriteLine('host.ps1 belongs to Runbook Workbench, which starts it. To run a runbook: runbook-workbench run <file>')
            [Environment]::Exit(64)
        }
    }
    $pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $address, 'InOut', 'Asynchronous')
    $pipe.Connect(10000)
    $shell = [powershell]::Create()
    # The buffer's size as a text: a number would make this call a kind of its own.
    $writer = [IO.TextWriter]::Synchronized([IO.StreamWriter]::new($pipe, $encoding, '65536'))
    $writer.Write(('{{"t":"hello","token":"{0}","pid":{1},"version":"{2}","edition":"{3}"}}{4}' -f $token, $PID, $version, $edition, "`n"))

    # What the module Orchestrator.AssetManagement.Cmdlets finds in every runspace of this process: beside these, the open requests
    # by their number.
    $channel = [hashtable]::Synchronized(@{ Writer = $writer; Next = 0 })
    [AppDomain]::CurrentDomain.SetData('RunbookWorkbench.Channel', $channel)
    $isStopping = $false
    $sink = "$PSScriptRoot/sink.ps1"

    # Serves the channel until the pipeline in $run has ended.
    $serve = {
        $writer.Flush()
        [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = $culture
        if (!$reader) { $reader = [IO.StreamReader]::new($pipe) }
        if (!$read) { $read = $reader.ReadLineAsync() }
        $handles = [Threading.WaitHandle[]]@($read.AsyncWaitHandle, $run.AsyncWaitHandle)
        while ($true) {
            $which = [Threading.WaitHandle]::WaitAny($handles, 15)
            if ($which -eq 0) { . $receive }
            elseif ($which -eq 1) { break }
            elseif ($shell.Streams.Progress.Count) { . $sendProgress }
            $writer.Flush()
        }
        # The runspace calls itself free a moment before it is. What begins in that moment fails before it has run: it begins again.
        if ($shell.InvocationStateInfo.State -eq 'Failed' -and $shell.InvocationStateInfo.Reason.StackTrace -like '*DoConcurrentCheckAndAddToRunningPipelines*') {
            [Threading.Thread]::Sleep(1)
            if ($isConverting) { $run = $shell.BeginInvoke($none, $results) } else { $run = $shell.BeginInvoke() }
            . $serve
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
        $writer.Write(('{{"t":"exit","code":{0}}}{2}{{"t":"end","state":"{1}"}}{2}' -f $code, $state, "`n"))
        $writer.Flush()
    }

    # Waits for the runspace: open, and free again after start-up.ps1. One that could not be opened says so when the job begins.
    $join = {
        while (($metadata = [AppDomain]::CurrentDomain.GetData('RunbookWorkbench.Metadata')) -isnot [hashtable] -or $runspace.RunspaceAvailability -notlike 'Available') {
            [Threading.Thread]::Sleep(1)
            if ($runspace.RunspaceStateInfo.State -like 'Broken') { $metadata = @{}; break }
        }
        $shell.Runspace = $runspace
    }

    try {
        if ($isDesktop -or [Environment]::GetEnvironmentVariable('TZ') -notlike 'UTC') { . "$PSScriptRoot/rare.ps1"; . $hideTimeZone }
        $outlet = @{ writer = $writer; progress = $shell.Streams.Progress; box = @{} }
        if ($path -isnot [string]) { . "$PSScriptRoot/rare.ps1"; . $await }
        [Environment]::SetEnvironmentVariable('RUNBOOK_WORKBENCH_JOB', $jobId)
        $isReady = $true
        if ($path -like '*%*' -or $json -is [string]) { . "$PSScriptRoot/rare.ps1"; . $prepare }
        if ($isReady) {
            [void] $shell.AddCommand($path)
            if ($arguments -is [hashtable]) { [void] $shell.AddParameters($arguments) }
            $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
            [void] $shell.AddCommand($sink).AddParameters($outlet)
            . $join
            $metadata.JobId = $jobId -as [guid]
            $run = $shell.BeginInvoke()
            . $serve
        }
        . $finish
    }
    catch {
        $fault = $_
        . {
            $writer.Write('{"t":"hosterror","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$fault (line $($fault.InvocationInfo.ScriptLineNumber))", $true) + "}`n")
            $writer.Flush()
            [Environment]::Exit(70)
        }
    }
    [Environment]::Exit(0)
}
