/** Position in a PowerShell text, what was found so far, and the steps over white space and comments. */
import { flagsOf, newline, space, word } from "./characters";
import type {
  AssignmentNode,
  CommandNode,
  DefinitionNode,
  IndexNode,
  MemberNode,
  ParamBlock,
  Span,
  StringNode,
  SyntaxProblem,
  VariableNode,
  VariableWrite,
} from "./syntax";

const hash = 0x23;
const less = 0x3c;
const greater = 0x3e;
const backtick = 0x60;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Deeper nesting than any real script's is stepped over instead of followed, so that no input can exhaust the stack. */
const deepestNesting = 120;

export abstract class Cursor {
  readonly commands: CommandNode[] = [];
  readonly assignments: AssignmentNode[] = [];
  readonly writes: VariableWrite[] = [];
  readonly members: (MemberNode | IndexNode)[] = [];
  readonly variables: VariableNode[] = [];
  readonly strings: StringNode[] = [];
  readonly definitions: DefinitionNode[] = [];
  readonly comments: Span[] = [];
  readonly paramBlocks: ParamBlock[] = [];
  readonly usings: CommandNode[] = [];
  readonly problems: SyntaxProblem[] = [];
  protected pos: number;
  protected depth = 0;
  /** What may still be read again after a string turned out to be unclosed; keeps hostile texts linear. */
  protected rereadable: number;

  constructor(
    protected readonly text: string,
    start: number,
    protected end: number,
  ) {
    this.pos = start;
    this.rereadable = 2 * (end - start) + 10_000;
  }

  /** Code unit at an offset; 0 behind the end. */
  protected at(offset: number): number {
    return offset < this.end ? this.text.charCodeAt(offset) : 0;
  }

  protected flags(offset: number): number {
    return offset < this.end ? flagsOf(this.text.charCodeAt(offset)) : flagsOf(0);
  }

  protected get isAtEnd(): boolean {
    return this.pos >= this.end;
  }

  /** White space, comments and continued lines, up to the end of the line. */
  protected skipSpaces(): void {
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      if (code === 0x20) {
        this.pos++;
      } else if (code === hash) {
        this.skipLineComment();
      } else if (code === less) {
        if (this.at(this.pos + 1) !== hash) {
          return;
        }
        this.skipBlockComment();
      } else if (code === backtick) {
        const next = this.at(this.pos + 1);
        if (next === carriageReturn && this.at(this.pos + 2) === lineFeed) {
          this.pos += 3;
        } else if (next !== 0 && (flagsOf(next) & (newline | space)) !== 0) {
          // A backtick before a space continues nothing: the line break behind it still ends the command.
          this.pos += 2;
        } else {
          return;
        }
      } else if ((flagsOf(code) & space) !== 0) {
        this.pos++;
      } else {
        return;
      }
    }
  }

  /** The same, and line breaks. */
  protected skipLines(): void {
    const from = this.pos;
    if (from === this.skippedFrom && this.end === this.skippedBelow) {
      this.pos = this.skippedTo;
      return;
    }
    for (;;) {
      this.skipSpaces();
      if ((this.flags(this.pos) & newline) === 0 || this.isAtEnd) {
        break;
      }
      this.pos++;
    }
    this.skippedFrom = from;
    this.skippedTo = this.pos;
    this.skippedBelow = this.end;
  }

  /** The lines skipped last: behind each statement somebody looks whether it goes on below, and comes back. */
  private skippedFrom = -1;
  private skippedTo = -1;
  /** The end that counted then. */
  private skippedBelow = -1;

  /** Offset of the next line break, or the end. */
  protected lineEnd(offset: number): number {
    let index = offset;
    while (index < this.end) {
      const code = this.text.charCodeAt(index);
      if (code === lineFeed || code === carriageReturn) {
        break;
      }
      index++;
    }
    return index;
  }

  private skipLineComment(): void {
    const start = this.pos;
    this.pos = this.lineEnd(start);
    this.addComment(start);
  }

  private skipBlockComment(): void {
    const start = this.pos;
    const found = start < this.firstOpenComment ? this.text.indexOf("#>", start + 2) : -1;
    const close = found === -1 || found + 2 > this.end ? -1 : found;
    if (found === -1) {
      // Nothing further on closes either: it is not looked for again.
      this.firstOpenComment = Math.min(this.firstOpenComment, start);
    }
    // An unclosed comment would swallow the rest of a file that is being typed.
    this.pos = close === -1 ? this.lineEnd(start) : close + 2;
    if (close === -1) {
      this.problem("The comment is not closed", start);
    }
    this.addComment(start);
  }

  /** Offset of the first comment that nothing closes. */
  private firstOpenComment = Infinity;

  /** White space is looked over more than once where a line may go on. */
  private addComment(start: number): void {
    if ((this.comments.at(-1)?.start ?? -1) < start) {
      this.comments.push({ start, end: this.pos });
    }
  }

  /** End of the run of letters, digits and underscores at an offset. */
  protected wordEnd(offset: number): number {
    let index = offset;
    while (index < this.end && (flagsOf(this.text.charCodeAt(index)) & word) !== 0) {
      index++;
    }
    return index;
  }

  protected problem(message: string, offset: number): void {
    if (this.problems.length < 100) {
      this.problems.push({ message, offset });
    }
  }

  /** Whether another level of nesting may be followed. Every true needs a `depth--` later. */
  protected descend(): boolean {
    if (this.depth >= deepestNesting) {
      return false;
    }
    this.depth++;
    return true;
  }

  /** Steps behind the bracket that closes the one at the position, without looking inside. */
  protected skipBalanced(): void {
    let open = 0;
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      this.pos++;
      if (code === 0x28 || code === 0x7b || code === 0x5b) {
        open++;
      } else if (code === 0x29 || code === 0x7d || code === 0x5d) {
        open--;
        if (open <= 0) {
          return;
        }
      }
    }
  }

  /** Forgets what was found from an offset on and goes back there. */
  protected rewind(offset: number): void {
    this.rereadable -= this.pos - offset;
    this.pos = offset;
    // The comments in them are forgotten too.
    this.skippedFrom = -1;
    dropFrom(this.commands, offset);
    dropFrom(this.assignments, offset);
    dropFrom(this.writes, offset);
    dropFrom(this.members, offset);
    dropFrom(this.variables, offset);
    dropFrom(this.strings, offset);
    dropFrom(this.definitions, offset);
    dropFrom(this.comments, offset);
    dropFrom(this.paramBlocks, offset);
    dropFrom(this.usings, offset);
    while ((this.problems.at(-1)?.offset ?? -1) >= offset) {
      this.problems.pop();
    }
  }

  protected static readonly codes = { backtick, carriageReturn, greater, hash, less, lineFeed };
}

/** Items are added when they end: whatever starts behind the offset stands at the list's end. */
function dropFrom(items: Span[], offset: number): void {
  while ((items.at(-1)?.start ?? -1) >= offset) {
    items.pop();
  }
}
