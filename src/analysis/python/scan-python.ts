/** Everything the editor and the command line ask of a Python runbook, as plain objects with 0-based offsets. */
import type { ReadableAssetKind } from "../../core/asset";
import type { AssetCall, CallName, FieldRead, IdentityUse, ModuleUse } from "../asset-call";
import { findSuppressions, type Suppression } from "../suppressions";
import { readPythonModule, type PythonFunction, type PythonModule } from "./python-module";
import { pythonStringValue } from "./string-value";
import type { PythonToken } from "./tokenize-python";

export interface PythonScan {
  readonly language: "python";
  readonly module: PythonModule;
  readonly assets: readonly AssetCall[];
  readonly modules: readonly ModuleUse[];
  readonly identity: readonly IdentityUse[];
  /** Reads of `sys.argv`; the index where it is a number. */
  readonly arguments: readonly { readonly index: number | undefined; readonly start: number; readonly end: number }[];
  readonly suppressions: readonly Suppression[];
}

/** Functions of the module `automationassets` (specs/assets-and-jobs.md 4.2). */
export const assetFunctions: ReadonlyMap<
  string,
  { readonly kind: ReadableAssetKind; readonly operation: "get" | "set" }
> = new Map([
  ["get_automation_variable", { kind: "variable", operation: "get" }],
  ["set_automation_variable", { kind: "variable", operation: "set" }],
  ["get_automation_credential", { kind: "credential", operation: "get" }],
  ["get_automation_connection", { kind: "connection", operation: "get" }],
  ["get_automation_certificate", { kind: "certificate", operation: "get" }],
]);

/** Never throws, whatever the text is. */
export function scanPython(text: string): PythonScan {
  const module = readPythonModule(text);
  return {
    language: "python",
    module,
    assets: new CallFinder(text, module).find(),
    modules: findModules(module),
    identity: findIdentityUses(text, module),
    arguments: findArguments(text, module),
    suppressions: findSuppressions(text, module.comments),
  };
}

interface FoundCall {
  readonly function: string;
  /** Token indexes: the first of the call, the function's name, behind the closing parenthesis. */
  readonly first: number;
  readonly name: number;
  readonly end: number;
  readonly args: readonly Argument[];
}

interface Argument {
  readonly keyword: string | undefined;
  readonly start: number;
  readonly end: number;
}

class CallFinder {
  private readonly tokens: readonly PythonToken[];

  constructor(
    private readonly text: string,
    private readonly module: PythonModule,
  ) {
    this.tokens = module.tokens;
  }

  find(): readonly AssetCall[] {
    const assets = this.module.imports.filter((item) => item.module === "automationassets");
    if (assets.length === 0) {
      return [];
    }
    const modules = new Set(assets.filter(({ member }) => member === undefined).map(({ localName }) => localName));
    const names = new Map<string, string>();
    for (const { member, localName } of assets) {
      if (member === "*") {
        for (const name of assetFunctions.keys()) {
          names.set(name, name);
        }
      } else if (member !== undefined && assetFunctions.has(member)) {
        names.set(localName, member);
      }
    }
    const calls: AssetCall[] = [];
    for (let index = 0; index < this.tokens.length; index++) {
      const call = this.callAt(index, modules, names);
      if (call !== undefined) {
        calls.push(this.describe(call));
      }
    }
    return calls;
  }

  private callAt(
    index: number,
    modules: ReadonlySet<string>,
    names: ReadonlyMap<string, string>,
  ): FoundCall | undefined {
    const token = this.tokens[index];
    if (token?.kind !== "name" || this.textAt(index + 1) !== "(") {
      return undefined;
    }
    const before = this.textAt(index - 1);
    if (before === ".") {
      const isOurs = modules.has(this.textAt(index - 2)) && this.textAt(index - 3) !== ".";
      return isOurs && assetFunctions.has(token.text) ? this.readCall(token.text, index - 2, index) : undefined;
    }
    const original = before === "def" ? undefined : names.get(token.text);
    return original === undefined ? undefined : this.readCall(original, index, index);
  }

  private textAt(index: number): string {
    return this.tokens[index]?.text ?? "";
  }

