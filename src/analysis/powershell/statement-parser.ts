/** Reads statements: assignments, keywords, definitions, blocks. */
import { dash, digit, flagsOf, newline, space, stop, word } from "./characters";
import { FlowParser, longestKeyword } from "./flow-parser";
import type { CompoundNode, Expression, ParamBlock, ScriptBlockNode, Statement } from "./syntax";

const ampersand = 0x26;
const closeParen = 0x29;
const colon = 0x3a;
const semicolon = 0x3b;
const equals = 0x3d;
const openBracket = 0x5b;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const question = 0x3f;

const keywords = new Set(
  (
    "begin break catch class clean configuration continue data do dynamicparam else elseif end enum exit filter finally for " +
    "foreach function if param process return switch throw trap try until using while workflow"
  ).split(" "),
);
const assignmentOperators = new Set(["+", "-", "*", "/", "%"]);

export class StatementParser extends FlowParser {
  /** Reads the whole text as a script. */
  parseScript(): { readonly params: ParamBlock | undefined; readonly statements: readonly Statement[] } {
    const statements: Statement[] = [];
    const params = this.parseBodyStart(statements);
    while (!this.isAtEnd) {
      this.parseStatements(0, statements);
      if (this.pos < this.end) {
        // A closing bracket too many.
        this.problem(`"${this.text.charAt(this.pos)}" closes nothing`, this.pos);
        this.pos++;
      }
    }
    return { params, statements };
  }

  protected override parseStatements(close: number, statements: Statement[] = []): readonly Statement[] {
    for (;;) {
      this.skipLines();
      const current = this.at(this.pos);
      if (this.isAtEnd || current === close || current === closeBrace || current === closeParen) {
        return statements;
      }
      const before = this.pos;
      if (current === semicolon) {
        this.pos++;
        continue;
      }
      const statement = this.parseStatement();
      if (statement !== undefined) {
        statements.push(statement);
      }
      if (this.pos === before) {
        this.pos++;
      }
    }
  }

  protected override parseEmbeddedStatements(): readonly Statement[] {
    const statements: Statement[] = [];
    if (!this.descend()) {
      this.pos = this.end;
      return statements;
    }
    while (this.pos < this.end) {
      this.parseStatements(0, statements);
      // A bracket that closes nothing.
      this.pos++;
    }
    this.depth--;
    this.pos = this.end;
    return statements;
  }

  protected override parseStatement(): Statement | undefined {
    if (!this.descend()) {
      this.skipBalanced();
      return undefined;
    }
    const statement = this.parseStatementInside();
    this.depth--;
    return statement;
  }

  private parseStatementInside(): Statement | undefined {
    const start = this.pos;
    const current = this.at(start);
    const flags = this.flags(start);
    if ((flags & (word | digit)) === word) {
      const end = this.wordEnd(start);
      if (this.isInConfiguration) {
        const property = this.parseResourceProperty(start, end);
        if (property !== undefined) {
          return property;
        }
      }
      if (end - start <= longestKeyword && (flagsOf(this.at(end)) & stop) !== 0) {
        const keyword = this.text.slice(start, end).toLowerCase();
        if (keywords.has(keyword)) {
          const compound = this.parseKeyword(keyword, start, end);
          if (compound !== undefined) {
            return compound;
          }
          this.pos = start;
        }
      }
      return this.parsePipeline(undefined);
    }
    if (current === colon) {
      return this.parseLabeled(start);
    }
    if (current === equals) {
      // The target is not typed yet, or was read as part of something unfinished.
      this.pos++;
      this.skipLines();
      return this.parseStatement();
    }
    if (this.startsCommand()) {
      return this.parsePipeline(undefined);
    }
    const expression = this.parseExpression();
    if (expression === undefined) {
      return this.parsePipeline(undefined);
    }
    return this.parseAfterExpression(expression);
  }

  private parseAfterExpression(target: Expression): Statement {
    const before = this.pos;
    this.skipSpaces();
    const operator = this.readAssignmentOperator();
    if (operator === undefined) {
      this.pos = before;
      return this.parsePipeline(target);
    }
    this.skipLines();
    const current = this.at(this.pos);
    const value =
      this.isAtEnd || current === closeBrace || current === closeParen || current === semicolon
        ? undefined
        : this.parseStatement();
    const end = value?.end ?? this.pos;
    const node = { kind: "assignment", start: target.start, end, target, operator, value } as const;
    this.assignments.push(node);
    return node;
  }

  private readAssignmentOperator(): string | undefined {
    const current = this.at(this.pos);
    if (current === equals) {
      this.pos++;
      return "=";
    }
    const character = (flagsOf(current) & dash) !== 0 && !this.isAtEnd ? "-" : this.text.charAt(this.pos);
    if (this.at(this.pos + 1) === equals && assignmentOperators.has(character)) {
      this.pos += 2;
      return character + "=";
    }
    if (current === question && this.at(this.pos + 1) === question && this.at(this.pos + 2) === equals) {
      this.pos += 3;
      return "??=";
    }
    return undefined;
  }

  /** `Key = value` in a DSC resource; undefined, and no step, where the word is something else. */
  private parseResourceProperty(start: number, wordEnd: number): CompoundNode | undefined {
    let index = wordEnd;
    while ((this.flags(index) & space) !== 0 && index < this.end) {
      index++;
    }
    if (this.at(index) !== equals) {
      return undefined;
    }
    this.pos = index + 1;
    this.skipLines();
    const current = this.at(this.pos);
    if (current !== closeBrace && !this.isAtEnd) {
      this.parseStatement();
    }
    return { kind: "compound", keyword: "property", start, end: this.pos };
  }

