# Compiles the classes of the folder compiled, where host.ps1 found none or a file that is none, and runs them. The next start finds them:
# in $Compiled, with a checksum behind them that the sandbox looks at. A folder that cannot be written costs time, not the run.
$ErrorActionPreference = 'Stop'
if ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
    # To standard output as it is: an error would come wrapped and marked.
    "PowerShell runs in $($ExecutionContext.SessionState.LanguageMode) mode on this machine, which forbids what Runbook Workbench needs to run a runbook. Ask who set the policy (about_Language_Modes)."
    return
}
$options = @{ Path = [IO.Directory]::GetFiles("$PSScriptRoot/compiled", '*.cs') }
# Windows PowerShell's compiler optimizes by itself, and is told each assembly.
if ($PSVersionTable.PSVersion.Major -ge 6) { $options.CompilerOptions = '-optimize+' }
else { $options.ReferencedAssemblies = 'System', 'System.Core', 'System.Xml' }
$assembly = $null
if (!$Compiled.StartsWith($PSScriptRoot)) {
    $made = "$Compiled.$([guid]::NewGuid().ToString('N')).new.dll"
    try {
        Add-Type @options -OutputAssembly $made
        $bytes = [IO.File]::ReadAllBytes($made)
        # Not by its path: a damaged one of the same name can be loaded already.
        $assembly = [Reflection.Assembly]::Load($bytes)
        $stream = [IO.FileStream]::new($made, [IO.FileMode]::Append)
        try { $stream.Write([Security.Cryptography.SHA256]::Create().ComputeHash($bytes), 0, 32) } finally { $stream.Dispose() }
        [IO.File]::Delete($Compiled)
        [IO.File]::Move($made, $Compiled)
    }
    catch { try { [IO.File]::Delete($made) } catch { $null = $_ } }
}
if (!$assembly) { $assembly = (Add-Type @options -PassThru)[0].Assembly }
$null = "$PSScriptRoot|$Mode" -as $assembly.GetType('RunbookWorkbench.PowerShellHost.HostProgram')
