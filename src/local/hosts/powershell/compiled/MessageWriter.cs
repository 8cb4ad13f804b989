// Writes messages whole, from any thread; they go out with the next flush.
using System;
using System.IO;
using System.Threading;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class MessageWriter
    {
        private readonly TextWriter writer;

        public MessageWriter(TextWriter writer)
        {
            this.writer = writer;
        }

        /// <summary>The line without its end, which is added here.</summary>
        public void Write(LineBuilder line)
        {
            line.Append('\n');
            lock (writer)
            {
                line.WriteTo(writer);
            }
        }

        public void Write(string line)
        {
            Write(new LineBuilder().Append(line));
        }

        /// <summary>A fault of the host itself.</summary>
        public void WriteFault(Exception fault)
        {
            string place = fault.StackTrace == null ? "" : " (" + fault.StackTrace.Split('\n')[0].Trim() + ")";
            LineBuilder line = new LineBuilder();
            Write(line.Append("{\"t\":\"hosterror\",\"x\":").Quote(fault.Message + place).Append('}'));
        }

        public void Flush()
        {
            lock (writer)
            {
                writer.Flush();
            }
        }

        /// <summary>Flushes unless another thread is at it: that one may wait for a slow reader.</summary>
        public void TryFlush()
        {
            if (!Monitor.TryEnter(writer))
            {
                return;
            }
            try
            {
                writer.Flush();
            }
            finally
            {
                Monitor.Exit(writer);
            }
        }
    }
}
