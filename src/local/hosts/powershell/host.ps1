# Runs one runbook for Runbook Workbench and reports all it does over a private channel (see README.md beside this file).
# Standard input holds two lines, the channel's address and its token: nothing secret is in the arguments or the environment.
# Kept to syntax and types of Windows PowerShell 5.1, ASCII only.
param([string] $Mode = 'cold')

# The runbook's runspace is made first: it opens on a thread of its own while this one does the rest.
$isDesktop = $PSVersionTable.PSVersion.Major -lt 6
# The culture of the service's sandboxes, for every thread that the runbook's code can run on.
[cultureinfo]::CurrentCulture = [cultureinfo]::DefaultThreadCurrentCulture = 'en-US'
[cultureinfo]::CurrentUICulture = [cultureinfo]::DefaultThreadCurrentUICulture = 'en-US'
if ($isDesktop) {
    [void] [Reflection.Assembly]::Load('System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
}
if ($isDesktop -or $IsWindows) { $env:PSModulePath = "$PSScriptRoot\modules;$env:PSModulePath" }
else { $env:PSModulePath = "$PSScriptRoot/modules:$env:PSModulePath" }

# Progress records cannot be merged into the pipeline: sink and control loop fetch them from the collection. Of a flood only the
# last record of each activity is sent.
$drainProgress = {
    param($progress, $writer)
    [Threading.Monitor]::Enter($writer)
    try {
        $records = $progress.ReadAll()
        $last = @{}
        if ($records.Count -gt 16) { foreach ($record in $records) { $last[$record.ActivityId] = $record } }
        foreach ($record in $records) {
            if ($last.Count -and ![object]::ReferenceEquals($last[$record.ActivityId], $record)) { continue }
            $percent = $record.PercentComplete
            if ($record.RecordType -eq 'Completed') { $percent = 100 }
            $writer.Write('{"t":"p","d":' + [DateTime]::UtcNow.Ticks + ',"id":' + $record.ActivityId + ',"parent":' + $record.ParentActivityId +
                ',"pct":' + $percent + ',"sec":' + $record.SecondsRemaining +
                $(if ($record.RecordType -eq 'Completed') { ',"done":true' } else { '' }) +
                ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($record.Activity, $true) +
                ',"s":' + [Web.HttpUtility]::JavaScriptStringEncode($record.StatusDescription, $true) + "}`n")
        }
    }
    finally { [Threading.Monitor]::Exit($writer) }
}

# The sink stands at the end of the runbook's pipeline and runs on the runbook's thread: what it writes is in true order, and a
# slow reader slows the runbook down. No cmdlets here (an error inside would come back to the sink) and no helper functions (they
# would cost more than the work). $box keeps what lives longer than one pipeline.
$sink = {
    param($writer, $progress, $box)
    begin {
        $debugger = [runspace]::DefaultRunspace.Debugger
        $mark = [long] 0
        $burst = 0
        $isBusy = $false
        $isGroupOpen = $false
        $scriptName = ''
        $scriptJson = ''
        if (!$box.Drain) { $box.Drain = [scriptblock]::Create($box.DrainText) }
        $drain = $box.Drain
        $emit = $box.Emit
    }
    process {
        if ($isBusy) { return }
        $isBusy = $true
        try {
            if ($progress.Count) { & $drain $progress $writer }
            $now = [DateTime]::UtcNow.Ticks
            $place = ''
            foreach ($frame in $debugger.GetCallStack()) {
                if ($frame.ScriptName) {
                    if ($frame.ScriptName -ne $scriptName) {
                        # Who calls our stand-in wrote the record.
                        if ($frame.ScriptName.EndsWith('Orchestrator.AssetManagement.Cmdlets.psm1')) { continue }
                        $scriptName = $frame.ScriptName
                        $scriptJson = ',"sc":' + [Web.HttpUtility]::JavaScriptStringEncode($scriptName, $true) + ',"ln":'
                    }
                    $place = $scriptJson + $frame.ScriptLineNumber
                    break
                }
            }
            if ($_ -is [string] -and $_.Length -lt 32768) {
                if ($isGroupOpen) { $isGroupOpen = & $emit $null $now '' $writer }
                $writer.Write('{"t":"o","d":' + $now + $place + ',"v":' + [Web.HttpUtility]::JavaScriptStringEncode($_, $true) + "}`n")
            }
            elseif ($_ -is [int]) {
                if ($isGroupOpen) { $isGroupOpen = & $emit $null $now '' $writer }
                $writer.Write('{"t":"o","d":' + $now + $place + ',"y":"System.Int32","v":' + $_ + "}`n")
            }
            elseif ($_ -is [Management.Automation.WarningRecord]) {
                $writer.Write('{"t":"w","d":' + $now + $place + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($_.Message, $true) + "}`n")
            }
            elseif ($_ -is [Management.Automation.VerboseRecord]) {
                $writer.Write('{"t":"v","d":' + $now + $place + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($_.Message, $true) + "}`n")
            }
            elseif ($_ -is [Management.Automation.DebugRecord]) {
                $writer.Write('{"t":"d","d":' + $now + $place + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($_.Message, $true) + "}`n")
            }
            elseif ($_ -is [Management.Automation.InformationRecord]) {
                $data = $_.MessageData
                $more = ''
                if ($data -is [Management.Automation.HostInformationMessage]) {
                    $more = ',"tags":["PSHOST"]'
                    if ($data.NoNewLine) { $more += ',"nnl":true' }
                    if ($null -ne $data.ForegroundColor) { $more += ',"fg":"' + $data.ForegroundColor + '"' }
                    $text = $data.Message
                }
                else {
                    if ($_.Tags.Count) {
                        $more = ',"tags":['
                        foreach ($tag in $_.Tags) {
                            if ($more[-1] -eq [char] '"') { $more += ',' }
                            $more += [Web.HttpUtility]::JavaScriptStringEncode($tag, $true)
                        }
                        $more += ']'
                    }
                    $text = "$data"
                }
                $writer.Write('{"t":"i","d":' + $now + $place + $more + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($text, $true) + "}`n")
            }
            elseif ($null -eq $_) {
                $writer.Write('{"t":"o","d":' + $now + $place + ',"v":null}' + "`n")
            }
            else {
                if (!$emit) {
                    $box.Module = [Management.Automation.PSModuleInfo]::new([scriptblock]::Create([IO.File]::ReadAllText($box.ObjectsPath)))
                    $emit = $box.Emit = $box.Module.SessionState.PSVariable.GetValue('emit')
                }
                $isGroupOpen = & $emit $_ $now $place $writer
            }
            # Early records go out at once, a flood in blocks: the control loop flushes what is left every 15 ms.
            if ($now - $mark -gt 200000) {
                $mark = $now
                $burst = 0
            }
            if ($burst -lt 16) {
                $burst++
                $writer.Flush()
            }
        }
        catch {
            try { $writer.Write('{"t":"hosterror","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$_", $true) + "}`n") } catch { $null = $_ }
        }
        finally { $isBusy = $false }
    }
    end {
        $isBusy = $true
        if ($isGroupOpen) { $null = & $emit $null ([DateTime]::UtcNow.Ticks) '' $writer }
    }
}


$metadata = @{}
$initial = [initialsessionstate]::CreateDefault2()
$initial.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new('PSPrivateMetadata', $metadata, ''))
$none = [Management.Automation.PSDataCollection[psobject]]::new()
$none.Complete()
$results = [Management.Automation.PSDataCollection[psobject]]::new()
$box = @{ ObjectsPath = "$PSScriptRoot/objects.ps1"; DrainText = "$drainProgress" }
$sinkText = "$sink"
# Its first work is to send something through the sink into nothing: that compiles what the first record needs.
$shell = [powershell]::Create($initial)
if ($Mode -eq 'warm') {
    [void] $shell.AddScript([IO.File]::ReadAllText("$PSScriptRoot/warm-up.ps1"), $true)
    $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
}
else {
    [void] $shell.AddScript("'x'", $true)
}
[void] $shell.AddScript($sinkText, $true).AddArgument([IO.TextWriter]::Null).AddArgument($shell.Streams.Progress).AddArgument($box)
$run = $shell.BeginInvoke($none, $results)

$address = [Console]::In.ReadLine()
$token = [Console]::In.ReadLine()
if (!$token) {
    [Console]::Error.WriteLine('host.ps1 belongs to Runbook Workbench, which starts it. To run a runbook: runbook-workbench run <file>')
    [Environment]::Exit(64)
}
$pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $address, 'InOut', 'Asynchronous')
$pipe.Connect(10000)
$reader = [IO.StreamReader]::new($pipe)
$writer = [IO.TextWriter]::Synchronized([IO.StreamWriter]::new($pipe, [Text.UTF8Encoding]::new($false), 65536))
$writer.Write('{"t":"hello","token":"' + $token + '","pid":' + $PID + ',"version":"' + $PSVersionTable.PSVersion + '","edition":"' + $PSVersionTable.PSEdition + "`"}`n")
$writer.Flush()

# What the module Orchestrator.AssetManagement.Cmdlets finds in every runspace of this process.
$waiting = [hashtable]::Synchronized(@{})
$channel = [hashtable]::Synchronized(@{ Writer = $writer; Waiting = $waiting; Next = 0 })
[AppDomain]::CurrentDomain.SetData('RunbookWorkbench.Channel', $channel)

# The machine's time zone must not reach the runbook. Off Windows the variable TZ does it; on Windows .NET does not know it.
if ($isDesktop -or $env:TZ -ne 'UTC') {
    $fault = & ([scriptblock]::Create([IO.File]::ReadAllText("$PSScriptRoot/time-zone.ps1")))
    if ($fault) { $writer.Write('{"t":"n","x":' + [Web.HttpUtility]::JavaScriptStringEncode($fault, $true) + "}`n") }
}

