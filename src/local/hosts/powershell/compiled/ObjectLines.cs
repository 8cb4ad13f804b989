// The rarer records of a pipeline, objects and errors, as lines of the channel.
using System;
using System.Management.Automation;
using System.Reflection;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class ObjectLines
    {
        private const string Newtonsoft = "Newtonsoft.Json.Linq.";
        private const string Format = "Microsoft.PowerShell.Commands.Internal.Format.";
        // An internal property tells the stream of a merged record; Windows PowerShell has none.
        private static readonly PropertyInfo WriteStream = typeof(PSObject).GetProperty("WriteStream", BindingFlags.Instance | BindingFlags.NonPublic);
        private readonly MessageWriter messages;
        private readonly LineBuilder line = new LineBuilder();
        private readonly ObjectJson json = new ObjectJson();
        private readonly TextGroup group = new TextGroup();

        public ObjectLines(MessageWriter messages)
        {
            this.messages = messages;
        }

        public bool IsGroupOpen
        {
            get { return group.IsOpen; }
        }

        /// <summary>
        /// Ends the run of alike objects and sends what of their text is still held. Before a record of another stream only Format-* objects
        /// go on: they belong together.
        /// </summary>
        public void EndGroup(long now, bool isStream)
        {
            if (!group.IsOpen || (isStream && group.Key == TextGroup.FormatKey))
            {
                return;
            }
            string rest = group.End();
            if (rest.Trim().Length > 0)
            {
                messages.Write(line.Clear().Append("{\"t\":\"x\",\"d\":").Append(now).Append(",\"x\":").Quote(rest).Append('}'));
            }
        }

        public void Write(PSObject record, long now, ScriptPlace place)
        {
            object value = record.BaseObject;
            ErrorRecord error = value as ErrorRecord;
            if (error != null && IsOfErrorStream(record, error))
            {
                EndGroup(now, true);
                Start("e", now, place).Append(",\"x\":").Quote(error.ToString())
                    .Append(",\"id\":").Quote(error.FullyQualifiedErrorId)
                    .Append(",\"y\":").Quote(error.Exception == null ? "" : error.Exception.GetType().FullName);
                Send();
                return;
            }
            string type = record.TypeNames.Count > 0 ? record.TypeNames[0] : value.GetType().FullName;
            // Of complex variables, PowerShell's own formatting breaks on their dynamic members.
            if (ObjectJson.IsPlain(value) || type.StartsWith(Newtonsoft, StringComparison.Ordinal))
            {
                EndGroup(now, false);
                Start("o", now, place).Append(",\"y\":").Quote(type).Append(",\"v\":");
                json.Append(line, value);
                line.Append(",\"x\":").Quote(value.ToString());
                Send();
                return;
            }
            bool isFormat = type.StartsWith(Format, StringComparison.Ordinal);
            string key = isFormat ? TextGroup.FormatKey : TextGroup.KeyOf(type);
            if (group.Key != key)
            {
                EndGroup(now, false);
            }
            string shown = group.Add(record, key);
            if (isFormat)
            {
                if (shown != null)
                {
                    Start("x", now, place).Append(",\"x\":").Quote(shown);
                    Send();
                }
                return;
            }
            Start("o", now, place).Append(",\"y\":").Quote(type).Append(",\"v\":");
            json.AppendSafely(line, record);
            if (shown != null)
            {
                line.Append(",\"x\":").Quote(shown);
            }
            Send();
        }

        /// <summary>What the runbook itself puts out, as in catch { $_ }, is output; what a native program writes to its standard error is not.</summary>
        private static bool IsOfErrorStream(PSObject record, ErrorRecord error)
        {
            return WriteStream == null || WriteStream.GetValue(record, null).ToString() == "Error" ||
                error.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.OrdinalIgnoreCase);
        }

        private LineBuilder Start(string type, long now, ScriptPlace place)
        {
            return line.Clear().Append("{\"t\":\"").Append(type).Append("\",\"d\":").Append(now).Append(place.Json);
        }

        private void Send()
        {
            messages.Write(line.Append('}'));
        }
    }
}
