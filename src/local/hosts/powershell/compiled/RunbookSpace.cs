// The runspace of the runbook: of its own, so that nothing of the host is in it. It opens on a thread of its own.
using System;
using System.Collections;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class RunbookSpace
    {
        private readonly Hashtable metadata = new Hashtable(StringComparer.OrdinalIgnoreCase);
        private readonly Runspace runspace;
        private readonly Thread opening;
        private Exception fault;

        public RunbookSpace()
        {
            InitialSessionState initial = InitialSessionState.CreateDefault2();
            initial.Variables.Add(new SessionStateVariableEntry("PSPrivateMetadata", metadata, null));
            runspace = RunspaceFactory.CreateRunspace(initial);
            opening = new Thread(Open);
            opening.Start();
        }

        /// <summary>Open, with this job's id in $PSPrivateMetadata. Throws what kept it from opening.</summary>
        public Runspace For(Job job)
        {
            metadata["JobId"] = new Guid(job.Id);
            return Opened();
        }

        /// <summary>Waits until it is open. Throws what kept it from opening.</summary>
        public Runspace Opened()
        {
            opening.Join();
            if (fault != null)
            {
                throw new InvalidOperationException("The runbook's runspace could not be opened: " + fault.Message, fault);
            }
            return runspace;
        }

        private void Open()
        {
            try
            {
                runspace.Open();
            }
            catch (Exception problem)
            {
                fault = problem;
            }
        }
    }
}
