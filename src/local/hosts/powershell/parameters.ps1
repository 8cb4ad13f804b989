# Converts the values of a job's parameters, which travel as JSON, to what the runbook's param block declares, where PowerShell's own
# binding would refuse them or change them silently. Returns a hashtable for the call.
param([string] $path, [string] $workflow, [string] $json)
$ErrorActionPreference = 'Stop'
$invariant = [cultureinfo]::InvariantCulture
$whole = @([sbyte], [byte], [int16], [uint16], [int], [uint32], [long], [uint64])
$fraction = @([single], [double], [decimal])

# The type behind ConvertFrom-Json in 5.1 and 7, without loading the module itself.
if ($PSVersionTable.PSVersion.Major -ge 6) { [void] [Reflection.Assembly]::Load('Microsoft.PowerShell.Commands.Utility') }
else { [void] [Reflection.Assembly]::Load('Microsoft.PowerShell.Commands.Utility, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35') }

function ConvertFrom-JsonText([string] $text) {
    $problem = $null
    $value = [Microsoft.PowerShell.Commands.JsonObject]::ConvertFromJson($text, [ref] $problem)
    if ($problem) { throw $problem.Exception }
    return , $value
}

# Texts come with an apostrophe before them, so that no JSON reader takes one for a date; whole numbers come as Int64 or Int32 by
# edition.
function Restore-Value($value) {
    if ($value -is [string]) { return $value.Substring(1) }
    if ($value -is [long] -and $value -ge [int]::MinValue -and $value -le [int]::MaxValue) { return [int] $value }
    if ($value -is [decimal]) { return [double] $value }
    if ($value -is [array]) { return , @(foreach ($item in $value) { Restore-Value $item }) }
    if ($value -is [Management.Automation.PSCustomObject]) {
        foreach ($member in @($value.PSObject.Properties)) { $member.Value = Restore-Value $member.Value }
    }
    return $value
}

function ConvertTo-Table($value) {
    if ($value -is [Management.Automation.PSCustomObject]) {
        $table = @{}
        foreach ($member in $value.PSObject.Properties) { $table[$member.Name] = ConvertTo-Table $member.Value }
        return $table
    }
    if ($value -is [array]) { return , @(foreach ($item in $value) { ConvertTo-Table $item }) }
    return $value
}

function Get-Shown($value) {
    if ($null -eq $value) { return 'null' }
    if ($value -is [string]) { return '"' + $value + '"' }
    if ($value -is [bool]) { return "$value".ToLowerInvariant() }
    if ($value -is [ValueType]) { return $value.ToString($invariant) }
    if ($value -is [array]) { return 'an array' }
    return 'an object'
}

