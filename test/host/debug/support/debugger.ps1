# Drives PowerShell's own debugger as PowerShell Editor Services does: a runspace in debug mode, line breakpoints by file, the
# launch script called with its arguments as text, and at each stop some expressions and a way to go on. The task is one JSON line
# on standard input, what happens are JSON lines on standard output.
$task = [Console]::In.ReadLine() | ConvertFrom-Json
# Compiled once for all tests of a file.
if (!(Test-Path -LiteralPath $task.assembly)) {
    Add-Type -OutputAssembly $task.assembly -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json;

public sealed class Stop { public string[] Evaluate; public string Resume; }

public static class Driver
{
    static readonly object gate = new object();

    public static void Write(object line) { lock (gate) { Console.Out.WriteLine(JsonSerializer.Serialize(line)); Console.Out.Flush(); } }

    public static void Run(string command, string folder, string[] breakpointPaths, int[] breakpointLines, Stop[] stops)
    {
        using (Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2()))
        {
            runspace.Open();
            runspace.Debugger.SetDebugMode(DebugModes.LocalScript);
            List<Breakpoint> breakpoints = new List<Breakpoint>();
            for (int i = 0; i < breakpointPaths.Length; i++) runspace.Debugger.SetLineBreakpoint(breakpointPaths[i], breakpointLines[i], 0, null, null);
            int count = 0;
            runspace.Debugger.DebuggerStop += (sender, args) =>
            {
                Stop stop = count < stops.Length ? stops[count] : new Stop { Evaluate = new string[0], Resume = "Continue" };
                count++;
                List<string> values = new List<string>();
                foreach (string expression in stop.Evaluate)
                {
                    PSDataCollection<PSObject> output = new PSDataCollection<PSObject>();
                    PSCommand evaluated = new PSCommand();
                    evaluated.AddScript(expression);
                    runspace.Debugger.ProcessCommand(evaluated, output);
                    values.Add(string.Join("|", output));
                }
                Write(new { t = "stop", script = args.InvocationInfo.ScriptName, line = args.InvocationInfo.ScriptLineNumber, values });
                args.ResumeAction = Enum.Parse<DebuggerResumeAction>(stop.Resume);
            };
            using (PowerShell shell = PowerShell.Create())
            {
                shell.Runspace = runspace;
                shell.AddCommand("Set-Location").AddParameter("LiteralPath", folder).Invoke();
                shell.Commands.Clear();
                shell.AddScript(command);
                shell.Streams.Error.DataAdded += (sender, args) => Write(new { t = "error", text = shell.Streams.Error[args.Index].ToString() });
                PSDataCollection<PSObject> output = new PSDataCollection<PSObject>();
                output.DataAdded += (sender, args) => Write(new { t = "output", text = output[args.Index]?.ToString() });
                try { shell.Invoke(null, output); }
                catch (RuntimeException error) { Write(new { t = "exception", text = error.Message }); }
                shell.Commands.Clear();
                shell.AddScript("@($env:IDENTITY_HEADER, $env:AUTOMATION_ASSET_ENDPOINT, $env:RUNBOOK_WORKBENCH_JOB, $env:DEBUG_TEST_OWN, (Get-Variable runbookWorkbench*, PSPrivateMetadata -ErrorAction Ignore).Name, (Get-Module Orchestrator*).Name, (Get-Location).Path) -join ','");
                Write(new { t = "after", text = shell.Invoke()[0].ToString() });
            }
        }
    }
}
'@
}
Add-Type -LiteralPath $task.assembly
$stops = @(foreach ($stop in $task.stops) { [Stop] @{ Evaluate = [string[]] @($stop.evaluate); Resume = $stop.resume } })
[Driver]::Run($task.command, $task.cwd, [string[]] @($task.breakpoints | ForEach-Object path), [int[]] @($task.breakpoints | ForEach-Object line), [Stop[]] $stops)
