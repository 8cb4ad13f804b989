/** Splits a Python text into tokens with offsets; never throws, and a half-typed string ends with its line. */

export type PythonTokenKind = "name" | "string" | "number" | "operator" | "newline";

export interface PythonToken {
  readonly kind: PythonTokenKind;
  readonly start: number;
  readonly end: number;
  /** Of names and operators; "" for the others. */
  readonly text: string;
  /** Of strings: between the quotes. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Of strings: f"" with its expressions, which follow as tokens between braces. */
  readonly isFormatted: boolean;
  /** Column of the logical line's first token, for that token; -1 for the others. */
  readonly indent: number;
}

export interface PythonTokens {
  readonly tokens: readonly PythonToken[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

export function tokenizePython(text: string): PythonTokens {
  const tokenizer = new Tokenizer(text);
  tokenizer.run(text.charCodeAt(0) === 0xfeff ? 1 : 0, text.length);
  return { tokens: tokenizer.tokens, comments: tokenizer.comments };
}

const longOperators = [
  "**=",
  "//=",
  ">>=",
  "<<=",
  "...",
  "->",
  ":=",
  "==",
  "!=",
  "<=",
  ">=",
  "+=",
  "-=",
  "*=",
  "/=",
  "**",
];
const deepestFormat = 4;

class Tokenizer {
  readonly tokens: PythonToken[] = [];
  readonly comments: { readonly start: number; readonly end: number }[] = [];
  private pos = 0;
  private brackets = 0;
  private isLineStart = true;
  private column = 0;
  private formats = 0;

  constructor(private readonly text: string) {}

  run(start: number, end: number): void {
    this.pos = start;
    this.column = 0;
    while (this.pos < end) {
      this.step(end);
    }
  }

  private step(end: number): void {
    const { text, pos } = this;
    const code = text.charCodeAt(pos);
    if (code === 0x20 || code === 0x09 || code === 0x0c) {
      this.pos++;
      this.column += this.isLineStart ? (code === 0x09 ? 8 - (this.column % 8) : 1) : 0;
    } else if (code === 0x0a || code === 0x0d) {
      this.endLine(code);
    } else if (code === 0x23) {
      this.pos = this.lineEnd(end);
      this.comments.push({ start: pos, end: this.pos });
    } else if (code === 0x5c && isLineBreak(text.charCodeAt(pos + 1))) {
      this.pos += text.charCodeAt(pos + 1) === 0x0d && text.charCodeAt(pos + 2) === 0x0a ? 3 : 2;
    } else if (isNameStart(code)) {
      this.readName(end);
    } else if (code === 0x22 || code === 0x27) {
      this.readString(pos, end);
    } else if (isDigit(code) || (code === 0x2e && isDigit(text.charCodeAt(pos + 1)))) {
      this.readNumber(end);
    } else {
      this.readOperator();
    }
  }

  private endLine(code: number): void {
    const start = this.pos;
    this.pos += code === 0x0d && this.text.charCodeAt(start + 1) === 0x0a ? 2 : 1;
    const last = this.tokens.at(-1);
    if (this.brackets > 0 && this.formats === 0 && !this.looksLikeStatement()) {
      return;
    }
    if (this.formats === 0) {
      this.brackets = 0;
      this.isLineStart = true;
      this.column = 0;
      if (last !== undefined && last.kind !== "newline") {
        this.add("newline", start, this.pos, "");
      }
    }
  }

  /** A statement at the left margin while a bracket is open: the bracket is still being typed. */
  private looksLikeStatement(): boolean {
    // Arguments by keyword have no spaces around their equals sign.
    return /^(?:(?:def|class|import|from|try|if|for|while|with|return|print)\b|[A-Za-z_]\w* = )/.test(
      this.text.slice(this.pos, this.pos + 60),
    );
  }

  private lineEnd(end: number): number {
    let index = this.pos;
    while (index < end && !isLineBreak(this.text.charCodeAt(index))) {
      index++;
    }
    return index;
  }

  private readName(end: number): void {
    const start = this.pos;
    let index = start + 1;
    while (index < end && isNamePart(this.text.charCodeAt(index))) {
      index++;
    }
    const quote = this.text.charCodeAt(index);
    if ((quote === 0x22 || quote === 0x27) && index < end && index - start <= 2) {
      if (/^(?:[rbuf]|rb|br|fr|rf)$/i.test(this.text.slice(start, index))) {
        this.pos = index;
        this.readString(start, end);
        return;
      }
    }
    this.pos = index;
    this.add("name", start, index, this.text.slice(start, index));
  }

  /** Position at the quote; start is where the prefix begins. */
  private readString(start: number, end: number): void {
    const { text } = this;
    const open = this.pos;
    const quote = text.charAt(open);
    const prefix = text.slice(start, open).toLowerCase();
    const isTriple = text.startsWith(quote.repeat(3), open);
    const contentStart = open + (isTriple ? 3 : 1);
    let contentEnd = this.findClose(contentStart, end, isTriple ? quote.repeat(3) : quote, isTriple);
    let close = isTriple ? 3 : 1;
    if (contentEnd === -1) {
      this.pos = open;
      contentEnd = this.lineEnd(end);
      close = 0;
      // The line is being typed: its brackets will not close either.
      this.brackets = 0;
    }
    const isFormatted = prefix.includes("f");
    const stringEnd = Math.min(contentEnd + close, end);
    const indent = this.takeIndent();
    this.tokens.push({
      kind: "string",
      start,
      end: stringEnd,
      text: "",
      contentStart: Math.min(contentStart, contentEnd),
      contentEnd,
      isFormatted,
      indent,
    });
    if (isFormatted && this.formats < deepestFormat) {
      this.readFormats(contentStart, contentEnd);
    }
    this.pos = stringEnd;
  }

  /** Offset of the closing quotes; -1 without them. */
  private findClose(from: number, end: number, close: string, isTriple: boolean): number {
    const first = close.charCodeAt(0);
    for (let index = from; index < end; index++) {
      const code = this.text.charCodeAt(index);
      if (code === 0x5c) {
        index++;
      } else if (code === first && (!isTriple || this.text.startsWith(close, index))) {
        return index;
      } else if (!isTriple && isLineBreak(code)) {
        return -1;
      }
    }
    return -1;
  }

  /** Tokens of the `{...}` parts of a formatted string, with their braces. */
  private readFormats(from: number, to: number): void {
    this.formats++;
    let index = from;
    while (index < to) {
      const code = this.text.charCodeAt(index);
      if (code === 0x7b && this.text.charCodeAt(index + 1) !== 0x7b) {
        const close = this.formatEnd(index + 1, to);
        this.add("operator", index, index + 1, "{");
        this.pos = index + 1;
        while (this.pos < close) {
          this.step(close);
        }
        this.add("operator", close, close, "}");
        index = close;
      } else if (code === 0x7b) {
        index++;
      }
      index++;
    }
    this.formats--;
  }

  private formatEnd(from: number, to: number): number {
    let open = 0;
    for (let index = from; index < to; index++) {
      const code = this.text.charCodeAt(index);
      if (code === 0x7b || code === 0x5b || code === 0x28) {
        open++;
      } else if (code === 0x5d || code === 0x29) {
        open--;
      } else if (code === 0x7d) {
        if (open <= 0) {
          return index;
        }
        open--;
      }
    }
    return to;
  }

  private readNumber(end: number): void {
    const start = this.pos;
    let index = start;
    while (index < end && (isNamePart(this.text.charCodeAt(index)) || this.text.charCodeAt(index) === 0x2e)) {
      index++;
    }
    this.pos = index;
    this.add("number", start, index, "");
  }

  private readOperator(): void {
    const start = this.pos;
    const character = this.text.charAt(start);
    const long = longOperators.find((operator) => this.text.startsWith(operator, start)) ?? character;
    if (character === "(" || character === "[" || character === "{") {
      this.brackets++;
    } else if (character === ")" || character === "]" || character === "}") {
      this.brackets = Math.max(0, this.brackets - 1);
    }
    this.pos = start + long.length;
    this.add("operator", start, this.pos, long);
  }

  private add(kind: PythonTokenKind, start: number, end: number, text: string): void {
    const indent = kind === "newline" ? -1 : this.takeIndent();
    this.tokens.push({ kind, start, end, text, contentStart: start, contentEnd: end, isFormatted: false, indent });
  }

  private takeIndent(): number {
    if (!this.isLineStart) {
      return -1;
    }
    this.isLineStart = false;
    return this.column;
  }
}

function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code > 0x7f;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}
