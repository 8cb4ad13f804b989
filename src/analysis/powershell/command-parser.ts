/** Reads commands and pipelines. */
import { dash, digit, doubleQuote, flagsOf, newline, singleQuote, space, stop, word } from "./characters";
import { ExpressionParser } from "./expression-parser";
import type { CommandElement, CommandNode, Expression, ParameterNode, PipelineNode } from "./syntax";
import { noParts } from "./string-parser";
import { stringValue } from "./values";

const ampersand = 0x26;
const openParen = 0x28;
const closeParen = 0x29;
const comma = 0x2c;
const dot = 0x2e;
const colon = 0x3a;
const semicolon = 0x3b;
const greater = 0x3e;
const at = 0x40;
const openBracket = 0x5b;
const openBrace = 0x7b;
const bar = 0x7c;
const closeBrace = 0x7d;
const dollar = 0x24;

export abstract class CommandParser extends ExpressionParser {
  /** In a DSC configuration a resource's brace may stand on the next line. */
  protected isInConfiguration = false;

  /** Commands and expressions joined by `|`, after the first element or at the first one. */
  protected parsePipeline(first: Expression | undefined): PipelineNode {
    const start = first?.start ?? this.pos;
    const elements: (CommandNode | Expression)[] = [first ?? this.parseCommand(false)];
    for (;;) {
      this.skipRedirections();
      const before = this.pos;
      if (!this.takePipe()) {
        this.pos = before;
        break;
      }
      this.skipLines();
      const current = this.at(this.pos);
      if (this.isAtEnd || current === closeParen || current === closeBrace || current === semicolon) {
        break;
      }
      // Not every expression may stand behind a pipe, but `| $x.Invoke()` half typed should not read as a command.
      elements.push(
        this.startsCommand() ? this.parseCommand(true) : (this.parseExpression() ?? this.parseCommand(true)),
      );
    }
    const end = Math.max(elements.at(-1)?.end ?? start, start);
    return { kind: "pipeline", start, end, elements };
  }

  /** Takes `|`, `||` or `&&`, also at the start of the next line, as PowerShell 7 allows. */
  private takePipe(): boolean {
    this.skipSpaces();
    if ((this.flags(this.pos) & newline) !== 0) {
      this.skipLines();
      if (this.at(this.pos) !== bar && !(this.at(this.pos) === ampersand && this.at(this.pos + 1) === ampersand)) {
        return false;
      }
    }
    const current = this.at(this.pos);
    if (current === bar) {
      this.pos += this.at(this.pos + 1) === bar ? 2 : 1;
      return true;
    }
    if (current === ampersand && this.at(this.pos + 1) === ampersand) {
      this.pos += 2;
      return true;
    }
    return false;
  }

  /** Whether what stands here is run rather than evaluated. */
  protected startsCommand(): boolean {
    const current = this.at(this.pos);
    const flags = this.flags(this.pos);
    const next = this.at(this.pos + 1);
    if ((flags & digit) !== 0) {
      return !this.isPlainNumber();
    }
    if ((flags & word) !== 0 || current === ampersand) {
      return true;
    }
    if (current === dot) {
      return (flagsOf(next) & digit) === 0;
    }
    if (
      (flags & (singleQuote | doubleQuote)) !== 0 ||
      this.isQuoteNext() ||
      current === openParen ||
      current === openBrace
    ) {
      return false;
    }
    if (current === dollar) {
      return (
        next !== openParen &&
        next !== openBrace &&
        (flagsOf(next) & word) === 0 &&
        next !== dollar &&
        next !== 0x5e &&
        next !== 0x3f &&
        next !== colon
      );
    }
    if (current === at) {
      return next !== openParen && next !== openBrace && (flagsOf(next) & (word | singleQuote | doubleQuote)) === 0;
    }
    if (current === openBracket || current === 0x21 || current === comma || current === 0x2b) {
      return false;
    }
    if ((flags & dash) !== 0) {
      const after = flagsOf(next);
      if ((after & (word | digit)) === word) {
        // `-Name x` on a line of its own is a command, whatever its author meant.
        return !unaryOperators.has(this.text.slice(this.pos + 1, this.wordEnd(this.pos + 1)).toLowerCase());
      }
      return (after & (word | digit | dash | space)) === 0 && next !== dollar && next !== openParen && next !== dot;
    }
    return true;
  }

