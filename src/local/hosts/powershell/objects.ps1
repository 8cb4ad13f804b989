# Turns the rarer records of a pipeline, objects and errors, into lines of the channel. Loaded into a module of its own at the
# first such record, so that the runbook's preferences and strict mode do not reach it.
Set-StrictMode -Off
$ErrorActionPreference = 'Continue'
$ProgressPreference = 'SilentlyContinue'

$mostMembers = 64
$mostDepth = 3
$longestNested = 65536
$invariant = [cultureinfo]::InvariantCulture

# An internal property of PSObject tells the stream of a merged record. It is reached by a delegate: as an argument of type object
# the record would lose the wrapper that knows it.
$streamOf = $null
$property = [psobject].GetProperty('WriteStream', [Reflection.BindingFlags] 'Instance,NonPublic')
if ($property) {
    $streamOf = $property.GetGetMethod($true).CreateDelegate([Func`2].MakeGenericType([psobject], $property.PropertyType))
}
# Without this, tables carry escape codes.
if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }

$text = [Text.StringBuilder]::new(1024)
$ancestors = [Collections.Generic.List[object]]::new()
# The running Out-String and the type it is for.
$group = $null
$groupKey = ''
# Empty lines before a table whose rows are still held.
$heldLines = ''

function ConvertTo-QuotedText([string] $value) {
    if ($value.Length -lt 32768) { return [Web.HttpUtility]::JavaScriptStringEncode($value, $true) }
    # Seven times as fast on a text of 5 MB.
    $value = $value.Replace('\', '\\').Replace('"', '\"').Replace("`n", '\n').Replace("`r", '\r').Replace("`t", '\t')
    if ([regex]::IsMatch($value, '[\x00-\x1f]')) {
        $value = [regex]::Replace($value, '[\x00-\x1f]', { param($match) '\u{0:x4}' -f [int] $match.Value[0] })
    }
    return '"' + $value + '"'
}

function Test-Plain($value) {
    return $value -is [ValueType] -and ($value.GetType().IsPrimitive -or $value -is [decimal] -or $value -is [enum] -or $value -is [bigint])
}

# Appends the JSON form of a value. Depth 3, 64 members or items, nested texts cut at 64 KB; members of .NET objects are read one
# level deep, since their getters can lead anywhere.
function Add-Json($value, [int] $depth, [bool] $isInside) {
    if ($null -eq $value) { [void] $text.Append('null'); return }
    $base = $value
    if ($value -is [psobject]) { $base = $value.PSObject.BaseObject }
    if ($base -is [string]) {
        if ($depth -gt 0 -and $base.Length -gt $longestNested) { $base = $base.Substring(0, $longestNested) + '...' }
        [void] $text.Append((ConvertTo-QuotedText $base))
        return
    }
    if ($base -is [ValueType]) {
        if ($base -is [bool]) { [void] $text.Append($(if ($base) { 'true' } else { 'false' })); return }
        if ($base -is [double] -or $base -is [single]) {
            $number = $base.ToString('R', $invariant)
            if ([double]::IsNaN($base) -or [double]::IsInfinity($base)) { $number = '"' + $number + '"' }
            [void] $text.Append($number)
            return
        }
        if ($base -is [enum] -or $base -is [char]) { [void] $text.Append((ConvertTo-QuotedText ([string] $base))); return }
        if ($base -is [decimal] -or $base -is [bigint] -or ($base.GetType().IsPrimitive -and $base -isnot [IntPtr] -and $base -isnot [UIntPtr])) {
            [void] $text.Append($base.ToString($invariant))
            return
        }
        if ($base -is [datetime] -or $base -is [DateTimeOffset]) { [void] $text.Append('"' + $base.ToString('o', $invariant) + '"'); return }
        if ($base -is [Collections.DictionaryEntry]) { $value = [pscustomobject] @{ Key = $base.Key; Value = $base.Value }; $base = $value }
        elseif (!$base.GetType().IsGenericType) { [void] $text.Append((ConvertTo-QuotedText $base.ToString())); return }
    }
    if ($base -is [Management.Automation.ErrorRecord]) { [void] $text.Append((ConvertTo-QuotedText "$base")); return }
    if ($base -is [Exception]) { [void] $text.Append((ConvertTo-QuotedText $base.Message)); return }
    if ($base -is [type]) { [void] $text.Append((ConvertTo-QuotedText $base.FullName)); return }
    if ($base -is [scriptblock] -or $base -is [uri] -or $base -is [version] -or $base -is [Net.IPAddress] -or $base -is [regex] -or $base -is [securestring]) {
        [void] $text.Append((ConvertTo-QuotedText "$base"))
        return
    }
    if ($base -is [xml.xmlnode]) { Add-Json $base.OuterXml ($depth + 1) $isInside; return }
    if ($base.GetType().FullName.StartsWith('Newtonsoft.Json.Linq.')) {
        $json = [Newtonsoft.Json.JsonConvert]::SerializeObject($base)
        if ($base -is [Newtonsoft.Json.Linq.JProperty]) { $json = '{' + $json + '}' }
        [void] $text.Append($json)
        return
    }
    if ($depth -ge $mostDepth) { [void] $text.Append((ConvertTo-QuotedText (Get-ShortText $base))); return }
    foreach ($ancestor in $ancestors) {
        if ([object]::ReferenceEquals($ancestor, $base)) { [void] $text.Append('"<cycle>"'); return }
    }
    # Each PSCustomObject has the same base: its wrapper is its identity.
    $isCustom = $base -is [Management.Automation.PSCustomObject]
    $identity = $base
    if ($isCustom) { $identity = $value.PSObject.ImmediateBaseObject; if ($identity -is [Management.Automation.PSCustomObject]) { $identity = $value } }
    $ancestors.Add($identity)
    try {
        $count = 0
        $separator = ''
        if ($base -is [Collections.IDictionary]) {
            [void] $text.Append('{')
            foreach ($entry in $base.GetEnumerator()) {
                if ($count++ -ge $mostMembers) { [void] $text.Append(',"...":"<' + ($base.Count - $mostMembers) + ' more>"'); break }
                [void] $text.Append($separator).Append((ConvertTo-QuotedText "$($entry.Key)")).Append(':')
                Add-Json $entry.Value ($depth + 1) $isInside
                $separator = ','
            }
            [void] $text.Append('}')
        }
        elseif ($base -is [Collections.IEnumerable]) {
            [void] $text.Append('[')
            foreach ($item in $base) {
                if ($count++ -ge $mostMembers) { [void] $text.Append(',"<more>"'); break }
                [void] $text.Append($separator)
                Add-Json $item ($depth + 1) $isInside
                $separator = ','
            }
            [void] $text.Append(']')
        }
        elseif (!$isCustom -and $isInside) {
            [void] $text.Append((ConvertTo-QuotedText (Get-ShortText $base)))
        }
        else {
            [void] $text.Append('{')
            foreach ($member in $value.PSObject.Properties) {
                if ($count++ -ge $mostMembers) { [void] $text.Append(',"...":"<more>"'); break }
                try { $content = $member.Value } catch { continue }
                [void] $text.Append($separator).Append('"').Append([Web.HttpUtility]::JavaScriptStringEncode($member.Name)).Append('":')
                $separator = ','
                # The common cases without a call.
                if ($content -is [int]) { [void] $text.Append($content) }
                elseif ($content -is [string] -and $content.Length -lt 32768) { [void] $text.Append([Web.HttpUtility]::JavaScriptStringEncode($content, $true)) }
                else { Add-Json $content ($depth + 1) (!$isCustom) }
            }
            [void] $text.Append('}')
        }
    }
    finally { $ancestors.RemoveAt($ancestors.Count - 1) }
}

function Get-ShortText($value) {
    try { return $value.ToString() } catch { return $value.GetType().FullName }
}

# Ends the running Out-String and sends what it still held.
function Stop-Group([long] $now, $writer) {
    if (!$script:group) { return }
    $lines = $script:group.End()
    $script:group.Dispose()
    $script:group = $null
    $script:groupKey = ''
    $rest = $script:heldLines + [string]::Join("`n", [object[]] @($lines)).TrimEnd("`n", "`r")
    $script:heldLines = ''
    if ($rest.Trim()) { $writer.Write('{"t":"x","d":' + $now + ',"x":' + (ConvertTo-QuotedText $rest) + "}`n") }
}

# Sends one record; with $null, ends the run of alike objects. Returns whether such a run is open. $place 'stream': a record of another
# stream comes next, and what was written before it must be read before it. Only Format-* objects go on: they belong together.
$emit = {
    param($record, [long] $now, [string] $place, $writer)
    if ($null -eq $record) {
        if ($place -eq 'stream' -and $script:groupKey -eq 'format') { return $true }
        Stop-Group $now $writer
        return $false
    }
    $head = '"d":' + $now + $place
    $base = $record.PSObject.BaseObject
    if ($base -is [string]) {
        Stop-Group $now $writer
        $writer.Write('{"t":"o",' + $head + ',"v":' + (ConvertTo-QuotedText $base) + "}`n")
        return $false
    }
    if ($base -is [Management.Automation.ErrorRecord]) {
        if ($streamOf) {
            $isError = $streamOf.Invoke($record).ToString() -eq 'Error' -or $base.FullyQualifiedErrorId -like 'NativeCommandError*'
        }
        else {
            $isError = $true
        }
        if ($isError) {
            if ($script:groupKey -ne 'format') { Stop-Group $now $writer }
            $type = $(if ($base.Exception) { $base.Exception.GetType().FullName } else { '' })
            $writer.Write('{"t":"e",' + $head + ',"x":' + (ConvertTo-QuotedText "$base") + ',"id":' + (ConvertTo-QuotedText $base.FullyQualifiedErrorId) + ',"y":"' + $type + '"' + "}`n")
            return [bool] $script:group
        }
    }
    $type = $record.PSObject.TypeNames[0]
    if (!$type) { $type = $base.GetType().FullName }
    if (Test-Plain $base) {
        Stop-Group $now $writer
        [void] $text.Clear()
        Add-Json $base 0 $false
        $writer.Write('{"t":"o",' + $head + ',"y":' + (ConvertTo-QuotedText $type) + ',"v":' + $text + ',"x":' + (ConvertTo-QuotedText $base.ToString()) + "}`n")
        return $false
    }
    if ($type.StartsWith('Newtonsoft.Json.Linq.')) {
        # Complex variables. PowerShell's own formatting breaks on their dynamic members.
        Stop-Group $now $writer
        [void] $text.Clear()
        Add-Json $base 0 $false
        $writer.Write('{"t":"o",' + $head + ',"y":' + (ConvertTo-QuotedText $type) + ',"v":' + $text + ',"x":' + (ConvertTo-QuotedText $base.ToString()) + "}`n")
        return $false
    }
    $isFormat = $type.StartsWith('Microsoft.PowerShell.Commands.Internal.Format.')
    $key = $type
    if ($isFormat) { $key = 'format' }
    elseif ($type -eq 'System.IO.FileInfo' -or $type -eq 'System.IO.DirectoryInfo') { $key = 'file' }
    if ($script:groupKey -ne $key) {
        Stop-Group $now $writer
        $script:group = { Out-String -Stream -Width 120 }.GetSteppablePipeline()
        $script:group.Begin($true)
        $script:groupKey = $key
    }
    $shown = $null
    try {
        $lines = @($script:group.Process($record))
        if ($lines.Count) {
            $shown = $script:heldLines + [string]::Join("`n", [object[]] $lines)
            $script:heldLines = ''
            if (!$shown.Trim()) {
                $script:heldLines = $shown + "`n"
                $shown = $null
            }
        }
    }
    catch {
        # A broken view must not cost the record.
        $script:group = $null
        $script:groupKey = ''
        $shown = Get-ShortText $base
    }
    if ($isFormat) {
        if ($null -ne $shown) { $writer.Write('{"t":"x",' + $head + ',"x":' + (ConvertTo-QuotedText $shown) + "}`n") }
        return [bool] $script:group
    }
    $ancestors.Clear()
    [void] $text.Clear()
    try { Add-Json $record 0 $false }
    catch { [void] $text.Clear().Append((ConvertTo-QuotedText (Get-ShortText $base))) }
    $line = '{"t":"o",' + $head + ',"y":' + (ConvertTo-QuotedText $type) + ',"v":' + $text
    if ($null -ne $shown) { $line += ',"x":' + (ConvertTo-QuotedText $shown) }
    $writer.Write($line + "}`n")
    return [bool] $script:group
}
