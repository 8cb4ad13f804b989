// Any value as JSON: depth 3, 64 members or items, nested texts cut at 64 KB, cycles marked; members of .NET objects are read one level
// deep, since their getters can lead anywhere.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class ObjectJson
    {
        private const int MostMembers = 64;
        private const int MostDepth = 3;
        private const int LongestNested = 65536;
        private readonly List<object> ancestors = new List<object>();
        private LineBuilder line;

        /// <summary>Numbers, truths, letters and enumeration values: they have no members worth showing.</summary>
        public static bool IsPlain(object value)
        {
            return value is ValueType && (value.GetType().IsPrimitive || value is decimal || value is Enum || IsBigInteger(value));
        }

        public void Append(LineBuilder target, object value)
        {
            line = target;
            ancestors.Clear();
            Add(value, 0, false);
        }

        /// <summary>The same; a value that cannot be walked is given as its short text.</summary>
        public void AppendSafely(LineBuilder target, PSObject record)
        {
            int start = target.Length;
            try
            {
                Append(target, record);
            }
            catch (PipelineStoppedException)
            {
                throw;
            }
            catch (Exception)
            {
                target.Cut(start);
                target.Quote(ShownText.Short(record.BaseObject));
            }
        }

        private static bool IsBigInteger(object value)
        {
            return value.GetType().FullName == "System.Numerics.BigInteger";
        }

        private void Add(object value, int depth, bool isInside)
        {
            PSObject wrapper = value as PSObject;
            object inner = wrapper == null ? value : wrapper.BaseObject;
            if (inner == null)
            {
                line.Append("null");
                return;
            }
            string text = inner as string;
            if (text != null)
            {
                AddText(text, depth);
                return;
            }
            if (inner is ValueType)
            {
                if (AddValue(inner))
                {
                    return;
                }
                if (inner is DictionaryEntry)
                {
                    wrapper = AsObject((DictionaryEntry)inner);
                    inner = wrapper.BaseObject;
                }
            }
            else if (AddAsText(inner, depth))
            {
                return;
            }
            if (depth >= MostDepth)
            {
                line.Quote(ShownText.Short(wrapper != null && inner is PSCustomObject ? wrapper : inner));
                return;
            }
            AddMembers(wrapper, inner, depth, isInside);
        }

        private void AddText(string text, int depth)
        {
            line.Quote(depth > 0 && text.Length > LongestNested ? text.Substring(0, LongestNested) + "..." : text);
        }

        /// <summary>false: it is a structure with parts of its own.</summary>
        private bool AddValue(object value)
        {
            CultureInfo invariant = CultureInfo.InvariantCulture;
            if (value is bool)
            {
                line.Append((bool)value ? "true" : "false");
            }
            else if (value is double)
            {
                AddNumber(((double)value).ToString("R", invariant), double.IsNaN((double)value) || double.IsInfinity((double)value));
            }
            else if (value is float)
            {
                AddNumber(((float)value).ToString("R", invariant), float.IsNaN((float)value) || float.IsInfinity((float)value));
            }
            else if (value is Enum || value is char)
            {
                line.Quote(value.ToString());
            }
            else if (value is decimal || (value.GetType().IsPrimitive && !(value is IntPtr) && !(value is UIntPtr)) || IsBigInteger(value))
            {
                line.Append(((IFormattable)value).ToString(null, invariant));
            }
            else if (value is DateTime || value is DateTimeOffset)
            {
                line.Append('"').Append(((IFormattable)value).ToString("o", invariant)).Append('"');
            }
            else if (value is DictionaryEntry || value.GetType().IsGenericType)
            {
                return false;
            }
            else
            {
                line.Quote(value.ToString());
            }
            return true;
        }

        private void AddNumber(string number, bool isText)
        {
            line.Append(isText ? "\"" : "").Append(number).Append(isText ? "\"" : "");
        }

        private static PSObject AsObject(DictionaryEntry entry)
        {
            PSObject pair = new PSObject();
            pair.Properties.Add(new PSNoteProperty("Key", entry.Key));
            pair.Properties.Add(new PSNoteProperty("Value", entry.Value));
            return pair;
        }

        /// <summary>Objects that say more by their text than by their members. false: not one of them.</summary>
        private bool AddAsText(object value, int depth)
        {
            ErrorRecord error = value as ErrorRecord;
            Exception exception = value as Exception;
            Type type = value as Type;
            if (error != null)
            {
                line.Quote(error.ToString());
            }
            else if (exception != null)
            {
                line.Quote(exception.Message);
            }
            else if (type != null)
            {
                line.Quote(type.FullName);
            }
            else if (value is ScriptBlock)
            {
                line.Quote(value.ToString());
            }
            else
            {
                return !(value is PSCustomObject) && AddRareAsText(value, depth);
            }
            return true;
        }

        // Not inlined: the types it names are in assemblies that would be loaded for it.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private bool AddRareAsText(object value, int depth)
        {
            System.Xml.XmlNode node = value as System.Xml.XmlNode;
            if (node != null)
            {
                AddText(node.OuterXml, depth + 1);
            }
            else if (value is Uri || value is Version || value is System.Net.IPAddress || value is System.Text.RegularExpressions.Regex ||
                value is System.Security.SecureString)
            {
                line.Quote(value.ToString());
            }
            else if (value.GetType().FullName.StartsWith("Newtonsoft.Json.Linq.", StringComparison.Ordinal))
            {
                line.Append(NewtonsoftText.Of(value));
            }
            else
            {
                return false;
            }
            return true;
        }

        private void AddMembers(PSObject wrapper, object inner, int depth, bool isInside)
        {
            // All custom objects have the same base: what wraps it is their identity.
            bool isCustom = inner is PSCustomObject;
            object identity = isCustom ? wrapper : inner;
            foreach (object ancestor in ancestors)
            {
                if (ReferenceEquals(ancestor, identity))
                {
                    line.Append("\"<cycle>\"");
                    return;
                }
            }
            ancestors.Add(identity);
            IDictionary table = inner as IDictionary;
            IEnumerable list = inner as IEnumerable;
            if (table != null)
            {
                AddTable(table, depth, isInside);
            }
            else if (list != null)
            {
                AddList(list, depth, isInside);
            }
            else if (!isCustom && isInside)
            {
                line.Quote(ShownText.Short(inner));
            }
            else
            {
                AddProperties(wrapper ?? PSObject.AsPSObject(inner), depth, isCustom);
            }
            ancestors.RemoveAt(ancestors.Count - 1);
        }

        private void AddTable(IDictionary table, int depth, bool isInside)
        {
            line.Append('{');
            int count = 0;
            // Not foreach: some tables enumerate pairs of other types.
            IDictionaryEnumerator entries = table.GetEnumerator();
            while (entries.MoveNext())
            {
                if (count == MostMembers)
                {
                    line.Append(",\"...\":\"<").Append(table.Count - MostMembers).Append(" more>\"");
                    break;
                }
                line.Append(count++ == 0 ? "" : ",").Quote(ShownText.Of(entries.Key)).Append(':');
                Add(entries.Value, depth + 1, isInside);
            }
            line.Append('}');
        }

        private void AddList(IEnumerable list, int depth, bool isInside)
        {
            line.Append('[');
            int count = 0;
            foreach (object item in list)
            {
                if (count == MostMembers)
                {
                    line.Append(",\"<more>\"");
                    break;
                }
                line.Append(count++ == 0 ? "" : ",");
                Add(item, depth + 1, isInside);
            }
            line.Append(']');
        }

        private void AddProperties(PSObject holder, int depth, bool isCustom)
        {
            line.Append('{');
            int count = 0;
            bool isFirst = true;
            foreach (PSPropertyInfo member in holder.Properties)
            {
                if (count++ == MostMembers)
                {
                    line.Append(",\"...\":\"<more>\"");
                    break;
                }
                object content;
                try
                {
                    content = member.Value;
                }
                catch (PipelineStoppedException)
                {
                    throw;
                }
                catch (Exception)
                {
                    // A getter that fails has no value to show.
                    continue;
                }
                line.Append(isFirst ? "" : ",").Quote(member.Name).Append(':');
                isFirst = false;
                Add(content, depth + 1, !isCustom);
            }
            line.Append('}');
        }
    }
}
