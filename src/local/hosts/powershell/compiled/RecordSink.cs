// The end of the runbook's pipeline: it is called on the runbook's thread, so what it writes is in true order, and a slow reader slows the
// runbook down. A collection and not a command: nothing of it is in the session, and PowerShell has nothing to bind.
using System;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class RecordSink : PSDataCollection<PSObject>
    {
        private readonly RecordWriter records;
        private bool isBusy;

        public RecordSink(RecordWriter records)
        {
            this.records = records;
        }

        /// <summary>Keeps nothing.</summary>
        protected override void InsertItem(Guid psInstanceId, int index, PSObject item)
        {
            // A getter or a view of the runbook's own can write records while one is shown.
            if (isBusy)
            {
                return;
            }
            isBusy = true;
            try
            {
                records.Write(item);
            }
            catch (PipelineStoppedException)
            {
                throw;
            }
            catch (Exception fault)
            {
                records.Tell(fault);
            }
            finally
            {
                isBusy = false;
            }
        }
    }
}