  private readCall(name: string, first: number, nameIndex: number): FoundCall {
    const open = nameIndex + 1;
    const args: Argument[] = [];
    let start = open + 1;
    let depth = 1;
    let index = start;
    for (; index < this.tokens.length && depth > 0; index++) {
      const { text, kind } = this.tokens[index] ?? { text: "", kind: "newline" };
      if (kind === "newline") {
        break;
      }
      if (text === "(" || text === "[" || text === "{") {
        depth++;
      } else if (text === ")" || text === "]" || text === "}") {
        depth--;
      }
      if (depth === 0 || (depth === 1 && text === ",")) {
        this.addArgument(args, start, index);
        start = index + 1;
      }
    }
    if (depth > 0) {
      this.addArgument(args, start, index);
    }
    return { function: name, first, name: nameIndex, end: index, args };
  }

  private addArgument(args: Argument[], start: number, end: number): void {
    if (end <= start) {
      return;
    }
    const isKeyword = this.tokens[start]?.kind === "name" && this.textAt(start + 1) === "=";
    args.push(isKeyword ? { keyword: this.textAt(start), start: start + 2, end } : { keyword: undefined, start, end });
  }

  private describe(call: FoundCall): AssetCall {
    const asset = assetFunctions.get(call.function) ?? { kind: "variable", operation: "get" };
    const assignment = this.module.assignments.find(
      (item) => item.value === call.first && (item.valueEnd === call.end || this.tokens[call.end]?.kind === "newline"),
    );
    const name = this.nameOf(call);
    return {
      ...name,
      call: call.function,
      kind: asset.kind,
      operation: asset.operation,
      start: this.startOf(call.first),
      end: this.tokens[call.end - 1]?.end ?? this.startOf(call.first),
      callStart: this.startOf(call.name),
      callEnd: this.tokens[call.name]?.end ?? 0,
      assignedTo: assignment?.name,
      fields: [
        ...this.directReads(call.end),
        ...(assignment === undefined ? [] : this.readsOf(assignment.name, assignment.target)),
      ],
    };
  }

  private startOf(index: number): number {
    return this.tokens[index]?.start ?? this.text.length;
  }

  private nameOf(call: FoundCall): CallName {
    const argument =
      call.args.find(({ keyword }) => keyword === "name") ?? call.args.find(({ keyword }) => keyword === undefined);
    const callEnd = this.tokens[call.name]?.end ?? 0;
    const unknown = { name: undefined, resolution: "none", definedAt: undefined } as const;
    if (argument === undefined) {
      return { ...unknown, nameKind: "missing", nameStart: callEnd, nameEnd: callEnd };
    }
    const place = {
      nameStart: this.startOf(argument.start),
      nameEnd: this.tokens[argument.end - 1]?.end ?? callEnd,
    };
    const constant = this.constantOf(argument.start, argument.end);
    if (constant !== undefined) {
      const definedAt = { start: place.nameStart, end: place.nameEnd };
      return { ...place, nameKind: "constant", name: constant, resolution: "literal", definedAt };
    }
    const first = this.tokens[argument.start];
    if (first?.text === "*" || first?.text === "**") {
      return { ...place, ...unknown, nameKind: "splat" };
    }
    if (argument.end - argument.start !== 1 || first?.kind !== "name") {
      return { ...place, ...unknown, nameKind: "expression" };
    }
    return { ...place, nameKind: "variable", ...this.resolve(first.text, argument.start) };
  }

  /** Value of one string, or of several beside each other. */
  private constantOf(start: number, end: number): string | undefined {
    let value = "";
    for (let index = start; index < end; index++) {
      const token = this.tokens[index];
      const part = token?.kind === "string" ? pythonStringValue(this.text, token) : undefined;
      if (part === undefined) {
        return undefined;
      }
      value += part;
    }
    return end > start ? value : undefined;
  }

