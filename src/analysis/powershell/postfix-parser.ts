/** Reads what stands right behind a value: members, indexes, method calls, and the arguments in their brackets. */
import { dash, digit, doubleQuote, flagsOf, newline, singleQuote, space, stop, word } from "./characters";
import { code } from "./codes";
import { PrimaryParser, type ExpressionPlace } from "./primary-parser";
import type { Expression, IndexNode, MemberNode } from "./syntax";

export abstract class PostfixParser extends PrimaryParser {
  /** `.member`, `::member`, `[index]` and calls behind a value; nothing may stand between them and the value. */
  protected parsePostfix(first: Expression, isInCommand: boolean): Expression {
    let target = first;
    for (;;) {
      const current = this.at(this.pos);
      let next: Expression | undefined;
      if (current === code.dot) {
        next = this.parseMember(target, 1, isInCommand);
      } else if (current === code.colon && this.at(this.pos + 1) === code.colon) {
        next = this.parseMember(target, 2, isInCommand);
      } else if (current === code.openBracket) {
        next = this.parseIndex(target);
      } else if (current === code.question && this.isNullConditional(target)) {
        this.pos++;
        next = this.at(this.pos) === code.dot ? this.parseMember(target, 1, isInCommand) : this.parseIndex(target);
      } else if (!isInCommand && this.isIncrement(current)) {
        if (target.kind === "variable") {
          this.writes.push({ name: target.name, start: target.start, end: this.pos + 2 });
        }
        this.pos += 2;
        return {
          kind: "unary",
          start: target.start,
          end: this.pos,
          operator: current === code.plus ? "++" : "--",
          operand: target,
        };
      }
      if (next === undefined) {
        return target;
      }
      target = next;
    }
  }

  private isIncrement(current: number): boolean {
    const next = this.at(this.pos + 1);
    return (
      (current === code.plus && next === code.plus) ||
      ((flagsOf(current) & dash) !== 0 && (flagsOf(next) & dash) !== 0 && !this.isAtEnd)
    );
  }

  /** `${a}?.b`, `(a)?[0]`: a plain name would take the question mark into itself. */
  private isNullConditional(target: Expression): boolean {
    const next = this.at(this.pos + 1);
    return (
      (next === code.openBracket || (next === code.dot && (this.flags(this.pos + 2) & (word | digit)) === word)) &&
      target.kind !== "number"
    );
  }

  private parseMember(target: Expression, operatorLength: 1 | 2, isInCommand: boolean): Expression | undefined {
    const operator = this.pos;
    let nameStart = operator + operatorLength;
    const first = this.at(nameStart);
    const flags = this.flags(nameStart);
    if (operatorLength === 1 && (first === code.dot || (target.kind === "number" && (flags & word) === 0))) {
      return undefined;
    }
    let name: string | undefined;
    let nameEnd = nameStart;
    if ((flags & word) !== 0) {
      nameEnd = this.wordEnd(nameStart);
      name = this.text.slice(nameStart, nameEnd);
      this.pos = nameEnd;
    } else if ((flags & (singleQuote | doubleQuote)) !== 0 || this.doubleQuoteLength(nameStart) > 0) {
      this.pos = nameStart;
      const quoted = this.parseQuoted();
      nameStart = quoted.contentStart;
      nameEnd = quoted.contentEnd;
      name = quoted.parts.length === 0 ? this.text.slice(nameStart, nameEnd) : undefined;
    } else if (first === code.dollar || first === code.openParen || first === code.openBrace) {
      this.pos = nameStart;
      const computed = this.parsePrimary();
      if (computed === undefined) {
        this.pos = operator;
        return undefined;
      }
      nameEnd = computed.end;
    } else if (isInCommand && operatorLength === 1) {
      return this.parseUnnamedMember(target, operator);
    } else {
      const continued = this.methodOnNextLine(nameStart);
      if (continued === -1) {
        return this.parseUnnamedMember(target, operator + operatorLength - 1);
      }
      nameStart = continued;
      nameEnd = this.wordEnd(continued);
      name = this.text.slice(nameStart, nameEnd);
      this.pos = nameEnd;
    }
    const args = this.at(this.pos) === code.openParen ? this.parseArguments() : undefined;
    const isStatic = operatorLength === 2;
    return this.addMember({
      kind: "member",
      start: target.start,
      end: this.pos,
      target,
      isStatic,
      name,
      nameStart,
      nameEnd,
      args,
    });
  }

