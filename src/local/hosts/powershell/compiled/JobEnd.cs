// The last words of a job, once no pipeline runs: records that bypassed the sink, the failure, the exit code and the end.
using System;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text.RegularExpressions;

namespace RunbookWorkbench.PowerShellHost
{
    internal static class JobEnd
    {
        public static void Tell(MessageWriter messages, JobRun run, RunbookSpace space)
        {
            PSDataStreams streams = run.Shell.Streams;
            if (streams.Progress.Count > 0)
            {
                ProgressLines.Send(streams.Progress, messages);
            }
            if (streams.Warning.Count + streams.Verbose.Count + streams.Debug.Count + streams.Information.Count + streams.Error.Count > 0)
            {
                TellLeft(messages, streams, space.Opened());
            }
            PSInvocationStateInfo info = run.Shell.InvocationStateInfo;
            string state = info.State.ToString();
            if (info.State == PSInvocationState.Failed)
            {
                TellFailure(messages, info.Reason);
            }
            else if (run.IsStopping)
            {
                state = "Stopped";
            }
            object code = space.Variable("LASTEXITCODE");
            LineBuilder line = new LineBuilder();
            messages.Write(line.Append("{\"t\":\"exit\",\"code\":").Append(code is int ? (int)code : 0).Append('}'));
            messages.Write(line.Clear().Append("{\"t\":\"end\",\"state\":\"").Append(state).Append("\"}"));
            messages.Flush();
        }

        /// <summary>
        /// Records that did not pass the sink: those of event actions, which run outside the pipeline. What the runbook redirects to $null lands
        /// here as well, so nothing is taken unless it ever subscribed to an event.
        /// </summary>
        private static void TellLeft(MessageWriter messages, PSDataStreams streams, Runspace runspace)
        {
            FieldInfo field = runspace.Events.GetType().GetField("_nextSubscriptionId", BindingFlags.Instance | BindingFlags.NonPublic);
            if (field == null || Convert.ToInt32(field.GetValue(runspace.Events)) <= 1)
            {
                return;
            }
            TellLeft(messages, "w", streams.Warning.ReadAll());
            TellLeft(messages, "v", streams.Verbose.ReadAll());
            TellLeft(messages, "d", streams.Debug.ReadAll());
            TellLeft(messages, "i", streams.Information.ReadAll());
            TellLeft(messages, "e", streams.Error.ReadAll());
        }

        private static void TellLeft(MessageWriter messages, string kind, IEnumerable records)
        {
            LineBuilder line = new LineBuilder();
            foreach (object record in records)
            {
                InvocationInfo invocation = InvocationOf(record);
                if (invocation == null || invocation.Line == null || !Regex.IsMatch(invocation.Line, @">\s*\$null", RegexOptions.IgnoreCase))
                {
                    line.Clear().Append("{\"t\":\"left\",\"d\":").Append(DateTime.UtcNow.Ticks).Append(",\"k\":\"").Append(kind)
                        .Append("\",\"x\":").Quote(record.ToString()).Append('}');
                    messages.Write(line);
                }
            }
        }

        private static InvocationInfo InvocationOf(object record)
        {
            InformationalRecord informational = record as InformationalRecord;
            if (informational != null)
            {
                return informational.InvocationInfo;
            }
            ErrorRecord error = record as ErrorRecord;
            return error == null ? null : error.InvocationInfo;
        }

        private static void TellFailure(MessageWriter messages, Exception reason)
        {
            LineBuilder more = new LineBuilder();
            string text = reason.Message;
            IContainsErrorRecord holder = reason as IContainsErrorRecord;
            ErrorRecord record = holder == null ? null : holder.ErrorRecord;
            if (record != null)
            {
                text = record.ToString();
                more.Append(",\"id\":").Quote(record.FullyQualifiedErrorId);
                reason = record.Exception ?? reason;
                AppendPlace(more, record, reason);
                if (!string.IsNullOrEmpty(record.ScriptStackTrace))
                {
                    more.Append(",\"st\":").Quote(record.ScriptStackTrace);
                }
            }
            LineBuilder line = new LineBuilder();
            line.Append("{\"t\":\"fail\",\"d\":").Append(DateTime.UtcNow.Ticks).Append(",\"x\":").Quote(text)
                .Append(",\"y\":").Quote(reason.GetType().FullName).Append(more.ToString()).Append('}');
            messages.Write(line);
        }

        private static void AppendPlace(LineBuilder line, ErrorRecord record, Exception reason)
        {
            InvocationInfo place = record.InvocationInfo;
            if (place != null && !string.IsNullOrEmpty(place.ScriptName))
            {
                line.Append(",\"sc\":").Quote(place.ScriptName).Append(",\"ln\":").Append(place.ScriptLineNumber);
                return;
            }
            // A parse error has its place in the exception.
            ParseException parsing = reason as ParseException;
            if (parsing != null && parsing.Errors != null && parsing.Errors.Length > 0 && parsing.Errors[0].Extent.File != null)
            {
                IScriptExtent extent = parsing.Errors[0].Extent;
                line.Append(",\"sc\":").Quote(extent.File).Append(",\"ln\":").Append(extent.StartLineNumber);
            }
        }
    }
}
