# The parts of host.ps1 that most jobs never need: dot-sourced by it at the first need, so that others do not pay for them.

# Without a reader on the other side nothing of this process group may live on.
$abandon = {
    if ($isDesktop -or $IsWindows) { [void] [Diagnostics.Process]::Start('taskkill.exe', "/T /F /PID $PID").WaitForExit() }
    else { [Diagnostics.Process]::Start('/bin/kill', "-9 -- -$PID").WaitForExit() }
    [Environment]::Exit(70)
}

$hideTimeZone = {
    $fault = & "$PSScriptRoot/time-zone.ps1"
    if ($fault) { $writer.Write('{"t":"n","x":' + [Web.HttpUtility]::JavaScriptStringEncode($fault, $true) + "}`n") }
}

# Waits for a job that standard input did not hold; a warm host runs common code first.
$await = {
    $writer.Flush()
    . $join
    if ($Mode -eq 'warm') {
        [void] $shell.AddScript([IO.File]::ReadAllText("$PSScriptRoot/warm-up.ps1"), $true)
        $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
        [void] $shell.AddCommand($sink).AddParameters(@{ writer = [IO.TextWriter]::Null; progress = $outlet.progress; box = $outlet.box })
        try { [void] $shell.EndInvoke($shell.BeginInvoke()) } catch { $null = $_ }
        $shell.Commands.Clear()
        $shell.Streams.ClearStreams()
        $writer.Write('{"t":"warm"}' + "`n")
        $writer.Flush()
    }
    $reader = [IO.StreamReader]::new($pipe)
    # Without a time limit: a host that waits costs nothing.
    $line = $reader.ReadLine()
    if (!$line) { . $abandon }
    # j TAB path TAB job id TAB parameters TAB workflow
    $null, $path, $jobId, $json, $workflow = $line.Split("`t")
    if (!$json -and !$workflow) { $json = $null }
}

# What most jobs do not have: % TAB and line breaks of the path are percent-encoded.
$prepare = {
    . $join
    $metadata.JobId = $jobId -as [guid]
    if ($path.Contains('%')) { $path = [Uri]::UnescapeDataString($path) }
    if ($json) { . $convert }
    if ($workflow -and $isReady) { . $define }
    $shell.Streams.ClearStreams()
}

# Converts the parameters on the runbook's thread: a credential by name asks for an asset.
$convert = {
    $shell.Commands.Clear()
    [void] $shell.AddScript([IO.File]::ReadAllText("$PSScriptRoot/parameters.ps1"), $true).AddArgument($path).AddArgument($workflow).AddArgument($json)
    # A collection takes the output of one pipeline only.
    $none = [Management.Automation.PSDataCollection[psobject]]::new()
    $none.Complete()
    $results = [Management.Automation.PSDataCollection[psobject]]::new()
    $isConverting = $true
    $run = $shell.BeginInvoke($none, $results)
    . $serve
    $isConverting = $false
    if ($results.Count) { $arguments = $results[0] }
    $isReady = !$isStopping -and $shell.InvocationStateInfo.State -eq 'Completed'
    $shell.Commands.Clear()
}

# A workflow lives in a file that only defines it.
$define = {
    [void] $shell.AddCommand($path, $false)
    $shell.Commands.Commands[0].MergeMyResults('All', 'Output')
    [void] $shell.AddCommand($sink).AddParameters($outlet)
    $run = $shell.BeginInvoke()
    . $serve
    $isReady = !$isStopping -and $shell.InvocationStateInfo.State -eq 'Completed'
    $shell.Commands.Clear()
    $path = $workflow
}

# Records that did not pass the sink: those of event actions, which run outside the pipeline. What the runbook redirects to $null
# lands here as well, so nothing is taken unless it ever subscribed to an event.
$sendLeft = {
    foreach ($pair in @(@('w', $streams.Warning), @('v', $streams.Verbose), @('d', $streams.Debug), @('i', $streams.Information), @('e', $streams.Error))) {
        if (!$pair[1].Count) { continue }
        $field = $runspace.Events.GetType().GetField('_nextSubscriptionId', [Reflection.BindingFlags] 'Instance,NonPublic')
        if (!$field -or $field.GetValue($runspace.Events) -le 1) { break }
        foreach ($record in $pair[1].ReadAll()) {
            if ($record.InvocationInfo.Line -match '>\s*\$null') { continue }
            $writer.Write('{"t":"left","d":' + [DateTime]::UtcNow.Ticks + ',"k":"' + $pair[0] + '","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$record", $true) + "}`n")
        }
    }
}

$sendFailure = {
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