  /** `$conn.` while the name is still to come: kept for completion, and the next line stays what it is. */
  private parseUnnamedMember(target: Expression, operator: number): Expression | undefined {
    if (target.kind !== "variable" && target.kind !== "paren" && target.kind !== "member") {
      return undefined;
    }
    const nameStart = operator + 1;
    if ((this.flags(nameStart) & stop) === 0) {
      return undefined;
    }
    this.pos = nameStart;
    return this.addMember({
      kind: "member",
      start: target.start,
      end: nameStart,
      target,
      isStatic: false,
      name: "",
      nameStart,
      nameEnd: nameStart,
      args: undefined,
    });
  }

  private addMember(node: MemberNode): MemberNode {
    this.members.push(node);
    return node;
  }

  /** Offset of `Method(` on the line after a trailing dot; -1 where the next line is a statement of its own. */
  private methodOnNextLine(offset: number): number {
    let index = offset;
    let breaks = 0;
    while (index < this.end && (this.flags(index) & (space | newline)) !== 0) {
      if (this.at(index) === 0x0a || (this.at(index) === 0x0d && this.at(index + 1) !== 0x0a)) {
        breaks++;
      }
      index++;
    }
    if (breaks !== 1 || (this.flags(index) & (word | digit)) !== word) {
      return -1;
    }
    return this.at(this.wordEnd(index)) === code.openParen ? index : -1;
  }

  private parseIndex(target: Expression): Expression {
    const open = this.pos;
    this.pos++;
    const index = this.parseInBrackets(code.closeBracket, open)[0];
    const node: IndexNode = { kind: "index", start: target.start, end: this.pos, target, index };
    this.members.push(node);
    return node;
  }

  /** Position at `(`. */
  protected parseArguments(): readonly Expression[] {
    const open = this.pos;
    this.pos++;
    return this.parseInBrackets(code.closeParen, open);
  }

  /** Expressions up to a closing bracket. A line that does not belong to them is left alone. */
  private parseInBrackets(close: number, open: number): readonly Expression[] {
    const items: Expression[] = [];
    if (!this.descend()) {
      this.pos = open;
      this.skipBalanced();
      return items;
    }
    const place = close === code.closeParen ? "argument" : "statement";
    for (;;) {
      const before = this.pos;
      this.skipLines();
      if (this.at(this.pos) === close) {
        this.pos++;
        break;
      }
      const itemStart = this.pos;
      const item = this.parseArgument(place);
      const itemEnd = this.pos;
      this.skipLines();
      const current = this.at(this.pos);
      if (current === code.comma && item !== undefined) {
        items.push(item);
        this.pos++;
        continue;
      }
      if (current === close) {
        if (item !== undefined) {
          items.push(item);
        }
        this.pos++;
        break;
      }
      this.problem(`"${String.fromCharCode(close)}" is missing`, open);
      if (item !== undefined && this.text.slice(before, itemStart).search(/[\r\n]/) === -1) {
        items.push(item);
        this.pos = itemEnd;
      } else if (this.rereadable > 0) {
        this.rewind(before);
      } else {
        this.pos = itemEnd;
      }
      break;
    }
    this.depth--;
    return items;
  }

  /** An argument of a method, or `Name = value` of an attribute (whose name is dropped here). */
  private parseArgument(place: ExpressionPlace): Expression | undefined {
    const flags = this.flags(this.pos);
    if ((flags & (word | digit)) === word) {
      const end = this.wordEnd(this.pos);
      const bare = this.pos;
      this.pos = end;
      this.skipSpaces();
      if (this.at(this.pos) === code.equals) {
        this.pos++;
        this.skipLines();
        return this.parseExpression(place);
      }
      this.pos = end;
      return { kind: "type", start: bare, end, typeName: this.text.slice(bare, end) };
    }
    return this.parseExpression(place);
  }
}
