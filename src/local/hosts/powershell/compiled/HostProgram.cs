// One process for one runbook, from the lines on standard input to the last word on the channel (see README.md beside this folder).
// Kept to C# 5 and to types of .NET Framework 4.7, which Windows PowerShell 5.1 compiles with. PowerShell compiles each method again in each
// process, a quarter of a millisecond for the smallest: what every start runs has few of them, and fields in place of properties.
using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    public sealed class HostProgram
    {
        private readonly string folder;
        private readonly bool isWarm;
        private Channel channel;
        private bool hasGreeted;

        private HostProgram(string folder, string mode)
        {
            this.folder = folder;
            isWarm = mode == "warm";
        }

        /// <summary>
        /// What -as [HostProgram] calls, see host.ps1; ends the process. The text is the folder of the host's PowerShell files, | and the mode.
        /// cold: a job comes at once; warm: common code runs first, then the host waits.
        /// </summary>
        public static HostProgram Parse(string start)
        {
            int end = start.LastIndexOf('|');
            HostProgram program = new HostProgram(start.Substring(0, end), start.Substring(end + 1));
            int code;
            try
            {
                code = program.Run();
            }
            catch (Exception fault)
            {
                code = program.Report(fault);
            }
            Environment.Exit(code);
            return program;
        }

        private int Run()
        {
            // The culture of the service's sandboxes. The runbook's threads have it from this one; the default is for threads that come
            // from nowhere.
            CultureInfo culture = new CultureInfo("en-US");
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = culture;
            CultureInfo.DefaultThreadCurrentCulture = culture;
            CultureInfo.DefaultThreadCurrentUICulture = culture;
            string modules = Path.Combine(folder, "modules") + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath");
            Environment.SetEnvironmentVariable("PSModulePath", modules);
            // Opens on a thread of its own while this one connects.
            RunbookSpace space = new RunbookSpace();

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
            channel = new Channel(address, token);
            // What the module Orchestrator.AssetManagement.Cmdlets finds in every runspace of this process.
            AppDomain.CurrentDomain.SetData("RunbookWorkbench.Channel", channel);
            JobRun run = new JobRun(channel, space, folder);
            string notice = Environment.GetEnvironmentVariable("TZ") == "UTC" && Path.DirectorySeparatorChar == '/' ? null : HideTimeZone();
            Greet(space);
            if (notice != null)
            {
                channel.Messages.Write(new LineBuilder().Append("{\"t\":\"n\",\"x\":").Quote(notice).Append('}'));
            }
            if (job == null)
            {
                job = Await(run);
            }
            Environment.SetEnvironmentVariable("RUNBOOK_WORKBENCH_JOB", job.Id);
            run.Start(job);
            JobEnd.Tell(channel.Messages, run, space);
            return 0;
        }

        private void Greet(RunbookSpace space)
        {
            IDictionary table = (IDictionary)space.Variable("PSVersionTable");
            hasGreeted = true;
            channel.Hello(table["PSVersion"].ToString(), (string)table["PSEdition"]);
        }

        /// <summary>Waits for a job that standard input did not hold; a warm host runs common code first.</summary>
        private Job Await(JobRun run)
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

        /// <summary>A sentence where it did not work, else null.</summary>
        private string HideTimeZone()
        {
            // In the runspace of host.ps1, which waits for us.
            foreach (PSObject sentence in ScriptBlock.Create("& $args[0]").Invoke(Path.Combine(folder, "time-zone.ps1")))
            {
                return sentence.ToString();
            }
            return null;
        }

        private int Report(Exception fault)
        {
            if (channel == null)
            {
                Console.Error.WriteLine(fault.Message);
                return 70;
            }
            try
            {
                if (!hasGreeted)
                {
                    channel.Hello("", "");
                }
                channel.Messages.WriteFault(fault);
                channel.Messages.Flush();
            }
            catch (IOException)
            {
                // Nobody reads the channel any more.
            }
            return 70;
        }
    }
}
