/** Reads strings, here-strings, unquoted arguments and variables. */
import { doubleQuote, flagsOf, newline, singleQuote, space, stop, word } from "./characters";
import { Cursor } from "./cursor";
import type { BlockNode, Expression, Statement, StringNode, VariableNode } from "./syntax";

const dollar = 0x24;
const openParen = 0x28;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const colon = 0x3a;
const backtick = 0x60;
const at = 0x40;
/** Of the strings that are constants. */
export const noParts: readonly Expression[] = [];

export abstract class StringParser extends Cursor {
  /** Statements from the position to the end that is set. */
  protected abstract parseEmbeddedStatements(): readonly Statement[];

  /** Whether the code being read stands in `$( )` of a double-quoted string. */
  protected isInString = false;

  /**
   * Length of the double quote at an offset, 0 where none stands. In `$( )` of a double-quoted string the author may have doubled
   * or escaped it: PowerShell takes that layer off before it reads the code inside.
   */
  protected doubleQuoteLength(offset: number): number {
    const code = this.at(offset);
    if (!this.isInString) {
      return (flagsOf(code) & doubleQuote) === 0 ? 0 : 1;
    }
    if (code !== backtick && (flagsOf(code) & doubleQuote) === 0) {
      return 0;
    }
    return (this.flags(offset + 1) & doubleQuote) !== 0 ? 2 : code === backtick ? 0 : 1;
  }

  /** Position at a quote. */
  protected parseQuoted(): StringNode {
    const start = this.pos;
    const isSingle = (this.flags(start) & singleQuote) !== 0;
    const quoteLength = isSingle ? 1 : this.doubleQuoteLength(start);
    const parts = isSingle ? this.skipSingleQuoted() : this.skipDoubleQuoted();
    const { closeLength, isInString } = this;
    const end = this.pos;
    const isClosed = closeLength > 0;
    const node: StringNode = {
      kind: "string",
      style: isSingle ? "single" : "double",
      start,
      end,
      contentStart: Math.min(start + quoteLength, end),
      contentEnd: end - closeLength,
      parts,
      isClosed,
      isInString,
    };
    if (!isClosed) {
      this.problem("The string is not closed", start);
    }
    this.strings.push(node);
    return node;
  }

  /** Length of the quote that closed the string read last; 0 where none did. */
  private closeLength = 0;

  /** Steps over the single-quoted text at the position. */
  private skipSingleQuoted(): readonly Expression[] {
    const start = this.pos;
    let firstLineEnd = -1;
    this.pos++;
    while (this.pos < this.end) {
      const flags = flagsOf(this.text.charCodeAt(this.pos));
      if ((flags & word) !== 0) {
        this.pos = this.wordEnd(this.pos + 1);
        continue;
      }
      if ((flags & singleQuote) !== 0) {
        if ((this.flags(this.pos + 1) & singleQuote) !== 0) {
          this.pos += 2;
          continue;
        }
        this.pos++;
        if (firstLineEnd !== -1 && this.looksLikeOpening(singleQuote)) {
          return this.endUnclosed(firstLineEnd, undefined);
        }
        this.closeLength = 1;
        return noParts;
      }
      if ((flags & newline) !== 0 && firstLineEnd === -1) {
        firstLineEnd = this.pos;
      }
      this.pos++;
    }
    return this.endUnclosed(firstLineEnd === -1 ? this.lineEnd(start) : firstLineEnd, undefined);
  }