  /** `7z` is a command, `7` and `7kb` are numbers. */
  private isPlainNumber(): boolean {
    const end = this.wordEnd(this.pos);
    const text = this.text.slice(this.pos, end);
    if (!/^(?:0[xX][0-9a-fA-F]+|\d+(?:[eE]\d*)?)(?:u?[ysl]|[dnu])?(?:[kmgtp]b)?$/i.test(text)) {
      return false;
    }
    const after = this.at(end);
    return (
      this.isAtEnd ||
      (flagsOf(after) & (stop | dash)) !== 0 ||
      (after === dot && ((this.flags(end + 1) & digit) !== 0 || this.at(end + 1) === dot)) ||
      after === openBracket ||
      after === 0x2b ||
      after === 0x2a ||
      after === 0x2f ||
      after === 0x25 ||
      after === 0x5d
    );
  }

  protected parseCommand(hasPipelineInput: boolean): CommandNode {
    const start = this.pos;
    const current = this.at(start);
    let invocation: "" | "&" | "." = "";
    if (current === ampersand || (current === dot && this.isDotSource())) {
      invocation = current === ampersand ? "&" : ".";
      this.pos++;
      this.skipSpaces();
    }
    const nameStart = this.pos;
    let name = "";
    let nameExpression: Expression | undefined;
    if (invocation !== "") {
      nameExpression = this.parseSingleArgument();
      name = this.constantText(nameExpression);
    } else if ((this.flags(nameStart) & stop) === 0) {
      const bare = this.parseBare();
      name = this.constantText(bare);
      nameExpression = bare.parts.length === 0 ? undefined : bare;
    }
    const nameEnd = this.pos;
    this.elementsEnd = nameEnd;
    const isInlineScript = name.length === 12 && name.toLowerCase() === "inlinescript";
    const elements = this.parseElements(isInlineScript);
    const end = this.elementsEnd;
    if (end === start && !this.isAtEnd) {
      // Nothing can be read here: one step, so that the caller gets on.
      this.pos = Math.max(this.pos, start + 1);
    }
    const node: CommandNode = {
      kind: "command",
      start,
      end,
      name,
      nameStart,
      nameEnd,
      nameExpression,
      invocation,
      elements,
      hasPipelineInput,
    };
    this.commands.push(node);
    return node;
  }

  /** `. file`, `. { }`, `.$x`: a dot that is not the start of a path. */
  private isDotSource(): boolean {
    const next = this.at(this.pos + 1);
    return (
      (flagsOf(next) & (space | singleQuote | doubleQuote)) !== 0 ||
      next === dollar ||
      next === openBrace ||
      next === openParen
    );
  }

  private constantText(node: Expression | undefined): string {
    return node?.kind === "string" && node.parts.length === 0 ? stringValue(this.text, node) : "";
  }

