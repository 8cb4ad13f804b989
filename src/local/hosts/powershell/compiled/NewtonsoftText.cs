// The JSON of Newtonsoft's own tokens, which complex variables are. Through reflection: Windows PowerShell has no such assembly.
using System;
using System.Reflection;

namespace RunbookWorkbench.PowerShellHost
{
    internal static class NewtonsoftText
    {
        public static string Of(object token)
        {
            Type converter = token.GetType().Assembly.GetType("Newtonsoft.Json.JsonConvert", true);
            MethodInfo serialize = converter.GetMethod("SerializeObject", new[] { typeof(object) });
            string json = (string)serialize.Invoke(null, new[] { token });
            return token.GetType().Name == "JProperty" ? "{" + json + "}" : json;
        }
    }
}
