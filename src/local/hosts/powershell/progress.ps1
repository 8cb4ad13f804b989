# Sends the progress records that have gathered. They cannot be merged into the pipeline: sink and control loop fetch them from their
# collection. Of a flood only the last record of each activity is sent.
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