  private resolve(name: string, at: number): Pick<CallName, "name" | "resolution" | "definedAt"> {
    const nothing = { name: undefined, resolution: "none", definedAt: undefined } as const;
    const owner = this.module.functions
      .filter(({ bodyStart, bodyEnd }) => at >= bodyStart && at < bodyEnd)
      .findLast(({ params }) => params.some((param) => param.name === name));
    const assignments = this.module.assignments.filter((item) => item.name === name);
    const others = this.module.otherWrites.filter((item) => item.name === name);
    if (others.length > 0 || assignments.length + (owner === undefined ? 0 : 1) !== 1) {
      return nothing;
    }
    const parameter = owner?.params.find((param) => param.name === name);
    const [only] = assignments;
    const start = parameter === undefined ? only?.value : parameter.defaultToken;
    const end = parameter === undefined ? only?.valueEnd : start === undefined ? undefined : start + 1;
    const value = start === undefined || end === undefined ? undefined : this.constantOf(start, end);
    if (value === undefined || start === undefined || end === undefined) {
      return nothing;
    }
    const definedAt = { start: this.startOf(start), end: this.tokens[end - 1]?.end ?? 0 };
    return { name: value, resolution: parameter === undefined ? "single-assignment" : "param-default", definedAt };
  }

  /** `call(...)["key"]` */
  private directReads(end: number): readonly FieldRead[] {
    const read = this.readAt(end);
    return read === undefined ? [] : [read];
  }

  /** A key read right behind a value: `["key"]` or `.get("key")`. */
  private readAt(index: number): FieldRead | undefined {
    const isGet = this.textAt(index) === "." && this.textAt(index + 1) === "get" && this.textAt(index + 2) === "(";
    const key = this.textAt(index) === "[" ? index + 1 : isGet ? index + 3 : -1;
    const token = this.tokens[key];
    const name = token?.kind === "string" ? pythonStringValue(this.text, token) : undefined;
    const closes = this.textAt(key + 1);
    return name !== undefined && token !== undefined && (closes === "]" || closes === ")" || closes === ",")
      ? { name, start: token.contentStart, end: token.contentEnd }
      : undefined;
  }

  /** Reads of the variable up to its next assignment, and of the parameters of functions that it is handed to. */
  private readsOf(name: string, target: number): readonly FieldRead[] {
    const scope = this.innermost(target);
    const [from, to] = scope === undefined ? [target, this.tokens.length] : [target, scope.bodyEnd];
    const next = this.module.assignments.find(
      (item) => item.name === name && item.target > target && item.target < to && this.innermost(item.target) === scope,
    );
    const end = Math.min(to, next?.target ?? to);
    const reads = this.readsBetween(name, from + 1, end, scope);
    // A function above the assignment that uses the global variable.
    const above = scope === undefined && this.assignmentsOf(name) === 1 ? this.readsBetween(name, 0, from, scope) : [];
    // A function that is called twice with it reads each key once.
    const byStart = new Map([...above, ...reads].map((read) => [read.start, read]));
    return [...byStart.values()].sort((a, b) => a.start - b.start);
  }

  private assignmentsOf(name: string): number {
    return this.module.assignments.filter((item) => item.name === name).length;
  }

  private innermost(index: number): PythonFunction | undefined {
    return this.module.functions.findLast(({ bodyStart, bodyEnd }) => index >= bodyStart && index < bodyEnd);
  }

  private readsBetween(
    name: string,
    start: number,
    end: number,
    scope: PythonFunction | undefined,
  ): readonly FieldRead[] {
    const reads: FieldRead[] = [];
    for (let index = start; index < end; index++) {
      if (this.tokens[index]?.text !== name || this.textAt(index - 1) === "." || this.isShadowed(name, index, scope)) {
        continue;
      }
      const read = this.readAt(index + 1);
      if (read !== undefined) {
        reads.push(read);
        continue;
      }
      reads.push(...this.readsOneCallDeep(index));
    }
    return reads;
  }

  /** In a function that has a parameter or a variable of its own of that name. */
  private isShadowed(name: string, index: number, scope: PythonFunction | undefined): boolean {
    const inner = this.innermost(index);
    return (
      inner !== undefined &&
      inner !== scope &&
      (inner.params.some((param) => param.name === name) ||
        this.module.assignments.some((item) => item.name === name && this.innermost(item.target) === inner))
    );
  }

