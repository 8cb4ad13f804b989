# Makes UTC the local time zone of this process, as in the service (https://learn.microsoft.com/azure/automation/automation-runbook-execution).
# .NET has no public way: the cached zone is replaced. Returns a sentence where that did not work.
$flags = [Reflection.BindingFlags] 'NonPublic,Public,Static,Instance'
try {
    [void] [TimeZoneInfo]::Local
    [void] [DateTime]::Now
    $cache = [TimeZoneInfo].GetField('s_cachedData', $flags).GetValue($null)
    foreach ($name in '_localTimeZone', 'm_localTimeZone') {
        $field = $cache.GetType().GetField($name, $flags)
        if ($field) { $field.SetValue($cache, [TimeZoneInfo]::Utc) }
    }
    # DateTime.Now on Windows has a cache of its own, filled for one year.
    foreach ($name in '_oneYearLocalFromUtc', 'm_oneYearLocalFromUtc') {
        $field = $cache.GetType().GetField($name, $flags)
        if ($field) {
            $constructor = $field.FieldType.GetConstructors($flags)[0]
            $field.SetValue($cache, $constructor.Invoke(@([DateTime]::UtcNow.Year, [TimeSpan]::Zero, $null)))
        }
    }
}
catch { $null = $_ }
if ([Math]::Abs(([DateTime]::Now - [DateTime]::UtcNow).TotalMinutes) -gt 1) {
    'The time zone of this machine could not be hidden from the runbook: local times differ from the service, which runs in UTC.'
}
