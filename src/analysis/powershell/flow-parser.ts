/** Reads control flow: conditions, loops, switch, try, and the blocks they have. */
import { dash, digit, flagsOf, stop } from "./characters";
import { DeclarationParser } from "./declaration-parser";
import type { CompoundNode, Statement } from "./syntax";

const openParen = 0x28;
const closeParen = 0x29;
const semicolon = 0x3b;
const openBracket = 0x5b;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Of the keywords, in characters. */
export const longestKeyword = 13;

export abstract class FlowParser extends DeclarationParser {
  protected isBlockNext(): boolean {
    const before = this.pos;
    this.skipLines();
    const isBlock = this.at(this.pos) === openBrace;
    this.pos = before;
    return isBlock;
  }

  /** `{ statements }`, also on a later line. */
  protected override parseBlockIfAny(): void {
    const before = this.pos;
    this.skipLines();
    if (this.at(this.pos) !== openBrace) {
      this.pos = before;
      return;
    }
    this.parseBraces();
  }

  /** Position at `{`. */
  protected parseBraces(): readonly Statement[] {
    const open = this.pos;
    if (!this.descend()) {
      this.skipBalanced();
      return [];
    }
    this.pos++;
    const statements: Statement[] = [];
    this.parseStatements(closeBrace, statements);
    while (this.at(this.pos) === closeParen) {
      this.problem('")" closes nothing', this.pos);
      this.pos++;
      this.parseStatements(closeBrace, statements);
    }
    this.depth--;
    this.takeCloseBrace(open);
    return statements;
  }

  protected takeCloseBrace(open: number): void {
    if (this.at(this.pos) === closeBrace) {
      this.pos++;
    } else {
      this.problem('"}" is missing', open);
    }
  }

  protected parseCondition(): void {
    const before = this.pos;
    this.skipLines();
    if (this.at(this.pos) !== openParen) {
      this.pos = before;
      return;
    }
    this.parseParen();
  }

  protected parseIf(start: number): CompoundNode {
    this.parseCondition();
    this.parseBlockIfAny();
    for (;;) {
      const keyword = this.takeKeyword("elseif", "else");
      if (keyword === undefined) {
        break;
      }
      if (keyword === "elseif") {
        this.parseCondition();
      }
      this.parseBlockIfAny();
      if (keyword === "else") {
        break;
      }
    }
    return { kind: "compound", keyword: "if", start, end: this.pos };
  }

  /** Takes one of the words, also on a later line; undefined, and no step, where another thing stands. */
  protected takeKeyword(first: string, second?: string): string | undefined {
    const before = this.pos;
    this.skipLines();
    const end = this.wordEnd(this.pos);
    if (end > this.pos && end - this.pos <= longestKeyword && (flagsOf(this.at(end)) & stop) !== 0) {
      const found = this.text.slice(this.pos, end).toLowerCase();
      if (found === first || found === second) {
        this.pos = end;
        return found;
      }
    }
    this.pos = before;
    return undefined;
  }

  protected parseForeach(start: number): CompoundNode | undefined {
    this.skipLines();
    // Workflows: foreach -parallel -throttlelimit 5 ( ... )
    while ((this.flags(this.pos) & dash) !== 0) {
      this.pos = this.wordEnd(this.pos + 1);
      this.skipSpaces();
      if ((this.flags(this.pos) & digit) !== 0 || this.at(this.pos) === 0x24) {
        this.parseSingleArgument();
      }
      this.skipLines();
    }
    if (this.at(this.pos) !== openParen) {
      return undefined;
    }
    const open = this.pos;
    this.pos++;
    this.skipLines();
    const variable = this.at(this.pos) === 0x24 ? this.parseVariable() : undefined;
    if (variable !== undefined) {
      this.writes.push({ name: variable.name, start: variable.start, end: variable.end });
      if (this.takeKeyword("in") !== undefined) {
        this.skipLines();
        this.parseStatement();
      }
    }
    this.takeCloseParen(open);
    this.parseBlockIfAny();
    return { kind: "compound", keyword: "foreach", start, end: this.pos };
  }

  private takeCloseParen(open: number): void {
    const before = this.pos;
    this.skipLines();
    if (this.at(this.pos) === closeParen) {
      this.pos++;
    } else {
      this.pos = before;
      this.problem('")" is missing', open);
    }
  }

  protected parseFor(start: number): CompoundNode | undefined {
    this.skipLines();
    if (this.at(this.pos) !== openParen) {
      return undefined;
    }
    const open = this.pos;
    this.pos++;
    this.parseStatements(closeParen);
    this.takeCloseParen(open);
    this.parseBlockIfAny();
    return { kind: "compound", keyword: "for", start, end: this.pos };
  }

  protected parseDo(): void {
    this.parseBlockIfAny();
    if (this.takeKeyword("while", "until") !== undefined) {
      this.parseCondition();
    }
  }

  protected parseSwitch(): void {
    this.skipLines();
    while ((this.flags(this.pos) & dash) !== 0) {
      const isFile = this.text.slice(this.pos + 1, this.pos + 3).toLowerCase() === "fi";
      this.pos = this.wordEnd(this.pos + 1);
      this.skipSpaces();
      if (isFile) {
        this.parseSingleArgument();
      }
      this.skipLines();
    }
    this.parseCondition();
    this.skipLines();
    if (this.at(this.pos) !== openBrace) {
      return;
    }
    const open = this.pos;
    this.pos++;
    for (;;) {
      this.skipLines();
      const before = this.pos;
      if (this.isAtEnd || this.at(this.pos) === closeBrace || this.at(this.pos) === closeParen) {
        break;
      }
      this.parseSingleArgument();
      if (this.isBlockNext()) {
        this.parseBlockIfAny();
      } else if (this.rereadable > 0) {
        // No clause: the switch is being typed, and this is a statement behind it.
        this.rewind(before);
        this.parseStatement();
      }
      if (this.at(this.pos) === semicolon || this.pos === before) {
        this.pos++;
      }
    }
    this.takeCloseBrace(open);
  }

  protected parseTry(): void {
    this.parseBlockIfAny();
    for (;;) {
      const keyword = this.takeKeyword("catch", "finally");
      if (keyword === undefined) {
        return;
      }
      if (keyword === "catch") {
        this.skipLines();
        this.skipTypes();
      }
      this.parseBlockIfAny();
    }
  }

  /** `[A], [B]` */
  protected skipTypes(): void {
    while (this.at(this.pos) === openBracket) {
      if (this.readTypeLiteral() === undefined) {
        this.pos++;
      }
      this.skipLines();
      if (this.at(this.pos) === 0x2c) {
        this.pos++;
        this.skipLines();
      }
    }
  }
}