  private parseElements(isInlineScript: boolean): readonly CommandElement[] {
    const elements: CommandElement[] = [];
    let last = this.pos;
    let hasDoubleDash = false;
    for (;;) {
      const before = this.pos;
      this.skipSpaces();
      const current = this.at(this.pos);
      const flags = flagsOf(current);
      if (this.isAtEnd || (flags & newline) !== 0) {
        if (this.takesBlockOnNextLine(elements, isInlineScript)) {
          continue;
        }
        this.pos = this.isAtEnd ? this.pos : before;
        break;
      }
      if (current === semicolon || current === bar || current === closeParen || current === closeBrace) {
        break;
      }
      if (current === ampersand) {
        if (this.at(this.pos + 1) === ampersand) {
          break;
        }
        this.pos++;
        break;
      }
      if (this.skipRedirection()) {
        last = this.pos;
        continue;
      }
      const start = this.pos;
      if ((flags & dash) !== 0) {
        if (this.isVerbatimMark()) {
          this.parseVerbatim(elements);
          continue;
        }
        const parameter: ParameterNode | undefined = hasDoubleDash ? undefined : this.parseParameter();
        if (parameter !== undefined) {
          hasDoubleDash = parameter.name === "-";
          elements.push(parameter);
          continue;
        }
      }
      if (current === comma) {
        this.pos++;
        continue;
      }
      const argument = this.parseCommandArgument();
      if (argument !== undefined) {
        elements.push(argument);
      }
      if (this.pos === start) {
        this.pos++;
      }
    }
    this.elementsEnd = Math.max(last, elements.at(-1)?.end ?? 0);
    return elements;
  }

  /** Behind the last element or redirection that was read. */
  private elementsEnd = 0;

  /** Moves to the `{` that stands on the next line: of `InlineScript`, a keyword, and of a resource in a configuration. */
  private takesBlockOnNextLine(elements: readonly CommandElement[], isInlineScript: boolean): boolean {
    if (
      !(this.isInConfiguration || isInlineScript) ||
      elements.length > 2 ||
      elements.some((element) => element.kind === "scriptblock")
    ) {
      return false;
    }
    const before = this.pos;
    this.skipLines();
    if (this.at(this.pos) === openBrace) {
      return true;
    }
    this.pos = before;
    return false;
  }

  /** `--%`: everything behind it goes to the program as it stands. */
  private isVerbatimMark(): boolean {
    return (
      this.at(this.pos) === 0x2d &&
      this.at(this.pos + 1) === 0x2d &&
      this.at(this.pos + 2) === 0x25 &&
      (this.flags(this.pos + 3) & stop) !== 0
    );
  }

  private parseVerbatim(elements: CommandElement[]): void {
    elements.push(this.parseBare());
    this.skipSpaces();
    const start = this.pos;
    let end = start;
    let isQuoted = false;
    while (end < this.end && (this.flags(end) & newline) === 0) {
      const current = this.at(end);
      if (current === 0x22) {
        isQuoted = !isQuoted;
      } else if (!isQuoted && (current === bar || (current === ampersand && this.at(end + 1) === ampersand))) {
        break;
      }
      end++;
    }
    this.pos = end;
    if (end > start) {
      // Single quotes' rules: nothing in it means anything.
      elements.push({
        kind: "string",
        style: "single-here",
        start,
        end,
        contentStart: start,
        contentEnd: end,
        parts: noParts,
        isClosed: true,
        isInString: false,
      });
    }
  }

  /** `--` alone: what follows are arguments, whatever they look like. */
  private isDoubleDash(offset: number): boolean {
    return (this.flags(offset + 1) & dash) !== 0 && (this.flags(offset + 2) & stop) !== 0;
  }

  /** `-Name` at a dash; undefined where the dash starts something else. */
  private parseParameter(): ParameterNode | undefined {
    const start = this.pos;
    const first = this.flags(start + 1);
    if ((first & (word | digit)) !== word && this.at(start + 1) !== 0x3f && !this.isDoubleDash(start)) {
      return undefined;
    }
    let index = start + 1;
    while (index < this.end) {
      const current = this.text.charCodeAt(index);
      const flags = flagsOf(current);
      if ((flags & stop) !== 0 || current === dot || current === openBracket || current === colon) {
        break;
      }
      if ((flags & (singleQuote | doubleQuote)) !== 0) {
        return undefined;
      }
      index++;
    }
    const next = this.at(index);
    this.pos = index;
    const name = this.text.slice(start + 1, index);
    if (next !== colon) {
      return { kind: "parameter", start, end: index, name, value: undefined };
    }
    this.pos++;
    this.skipSpaces();
    const value = this.parseCommandArgument();
    return { kind: "parameter", start, end: value?.end ?? index + 1, name, value };
  }

