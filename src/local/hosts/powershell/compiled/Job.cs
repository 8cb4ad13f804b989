// The job of a host: what standard input or a line of the channel tells of it.
using System;
using System.IO;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class Job
    {
        /// <summary>Of the runbook's file.</summary>
        public readonly string Path;
        public readonly string Id;
        /// <summary>JSON as parameters.ps1 reads it; null or empty without any.</summary>
        public readonly string Parameters;
        /// <summary>Name of the workflow that the file defines; null or empty for scripts.</summary>
        public readonly string Workflow;

        private Job(string path, string id, string parameters, string workflow)
        {
            // % TAB and line breaks of the path are percent-encoded.
            Path = path.Contains("%") ? Uri.UnescapeDataString(path) : path;
            Id = id;
            Parameters = parameters;
            Workflow = workflow;
        }

        /// <summary>A line each: path, id and, where there are any, parameters and workflow. null: the job comes over the channel.</summary>
        public static Job FromInput(TextReader input)
        {
            string path = input.ReadLine();
            return path == null ? null : new Job(path, input.ReadLine(), input.ReadLine(), input.ReadLine());
        }

        /// <summary>`j TAB path TAB job id TAB parameters TAB workflow`</summary>
        public static Job FromLine(string line)
        {
            string[] parts = line.Split('\t');
            return new Job(parts[1], parts[2], parts[3], parts[4]);
        }
    }
}
