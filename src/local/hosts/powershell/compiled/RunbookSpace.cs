// The runspace of the runbook: of its own, so that nothing of the host is in it. It opens on a thread of its own.
using System;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class RunbookSpace
    {
        private const int MostAttempts = 1000;
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

        /// <summary>A variable of the runbook. A runspace whose pipeline has ended can call itself busy for a moment.</summary>
        public object Variable(string name)
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return Opened().SessionStateProxy.GetVariable(name);
                }
                catch (PSInvalidOperationException)
                {
                    if (attempt == MostAttempts)
                    {
                        throw;
                    }
                    Thread.Sleep(1);
                }
            }
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
