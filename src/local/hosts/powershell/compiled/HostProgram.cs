// One process for one runbook, from the lines on standard input to the last word on the channel (see README.md beside this folder).
// Kept to C# 5 and to types of .NET Framework 4.7, which Windows PowerShell 5.1 compiles with.
using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Threading;

namespace RunbookWorkbench.PowerShellHost
{
    public sealed class HostProgram
    {
        private readonly string folder;
        private readonly bool isWarm;
        private readonly bool isDesktop;
        private readonly CultureInfo culture;
        private Channel channel;
        private RunbookSpace space;
        private JobRun run;

        private HostProgram(string folder, string mode, string edition)
        {
            this.folder = folder;
            isWarm = mode == "warm";
            isDesktop = edition == "Desktop";
            culture = new CultureInfo("en-US");
        }

        /// <summary>Ends the process; returns only where standard input is not what the sandbox writes.</summary>
        /// <param name="folder">Where the host's PowerShell files lie.</param>
        /// <param name="mode">cold: a job comes at once; warm: common code runs first, then the host waits.</param>
        /// <param name="version">Of PowerShell, as it names it itself.</param>
        /// <param name="edition">Core or Desktop.</param>
        public static void Run(string folder, string mode, string version, string edition)
        {
            HostProgram program = new HostProgram(folder, mode, edition);
            int code;
            try
            {
                code = program.Serve(version, edition);
            }
            catch (Exception fault)
            {
                code = program.Report(fault);
            }
            Environment.Exit(code);
        }

        private int Serve(string version, string edition)
        {
            // The culture of the service's sandboxes. The runbook's threads have it from this one; the default is for threads that come
            // from nowhere.
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = culture;
            CultureInfo.DefaultThreadCurrentCulture = culture;
            CultureInfo.DefaultThreadCurrentUICulture = culture;
            string modules = Path.Combine(folder, "modules");
            Environment.SetEnvironmentVariable(
                "PSModulePath",
                modules + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath"));
            // Opens on a thread of its own while this one connects.
            space = new RunbookSpace();

            TextReader input = Console.In;
            string address = input.ReadLine();
            string token = input.ReadLine();
            if (token == null)
            {
                Console.Error.WriteLine(
                    "host.ps1 belongs to Runbook Workbench, which starts it. To run a runbook: runbook-workbench run <file>");
                return 64;
            }
            Job job = Job.FromInput(input);
            channel = new Channel(address);
            // What the module Orchestrator.AssetManagement.Cmdlets finds in every runspace of this process.
            AppDomain.CurrentDomain.SetData("RunbookWorkbench.Channel", channel);
            run = new JobRun(channel, space, folder);
            channel.Hello(token, version, edition);
            if (isDesktop || Environment.GetEnvironmentVariable("TZ") != "UTC")
            {
                HideTimeZone();
            }
            if (job == null)
            {
                job = Await();
            }
            Environment.SetEnvironmentVariable("RUNBOOK_WORKBENCH_JOB", job.Id);
            run.Start(job);
            JobEnd.Tell(channel.Messages, run, space);
            return 0;
        }

        /// <summary>Waits for a job that standard input did not hold; a warm host runs common code first.</summary>
        private Job Await()
        {
            channel.Messages.Flush();
            if (isWarm)
            {
                run.WarmUp();
                channel.Messages.Write("{\"t\":\"warm\"}");
                channel.Messages.Flush();
            }
            return channel.WaitForJob();
        }

        private void HideTimeZone()
        {
            // In the runspace of host.ps1, which waits for us.
            string script = Path.Combine(folder, "time-zone.ps1");
            foreach (PSObject sentence in ScriptBlock.Create("& $args[0]").Invoke(script))
            {
                LineBuilder line = new LineBuilder();
                line.Append("{\"t\":\"n\",\"x\":").Quote(sentence.ToString()).Append('}');
                channel.Messages.Write(line);
            }
        }

        private int Report(Exception fault)
        {
            try
            {
                channel.Messages.WriteFault(fault);
                channel.Messages.Flush();
            }
            catch (Exception)
            {
                // There is no channel, or nobody reads it any more.
                Console.Error.WriteLine(fault.Message);
            }
            return 70;
        }
    }
}
