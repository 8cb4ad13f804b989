// The private line to the sandbox: writes messages whole, asks for assets and child jobs, and reads what the sandbox sends on a thread
// of its own: `r TAB number TAB reply`, `s` (stop) and, for a waiting host, the job.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace RunbookWorkbench.PowerShellHost
{
    public sealed class Channel
    {
        private const int ConnectTimeoutMs = 10000;
        private const int BufferSize = 65536;
        internal readonly MessageWriter Messages;
        /// <summary>Called on the reading thread, once.</summary>
        internal Action Stopping;
        private readonly NamedPipeClientStream pipe;
        private readonly string token;
        private readonly Dictionary<string, TaskCompletionSource<string>> requests = new Dictionary<string, TaskCompletionSource<string>>();
        private readonly TaskCompletionSource<Job> job = new TaskCompletionSource<Job>();
        private Thread reading;
        private int lastRequest;
        private bool isStopping;

        /// <param name="address">A rooted path of a Unix socket, or a pipe's name.</param>
        /// <param name="token">Says to the sandbox that it is us.</param>
        internal Channel(string address, string token)
        {
            // Asynchronous: a synchronous pipe of Windows blocks writes during a read.
            pipe = new NamedPipeClientStream(".", address, PipeDirection.InOut, PipeOptions.Asynchronous);
            pipe.Connect(ConnectTimeoutMs);
            this.token = token;
            Messages = new MessageWriter(new StreamWriter(pipe, new UTF8Encoding(false), BufferSize));
        }

        /// <summary>Goes out with the first flush.</summary>
        internal void Hello(string version, string edition)
        {
            LineBuilder line = new LineBuilder();
            line.Append("{\"t\":\"hello\",\"token\":\"").Append(token).Append("\",\"pid\":").Append(Process.GetCurrentProcess().Id)
                .Append(",\"version\":\"").Append(version).Append("\",\"edition\":\"").Append(edition).Append("\"}");
            Messages.Write(line);
        }

        /// <summary>From now on replies and stop are heard. Idempotent.</summary>
        internal void Listen()
        {
            if (reading == null)
            {
                reading = new Thread(ReadAll);
                reading.IsBackground = true;
                reading.Start();
            }
        }

        /// <summary>Without a time limit: a host that waits costs nothing.</summary>
        internal Job WaitForJob()
        {
            Listen();
            return job.Task.GetAwaiter().GetResult();
        }

        /// <summary>
        /// Asks the sandbox, from any thread, and waits for its answer, which is JSON. Throws once the job is stopping, also while it waits:
        /// a thread in here cannot be stopped otherwise.
        /// </summary>
        /// <param name="members">More members of the message, each with a comma before it.</param>
        public string Ask(string kind, string name, string members)
        {
            TaskCompletionSource<string> answer = new TaskCompletionSource<string>();
            string id;
            lock (requests)
            {
                if (isStopping)
                {
                    throw new OperationCanceledException("The job is stopping.");
                }
                id = (++lastRequest).ToString(CultureInfo.InvariantCulture);
                requests[id] = answer;
            }
            LineBuilder line = new LineBuilder();
            line.Append("{\"t\":\"get\",\"n\":").Append(id).Append(",\"kind\":\"").Append(kind).Append("\",\"name\":").Quote(name)
                .Append(members).Append('}');
            Messages.Write(line);
            Messages.Flush();
            return answer.Task.GetAwaiter().GetResult();
        }

        private void ReadAll()
        {
            try
            {
                StreamReader reader = new StreamReader(pipe, Encoding.UTF8);
                for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
                {
                    Take(line);
                }
            }
            catch (IOException)
            {
                // The sandbox is gone; so are we in a moment.
            }
            ProcessGroup.Abandon();
        }

        private void Take(string line)
        {
            if (line.StartsWith("r\t", StringComparison.Ordinal))
            {
                string[] parts = line.Split(new[] { '\t' }, 3);
                TaskCompletionSource<string> answer;
                lock (requests)
                {
                    requests.TryGetValue(parts[1], out answer);
                    requests.Remove(parts[1]);
                }
                if (answer != null)
                {
                    answer.TrySetResult(parts[2]);
                }
            }
            else if (line.StartsWith("j\t", StringComparison.Ordinal))
            {
                job.TrySetResult(Job.FromLine(line));
            }
            else if (line == "s")
            {
                Stop();
            }
        }

        private void Stop()
        {
            List<TaskCompletionSource<string>> waiting;
            lock (requests)
            {
                if (isStopping)
                {
                    return;
                }
                isStopping = true;
                waiting = new List<TaskCompletionSource<string>>(requests.Values);
            }
            if (Stopping != null)
            {
                Stopping();
            }
            foreach (TaskCompletionSource<string> answer in waiting)
            {
                answer.TrySetCanceled();
            }
            // The last, since it waits for the reader of a flood.
            Messages.Write("{\"t\":\"stopping\"}");
        }
    }
}
