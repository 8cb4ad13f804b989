// A line of the channel in the making: text and JSON texts in one growing array, used again for the next line.
using System;
using System.Globalization;
using System.IO;

namespace RunbookWorkbench.PowerShellHost
{
    internal sealed class LineBuilder
    {
        private const int MostKept = 1 << 20;
        private const string HexDigits = "0123456789abcdef";
        private char[] buffer = new char[512];
        private int length;

        public int Length
        {
            get { return length; }
        }

        public void WriteTo(TextWriter writer)
        {
            writer.Write(buffer, 0, length);
        }

        public LineBuilder Append(char value)
        {
            Reserve(1);
            buffer[length++] = value;
            return this;
        }

        public LineBuilder Append(string value)
        {
            if (value != null)
            {
                Reserve(value.Length);
                value.CopyTo(0, buffer, length, value.Length);
                length += value.Length;
            }
            return this;
        }

        public LineBuilder Append(long value)
        {
            return Append(value.ToString(CultureInfo.InvariantCulture));
        }

        /// <summary>A JSON text; null is an empty one.</summary>
        public LineBuilder Quote(string value)
        {
            Append('"');
            AppendEscaped(value);
            return Append('"');
        }

        /// <summary>The inside of a JSON text, with the escapes of HttpUtility.JavaScriptStringEncode, which the cmdlets use.</summary>
        public LineBuilder AppendEscaped(string value)
        {
            if (value == null)
            {
                return this;
            }
            Reserve(value.Length);
            for (int index = 0; index < value.Length; index++)
            {
                char character = value[index];
                if (IsPlain(character))
                {
                    if (length == buffer.Length)
                    {
                        Reserve(value.Length - index);
                    }
                    buffer[length++] = character;
                }
                else
                {
                    Escape(character);
                }
            }
            return this;
        }

        /// <summary>Forgets what was written after the first `count` characters.</summary>
        public void Cut(int count)
        {
            length = count;
        }

        public LineBuilder Clear()
        {
            length = 0;
            if (buffer.Length > MostKept)
            {
                buffer = new char[512];
            }
            return this;
        }

        public override string ToString()
        {
            return new string(buffer, 0, length);
        }

        private static bool IsPlain(char character)
        {
            if (character >= 0x80)
            {
                return character != '\u0085' && character != '\u2028' && character != '\u2029';
            }
            if (character < ' ')
            {
                return false;
            }
            switch (character)
            {
                case '"':
                case '&':
                case '\'':
                case '<':
                case '>':
                case '\\':
                    return false;
                default:
                    return true;
            }
        }

        private void Escape(char character)
        {
            Reserve(6);
            buffer[length++] = '\\';
            switch (character)
            {
                case '"':
                case '\\':
                    buffer[length++] = character;
                    break;
                case '\b':
                    buffer[length++] = 'b';
                    break;
                case '\f':
                    buffer[length++] = 'f';
                    break;
                case '\n':
                    buffer[length++] = 'n';
                    break;
                case '\r':
                    buffer[length++] = 'r';
                    break;
                case '\t':
                    buffer[length++] = 't';
                    break;
                default:
                    buffer[length++] = 'u';
                    for (int shift = 12; shift >= 0; shift -= 4)
                    {
                        buffer[length++] = HexDigits[(character >> shift) & 15];
                    }
                    break;
            }
        }

        private void Reserve(int count)
        {
            if (length + count > buffer.Length)
            {
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + count));
            }
        }
    }
}
