// Where in the runbook's scripts a record was written, as members of its message.
using System;
using System.Globalization;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class ScriptPlace
    {
        private const string StandIn = "Orchestrator.AssetManagement.Cmdlets.psm1";
        /// <summary>`,"sc":"...","ln":1`, or nothing.</summary>
        public string Json;
        private readonly Debugger debugger;
        private string lastName;
        private string lastJson;

        public ScriptPlace(Debugger debugger)
        {
            this.debugger = debugger;
        }

        public void Find()
        {
            foreach (CallStackFrame frame in debugger.GetCallStack())
            {
                string name = frame.ScriptName;
                // Who calls our stand-in wrote the record.
                if (!string.IsNullOrEmpty(name) && !name.EndsWith(StandIn, StringComparison.Ordinal))
                {
                    if (name != lastName)
                    {
                        lastName = name;
                        lastJson = new LineBuilder().Append(",\"sc\":").Quote(name).Append(",\"ln\":").ToString();
                    }
                    Json = lastJson + frame.ScriptLineNumber.ToString(CultureInfo.InvariantCulture);
                    return;
                }
            }
            Json = "";
        }
    }
}
