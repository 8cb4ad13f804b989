# The end of the runbook's pipeline: turns records into lines of the channel. It runs on the runbook's thread, so what it writes is
# in true order, and a slow reader slows the runbook down. No cmdlets here (an error inside would come back to the sink) and no
# helper functions (they would cost more than the work). $box keeps what lives longer than one pipeline.
param($writer, $progress, $box)
begin {
    $debugger = [runspace]::DefaultRunspace.Debugger
    $mark = [long] 0
    $burst = 0
    $own = $PSCommandPath
    $isBusy = $false
    $isGroupOpen = $false
    $scriptName = ''
    $scriptJson = ''
    $emit = $box.Emit
}
process {
    if ($isBusy) { return }
    $isBusy = $true
    try {
        if ($progress.Count) {
            if (!$box.Drain) { $box.Drain = [scriptblock]::Create([IO.File]::ReadAllText("$PSScriptRoot/progress.ps1")) }
            & $box.Drain $progress $writer
        }
        $now = [DateTime]::UtcNow.Ticks
        $place = ''
        foreach ($frame in $debugger.GetCallStack()) {
            if ($frame.ScriptName -and $frame.ScriptName -ne $own) {
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
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $writer.Write('{"t":"w","d":' + $now + $place + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($_.Message, $true) + "}`n")
        }
        elseif ($_ -is [Management.Automation.VerboseRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $writer.Write('{"t":"v","d":' + $now + $place + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($_.Message, $true) + "}`n")
        }
        elseif ($_ -is [Management.Automation.DebugRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
            $writer.Write('{"t":"d","d":' + $now + $place + ',"x":' + [Web.HttpUtility]::JavaScriptStringEncode($_.Message, $true) + "}`n")
        }
        elseif ($_ -is [Management.Automation.InformationRecord]) {
            if ($isGroupOpen) { $isGroupOpen = & $emit $null $now 'stream' $writer }
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
                $box.Module = [Management.Automation.PSModuleInfo]::new([scriptblock]::Create([IO.File]::ReadAllText("$PSScriptRoot/objects.ps1")))
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