  /** One argument, with what commas join to it; undefined, and no step, where none stands. */
  protected parseCommandArgument(): Expression | undefined {
    const first = this.parseSingleArgument();
    return first === undefined ? undefined : this.parseListAfter(first, this.readArgument);
  }

  private readonly readArgument = (): Expression | undefined => this.parseSingleArgument();

  protected parseSingleArgument(): Expression | undefined {
    const start = this.pos;
    const current = this.at(start);
    const flags = this.flags(start);
    if ((flags & stop) !== 0 && current !== openParen && current !== openBrace) {
      return undefined;
    }
    if (current === greater) {
      return undefined;
    }
    if ((flags & digit) === 0) {
      const variables = this.variables.length;
      const primary = this.parsePrimary();
      if (primary?.kind === "variable" && this.goesOnAsBareWord()) {
        // `$home/bin` is one argument, put together from both.
        this.pos = start;
        this.variables.length = variables;
        return this.parseBare();
      }
      if (primary !== undefined) {
        return this.parsePostfix(primary, true);
      }
    } else if (this.isNumberArgument(start)) {
      const node = { kind: "number", start, end: this.pos } as const;
      return node;
    }
    const bare = this.parseBare();
    return bare.end === start ? undefined : bare;
  }

  /** Whether a variable just read is only the beginning of an argument. */
  private goesOnAsBareWord(): boolean {
    const current = this.at(this.pos);
    return (
      !this.isAtEnd &&
      (flagsOf(current) & stop) === 0 &&
      current !== dot &&
      current !== openBracket &&
      current !== greater &&
      !(current === colon && this.at(this.pos + 1) === colon)
    );
  }

  /** Moves behind a number that is a whole argument. */
  private isNumberArgument(start: number): boolean {
    let index = start;
    while (index < this.end && (this.flags(index) & (word | dash)) !== 0) {
      index++;
      if (this.at(index) === dot && this.at(index + 1) !== dot) {
        index++;
      }
    }
    if (index < this.end && (this.flags(index) & stop) === 0) {
      return false;
    }
    if (!isNumberText(this.text.slice(start, index))) {
      return false;
    }
    this.pos = index;
    return true;
  }

  protected skipRedirections(): void {
    for (;;) {
      const before = this.pos;
      this.skipSpaces();
      if (!this.skipRedirection()) {
        this.pos = before;
        return;
      }
    }
  }

  /** `> file`, `2>&1`, `*>> file` */
  private skipRedirection(): boolean {
    const start = this.pos;
    const first = this.at(start);
    const isStream = first === 0x2a || (first >= 0x31 && first <= 0x36);
    const arrow = isStream ? start + 1 : start;
    if (this.at(arrow) !== greater) {
      return false;
    }
    this.pos = arrow + (this.at(arrow + 1) === greater ? 2 : 1);
    if (this.at(this.pos) === ampersand) {
      this.pos++;
      if ((this.flags(this.pos) & digit) !== 0) {
        this.pos++;
      }
      return true;
    }
    this.skipSpaces();
    this.parseSingleArgument();
    return true;
  }
}

const unaryOperators = new Set(["not", "bnot", "join", "split", "isplit", "csplit"]);

const numberText =
  /^[-\u2013-\u2015]?(?:0x[0-9a-f]+(?:u?[ysl]|[un])?|0b[01]+(?:u?[ysl]|[un])?|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:u?[ysl]|[dnu])?)(?:[kmgtp]b)?$/i;

/** Whether a text is a number as PowerShell reads it. */
export function isNumberText(text: string): boolean {
  return numberText.test(text);
}
