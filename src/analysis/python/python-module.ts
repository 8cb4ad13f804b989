/** The shape of a Python text as far as calls and names need it: functions with their bodies, imports, assignments. */
import { tokenizePython, type PythonToken, type PythonTokens } from "./tokenize-python";

export interface PythonFunction {
  readonly name: string;
  readonly params: readonly PythonParam[];
  /** Token indexes: behind the colon, and behind the last token of the body. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

export interface PythonParam {
  readonly name: string;
  /** Token index of the default, where it is one token. */
  readonly defaultToken: number | undefined;
}

export interface PythonImport {
  /** Module as imported: `automationassets`, `azure.identity`. */
  readonly module: string;
  /** Name inside the module for `from ... import`; "*" for all; undefined for `import module`. */
  readonly member: string | undefined;
  /** The name it has in this file. */
  readonly localName: string;
  readonly start: number;
  readonly end: number;
}

/** `name = value` of one logical line. */
export interface PythonAssignment {
  readonly name: string;
  /** Token index of the name, and of the first token of the value. */
  readonly target: number;
  readonly value: number;
  /** Token index behind the value. */
  readonly valueEnd: number;
}

export interface PythonModule extends PythonTokens {
  readonly functions: readonly PythonFunction[];
  readonly imports: readonly PythonImport[];
  readonly assignments: readonly PythonAssignment[];
  /** Names that loops, `with`, `except` and the like set, and augmented or unpacked ones. */
  readonly otherWrites: readonly { readonly name: string; readonly token: number }[];
}

export function readPythonModule(text: string): PythonModule {
  const { tokens, comments } = tokenizePython(text);
  const reader = new Reader(tokens);
  reader.run();
  const { functions, imports, assignments, otherWrites } = reader;
  return { tokens, comments, functions, imports, assignments, otherWrites };
}

class Reader {
  readonly functions: PythonFunction[] = [];
  readonly imports: PythonImport[] = [];
  readonly assignments: PythonAssignment[] = [];
  readonly otherWrites: { name: string; token: number }[] = [];

  constructor(private readonly tokens: readonly PythonToken[]) {}

  run(): void {
    let start = 0;
    while (start < this.tokens.length) {
      const end = this.lineEnd(start);
      this.readStatements(start, end);
      start = end + 1;
    }
  }

  /** Index of the logical line's newline token, or the number of tokens. */
  private lineEnd(from: number): number {
    let index = from;
    while (index < this.tokens.length && this.tokens[index]?.kind !== "newline") {
      index++;
    }
    return index;
  }

  private text(index: number): string {
    return this.tokens[index]?.text ?? "";
  }

  /** A logical line can hold several statements, behind `:` and `;`. */
  private readStatements(lineStart: number, lineEnd: number): void {
    let start = lineStart;
    while (start < lineEnd) {
      const first = this.text(start);
      const isCompound = compound.has(first) || (first === "async" && compound.has(this.text(start + 1)));
      const end = isCompound ? this.findTop(start, lineEnd, ":") : this.findTop(start, lineEnd, ";");
      this.readStatement(start, end, lineEnd);
      start = end + 1;
    }
  }

  private readStatement(start: number, end: number, lineEnd: number): void {
    const first = this.text(start);
    switch (first) {
      case "def":
        this.readFunction(start, end, lineEnd);
        return;
      case "async":
        if (this.text(start + 1) === "def") {
          this.readFunction(start + 1, end, lineEnd);
        }
        return;
      case "import":
        this.readImport(start, end);
        return;
      case "from":
        this.readFromImport(start, end);
        return;
      case "for":
        this.addWrites(start + 1, this.findTop(start, end, "in"));
        return;
      case "with":
      case "except":
        for (let index = start; index < end; index++) {
          if (this.text(index) === "as") {
            this.addWrites(index + 1, index + 2);
          }
        }
        return;
      case "global":
      case "nonlocal":
        return;
      default:
        this.readAssignments(start, end);
    }
  }

  /** Index of an operator or word outside brackets, or the end. */
  private findTop(start: number, end: number, text: string): number {
    let open = 0;
    for (let index = start; index < end; index++) {
      const current = this.text(index);
      if (open === 0 && current === text) {
        return index;
      }
      if (current === "(" || current === "[" || current === "{") {
        open++;
      } else if (current === ")" || current === "]" || current === "}") {
        open--;
      }
    }
    return end;
  }