$isStopping = $false

# Serves the channel until the pipeline in $run has ended. Dot-sourced. Without a reader on the other side nothing of this
# process group may live on.
$serve = {
    $handles = [Threading.WaitHandle[]]@($read.AsyncWaitHandle, $run.AsyncWaitHandle)
    while ($true) {
        $which = [Threading.WaitHandle]::WaitAny($handles, 15)
        if ($which -eq 0) {
            $line = $null
            if ($read.Status -eq 'RanToCompletion') { $line = $read.Result }
            if ($null -eq $line) { . $abandon }
            $read = $reader.ReadLineAsync()
            $handles[0] = $read.AsyncWaitHandle
            if ($line[0] -eq [char] 'r') {
                $parts = $line.Split("`t", 3)
                $slot = $waiting[$parts[1]]
                $waiting.Remove($parts[1])
                if ($slot) { [void] $slot.TrySetResult($parts[2]) }
            }
            elseif ($line -eq 's' -and !$isStopping) {
                $isStopping = $true
                $writer.Write('{"t":"stopping"}' + "`n")
                [void] $shell.BeginStop($null, $null)
                $channel.Stopping = $true
                foreach ($slot in @($waiting.Values)) { [void] $slot.TrySetCanceled() }
            }
        }
        elseif ($which -eq 1) { break }
        elseif ($shell.Streams.Progress.Count) { & $drainProgress $shell.Streams.Progress $writer }
        $writer.Flush()
    }
}
$abandon = {
    if ($isDesktop -or $IsWindows) { [void] [Diagnostics.Process]::Start('taskkill.exe', "/T /F /PID $PID").WaitForExit() }
    else { [Diagnostics.Process]::Start('/bin/kill', "-9 -- -$PID").WaitForExit() }
    [Environment]::Exit(70)
}

