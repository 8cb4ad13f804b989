# Asks PowerShell's own parser what each script of a folder holds; writes one JSON document.
param([Parameter(Mandatory)][string] $Folder, [Parameter(Mandatory)][string] $Out)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$utf8 = [System.Text.UTF8Encoding]::new($false, $true)
$unique = [System.StringComparer]::Ordinal

function Span($ast) { , @($ast.Extent.StartOffset, $ast.Extent.EndOffset) }

function KindOf($ast) {
    switch ($ast.GetType().Name) {
        'StringConstantExpressionAst' { 'string' }
        'ExpandableStringExpressionAst' { 'expandable' }
        'ConstantExpressionAst' { 'number' }
        'VariableExpressionAst' { 'variable' }
        'UsingExpressionAst' { KindOf $ast.SubExpression }
        'ParenExpressionAst' { 'paren' }
        'SubExpressionAst' { 'subexpression' }
        'ArrayExpressionAst' { 'array' }
        'HashtableAst' { 'hashtable' }
        'ScriptBlockExpressionAst' { 'scriptblock' }
        'ConvertExpressionAst' { 'cast' }
        'AttributedExpressionAst' { 'cast' }
        'TypeExpressionAst' { 'type' }
        'MemberExpressionAst' { 'member' }
        'InvokeMemberExpressionAst' { 'member' }
        'IndexExpressionAst' { 'index' }
        'ArrayLiteralAst' { 'list' }
        'UnaryExpressionAst' { 'unary' }
        'BinaryExpressionAst' { 'binary' }
        'TernaryExpressionAst' { 'binary' }
        default { $_ }
    }
}

function Element($ast) {
    if ($ast -is [System.Management.Automation.Language.CommandParameterAst]) {
        $item = @('parameter') + (Span $ast) + @($ast.ParameterName)
        if ($null -ne $ast.Argument) { $item += , (Element $ast.Argument) }
        return , $item
    }
    $item = @(KindOf $ast) + (Span $ast)
    if ($ast -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $item += $ast.Value }
    return , $item
}

function Read-One([string] $text) {
    $tokens = $null
    $errors = $null
    $root = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $tokens, [ref] $errors)
    $found = [ordered]@{
        errors = @($errors | ForEach-Object { $_.ErrorId })
        commands = [System.Collections.Generic.List[object]]::new()
        strings = [System.Collections.Generic.List[object]]::new()
        variables = [System.Collections.Generic.List[object]]::new()
        members = [System.Collections.Generic.List[object]]::new()
        assignments = [System.Collections.Generic.List[object]]::new()
        functions = [System.Collections.Generic.List[object]]::new()
        parameters = [System.Collections.Generic.List[object]]::new()
        comments = [System.Collections.Generic.List[object]]::new()
    }
    foreach ($ast in $root.FindAll({ $true }, $true)) {
        switch ($ast.GetType().Name) {
            'CommandAst' {
                $rest = [System.Collections.Generic.List[object]]::new()
                for ($i = 1; $i -lt $ast.CommandElements.Count; $i++) { $rest.Add((Element $ast.CommandElements[$i])) }
                $found.commands.Add(@($ast.GetCommandName()) + (Span $ast) + @(, $rest))
            }
            'StringConstantExpressionAst' {
                if ($ast.StringConstantType -ne 'BareWord') { $found.strings.Add((Span $ast) + @($ast.Value)) }
            }
            'ExpandableStringExpressionAst' {
                if ($ast.StringConstantType -ne 'BareWord') { $found.strings.Add((Span $ast) + @($null)) }
            }
            # A constructor's call of its base holds a made-up $this.
            'VariableExpressionAst' { if ($ast.Extent.Text -match '^[$@]') { $found.variables.Add((Span $ast) + @($ast.VariablePath.UserPath)) } }
            { $_ -in 'MemberExpressionAst', 'InvokeMemberExpressionAst' } {
                $name = if ($ast.Member -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $ast.Member.Value } else { $null }
                $found.members.Add((Span $ast) + @($name))
            }
            'AssignmentStatementAst' { $found.assignments.Add((Span $ast.Left) + @($ast.Extent.EndOffset)) }
            'FunctionDefinitionAst' {
                # Methods of a class hold one too, with the class's own node above it.
                if ($ast.Parent.GetType().Name -ne 'FunctionMemberAst') {
                    $kind = if ($ast.IsFilter) { 'filter' } elseif ($ast.IsWorkflow) { 'workflow' } else { 'function' }
                    $found.functions.Add((Span $ast) + @($kind, $ast.Name))
                }
            }
            'ParameterAst' {
                $types = @($ast.Attributes | Where-Object { $_ -is [System.Management.Automation.Language.TypeConstraintAst] } | ForEach-Object { $_.TypeName.FullName })
                $attributes = @($ast.Attributes | Where-Object { $_ -is [System.Management.Automation.Language.AttributeAst] } | ForEach-Object { $_.TypeName.FullName })
                $default = if ($null -eq $ast.DefaultValue) { $null } else { Span $ast.DefaultValue }
                $type = if ($types.Count -gt 0) { $types[0] } else { '' }
                $found.parameters.Add((Span $ast.Name) + @($ast.Name.VariablePath.UserPath, $type, $attributes, $default))
            }
        }
    }
    foreach ($token in $tokens) {
        if ($token.Kind -eq 'Comment') { $found.comments.Add((Span $token)) }
    }
    return $found
}

$answers = [ordered]@{}
foreach ($file in [System.IO.Directory]::GetFiles($Folder, '*.ps1') | Sort-Object) {
    $name = [System.IO.Path]::GetFileNameWithoutExtension($file)
    # Bytes, so that a byte order mark inside a script stays.
    $answers[$name] = Read-One ($utf8.GetString([System.IO.File]::ReadAllBytes($file)))
}
$json = ConvertTo-Json -InputObject ([ordered]@{ version = $PSVersionTable.PSVersion.ToString(); scripts = $answers }) -Depth 12 -Compress
[System.IO.File]::WriteAllText($Out, $json, $utf8)
