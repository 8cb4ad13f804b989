// Any value as the text that PowerShell makes of it.
using System;
using System.Globalization;
using System.Management.Automation;

namespace RunbookWorkbench.PowerShellHost
{
    internal static class ShownText
    {
        /// <summary>As "$value" does.</summary>
        public static string Of(object value)
        {
            return (string)LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture) ?? "";
        }

        /// <summary>Of an object that is shown in place of its members; its own text can fail.</summary>
        public static string Short(object value)
        {
            try
            {
                return value.ToString() ?? "";
            }
            catch (PipelineStoppedException)
            {
                throw;
            }
            catch (Exception)
            {
                return value.GetType().FullName;
            }
        }
    }
}
