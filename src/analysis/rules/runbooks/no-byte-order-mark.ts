import type { Rule } from "../rule";

/** A script that Windows PowerShell refuses to run is not read by it. */
const powershell7 = /^#requires\s(?:.*\s)?-(?:version\s+[7-9]|psedition\s+core)\b/i;

/** RW118: bytes that Windows PowerShell reads as other letters. */
export const noByteOrderMark: Rule = {
  code: "RW118",
  id: "no-byte-order-mark",
  title: "Letters beyond ASCII without a byte order mark",
  severity: "information",
  reason:
    "Windows PowerShell 5.1 reads a file in UTF-8 without a byte order mark as Windows-1252: other letters appear, and a curly quote or a long dash " +
    "can end a string or break the parser (of 31 such public runbooks 10 no longer parsed). Save the file as UTF-8 with a byte order mark, " +
    "or run it with PowerShell 7.",
  sources: [
    {
      title: "about_Character_Encoding",
      url: "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding",
    },
    { title: "Measured on public runbooks" },
  ],
  examples: {
    bad: [
      {
        language: "powershell",
        text: 'Write-Output "Größe"\n',
        bytes: { encoding: "utf-8", hasByteOrderMark: false },
      },
    ],
    good: [
      { language: "powershell", text: 'Write-Output "Größe"\n', bytes: { encoding: "utf-8", hasByteOrderMark: true } },
      {
        language: "powershell",
        text: '# Größe\nWrite-Output "size"\n',
        note: "Only in comments: nothing that runs changes.",
        bytes: { encoding: "utf-8", hasByteOrderMark: false },
      },
      {
        language: "powershell",
        text: '#Requires -Version 7.2\nWrite-Output "Größe"\n',
        note: "PowerShell 7 reads UTF-8.",
        bytes: { encoding: "utf-8", hasByteOrderMark: false },
      },
    ],
  },
  check: {
    powershell({ text, context, syntax }, report) {
      if (context.bytes === undefined || context.bytes.hasByteOrderMark || context.bytes.encoding !== "utf-8") {
        return;
      }
      const { comments } = syntax;
      if (comments.some(({ start, end }) => powershell7.test(text.slice(start, end)))) {
        return;
      }
      let next = 0;
      for (let index = 0; index < text.length; index++) {
        const comment = comments[next];
        if (comment !== undefined && index >= comment.start) {
          index = Math.max(index, comment.end - 1);
          next++;
        } else if (text.charCodeAt(index) > 0x7f) {
          report({
            message: `Windows PowerShell reads this file as Windows-1252, so "${String.fromCodePoint(text.codePointAt(index) ?? 0)}" becomes other letters: save it with a byte order mark.`,
            start: index,
            end: index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1),
          });
          return;
        }
      }
    },
  },
};
