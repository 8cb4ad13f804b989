// Runs one job in the runbook's runspace: converts its parameters, defines its workflow, runs it with all streams merged into the sink.
using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Threading;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class JobRun
    {
        private const int TickMs = 15;
        private readonly Channel channel;
        private readonly RunbookSpace space;
        private readonly string folder;
        private readonly PowerShell shell = PowerShell.Create();
        private readonly object gate = new object();
        private bool isStopping;

        public JobRun(Channel channel, RunbookSpace space, string folder)
        {
            this.channel = channel;
            this.space = space;
            this.folder = folder;
            channel.Stopping += Stop;
        }

        public PowerShell Shell
        {
            get { return shell; }
        }

        public bool IsStopping
        {
            get { return isStopping; }
        }

        /// <summary>Resolves when the job is over, however it ended: the shell's state tells.</summary>
        public void Start(Job job)
        {
            shell.Runspace = space.For(job);
            RecordSink.Records = new RecordWriter(channel.Messages, shell.Streams.Progress);
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
                shell.AddCommand(job.Path, false);
                if (!RunIntoSink())
                {
                    return;
                }
                shell.Commands.Clear();
                shell.Streams.ClearStreams();
                command = job.Workflow;
            }
            shell.AddCommand(command);
            if (parameters != null)
            {
                shell.AddParameters(parameters);
            }
            RunIntoSink();
        }

        /// <summary>Runs common code once into nothing, so that a job finds it loaded and compiled.</summary>
        public void WarmUp()
        {
            shell.Runspace = space.Opened();
            RecordSink.Records = new RecordWriter(new MessageWriter(TextWriter.Null), shell.Streams.Progress);
            shell.AddScript(File.ReadAllText(Path.Combine(folder, "warm-up.ps1")), true);
            RunIntoSink();
            shell.Commands.Clear();
            shell.Streams.ClearStreams();
        }

        /// <summary>On the runbook's thread: a credential by name asks for an asset. null: they could not be converted, or stop came.</summary>
        private IDictionary ConvertParameters(Job job)
        {
            shell.AddScript(File.ReadAllText(Path.Combine(folder, "parameters.ps1")), true)
                .AddArgument(job.Path).AddArgument(job.Workflow).AddArgument(job.Parameters);
            PSDataCollection<PSObject> nothing = new PSDataCollection<PSObject>();
            nothing.Complete();
            PSDataCollection<PSObject> results = new PSDataCollection<PSObject>();
            bool isDone = Run(delegate { return shell.BeginInvoke(nothing, results); });
            if (!isDone || results.Count == 0)
            {
                return null;
            }
            shell.Commands.Clear();
            shell.Streams.ClearStreams();
            return (IDictionary)results[0].BaseObject;
        }

        private bool RunIntoSink()
        {
            shell.Commands.Commands[0].MergeMyResults(
                System.Management.Automation.Runspaces.PipelineResultTypes.All,
                System.Management.Automation.Runspaces.PipelineResultTypes.Output);
            shell.AddCommand(RecordSink.Command);
            return Run(delegate { return shell.BeginInvoke(); });
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
                    if (shell.Streams.Progress.Count > 0)
                    {
                        RecordSink.Records.SendProgress();
                    }
                    channel.Messages.TryFlush();
                }
            }
            while (IsTooEarly());
            return shell.InvocationStateInfo.State == PSInvocationState.Completed && !isStopping;
        }

        /// <summary>A runspace calls itself free a moment before it is. What begins in that moment fails before it has run: it begins again.</summary>
        private bool IsTooEarly()
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
                shell.BeginStop(null, null);
            }
            channel.Messages.Write("{\"t\":\"stopping\"}");
        }
    }
}