function ConvertTo-Declared($value, [type] $type) {
    $inner = [Nullable]::GetUnderlyingType($type)
    if ($inner) {
        if ($null -eq $value -or ($value -is [string] -and $value -eq '')) { return $null }
        $type = $inner
    }
    if ($type -eq [bool] -or $type -eq [switch]) {
        if ($value -is [bool]) { return $value }
        if ($value -is [string]) {
            if ('true', '1', '$true' -contains $value.Trim()) { return $true }
            if ('false', '0', '$false' -contains $value.Trim()) { return $false }
        }
        elseif ($value -is [int] -or $value -is [double] -or $value -is [long]) { return [bool] $value }
        throw 'true or false is wanted'
    }
    if ($null -eq $value) { return $null }
    if ($whole -contains $type) {
        # [int] '1.5' would be 2 and [int] '' 0.
        $number = [decimal] 0
        if ($value -is [bool] -or $value -is [array] -or ![decimal]::TryParse((Get-PlainText $value), [Globalization.NumberStyles]::AllowLeadingSign, $invariant, [ref] $number)) {
            throw 'a whole number is wanted'
        }
        $converted = $number -as $type
        if ($null -eq $converted) { throw 'the number does not fit' }
        return $converted
    }
    if ($fraction -contains $type) {
        # [double] '1,5' would be 15.
        $number = [double] 0
        if ($value -is [bool] -or $value -is [array] -or ![double]::TryParse((Get-PlainText $value), [Globalization.NumberStyles]::Float, $invariant, [ref] $number)) {
            throw 'a number is wanted, with a point for decimals'
        }
        if ($type -ne [decimal]) { return $number -as $type }
        $exact = [decimal] 0
        if (![decimal]::TryParse((Get-PlainText $value), [Globalization.NumberStyles]::Float, $invariant, [ref] $exact)) { throw 'the number does not fit' }
        return $exact
    }
    if ($type -eq [string]) {
        if ($value -is [string]) { return $value }
        if ($value -is [bool]) { return "$value" }
        if ($value -is [ValueType]) { return $value.ToString($invariant) }
        return ConvertTo-Json -InputObject $value -Depth 20 -Compress
    }
    if ($type -eq [datetime] -or $type -eq [DateTimeOffset]) {
        # PowerShell alone would read a text without zone as local and 03/04/2024 as March.
        $stamp = [DateTimeOffset]::MinValue
        if ($value -isnot [string] -or ![DateTimeOffset]::TryParse($value, $invariant, [Globalization.DateTimeStyles]::AssumeUniversal, [ref] $stamp)) {
            throw 'a date is wanted, such as 2024-05-31 or 2024-05-31T08:00:00Z'
        }
        if ($type -eq [DateTimeOffset]) { return $stamp }
        return $stamp.UtcDateTime
    }
    if ($type -eq [pscredential]) {
        if ($value -isnot [string] -or !$value) { throw 'the name of a credential asset is wanted' }
        return Orchestrator.AssetManagement.Cmdlets\Get-AutomationPSCredential -Name $value
    }
    if ([Collections.IDictionary].IsAssignableFrom($type)) {
        if ($value -is [string]) {
            try { $value = ConvertFrom-JsonText $value } catch { throw 'a JSON object is wanted' }
        }
        if ($value -isnot [Management.Automation.PSCustomObject]) { throw 'a JSON object is wanted' }
        return ConvertTo-Table $value
    }
    if ($type.IsArray -or $type -eq [array]) {
        if ($value -is [string] -and $value.TrimStart().StartsWith('[')) {
            try { $value = ConvertFrom-JsonText $value } catch { throw 'a JSON array is wanted' }
        }
        $element = [object]
        if ($type.IsArray) { $element = $type.GetElementType() }
        $items = @($value)
        $converted = [Array]::CreateInstance($element, $items.Count)
        for ($index = 0; $index -lt $items.Count; $index++) {
            try { $converted.SetValue((ConvertTo-Declared $items[$index] $element), $index) }
            catch { throw ('item ' + $index + ', ' + (Get-Shown $items[$index]) + ': ' + $_.Exception.Message) }
        }
        return , $converted
    }
    return , $value
}

function Get-PlainText($value) {
    if ($value -is [string]) { return $value.Trim() }
    if ($value -is [double]) { return $value.ToString('R', $invariant) }
    if ($value -is [ValueType]) { return $value.ToString($invariant) }
    return ''
}

$types = @{ Verbose = [switch]; Debug = [switch] }
$names = @{}
$ast = [Management.Automation.Language.Parser]::ParseFile($path, [ref] $null, [ref] $null)
$block = $ast.ParamBlock
if ($workflow) {
    $definition = $ast.Find({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] -and $args[0].Name -eq $workflow }, $true)
    $block = $definition.Body.ParamBlock
}
if ($block) {
    foreach ($parameter in $block.Parameters) {
        $name = $parameter.Name.VariablePath.UserPath
        $types[$name] = $parameter.StaticType
        foreach ($attribute in $parameter.Attributes) {
            if ($attribute.TypeName.Name -eq 'Alias' -and $attribute.PositionalArguments) {
                foreach ($alias in $attribute.PositionalArguments) { $names["$($alias.Value)"] = $name }
            }
        }
    }
}

$bound = @{}
foreach ($member in (ConvertFrom-JsonText $json).PSObject.Properties) {
    $name = $member.Name
    $type = $types[$name]
    if (!$type -and $names[$name]) { $type = $types[$names[$name]] }
    $value = Restore-Value $member.Value
    if ($type) {
        try { $value = ConvertTo-Declared $value $type }
        catch {
            throw ('Cannot convert the value ' + (Get-Shown $value) + ' of parameter "' + $name + '" to type [' + $type.Name + ']: ' + $_.Exception.Message.TrimEnd('.') + '.')
        }
    }
    $bound[$name] = $value
}
$bound
