# The first work of the runbook's runspace, while the host connects: a text through the sink into nothing.
'x' | & "$PSScriptRoot/sink.ps1" ([IO.TextWriter]::Null) @() @{}
