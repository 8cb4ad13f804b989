/** What each character means to PowerShell's tokenizer (specs/runbook-analysis.md, measured against PowerShell 7.6's own parser). */

/** White space inside a line. */
export const space = 1;
export const newline = 2;
/** Letters, digits and underscore: what names of variables and keywords are made of. */
export const word = 4;
/** Ends an unquoted argument. */
export const stop = 8;
export const dash = 16;
export const singleQuote = 32;
export const doubleQuote = 64;
export const digit = 128;
const unknown = 0x8000;

const table = new Uint16Array(65536).fill(unknown);
table.fill(0, 0, 128);
table[0] = stop;
mark(" \t\v\f", space | stop);
mark("\r\n", newline | stop);
mark("{}();,|&", stop);
mark("0123456789", digit | word);
mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", word);
// U+200B and U+FEFF are no white space: inside a file they become part of a name.
mark("\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", space | stop);
mark("\u2028\u2029\u202f\u205f\u3000", space | stop);
mark("-\u2013\u2014\u2015", dash);
mark("'\u2018\u2019\u201a\u201b", singleQuote);
// U+201F is no quote.
mark('"\u201c\u201d\u201e', doubleQuote);

function mark(characters: string, flags: number): void {
  for (let index = 0; index < characters.length; index++) {
    table[characters.charCodeAt(index)] = flags;
  }
}

/** Flags of a UTF-16 code unit. */
export function flagsOf(code: number): number {
  const flags = table[code] ?? 0;
  return flags === unknown ? classify(code) : flags;
}

/** Letters beyond ASCII are looked up once: filling the whole table would cost every start of the editor. */
function classify(code: number): number {
  const flags = /[\p{L}\p{Nd}]/u.test(String.fromCharCode(code)) ? word : 0;
  table[code] = flags;
  return flags;
}
