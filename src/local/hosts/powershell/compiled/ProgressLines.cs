// Sends the progress records that have gathered. They cannot be merged into the pipeline: sink and host fetch them from their collection.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    internal static class ProgressLines
    {
        private const int MostBeforeFlood = 16;
        private static readonly object Gate = new object();

        /// <summary>Of a flood only the last record of each activity is sent.</summary>
        public static void Send(PSDataCollection<ProgressRecord> progress, MessageWriter messages)
        {
            // Two threads come here: their records must not overtake each other.
            lock (Gate)
            {
                Collection<ProgressRecord> records = progress.ReadAll();
                Dictionary<int, ProgressRecord> last = new Dictionary<int, ProgressRecord>();
                foreach (ProgressRecord record in records)
                {
                    last[record.ActivityId] = record;
                }
                LineBuilder line = new LineBuilder();
                foreach (ProgressRecord record in records)
                {
                    if (records.Count <= MostBeforeFlood || ReferenceEquals(last[record.ActivityId], record))
                    {
                        messages.Write(Message(line.Clear(), record));
                    }
                }
            }
        }

        private static LineBuilder Message(LineBuilder line, ProgressRecord record)
        {
            bool isDone = record.RecordType == ProgressRecordType.Completed;
            return line.Append("{\"t\":\"p\",\"d\":").Append(DateTime.UtcNow.Ticks)
                .Append(",\"id\":").Append(record.ActivityId)
                .Append(",\"parent\":").Append(record.ParentActivityId)
                .Append(",\"pct\":").Append(isDone ? 100 : record.PercentComplete)
                .Append(",\"sec\":").Append(record.SecondsRemaining)
                .Append(isDone ? ",\"done\":true" : "")
                .Append(",\"x\":").Quote(record.Activity)
                .Append(",\"s\":").Quote(record.StatusDescription)
                .Append('}');
        }
    }
}
