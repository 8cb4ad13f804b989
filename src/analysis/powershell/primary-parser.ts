/** Reads what expressions are made of: variables, strings, numbers, and whatever stands in brackets. */
import { dash, digit, doubleQuote, flagsOf, singleQuote, stop, word } from "./characters";
import { code } from "./codes";
import { noParts, StringParser } from "./string-parser";
import type {
  BlockNode,
  Expression,
  HashtableEntry,
  HashtableNode,
  ParenNode,
  ScriptBlockNode,
  Statement,
} from "./syntax";

/** Where an expression stands: a comma separates the arguments of a method, elsewhere it makes an array. */
export type ExpressionPlace = "statement" | "argument";

export abstract class PrimaryParser extends StringParser {
  protected abstract parseExpression(place?: ExpressionPlace): Expression | undefined;
  protected abstract parseStatement(): Statement | undefined;
  /** Statements up to `}` or `)`, which stays. */
  protected abstract parseStatements(close: number, statements?: Statement[]): readonly Statement[];
  protected abstract parseScriptBlock(): ScriptBlockNode;

  protected parsePrimary(): Expression | undefined {
    const start = this.pos;
    const current = this.at(start);
    switch (current) {
      case code.dollar:
        return this.at(start + 1) === code.openParen ? this.parseSubexpression("subexpression") : this.parseVariable();
      case code.openParen:
        return this.parseParen();
      case code.openBrace:
        return this.parseScriptBlock();
      case code.at:
        if (this.at(start + 1) === code.openParen) {
          return this.parseSubexpression("array");
        }
        if (this.at(start + 1) === code.openBrace) {
          return this.parseHashtable();
        }
        return this.isHereString() ? this.parseHereString() : this.parseVariable();
      default: {
        const flags = this.flags(start);
        if (((flags & (singleQuote | doubleQuote)) !== 0 && !this.isAtEnd) || this.isQuoteNext()) {
          return this.parseQuoted();
        }
        if ((flags & digit) !== 0 || (current === code.dot && (this.flags(start + 1) & digit) !== 0)) {
          return this.parseNumber();
        }
        return undefined;
      }
    }
  }

  private parseNumber(): Expression {
    const start = this.pos;
    let index = start;
    while (index < this.end) {
      const current = this.text.charCodeAt(index);
      const isExponentSign =
        (current === code.plus || current === 0x2d) &&
        (this.at(index - 1) | 0x20) === 0x65 &&
        (this.at(start + 1) | 0x20) !== 0x78 &&
        (this.flags(index + 1) & digit) !== 0;
      const isPoint = current === code.dot && this.at(index + 1) !== code.dot && (this.flags(index + 1) & digit) !== 0;
      if ((flagsOf(current) & word) === 0 && !isExponentSign && !isPoint) {
        break;
      }
      index++;
    }
    this.pos = index;
    return { kind: "number", start, end: index };
  }

  protected parseParen(): ParenNode {
    const start = this.pos;
    if (!this.descend()) {
      this.skipBalanced();
      return { kind: "paren", start, end: this.pos, statement: undefined };
    }
    this.pos++;
    this.skipLines();
    const statement = this.at(this.pos) === code.closeParen ? undefined : this.parseStatement();
    this.closeWith(code.closeParen, start);
    this.depth--;
    return { kind: "paren", start, end: this.pos, statement };
  }

  /** Takes the closing bracket, also on a later line; where it is missing, stays before the line break. */
  private closeWith(close: number, open: number): void {
    const before = this.pos;
    this.skipLines();
    if (this.at(this.pos) === close) {
      this.pos++;
      return;
    }
    this.pos = before;
    this.problem(`"${String.fromCharCode(close)}" is missing`, open);
  }

  /** Position at the `$` or `@`. */
  protected parseSubexpression(kind: "subexpression" | "array"): BlockNode {
    const start = this.pos;
    this.pos++;
    if (!this.descend()) {
      this.skipBalanced();
      return { kind, start, end: this.pos, statements: [] };
    }
    this.pos++;
    const statements = this.parseStatements(code.closeParen);
    this.depth--;
    if (this.at(this.pos) === code.closeParen) {
      this.pos++;
    } else {
      this.problem('")" is missing', start);
    }
    return { kind, start, end: this.pos, statements };
  }

  private parseHashtable(): HashtableNode {
    const start = this.pos;
    this.pos++;
    const entries: HashtableEntry[] = [];
    if (!this.descend()) {
      this.skipBalanced();
      return { kind: "hashtable", start, end: this.pos, entries };
    }
    this.pos++;
    for (;;) {
      this.skipSeparators();
      if (this.isAtEnd || this.at(this.pos) === code.closeParen) {
        this.problem('"}" is missing', start);
        break;
      }
      if (this.at(this.pos) === code.closeBrace) {
        this.pos++;
        break;
      }
      const before = this.pos;
      const entry = this.parseHashtableEntry();
      if (entry === undefined) {
        this.problem('"}" is missing', start);
        break;
      }
      entries.push(entry);
      if (this.pos === before) {
        this.pos++;
      }
    }
    this.depth--;
    return { kind: "hashtable", start, end: this.pos, entries };
  }

  /** undefined where no key can stand. */
  private parseHashtableEntry(): HashtableEntry | undefined {
    const start = this.pos;
    const key = this.parseKey();
    if (key === undefined) {
      return undefined;
    }
    this.skipSpaces();
    if (this.at(this.pos) !== code.equals) {
      // `$x = ...` on the line after a half-typed key is not part of the table any more.
      if (this.pos === start) {
        return undefined;
      }
      return { key, value: undefined };
    }
    this.pos++;
    this.skipLines();
    return { key, value: this.at(this.pos) === code.closeBrace ? undefined : this.parseStatement() };
  }

  private parseKey(): Expression | undefined {
    const flags = this.flags(this.pos);
    const current = this.at(this.pos);
    if (
      (flags & (singleQuote | doubleQuote)) !== 0 ||
      this.isQuoteNext() ||
      current === code.dollar ||
      current === code.openParen ||
      current === code.at ||
      current === code.openBracket ||
      (flags & (dash | digit)) !== 0
    ) {
      return this.parseExpression("argument");
    }
    const start = this.pos;
    let index = start;
    while (index < this.end) {
      const at = this.text.charCodeAt(index);
      if (at === code.equals || (flagsOf(at) & stop) !== 0) {
        break;
      }
      index++;
    }
    if (index === start) {
      return undefined;
    }
    this.pos = index;
    return this.addBare(start, index, noParts);
  }

  private skipSeparators(): void {
    for (;;) {
      this.skipLines();
      if (this.at(this.pos) !== code.semicolon) {
        return;
      }
      this.pos++;
    }
  }
}