  /** Steps over the double-quoted text at the position. */
  private skipDoubleQuoted(): readonly Expression[] {
    const start = this.pos;
    let parts: Expression[] | undefined;
    let firstLineEnd = -1;
    this.pos += this.doubleQuoteLength(start);
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      const flags = flagsOf(code);
      if ((flags & word) !== 0) {
        this.pos = this.wordEnd(this.pos + 1);
        continue;
      }
      if ((flags & doubleQuote) !== 0 || (code === backtick && this.isInString)) {
        const length = this.doubleQuoteLength(this.pos);
        if (length > 0) {
          const following = this.doubleQuoteLength(this.pos + length);
          this.pos += length + following;
          if (following > 0) {
            continue;
          }
          if (firstLineEnd !== -1 && this.looksLikeOpening(doubleQuote)) {
            // This quote opens another string: the one read now is being typed and ends with its first line.
            return this.endUnclosed(firstLineEnd, parts);
          }
          this.closeLength = length;
          return parts ?? noParts;
        }
      }
      if (code === dollar) {
        const part = this.parseStringPart(true);
        if (part !== undefined) {
          (parts ??= []).push(part);
        }
      } else if (code === backtick) {
        this.pos = Math.min(this.pos + 2, this.end);
      } else {
        if ((flags & newline) !== 0 && firstLineEnd === -1) {
          firstLineEnd = this.pos;
        }
        this.pos++;
      }
    }
    return this.endUnclosed(firstLineEnd === -1 ? this.lineEnd(start) : firstLineEnd, parts);
  }

  /** A string over several lines is rarely followed by a word at once; an opening quote always is. */
  private looksLikeOpening(quote: number): boolean {
    if (this.rereadable <= 0) {
      return false;
    }
    const next = this.at(this.pos);
    return (flagsOf(next) & word) !== 0 || (next === dollar && quote === doubleQuote) || next === 0x2f || next === 0x5c;
  }

  private endUnclosed(offset: number, parts: readonly Expression[] | undefined): readonly Expression[] {
    if (this.rereadable > 0) {
      this.rewind(offset);
    }
    this.closeLength = 0;
    return parts?.filter((part) => part.start < this.pos) ?? noParts;
  }

  /** Variable or `$( )` at the position; without one steps over the `$`. */
  private parseStringPart(isInQuotes: boolean): Expression | undefined {
    if (this.at(this.pos + 1) === openParen) {
      return this.parseEmbedded(isInQuotes);
    }
    const variable = this.parseVariable();
    if (variable === undefined) {
      this.pos++;
    }
    return variable;
  }

  /**
   * `$( )` in a string. PowerShell looks for its end first, by counting parentheses whatever they stand in, and reads the code
   * between as a script of its own.
   */
  private parseEmbedded(isInQuotes: boolean): BlockNode {
    const start = this.pos;
    const close = this.embeddedEnd(start + 2);
    const outerEnd = this.end;
    const wasInString = this.isInString;
    const limit = close === -1 ? this.lineEnd(start) : close;
    this.pos = start + 2;
    this.end = limit;
    this.isInString = isInQuotes;
    const statements = this.parseEmbeddedStatements();
    this.end = outerEnd;
    this.isInString = wasInString;
    this.pos = close === -1 ? limit : close + 1;
    if (close === -1) {
      this.problem('")" is missing', start);
    }
    return { kind: "subexpression", start, end: this.pos, statements };
  }

  private embeddedEnd(from: number): number {
    let open = 1;
    for (let index = from; index < this.end; index++) {
      const code = this.text.charCodeAt(index);
      if (code === openParen) {
        open++;
      } else if (code === 0x29) {
        open--;
        if (open === 0) {
          return index;
        }
      }
    }
    this.rereadable -= this.end - from;
    return -1;
  }

  /** Whether `@"` or `@'` at the position starts a here-string: only white space may follow on its line. */
  protected isHereString(): boolean {
    if ((this.flags(this.pos + 1) & (singleQuote | doubleQuote)) === 0) {
      return false;
    }
    let index = this.pos + 2;
    while (index < this.end && (flagsOf(this.text.charCodeAt(index)) & space) !== 0) {
      index++;
    }
    return index < this.end && (this.flags(index) & newline) !== 0;
  }

  protected parseHereString(): StringNode {
    const start = this.pos;
    const quote = this.flags(start + 1) & (singleQuote | doubleQuote);
    const headerEnd = this.lineEnd(start);
    let parts: Expression[] | undefined;
    this.pos = this.afterLineBreak(headerEnd);
    const contentStart = this.pos;
    let contentEnd = -1;
    let isLineStart = true;
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      if (isLineStart && (flagsOf(code) & quote) !== 0 && this.at(this.pos + 1) === at) {
        contentEnd = this.beforeLineBreak(this.pos, contentStart);
        this.pos += 2;
        break;
      }
      isLineStart = (flagsOf(code) & newline) !== 0;
      if (quote === doubleQuote && code === dollar) {
        const part = this.parseStringPart(false);
        if (part !== undefined) {
          (parts ??= []).push(part);
        }
      } else if (quote === doubleQuote && code === backtick && (this.flags(this.pos + 1) & newline) === 0) {
        this.pos = Math.min(this.pos + 2, this.end);
      } else {
        this.pos++;
      }
    }
    const isClosed = contentEnd !== -1;
    if (!isClosed) {
      const kept = this.endUnclosed(headerEnd, parts);
      parts = kept.length === 0 ? undefined : [...kept];
      this.problem("The here-string is not closed", start);
    }
    const node: StringNode = {
      kind: "string",
      style: quote === singleQuote ? "single-here" : "double-here",
      start,
      end: this.pos,
      contentStart: isClosed ? contentStart : Math.min(start + 2, this.pos),
      contentEnd: isClosed ? contentEnd : this.pos,
      parts: parts ?? noParts,
      isClosed,
      isInString: false,
    };
    this.strings.push(node);
    return node;
  }

  private afterLineBreak(offset: number): number {
    return this.at(offset) === 0x0d && this.at(offset + 1) === 0x0a ? offset + 2 : Math.min(offset + 1, this.end);
  }

  private beforeLineBreak(offset: number, least: number): number {
    const end = this.at(offset - 1) === 0x0a && this.at(offset - 2) === 0x0d ? offset - 2 : offset - 1;
    return Math.max(end, least);
  }

  /** An unquoted argument or name: up to white space or a character that always starts a new token. */
  protected parseBare(): StringNode {
    const start = this.pos;
    let parts: Expression[] | undefined;
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      const flags = flagsOf(code);
      if ((flags & word) !== 0) {
        this.pos = this.wordEnd(this.pos + 1);
      } else if ((flags & stop) !== 0) {
        break;
      } else if ((flags & (singleQuote | doubleQuote)) !== 0 || (code === backtick && this.isQuoteNext())) {
        const inside = (flags & singleQuote) === 0 ? this.skipDoubleQuoted() : this.skipSingleQuoted();
        if (inside.length > 0) {
          parts = parts === undefined ? [...inside] : parts.concat(inside);
        }
      } else if (code === dollar) {
        const part = this.parseStringPart(false);
        if (part !== undefined) {
          (parts ??= []).push(part);
        }
      } else if (code === backtick) {
        // Also before a line break: glued to a word, the backtick makes the break part of it.
        this.pos = Math.min(this.pos + 2, this.end);
      } else {
        this.pos++;
      }
    }
    return this.addBare(start, this.pos, parts ?? noParts);
  }

  protected addBare(start: number, end: number, parts: readonly Expression[]): StringNode {
    const node: StringNode = {
      kind: "string",
      style: "bare",
      start,
      end,
      contentStart: start,
      contentEnd: end,
      parts,
      isClosed: true,
      isInString: this.isInString,
    };
    this.strings.push(node);
    return node;
  }

  /** An escaped double quote, which is a quote in `$( )` of a string. */
  protected isQuoteNext(): boolean {
    return this.isInString && this.doubleQuoteLength(this.pos) > 0;
  }

  /** Variable at the `$` (or the `@` of a splat); undefined, and no step, where there is none. */
  protected parseVariable(): VariableNode | undefined {
    const start = this.pos;
    const isSplat = this.at(start) === at;
    let nameStart = start + 1;
    let nameEnd = nameStart;
    let scope = "";
    const first = this.at(nameStart);
    if (first === openBrace && !isSplat) {
      nameStart++;
      nameEnd = this.bracedNameEnd(nameStart);
      const close = this.at(nameEnd) === closeBrace ? 1 : 0;
      this.pos = nameEnd + close;
      const separator = this.text.lastIndexOf(":", nameEnd - 1);
      if (separator > nameStart && separator < nameEnd - 1) {
        scope = this.text.slice(nameStart, separator).toLowerCase();
        nameStart = separator + 1;
      }
    } else if (first === 0x24 || first === 0x5e || (first === 0x3f && (this.flags(nameStart + 1) & word) === 0)) {
      // $$ $^ $?
      nameEnd = nameStart + 1;
      this.pos = nameEnd;
    } else {
      if ((flagsOf(first) & word) === 0 && first !== 0x3f && first !== colon) {
        return undefined;
      }
      nameEnd = this.plainNameEnd(nameStart);
      if (this.at(nameEnd) === colon && this.at(nameEnd + 1) !== colon && this.isNameCharacter(nameEnd + 1)) {
        scope = this.text.slice(nameStart, nameEnd).toLowerCase();
        nameStart = nameEnd + 1;
        nameEnd = this.plainNameEnd(nameStart);
      }
      if (nameEnd === nameStart) {
        return undefined;
      }
      this.pos = nameEnd;
    }
    const node: VariableNode = {
      kind: "variable",
      start,
      end: this.pos,
      name: this.text.slice(nameStart, nameEnd),
      scope,
      isSplat,
    };
    this.variables.push(node);
    return node;
  }

  private isNameCharacter(offset: number): boolean {
    return offset < this.end && ((this.flags(offset) & word) !== 0 || this.at(offset) === 0x3f);
  }

  private plainNameEnd(offset: number): number {
    let index = offset;
    while (this.isNameCharacter(index)) {
      index++;
    }
    return index;
  }

  private bracedNameEnd(offset: number): number {
    let index = offset;
    while (index < this.end) {
      const code = this.text.charCodeAt(index);
      if (code === closeBrace || (flagsOf(code) & newline) !== 0) {
        return index;
      }
      index += code === backtick ? 2 : 1;
    }
    return Math.min(index, this.end);
  }
}
