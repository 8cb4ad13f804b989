// Turns the records of a pipeline into lines of the channel: texts and the six streams here, all else in ObjectLines.
using System;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    public sealed class RecordWriter
    {
        // 20 ms in ticks of 100 ns.
        private const long BurstTicks = 200000;
        private const int BurstRecords = 16;
        private readonly MessageWriter messages;
        private readonly PSDataCollection<ProgressRecord> progress;
        private readonly LineBuilder line = new LineBuilder();
        private readonly ScriptPlace place;
        private ObjectLines objects;
        private long burstStart;
        private int burst;

        /// <param name="debugger">Of the runspace whose records are written: it knows which script runs.</param>
        internal RecordWriter(MessageWriter messages, PSDataCollection<ProgressRecord> progress, Debugger debugger)
        {
            this.messages = messages;
            this.progress = progress;
            place = new ScriptPlace(debugger);
        }

        internal void Write(PSObject record)
        {
            if (progress.Count > 0)
            {
                SendProgress();
            }
            long now = DateTime.UtcNow.Ticks;
            place.Find();
            line.Clear();
            object value = record == null ? null : record.BaseObject;
            string text = value as string;
            if (text != null)
            {
                EndGroup(now, false);
                Start("o", now).Append(",\"v\":").Quote(text);
                Send();
            }
            else if (value is int)
            {
                EndGroup(now, false);
                Start("o", now).Append(",\"y\":\"System.Int32\",\"v\":").Append((int)value);
                Send();
            }
            else if (value == null)
            {
                Start("o", now).Append(",\"v\":null");
                Send();
            }
            else if (!WriteInformational(value, now))
            {
                if (objects == null)
                {
                    objects = new ObjectLines(messages);
                }
                objects.Write(record, now, place);
            }
            if (now - burstStart > BurstTicks)
            {
                burstStart = now;
                burst = 0;
            }
            // Early records go out at once, a flood in blocks: the host's tick flushes what is left.
            if (burst < BurstRecords)
            {
                burst++;
                messages.Flush();
            }
        }

        /// <summary>Whether text of objects is still held, which End sends.</summary>
        internal bool HasHeldText
        {
            get { return objects != null && objects.IsGroupOpen; }
        }

        /// <summary>In the runspace of the records, once their pipeline is over.</summary>
        public void End()
        {
            EndGroup(DateTime.UtcNow.Ticks, false);
            messages.Flush();
        }

        internal void Tell(Exception fault)
        {
            messages.WriteFault(fault);
        }

        /// <summary>From the runbook's thread before each record, and from the host's while there is none.</summary>
        internal void SendProgress()
        {
            ProgressLines.Send(progress, messages);
        }

        private bool WriteInformational(object value, long now)
        {
            InformationalRecord record = value as InformationalRecord;
            if (record != null)
            {
                string type = value is WarningRecord ? "w" : value is VerboseRecord ? "v" : value is DebugRecord ? "d" : null;
                if (type == null)
                {
                    return false;
                }
                EndGroup(now, true);
                Start(type, now).Append(",\"x\":").Quote(record.Message);
                Send();
                return true;
            }
            InformationRecord information = value as InformationRecord;
            if (information == null)
            {
                return false;
            }
            EndGroup(now, true);
            Start("i", now);
            HostInformationMessage message = information.MessageData as HostInformationMessage;
            if (message != null)
            {
                line.Append(",\"tags\":[\"PSHOST\"]");
                if (message.NoNewLine == true)
                {
                    line.Append(",\"nnl\":true");
                }
                if (message.ForegroundColor != null)
                {
                    line.Append(",\"fg\":\"").Append(message.ForegroundColor.ToString()).Append('"');
                }
                line.Append(",\"x\":").Quote(message.Message);
            }
            else
            {
                AppendTags(information);
                line.Append(",\"x\":").Quote(ShownText.Of(information.MessageData));
            }
            Send();
            return true;
        }

        private void AppendTags(InformationRecord information)
        {
            string separator = ",\"tags\":[";
            foreach (string tag in information.Tags)
            {
                line.Append(separator).Quote(tag);
                separator = ",";
            }
            if (separator == ",")
            {
                line.Append(']');
            }
        }

        private LineBuilder Start(string type, long now)
        {
            return line.Append("{\"t\":\"").Append(type).Append("\",\"d\":").Append(now).Append(place.Json);
        }

        private void Send()
        {
            messages.Write(line.Append('}'));
        }

        private void EndGroup(long now, bool isStream)
        {
            if (objects != null)
            {
                objects.EndGroup(now, isStream);
            }
        }
    }
}
