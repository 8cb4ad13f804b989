// The end of the runbook's pipeline: it runs on the runbook's thread, so what it writes is in true order, and a slow reader slows the
// runbook down. No command of the session: only the host's own pipeline holds it.
using System;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    [Cmdlet("Out", "RunbookWorkbenchChannel")]
    public sealed class RecordSink : PSCmdlet
    {
        internal static readonly CmdletInfo Command = new CmdletInfo("Out-RunbookWorkbenchChannel", typeof(RecordSink));
        private bool isBusy;

        [Parameter(ValueFromPipeline = true)]
        public PSObject InputObject { get; set; }

        /// <summary>Where the next pipeline's records go.</summary>
        internal static RecordWriter Records { get; set; }

        protected override void BeginProcessing()
        {
            Records.Begin();
        }

        protected override void ProcessRecord()
        {
            // A getter or a view of the runbook's own can write records while one is shown.
            if (isBusy)
            {
                return;
            }
            isBusy = true;
            try
            {
                Records.Write(InputObject);
            }
            catch (PipelineStoppedException)
            {
                throw;
            }
            catch (Exception fault)
            {
                Records.Tell(fault);
            }
            finally
            {
                isBusy = false;
            }
        }

        protected override void EndProcessing()
        {
            isBusy = true;
            Records.End();
        }
    }
}
