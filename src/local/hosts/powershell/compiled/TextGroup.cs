// The text of a run of alike objects, as Out-String gives it: one running Out-String for each run, so that a table has one header.
using System;
using System.Management.Automation;
using System.Reflection;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class TextGroup
    {
        public const string FormatKey = "format";
        private const string Text = "Microsoft.PowerShell.Utility\\Out-String -Stream -Width 120";
        private static readonly ScriptBlock Script = InOwnModule();
        private SteppablePipeline pipeline;
        // Empty lines before a table whose rows are still held.
        private string heldLines = "";

        public TextGroup()
        {
            Key = "";
        }

        /// <summary>Of the running one: a type, FormatKey, or empty.</summary>
        public string Key { get; private set; }

        public bool IsOpen
        {
            get { return pipeline != null; }
        }

        /// <summary>Types that one table shows have one key.</summary>
        public static string KeyOf(string type)
        {
            return type == "System.IO.FileInfo" || type == "System.IO.DirectoryInfo" ? "file" : type;
        }

        /// <summary>The text that is known by now; null: it comes with a later object, or at the end of the run.</summary>
        public string Add(PSObject record, string key)
        {
            try
            {
                if (pipeline == null)
                {
                    pipeline = Script.GetSteppablePipeline(CommandOrigin.Internal);
                    pipeline.Begin(true);
                    Key = key;
                }
                Array lines = pipeline.Process(record);
                if (lines.Length == 0)
                {
                    return null;
                }
                string shown = heldLines + Join(lines);
                heldLines = "";
                if (shown.Trim().Length > 0)
                {
                    return shown;
                }
                heldLines = shown + "\n";
                return null;
            }
            catch (PipelineStoppedException)
            {
                throw;
            }
            catch (Exception)
            {
                // A broken view must not cost the record.
                pipeline = null;
                Key = "";
                return ShownText.Short(record.BaseObject);
            }
        }

        /// <summary>What was still held.</summary>
        public string End()
        {
            SteppablePipeline ended = pipeline;
            pipeline = null;
            Key = "";
            string rest = heldLines + Join(ended.End()).TrimEnd('\n', '\r');
            heldLines = "";
            ended.Dispose();
            return rest;
        }

        private static string Join(Array lines)
        {
            string[] texts = new string[lines.Length];
            for (int index = 0; index < texts.Length; index++)
            {
                texts[index] = ShownText.Of(lines.GetValue(index));
            }
            return string.Join("\n", texts);
        }

        /// <summary>In a module of its own the runbook's preferences and strict mode do not reach it.</summary>
        private static ScriptBlock InOwnModule()
        {
            PSModuleInfo module = new PSModuleInfo(ScriptBlock.Create(
                "Set-StrictMode -Off; $ErrorActionPreference = 'Continue'; $ProgressPreference = 'SilentlyContinue'"));
            // Without this, tables carry escape codes. Windows PowerShell has no such variable.
            object style = module.SessionState.PSVariable.GetValue("PSStyle");
            PropertyInfo rendering = style == null ? null : style.GetType().GetProperty("OutputRendering");
            if (rendering != null)
            {
                rendering.SetValue(style, Enum.Parse(rendering.PropertyType, "PlainText"), null);
            }
            return module.NewBoundScriptBlock(ScriptBlock.Create(Text));
        }
    }
}