try {
    try { [void] $shell.EndInvoke($run) } catch { $null = $_ }
    if ($Mode -eq 'warm') {
        $writer.Write('{"t":"warm"}' + "`n")
        $writer.Flush()
    }
    # Without a time limit: a host that waits costs nothing.
    $line = $reader.ReadLine()
    if ($null -eq $line) { . $abandon }
    $read = $reader.ReadLineAsync()
    # j TAB path TAB job id TAB parameters TAB workflow; % TAB and line breaks of the path are percent-encoded.
    $parts = $line.Split("`t")
    $path = $parts[1]
    if ($path.Contains('%')) { $path = [Uri]::UnescapeDataString($path) }
    $env:RUNBOOK_WORKBENCH_JOB = $parts[2]
    $shell.Runspace.Name = 'Runbook'
    $metadata.JobId = [guid] $parts[2]
    $command = $path
    $arguments = $null
    if ($parts[3]) {
        $shell.Commands.Clear()
        # A collection takes the output of one pipeline only.
        $results = [Management.Automation.PSDataCollection[psobject]]::new()
        [void] $shell.AddScript([IO.File]::ReadAllText("$PSScriptRoot/parameters.ps1"), $true).AddArgument($path).AddArgument($parts[4]).AddArgument($parts[3])
        $run = $shell.BeginInvoke($none, $results)
        . $serve
        if ($results.Count) { $arguments = $results[0] }
    }
    $isReady = !$isStopping -and $shell.InvocationStateInfo.State -eq 'Completed'
    if ($isReady -and $parts[4]) {
        # A workflow lives in a file that only defines it.
        $shell.Commands.Clear()
        [void] $shell.AddCommand($path, $false)
        $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
        [void] $shell.AddScript($sinkText, $true).AddArgument($writer).AddArgument($shell.Streams.Progress).AddArgument($box)
        $run = $shell.BeginInvoke($none, $results)
        . $serve
        $isReady = !$isStopping -and $shell.InvocationStateInfo.State -eq 'Completed'
        $command = $parts[4]
    }
    if ($isReady) {
        $shell.Commands.Clear()
        $shell.Streams.ClearStreams()
        [void] $shell.AddCommand($command)
        if ($arguments) { [void] $shell.AddParameters($arguments) }
        $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
        [void] $shell.AddScript($sinkText, $true).AddArgument($writer).AddArgument($shell.Streams.Progress).AddArgument($box)
        $run = $shell.BeginInvoke($none, $results)
        . $serve
    }

    if ($shell.Streams.Progress.Count) { & $drainProgress $shell.Streams.Progress $writer }
    # Records that did not pass the sink: those of event actions, which run outside the pipeline. What the runbook redirects to
    # $null lands here as well, so nothing is taken unless it ever subscribed to an event.
    $streams = $shell.Streams
    foreach ($pair in @(@('w', $streams.Warning), @('v', $streams.Verbose), @('d', $streams.Debug), @('i', $streams.Information), @('e', $streams.Error))) {
        if (!$pair[1].Count) { continue }
        $field = $shell.Runspace.Events.GetType().GetField('_nextSubscriptionId', [Reflection.BindingFlags] 'Instance,NonPublic')
        if (!$field -or $field.GetValue($shell.Runspace.Events) -le 1) { break }
        foreach ($record in $pair[1].ReadAll()) {
            if ($record.InvocationInfo.Line -match '>\s*\$null') { continue }
            $writer.Write('{"t":"left","d":' + [DateTime]::UtcNow.Ticks + ',"k":"' + $pair[0] + '","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$record", $true) + "}`n")
        }
    }
    $state = $shell.InvocationStateInfo.State
    if ($state -eq 'Failed') {
        $reason = $shell.InvocationStateInfo.Reason
        $record = $reason.ErrorRecord
        $more = ''
        $text = $reason.Message
        if ($record) {
            $text = "$record"
            $more = ',"id":' + [Web.HttpUtility]::JavaScriptStringEncode($record.FullyQualifiedErrorId, $true)
            if ($record.Exception) { $reason = $record.Exception }
            $place = $record.InvocationInfo
            if ($place -and $place.ScriptName) {
                $more += ',"sc":' + [Web.HttpUtility]::JavaScriptStringEncode($place.ScriptName, $true) + ',"ln":' + $place.ScriptLineNumber
            }
            elseif ($reason.Errors -and $reason.Errors[0].Extent.File) {
                # A parse error has its place in the exception.
                $more += ',"sc":' + [Web.HttpUtility]::JavaScriptStringEncode($reason.Errors[0].Extent.File, $true) + ',"ln":' + $reason.Errors[0].Extent.StartLineNumber
            }
            if ($record.ScriptStackTrace) { $more += ',"st":' + [Web.HttpUtility]::JavaScriptStringEncode($record.ScriptStackTrace, $true) }
        }
        $writer.Write('{"t":"fail","d":' + [DateTime]::UtcNow.Ticks + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($text, $true) +
            ',"y":' + [Web.HttpUtility]::JavaScriptStringEncode($reason.GetType().FullName, $true) + $more + "}`n")
    }
    if ($isStopping -and $state -ne 'Failed') { $state = 'Stopped' }
    $code = $shell.Runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
    if ($code -isnot [int]) { $code = 0 }
    $writer.Write('{"t":"exit","code":' + $code + "}`n" + '{"t":"end","state":"' + $state + "`"}`n")
    $writer.Flush()
}
catch {
    $writer.Write('{"t":"hosterror","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$_ (line $($_.InvocationInfo.ScriptLineNumber))", $true) + "}`n")
    $writer.Flush()
    [Environment]::Exit(70)
}
[Environment]::Exit(0)
