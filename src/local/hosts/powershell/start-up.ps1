# The first work of the runbook's runspace, while the host connects: a text through the sink into nothing, with arguments of the types that
# a job has. The runspace calls itself open, and for a moment free, before it runs this; so the host waits for the table at the end.
$global:PSPrivateMetadata = @{}
try { 'x' | & "$PSScriptRoot/sink.ps1" ([IO.TextWriter]::Synchronized([IO.TextWriter]::Null)) ([Management.Automation.PSDataCollection[Management.Automation.ProgressRecord]]::new()) @{} }
finally { [AppDomain]::CurrentDomain.SetData('RunbookWorkbench.Metadata', $global:PSPrivateMetadata) }