  private readFunction(start: number, colon: number, lineEnd: number): void {
    const params: PythonParam[] = [];
    const open = start + 2;
    const name = this.tokens[start + 1];
    if (name?.kind !== "name") {
      return;
    }
    let index = open + 1;
    while (index < colon && this.text(open) === "(") {
      const end = Math.min(this.findTop(index, colon, ","), this.findTop(index, colon, ")"));
      const param = this.text(index) === "*" || this.text(index) === "**" ? undefined : this.tokens[index];
      if (param?.kind === "name") {
        const equals = this.findTop(index, end, "=");
        params.push({ name: param.text, defaultToken: equals === end - 2 ? equals + 1 : undefined });
      }
      if (this.text(end) !== ",") {
        break;
      }
      index = end + 1;
    }
    this.functions.push({ name: name.text, params, bodyStart: colon + 1, bodyEnd: this.bodyEnd(start, lineEnd) });
  }

  /** The body ends with the first later line that is not indented deeper than `def`. */
  private bodyEnd(start: number, lineEnd: number): number {
    const indent = this.indentOf(start);
    let index = lineEnd + 1;
    while (index < this.tokens.length) {
      const token = this.tokens[index];
      if (token !== undefined && token.indent !== -1 && token.indent <= indent) {
        return index;
      }
      index = this.lineEnd(index) + 1;
    }
    return this.tokens.length;
  }

  private indentOf(index: number): number {
    for (let at = index; at >= 0; at--) {
      const indent = this.tokens[at]?.indent ?? -1;
      if (indent !== -1) {
        return indent;
      }
    }
    return 0;
  }

  private readImport(start: number, end: number): void {
    let index = start + 1;
    while (index < end) {
      const [module, next] = this.readDotted(index);
      const first = this.tokens[index];
      const last = this.tokens[next - 1];
      if (module === "" || first === undefined || last === undefined) {
        return;
      }
      const hasAlias = this.text(next) === "as";
      const localName = hasAlias ? this.text(next + 1) : (module.split(".")[0] ?? module);
      this.imports.push({ module, member: undefined, localName, start: first.start, end: last.end });
      const after = hasAlias ? next + 2 : next;
      if (this.text(after) !== ",") {
        return;
      }
      index = after + 1;
    }
  }

  private readFromImport(start: number, end: number): void {
    const [module, next] = this.readDotted(start + 1);
    const first = this.tokens[start + 1];
    const last = this.tokens[next - 1];
    if (module === "" || this.text(next) !== "import" || first === undefined || last === undefined) {
      return;
    }
    const place = { start: first.start, end: last.end };
    for (let index = next + 1; index < end; index++) {
      const member = this.tokens[index];
      if (member?.kind === "name" || member?.text === "*") {
        const hasAlias = this.text(index + 1) === "as";
        const localName = hasAlias ? this.text(index + 2) : member.text;
        this.imports.push({ module, member: member.text, localName, ...place });
        index += hasAlias ? 2 : 0;
      }
    }
  }

  /** `a.b.c` and the index behind it. */
  private readDotted(start: number): readonly [string, number] {
    let index = start;
    let name = "";
    while (this.tokens[index]?.kind === "name" && this.text(index) !== "import" && this.text(index) !== "as") {
      name += this.text(index);
      if (this.text(index + 1) !== ".") {
        return [name, index + 1];
      }
      name += ".";
      index += 2;
    }
    return [name, index];
  }

  private readAssignments(start: number, end: number): void {
    let targetStart = start;
    for (;;) {
      const equals = this.findTop(targetStart, end, "=");
      if (equals === end) {
        break;
      }
      const next = this.findTop(equals + 1, end, "=");
      // `a: int = 5`
      const annotation = this.findTop(targetStart, equals, ":");
      const targetEnd = Math.min(annotation, equals);
      const target = this.tokens[targetStart];
      if (targetEnd - targetStart === 1 && target?.kind === "name") {
        this.assignments.push({ name: target.text, target: targetStart, value: equals + 1, valueEnd: next });
      } else if (this.isPlainList(targetStart, targetEnd)) {
        this.addWrites(targetStart, targetEnd);
      }
      targetStart = equals + 1;
    }
    const second = this.text(start + 1);
    if (second.length >= 2 && second.endsWith("=") && !["==", "!=", "<=", ">="].includes(second)) {
      this.addWrites(start, start + 1);
    }
  }

  /** `a, b` but not `a.b` or `a["b"]`. */
  private isPlainList(start: number, end: number): boolean {
    for (let index = start; index < end; index++) {
      if (this.text(index) === "." || this.text(index) === "[") {
        return false;
      }
    }
    return true;
  }

  private addWrites(start: number, end: number): void {
    for (let index = start; index < end; index++) {
      const token = this.tokens[index];
      if (token?.kind === "name") {
        this.otherWrites.push({ name: token.text, token: index });
      }
    }
  }
}

const compound = new Set("def class if elif else for while with try except finally".split(" "));
