# The end of the runbook's pipeline: turns records into lines of the channel. It runs on the runbook's thread, so what it writes is
# in true order, and a slow reader slows the runbook down. No cmdlets here (an error inside would come back to the sink) and no
# helper functions (they would cost more than the work). $box keeps what lives longer than one pipeline. Few kinds of calls: see host.ps1.
param($writer, $progress, $box)
begin {
    $debugger = [runspace]::DefaultRunspace.Debugger
    $mark = 0L
    $burst = 0
    $isFirst = $true
    $isBusy = $false
    $isGroupOpen = $false
    $scriptName = ''
    $scriptJson = ''
    $emit = $null
    $end = "`n"
}
process {
    if ($isBusy) { return }
    $isBusy = $true
    try {
        if ($progress.Count) {
            if (!$box.Drain) { $box.Drain = [scriptblock]::Create([IO.File]::ReadAllText("$PSScriptRoot/progress.ps1")) }
            & $box.Drain $progress $writer
        }
        $now = [DateTime]::UtcNow
        $now = $now.Ticks
        $place = ''
        # The first frame is this block.
        $isOwn = $true
        foreach ($frame in $debugger.GetCallStack()) {
            if ($isOwn) { $isOwn = $false; continue }
            $name = $frame.ScriptName
            if ($name -like '?*') {
                if ($name -ne $scriptName) {
                    # Who calls our stand-in wrote the record.
                    if ($name -like '*Orchestrator.AssetManagement.Cmdlets.psm1') { continue }
                    $scriptName = $name
                    $scriptJson = [Web.HttpUtility]::JavaScriptStringEncode($name)
                }
                $place = ',"sc":"{0}","ln":{1}' -f $scriptJson, $frame.ScriptLineNumber
                break
            }
        }
        if ($_ -is [string]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now '' $writer }
            $writer.Write(('{{"t":"o","d":{0}{1},"v":"{2}"}}{3}' -f $now, $place, [Web.HttpUtility]::JavaScriptStringEncode($_), $end))
        }
        elseif ($_ -is [int]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now '' $writer }
            $writer.Write(('{{"t":"o","d":{0}{1},"y":"System.Int32","v":{2}}}{3}' -f $now, $place, "$_", $end))
        }
        elseif ($_ -is [Management.Automation.WarningRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $writer.Write(('{{"t":"w","d":{0}{1},"x":"{2}"}}{3}' -f $now, $place, [Web.HttpUtility]::JavaScriptStringEncode($_.Message), $end))
        }
        elseif ($_ -is [Management.Automation.VerboseRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $writer.Write(('{{"t":"v","d":{0}{1},"x":"{2}"}}{3}' -f $now, $place, [Web.HttpUtility]::JavaScriptStringEncode($_.Message), $end))
        }
        elseif ($_ -is [Management.Automation.DebugRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $writer.Write(('{{"t":"d","d":{0}{1},"x":"{2}"}}{3}' -f $now, $place, [Web.HttpUtility]::JavaScriptStringEncode($_.Message), $end))
        }
        elseif ($_ -is [Management.Automation.InformationRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $data = $_.MessageData
            $more = ''
            if ($data -is [Management.Automation.HostInformationMessage]) {
                $more = ',"tags":["PSHOST"]'
                if ($data.NoNewLine) { $more = $more, ',"nnl":true' -join '' }
                if ($null -ne $data.ForegroundColor) { $more = '{0},"fg":"{1}"' -f $more, $data.ForegroundColor }
                $text = $data.Message
            }
            else {
                $tags = @(foreach ($tag in $_.Tags) { '"{0}"' -f [Web.HttpUtility]::JavaScriptStringEncode($tag) }) -join ','
                if ($tags) { $more = ',"tags":[{0}]' -f $tags }
                $text = "$data"
            }
            $writer.Write(('{{"t":"i","d":{0}{1}{2},"x":"{3}"}}{4}' -f $now, $place, $more, [Web.HttpUtility]::JavaScriptStringEncode($text), $end))
        }
        elseif ($null -eq $_) {
            $writer.Write(('{{"t":"o","d":{0}{1},"v":null}}{2}' -f $now, $place, $end))
        }
        else {
            if (!$emit) {
                if (!$box.Emit) {
                    $box.Module = [Management.Automation.PSModuleInfo]::new([scriptblock]::Create([IO.File]::ReadAllText("$PSScriptRoot/objects.ps1")))
                    $box.Emit = $box.Module.SessionState.PSVariable.GetValue('emit')
                }
                $emit = $box.Emit
            }
            $isGroupOpen = & $emit $_ $now $place $writer
        }
        # Early records go out at once, a flood in blocks: the control loop flushes what is left every 15 ms.
        if ($isFirst) {
            $isFirst = $false
            $writer.Flush()
        }
        else {
            if ($now - $mark -gt 200000) {
                $mark = $now
                $burst = 0
            }
            if ($burst -lt 16) {
                $burst++
                $writer.Flush()
            }
        }
    }
    catch {
        try { $writer.Write('{"t":"hosterror","x":' + [Web.HttpUtility]::JavaScriptStringEncode("$_", $true) + "}`n") } catch { $null = $_ }
    }
    finally { $isBusy = $false }
}
end {
    $isBusy = $true
    if ($isGroupOpen) {
        $now = [DateTime]::UtcNow
        $null = & $emit $null $now.Ticks '' $writer
    }
}
