// This process and what the runbook started beside it.
using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RunbookWorkbench.PowerShellHost
{
    internal static class ProcessGroup
    {
        /// <summary>Without a reader on the other side nothing of this group may live on.</summary>
        public static void Abandon()
        {
            string id = Process.GetCurrentProcess().Id.ToString(CultureInfo.InvariantCulture);
            bool isWindows = Path.DirectorySeparatorChar == '\\';
            ProcessStartInfo kill = isWindows
                ? new ProcessStartInfo("taskkill.exe", "/T /F /PID " + id)
                : new ProcessStartInfo("/bin/kill", "-9 -- -" + id);
            kill.UseShellExecute = false;
            kill.CreateNoWindow = true;
            Process.Start(kill).WaitForExit();
            Environment.Exit(70);
        }
    }
}
