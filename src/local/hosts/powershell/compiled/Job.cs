// The job of a host: what standard input or a line of the channel tells of it.
using System;
using System.IO;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class Job
    {
        private Job(string path, string id, string parameters, string workflow)
        {
            // % TAB and line breaks of the path are percent-encoded.
            Path = path.IndexOf('%') < 0 ? path : Uri.UnescapeDataString(path);
            Id = id;
            Parameters = parameters;
            Workflow = workflow;
        }

        /// <summary>Of the runbook's file.</summary>
        public string Path { get; private set; }

        public string Id { get; private set; }

        /// <summary>JSON as parameters.ps1 reads it; null or empty without any.</summary>
        public string Parameters { get; private set; }

        /// <summary>Name of the workflow that the file defines; null or empty for scripts.</summary>
        public string Workflow { get; private set; }

        /// <summary>A line each: path, id and, where there are any, parameters and workflow. null: the job comes over the channel.</summary>
        public static Job FromInput(TextReader input)
        {
            string path = input.ReadLine();
            if (path == null)
            {
                return null;
            }
            return new Job(path, input.ReadLine(), input.ReadLine(), input.ReadLine());
        }

        /// <summary>`j TAB path TAB job id TAB parameters TAB workflow`</summary>
        public static Job FromLine(string line)
        {
            string[] parts = line.Split('\t');
            return new Job(parts[1], parts[2], parts[3], parts[4]);
        }
    }
}
