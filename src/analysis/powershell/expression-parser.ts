/** Reads expressions: what stands on the right of `=`, in parentheses, in arguments. */
import { dash, digit, doubleQuote, flagsOf, newline, singleQuote, space, stop, word } from "./characters";
import { noParts, StringParser } from "./string-parser";
import type {
  BinaryNode,
  BlockNode,
  Expression,
  HashtableEntry,
  HashtableNode,
  IndexNode,
  MemberNode,
  ParenNode,
  ScriptBlockNode,
  Statement,
  UnaryNode,
} from "./syntax";

const code = {
  bang: 0x21,
  dollar: 0x24,
  openParen: 0x28,
  closeParen: 0x29,
  star: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  dot: 0x2e,
  slash: 0x2f,
  percent: 0x25,
  colon: 0x3a,
  semicolon: 0x3b,
  equals: 0x3d,
  question: 0x3f,
  at: 0x40,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Where an expression stands: a comma separates the arguments of a method, elsewhere it makes an array. */
export type ExpressionPlace = "statement" | "argument";

export abstract class ExpressionParser extends StringParser {
  protected abstract parseStatement(): Statement | undefined;
  /** Statements up to `}` or `)`, which stays. */
  protected abstract parseStatements(close: number, statements?: Statement[]): readonly Statement[];
  protected abstract parseScriptBlock(): ScriptBlockNode;

  /** undefined, and no step, where no expression starts. */
  protected parseExpression(place: ExpressionPlace = "statement"): Expression | undefined {
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