  /** `f(conn)`, `f(a, c=conn)`: what the function reads of that parameter. */
  private readsOneCallDeep(index: number): readonly FieldRead[] {
    const isKeyword = this.textAt(index - 1) === "=";
    const first = isKeyword ? index - 2 : index;
    const after = this.textAt(index + 1);
    if (after !== "," && after !== ")") {
      return [];
    }
    let depth = 0;
    let position = 0;
    for (let at = first - 1; at >= 0; at--) {
      const text = this.textAt(at);
      if (this.tokens[at]?.kind === "newline") {
        return [];
      }
      if (text === ")" || text === "]" || text === "}") {
        depth++;
      } else if (text === "(" || text === "[" || text === "{") {
        if (depth === 0) {
          return text === "("
            ? this.readsOfParameter(at - 1, position, isKeyword ? this.textAt(first) : undefined)
            : [];
        }
        depth--;
      } else if (text === "," && depth === 0) {
        position++;
      }
    }
    return [];
  }

  private readsOfParameter(nameIndex: number, position: number, keyword: string | undefined): readonly FieldRead[] {
    if (this.tokens[nameIndex]?.kind !== "name" || this.textAt(nameIndex - 1) === "def") {
      return [];
    }
    const called = this.module.functions.filter(({ name }) => name === this.textAt(nameIndex));
    return called.flatMap((item) => {
      const param = keyword === undefined ? item.params[position] : item.params.find(({ name }) => name === keyword);
      const reads: FieldRead[] = [];
      for (let index = item.bodyStart; param !== undefined && index < item.bodyEnd; index++) {
        const isParam = this.textAt(index) === param.name && this.textAt(index - 1) !== ".";
        const read = isParam ? this.readAt(index + 1) : undefined;
        if (read !== undefined) {
          reads.push(read);
        }
      }
      return reads;
    });
  }
}

function findModules(module: PythonModule): readonly ModuleUse[] {
  const seen = new Set<string>();
  const uses: ModuleUse[] = [];
  for (const { module: name, start, end } of module.imports) {
    if (!seen.has(name)) {
      seen.add(name);
      uses.push({ name, how: "import", start, end });
    }
  }
  return uses;
}

const identityNames = new Set(["ManagedIdentityCredential", "DefaultAzureCredential", "MSIAuthentication"]);
const endpointNames = new Set(["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"]);

function findIdentityUses(text: string, module: PythonModule): readonly IdentityUse[] {
  const uses: IdentityUse[] = [];
  module.tokens.forEach((token, index) => {
    if (token.kind === "name" && identityNames.has(token.text) && module.tokens[index + 1]?.text === "(") {
      uses.push({ how: token.text, start: token.start, end: token.end });
    } else if (token.kind === "string") {
      const content = text.slice(token.contentStart, token.contentEnd);
      if (endpointNames.has(content)) {
        uses.push({ how: content, start: token.start, end: token.end });
      } else if (content.includes("169.254.169.254")) {
        uses.push({ how: "IMDS", start: token.start, end: token.end });
      }
    }
  });
  return uses;
}

function findArguments(text: string, module: PythonModule): PythonScan["arguments"] {
  const names = new Set<string>();
  for (const { module: name, member, localName } of module.imports) {
    if (name === "sys" && (member === undefined || member === "argv")) {
      names.add(member === undefined ? `${localName}.argv` : localName);
    }
  }
  const { tokens } = module;
  const reads: { index: number | undefined; start: number; end: number }[] = [];
  tokens.forEach((token, at) => {
    const isDotted = token.text === "argv" && tokens[at - 1]?.text === ".";
    const name = isDotted ? `${tokens[at - 2]?.text ?? ""}.argv` : token.text;
    const isImport = tokens[at - 1]?.text === "import" || tokens[at - 1]?.text === "as";
    if (token.kind !== "name" || isImport || !names.has(name) || (!isDotted && tokens[at - 1]?.text === ".")) {
      return;
    }
    const number = tokens[at + 1]?.text === "[" ? tokens[at + 2] : undefined;
    const index = number?.kind === "number" ? Number(text.slice(number.start, number.end)) : Number.NaN;
    const start = tokens[isDotted ? at - 2 : at]?.start ?? token.start;
    reads.push({ index: Number.isInteger(index) ? index : undefined, start, end: token.end });
  });
  return reads;
}
