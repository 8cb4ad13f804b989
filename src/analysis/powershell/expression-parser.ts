/** Reads expressions: operands with their operators, commas, casts. */
import { dash, digit, flagsOf, newline, space, word } from "./characters";
import { code } from "./codes";
import { PostfixParser } from "./postfix-parser";
import type { ExpressionPlace } from "./primary-parser";
import type { BinaryNode, Expression, UnaryNode } from "./syntax";

export abstract class ExpressionParser extends PostfixParser {
  /** undefined, and no step, where no expression starts. */
  protected override parseExpression(place: ExpressionPlace = "statement"): Expression | undefined {
    const first = this.parseOperand(place);
    if (first === undefined) {
      return undefined;
    }
    let operands: Expression[] | undefined;
    let operators: string[] | undefined;
    for (;;) {
      const before = this.pos;
      this.skipSpaces();
      const operator = this.readBinaryOperator(operators?.includes("?") ?? false);
      if (operator === undefined) {
        this.pos = before;
        break;
      }
      this.skipLines();
      (operators ??= []).push(operator);
      operands ??= [first];
      const operand = this.parseOperand(place);
      if (operand === undefined) {
        this.pos = Math.max(before, this.pos);
        break;
      }
      operands.push(operand);
    }
    if (operands === undefined || operators === undefined) {
      return first;
    }
    const last = operands.at(-1) ?? first;
    const node: BinaryNode = { kind: "binary", start: first.start, end: last.end, operands, operators };
    return node;
  }

  private readonly readUnary = (): Expression | undefined => this.parseUnary();

  /** One operand, or several with commas between them, which bind tighter than the operators. */
  private parseOperand(place: ExpressionPlace): Expression | undefined {
    const first = this.parseUnary();
    if (first === undefined || place === "argument") {
      return first;
    }
    return this.parseListAfter(first, this.readUnary);
  }

  protected parseListAfter(first: Expression, parseItem: () => Expression | undefined): Expression {
    let items: Expression[] | undefined;
    for (;;) {
      const before = this.pos;
      this.skipSpaces();
      if (this.at(this.pos) !== code.comma) {
        this.pos = before;
        break;
      }
      const comma = this.pos;
      this.pos++;
      this.skipLines();
      const item = parseItem();
      items ??= [first];
      if (item === undefined) {
        this.pos = comma + 1;
        break;
      }
      items.push(item);
    }
    return items === undefined
      ? first
      : { kind: "list", start: first.start, end: items.at(-1)?.end ?? first.end, items };
  }

  private readBinaryOperator(isInTernary: boolean): string | undefined {
    const start = this.pos;
    const current = this.at(start);
    const next = this.at(start + 1);
    if ((flagsOf(current) & dash) !== 0) {
      if (next === code.equals) {
        return undefined;
      }
      if ((flagsOf(next) & dash) !== 0) {
        return undefined;
      }
      if ((flagsOf(next) & (word | digit)) === word) {
        const end = this.wordEnd(start + 1);
        this.pos = end;
        return "-" + this.text.slice(start + 1, end).toLowerCase();
      }
      this.pos++;
      return "-";
    }
    switch (current) {
      case code.plus:
      case code.star:
      case code.slash:
      case code.percent:
        if (next === code.equals || (current === code.plus && next === code.plus)) {
          return undefined;
        }
        this.pos++;
        return String.fromCharCode(current);
      case code.dot:
        if (next !== code.dot) {
          return undefined;
        }
        this.pos += 2;
        return "..";
      case code.question:
        if (next === code.question) {
          if (this.at(start + 2) === code.equals) {
            return undefined;
          }
          this.pos += 2;
          return "??";
        }
        this.pos++;
        return "?";
      case code.colon:
        // Only as the other half of `a ? b : c`.
        if (next === code.colon || !isInTernary) {
          return undefined;
        }
        this.pos++;
        return ":";
      default:
        return undefined;
    }
  }