  /** `:name foreach ...` */
  private parseLabeled(start: number): Statement | undefined {
    const end = this.wordEnd(start + 1);
    if (end === start + 1) {
      return this.parsePipeline(undefined);
    }
    this.pos = end;
    this.skipLines();
    return this.parseStatement();
  }

  /** undefined: the word is no keyword here; the caller goes back. */
  private parseKeyword(keyword: string, start: number, end: number): CompoundNode | undefined {
    this.pos = end;
    switch (keyword) {
      case "if":
        return this.parseIf(start);
      case "foreach":
        return this.parseForeach(start);
      case "for":
        return this.parseFor(start);
      case "while":
        this.parseCondition();
        this.parseBlockIfAny();
        break;
      case "do":
        this.parseDo();
        break;
      case "switch":
        this.parseSwitch();
        break;
      case "try":
        this.parseTry();
        break;
      case "trap":
        this.skipSpaces();
        this.skipTypes();
        this.parseBlockIfAny();
        break;
      case "return":
      case "throw":
      case "exit":
        this.parseOperandOfJump();
        break;
      case "break":
      case "continue":
        this.skipSpaces();
        if ((this.flags(this.pos) & word) !== 0) {
          this.pos = this.wordEnd(this.pos);
        }
        break;
      case "begin":
      case "process":
      case "end":
      case "dynamicparam":
      case "clean":
        if (!this.isBlockNext()) {
          return undefined;
        }
        this.parseBlockIfAny();
        break;
      case "data":
        return this.parseData(start);
      case "function":
      case "filter":
      case "workflow":
      case "configuration":
        return this.parseDefinition(keyword, start);
      case "class":
      case "enum":
        return this.parseTypeDefinition(keyword, start);
      case "using":
        return this.parseUsing(start);
      default:
        // param in the middle of a script is a command; else, catch and until without their beginning are left-overs.
        return this.parseLeftOver(keyword, start);
    }
    return { kind: "compound", keyword, start, end: this.pos };
  }

  private parseLeftOver(keyword: string, start: number): CompoundNode | undefined {
    if (keyword === "param") {
      return undefined;
    }
    if (keyword === "elseif" || keyword === "until") {
      this.parseCondition();
    } else if (keyword === "catch") {
      this.skipSpaces();
      this.skipTypes();
    }
    this.parseBlockIfAny();
    return { kind: "compound", keyword, start, end: this.pos };
  }

  private parseOperandOfJump(): void {
    this.skipSpaces();
    const current = this.at(this.pos);
    const isEnd = current === semicolon || current === closeBrace || current === closeParen || current === ampersand;
    if (!this.isAtEnd && !isEnd && (this.flags(this.pos) & newline) === 0) {
      this.parseStatement();
    }
  }

  private parseData(start: number): CompoundNode | undefined {
    this.skipLines();
    const name = this.pos;
    const end = this.wordEnd(name);
    this.pos = end;
    this.skipLines();
    while ((this.flags(this.pos) & dash) !== 0) {
      this.pos = this.wordEnd(this.pos + 1);
      this.skipSpaces();
      this.parseCommandArgument();
      this.skipLines();
    }
    if (this.at(this.pos) !== openBrace) {
      return undefined;
    }
    if (end > name) {
      this.writes.push({ name: this.text.slice(name, end), start: name, end });
    }
    this.parseBraces();
    return { kind: "compound", keyword: "data", start, end: this.pos };
  }

  /** `using module Az.Accounts` */
  private parseUsing(start: number): CompoundNode | undefined {
    this.skipSpaces();
    const end = this.wordEnd(this.pos);
    const what = this.text.slice(this.pos, end).toLowerCase();
    if (!["assembly", "command", "module", "namespace", "type"].includes(what)) {
      return undefined;
    }
    this.pos = start;
    this.usings.push(this.parseCommand(false));
    // It reads like a command, but runs nothing.
    this.commands.pop();
    return { kind: "compound", keyword: "using", start, end: this.pos };
  }

  protected override parseScriptBlock(): ScriptBlockNode {
    const start = this.pos;
    if (!this.descend()) {
      this.skipBalanced();
      return { kind: "scriptblock", start, end: this.pos, params: undefined };
    }
    this.pos++;
    const params = this.parseBody(start);
    this.depth--;
    return { kind: "scriptblock", start, end: this.pos, params };
  }

  /** What stands behind a `{` up to and with its `}`. */
  protected override parseBody(open: number): ParamBlock | undefined {
    const params = this.parseBodyStart([]);
    this.parseStatements(closeBrace);
    while (this.at(this.pos) === closeParen) {
      this.problem('")" closes nothing', this.pos);
      this.pos++;
      this.parseStatements(closeBrace);
    }
    this.takeCloseBrace(open);
    return params;
  }

  /** `using` statements and the param block with its attributes. */
  private parseBodyStart(statements: Statement[]): ParamBlock | undefined {
    for (;;) {
      this.skipLines();
      while (this.at(this.pos) === semicolon) {
        this.pos++;
        this.skipLines();
      }
      const start = this.pos;
      if (this.at(start) === openBracket || (this.at(start) | 0x20) === 0x70) {
        return this.parseParamBlockIfAny();
      }
      if ((this.at(start) | 0x20) !== 0x75 || this.takeKeyword("using") === undefined) {
        return undefined;
      }
      const using = this.parseUsing(start);
      if (using === undefined) {
        this.pos = start;
        return undefined;
      }
      statements.push(using);
    }
  }
}
