/** Reads strings, here-strings, unquoted arguments and variables. */
import { doubleQuote, flagsOf, newline, singleQuote, space, stop, word } from "./characters";
import { Cursor } from "./cursor";
import type { BlockNode, Expression, StringNode, StringStyle, VariableNode } from "./syntax";

const dollar = 0x24;
const openParen = 0x28;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const colon = 0x3a;
const backtick = 0x60;
const at = 0x40;
const noParts: readonly Expression[] = [];

export abstract class StringParser extends Cursor {
  /** `$( ... )`, with the position at the `$`. */
  protected abstract parseSubexpression(kind: "subexpression" | "array"): BlockNode;

  /** Position at a quote. */
  protected parseQuoted(): StringNode {
    const start = this.pos;
    const quote = this.flags(start) & (singleQuote | doubleQuote);
    const parts = this.skipQuoted(quote);
    const isClosed = this.pos > start + 1 && (this.flags(this.pos - 1) & quote) !== 0 && !this.lastUnclosed;
    const style: StringStyle = quote === singleQuote ? "single" : "double";
    const end = this.pos;
    const node: StringNode = {
      kind: "string",
      style,
      start,
      end,
      contentStart: start + 1,
      contentEnd: isClosed ? end - 1 : end,
      parts,
      isClosed,
    };
    if (!isClosed) {
      this.problem("The string is not closed", start);
    }
    this.strings.push(node);
    return node;
  }

  private lastUnclosed = false;

  /** Steps over the quoted text at the position. */
  private skipQuoted(quote: number): readonly Expression[] {
    const start = this.pos;
    let parts: Expression[] | undefined;
    let firstLineEnd = -1;
    this.pos++;
    this.lastUnclosed = false;
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      const flags = flagsOf(code);
      if ((flags & quote) !== 0) {
        if ((this.flags(this.pos + 1) & quote) !== 0 && this.pos + 1 < this.end) {
          this.pos += 2;
          continue;
        }
        this.pos++;
        if (firstLineEnd !== -1 && this.looksLikeOpening(quote)) {
          // This quote opens another string: the one read now is being typed and ends with its first line.
          return this.endUnclosed(firstLineEnd, parts);
        }
        this.lastUnclosed = false;
        return parts ?? noParts;
      }
      if (code === dollar && quote === doubleQuote) {
        const part = this.parseStringPart();
        if (part !== undefined) {
          (parts ??= []).push(part);
        }
        continue;
      }
      if (code === backtick && quote === doubleQuote) {
        this.pos = Math.min(this.pos + 2, this.end);
        continue;
      }
      if ((flags & newline) !== 0 && firstLineEnd === -1) {
        firstLineEnd = this.pos;
      }
      this.pos++;
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
    this.lastUnclosed = true;
    return parts?.filter((part) => part.start < this.pos) ?? noParts;
  }

  /** Variable or `$( )` at the position; without one steps over the `$`. */
  protected parseStringPart(): Expression | undefined {
    if (this.at(this.pos + 1) === openParen) {
      return this.parseSubexpression("subexpression");
    }
    const variable = this.parseVariable();
    if (variable === undefined) {
      this.pos++;
    }
    return variable;
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
        const part = this.parseStringPart();
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
        this.pos++;
      } else if ((flags & stop) !== 0) {
        break;
      } else if ((flags & (singleQuote | doubleQuote)) !== 0) {
        const inside = this.skipQuoted(flags & (singleQuote | doubleQuote));
        if (inside.length > 0) {
          (parts ??= []).push(...inside);
        }
      } else if (code === dollar) {
        const part = this.parseStringPart();
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
    const node: StringNode = {
      kind: "string",
      style: "bare",
      start,
      end: this.pos,
      contentStart: start,
      contentEnd: this.pos,
      parts: parts ?? noParts,
      isClosed: true,
    };
    this.strings.push(node);
    return node;
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
