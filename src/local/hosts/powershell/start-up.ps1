# The first work of the runbook's runspace, while the host connects: a text through the sink into nothing. The runspace calls itself
# open, and for a moment free, before it runs this; so the host waits for the word at the end.
try { 'x' | & "$PSScriptRoot/sink.ps1" ([IO.TextWriter]::Null) @() @{} }
finally { [AppDomain]::CurrentDomain.SetData('RunbookWorkbench.IsWarm', $true) }
