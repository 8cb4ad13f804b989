// Runs one job in the runbook's runspace: converts its parameters, defines its workflow, runs it with all streams merged into the sink.
using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class JobRun
    {
        private const int TickMs = 15;
        public readonly PowerShell Shell = PowerShell.Create();
        private readonly Channel channel;
        private readonly RunbookSpace space;
        private readonly string folder;
        private readonly object gate = new object();
        private RecordWriter records;
        private bool isStopping;

        public JobRun(Channel channel, RunbookSpace space, string folder)
        {
            this.channel = channel;
            this.space = space;
            this.folder = folder;
            channel.Stopping = Stop;
        }

        public bool IsStopping
        {
            get { return isStopping; }
        }

        /// <summary>Returns when the job is over, however it ended: the shell's state tells.</summary>
        public void Start(Job job)
        {
            Shell.Runspace = space.For(job);
            records = new RecordWriter(channel.Messages, Shell.Streams.Progress, Shell.Runspace.Debugger);
            IDictionary parameters = null;
            if (!string.IsNullOrEmpty(job.Parameters))
            {
                parameters = ConvertParameters(job);
                if (parameters == null)
                {
                    return;
                }
            }
            string command = job.Path;
            if (!string.IsNullOrEmpty(job.Workflow))
            {
                // A workflow lives in a file that only defines it.
                Shell.AddCommand(job.Path, false);
                if (!RunIntoSink())
                {
                    return;
                }
                Shell.Commands.Clear();
                Shell.Streams.ClearStreams();
                command = job.Workflow;
            }
            Shell.AddCommand(command);
            if (parameters != null)
            {
                Shell.AddParameters(parameters);
            }
            RunIntoSink();
        }

        /// <summary>Runs common code once into nothing, so that a job finds it loaded and compiled.</summary>
        public void WarmUp()
        {
            Shell.Runspace = space.Opened();
            records = new RecordWriter(new MessageWriter(TextWriter.Null), Shell.Streams.Progress, Shell.Runspace.Debugger);
            Shell.AddScript(File.ReadAllText(Path.Combine(folder, "warm-up.ps1")), true);
            RunIntoSink();
            Shell.Commands.Clear();
            Shell.Streams.ClearStreams();
        }

        /// <summary>On the runbook's thread: a credential by name asks for an asset. null: they could not be converted, or stop came.</summary>
        private IDictionary ConvertParameters(Job job)
        {
            Shell.AddScript(File.ReadAllText(Path.Combine(folder, "parameters.ps1")), true)
                .AddArgument(job.Path).AddArgument(job.Workflow).AddArgument(job.Parameters);
            PSDataCollection<PSObject> nothing = new PSDataCollection<PSObject>();
            nothing.Complete();
            PSDataCollection<PSObject> results = new PSDataCollection<PSObject>();
            bool isDone = Run(delegate { return Shell.BeginInvoke(nothing, results); });
            if (!isDone || results.Count == 0)
            {
                return null;
            }
            Shell.Commands.Clear();
            Shell.Streams.ClearStreams();
            return (IDictionary)results[0].BaseObject;
        }

        private bool RunIntoSink()
        {
            Shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);
            RecordSink sink = new RecordSink(records);
            bool isDone = Run(delegate { return Shell.BeginInvoke<PSObject, PSObject>(null, sink); });
            if (records.HasHeldText && !isStopping)
            {
                SendHeldText();
            }
            return isDone;
        }

        /// <summary>In the runbook's runspace, where the text was begun.</summary>
        private void SendHeldText()
        {
            using (PowerShell end = PowerShell.Create())
            {
                end.Runspace = Shell.Runspace;
                end.AddScript("$args[0].End()", true).AddArgument(records);
                do
                {
                    end.BeginInvoke().AsyncWaitHandle.WaitOne();
                }
                while (IsTooEarly(end));
            }
        }

        /// <summary>Whether the pipeline completed. Meanwhile sends what waits too long: progress, and records of a flood.</summary>
        private bool Run(Func<IAsyncResult> begin)
        {
            do
            {
                IAsyncResult running;
                lock (gate)
                {
                    if (isStopping)
                    {
                        return false;
                    }
                    running = begin();
                }
                channel.Messages.Flush();
                channel.Listen();
                while (!running.AsyncWaitHandle.WaitOne(TickMs))
                {
                    if (Shell.Streams.Progress.Count > 0)
                    {
                        records.SendProgress();
                    }
                    channel.Messages.TryFlush();
                }
            }
            while (IsTooEarly(Shell));
            return Shell.InvocationStateInfo.State == PSInvocationState.Completed && !isStopping;
        }

        /// <summary>A runspace calls itself free a moment before it is. What begins in that moment fails before it has run: it begins again.</summary>
        private static bool IsTooEarly(PowerShell shell)
        {
            PSInvocationStateInfo info = shell.InvocationStateInfo;
            if (info.State != PSInvocationState.Failed || info.Reason == null || info.Reason.StackTrace == null ||
                info.Reason.StackTrace.IndexOf("DoConcurrentCheckAndAddToRunningPipelines", StringComparison.Ordinal) < 0)
            {
                return false;
            }
            Thread.Sleep(1);
            return true;
        }

        private void Stop()
        {
            lock (gate)
            {
                isStopping = true;
                Shell.BeginStop(null, null);
            }
        }
    }
}