  private parseUnary(): Expression | undefined {
    const start = this.pos;
    const current = this.at(start);
    const flags = this.flags(start);
    if (current === code.openBracket) {
      return this.parseTypeOrCast();
    }
    let operator: string | undefined;
    if (current === code.bang) {
      operator = "!";
      this.pos++;
    } else if (current === code.comma) {
      operator = ",";
      this.pos++;
    } else if (current === code.plus) {
      operator = this.at(start + 1) === code.plus ? "++" : "+";
      this.pos += operator.length;
    } else if ((flags & dash) !== 0) {
      const next = this.flags(start + 1);
      if ((next & dash) !== 0) {
        operator = "--";
        this.pos += 2;
      } else if ((next & (word | digit)) === word) {
        const end = this.wordEnd(start + 1);
        operator = "-" + this.text.slice(start + 1, end).toLowerCase();
        this.pos = end;
      } else {
        operator = "-";
        this.pos++;
      }
    }
    if (operator === undefined) {
      const primary = this.parsePrimary();
      return primary === undefined ? undefined : this.parsePostfix(primary, false);
    }
    if (!this.descend()) {
      return undefined;
    }
    const before = this.pos;
    this.skipSpaces();
    const operand = this.parseUnary();
    this.depth--;
    if (operand === undefined) {
      this.pos = before;
    }
    if ((operator === "++" || operator === "--") && operand?.kind === "variable") {
      this.writes.push({ name: operand.name, start, end: operand.end });
    }
    const node: UnaryNode = { kind: "unary", start, end: operand?.end ?? before, operator, operand };
    return node;
  }

  /** `[type]`, `[type] operand`, or an attribute before a variable. */
  private parseTypeOrCast(): Expression | undefined {
    const start = this.pos;
    const typeName = this.readTypeLiteral();
    if (typeName === undefined) {
      this.pos = start;
      return undefined;
    }
    const end = this.pos;
    const next = this.at(end);
    if ((next === code.colon && this.at(end + 1) === code.colon) || next === code.dot) {
      return this.parsePostfix({ kind: "type", start, end, typeName }, false);
    }
    if (this.hasAttributeArguments) {
      // What an attribute belongs to may stand on the next line.
      this.skipLines();
    } else {
      this.skipSpaces();
    }
    const follows = this.flags(this.pos);
    const isOperator = (follows & dash) !== 0 && (this.flags(this.pos + 1) & digit) === 0;
    if (!isOperator && this.at(this.pos) !== code.comma && this.descend()) {
      const operand = this.parseUnary();
      this.depth--;
      if (operand !== undefined) {
        return { kind: "cast", start, end: operand.end, typeName, operand };
      }
    }
    this.pos = end;
    return this.parsePostfix({ kind: "type", start, end, typeName }, false);
  }

  /** Whether the type literal read last was an attribute with arguments. */
  private hasAttributeArguments = false;

  /** Text between the brackets, attribute arguments left out; undefined where this is no type. */
  protected readTypeLiteral(): string | undefined {
    const start = this.pos;
    let index = start + 1;
    let open = 1;
    this.hasAttributeArguments = false;
    while (index < this.end) {
      const current = this.text.charCodeAt(index);
      if (current === code.openBracket) {
        open++;
      } else if (current === code.closeBracket) {
        open--;
        if (open === 0) {
          this.pos = index + 1;
          return this.text.slice(start + 1, index).trim();
        }
      } else if (current === code.openParen) {
        const name = this.text.slice(start + 1, index).trim();
        this.pos = index;
        this.parseArguments();
        this.hasAttributeArguments = true;
        this.skipLines();
        if (this.at(this.pos) === code.closeBracket) {
          this.pos++;
        }
        return name;
      } else if (
        (flagsOf(current) & (word | space | newline)) === 0 &&
        current !== code.dot &&
        current !== code.comma &&
        current !== code.star &&
        current !== 0x60 &&
        current !== code.plus
      ) {
        return undefined;
      } else if ((flagsOf(current) & newline) !== 0 && open === 1) {
        return undefined;
      }
      index++;
    }
    return undefined;
  }
}
