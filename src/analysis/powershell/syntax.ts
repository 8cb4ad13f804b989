/** The pieces of a PowerShell text, as plain objects with 0-based offsets (`end` is behind the last character). */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `bare` is an unquoted argument or command name. */
export type StringStyle = "single" | "double" | "single-here" | "double-here" | "bare";

export interface StringNode extends Span {
  readonly kind: "string";
  readonly style: StringStyle;
  /** Between the quotes. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Variables and `$( )` inside; a string without any is a constant. */
  readonly parts: readonly Expression[];
  readonly isClosed: boolean;
  /** In `$( )` of a double-quoted string, where `""` and a backtick with a quote stand for one quote. */
  readonly isInString: boolean;
}

export interface NumberNode extends Span {
  readonly kind: "number";
}

export interface VariableNode extends Span {
  readonly kind: "variable";
  /** Without sigil, braces and scope. */
  readonly name: string;
  /** Lower-case scope or drive: "script", "using", "env"; "" without one. */
  readonly scope: string;
  /** `@name` */
  readonly isSplat: boolean;
}

/** `( ... )` */
export interface ParenNode extends Span {
  readonly kind: "paren";
  readonly statement: Statement | undefined;
}

/** `$( ... )` or `@( ... )` */
export interface BlockNode extends Span {
  readonly kind: "subexpression" | "array";
  readonly statements: readonly Statement[];
}

export interface HashtableEntry {
  readonly key: Expression;
  readonly value: Statement | undefined;
}

export interface HashtableNode extends Span {
  readonly kind: "hashtable";
  readonly entries: readonly HashtableEntry[];
}

export interface ScriptBlockNode extends Span {
  readonly kind: "scriptblock";
  readonly params: ParamBlock | undefined;
}

export interface CastNode extends Span {
  readonly kind: "cast";
  /** Without brackets. */
  readonly typeName: string;
  readonly operand: Expression;
}

export interface TypeNode extends Span {
  readonly kind: "type";
  readonly typeName: string;
}

export interface MemberNode extends Span {
  readonly kind: "member";
  readonly target: Expression;
  readonly isStatic: boolean;
  /** Constant member name; undefined for a computed one; "" while it is not typed yet. */
  readonly name: string | undefined;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Arguments of a method call; undefined for a property. */
  readonly args: readonly Expression[] | undefined;
}

export interface IndexNode extends Span {
  readonly kind: "index";
  readonly target: Expression;
  readonly index: Expression | undefined;
}

/** `a, b` */
export interface ListNode extends Span {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

export interface UnaryNode extends Span {
  readonly kind: "unary";
  readonly operator: string;
  readonly operand: Expression | undefined;
}

/** A chain of operators of any precedence: who reads it only wants to know what takes part. */
export interface BinaryNode extends Span {
  readonly kind: "binary";
  readonly operands: readonly Expression[];
  /** Lower case, with dash: `-f`, `+`; one less than operands, or as many while an operand is missing. */
  readonly operators: readonly string[];
}

export type Expression =
  | StringNode
  | NumberNode
  | VariableNode
  | ParenNode
  | BlockNode
  | HashtableNode
  | ScriptBlockNode
  | CastNode
  | TypeNode
  | MemberNode
  | IndexNode
  | ListNode
  | UnaryNode
  | BinaryNode;

/** `-Name`, or `-Name:value` */
export interface ParameterNode extends Span {
  readonly kind: "parameter";
  /** Without dash and colon. */
  readonly name: string;
  /** After a colon. */
  readonly value: Expression | undefined;
}

export type CommandElement = ParameterNode | Expression;

export interface CommandNode extends Span {
  readonly kind: "command";
  /** Constant name without quotes and escapes; "" for a computed one. */
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** What is run, where it is no plain name. */
  readonly nameExpression: Expression | undefined;
  readonly invocation: "" | "&" | ".";
  /** Parameters and arguments in order, without the name. */
  readonly elements: readonly CommandElement[];
  /** Another command or expression hands its output to this one. */
  readonly hasPipelineInput: boolean;
}

export interface PipelineNode extends Span {
  readonly kind: "pipeline";
  readonly elements: readonly (CommandNode | Expression)[];
}

export interface AssignmentNode extends Span {
  readonly kind: "assignment";
  readonly target: Expression;
  readonly operator: string;
  readonly value: Statement | undefined;
}

/** if, loops, try, definitions and the like: their parts stand in the lists of the scan. */
export interface CompoundNode extends Span {
  readonly kind: "compound";
  /** Lower-case keyword; "property" for `Key = value` of a DSC resource. */
  readonly keyword: string;
}

export type Statement = PipelineNode | AssignmentNode | CompoundNode;

export interface AttributeArgument {
  readonly name: string;
  /** undefined: the bare name, which means true. */
  readonly value: Expression | undefined;
}

export interface AttributeNode extends Span {
  readonly name: string;
  readonly positional: readonly Expression[];
  readonly named: readonly AttributeArgument[];
}

export interface ParameterDeclaration extends Span {
  /** Without `$`. */
  readonly name: string;
  /** With `$`. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** The first type, as written without brackets; "" without one. */
  readonly typeName: string;
  readonly attributes: readonly AttributeNode[];
  readonly defaultValue: Expression | undefined;
}

export interface ParamBlock extends Span {
  readonly attributes: readonly AttributeNode[];
  readonly parameters: readonly ParameterDeclaration[];
}

export type DefinitionKind = "function" | "filter" | "workflow" | "configuration" | "class" | "enum";

export interface DefinitionNode extends Span {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Behind `{` and before `}`. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly params: ParamBlock | undefined;
  /** Index of the enclosing definition in the scan's list; -1 at the top level. */
  readonly parent: number;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

/** A loop variable, `++`, or another way to change a variable that is no assignment. */
export interface VariableWrite extends Span {
  readonly name: string;
}

/** Everything a text holds, in lists ordered by where each item starts, or ends where items nest. */
export interface PowerShellSyntax {
  readonly commands: readonly CommandNode[];
  readonly assignments: readonly AssignmentNode[];
  readonly writes: readonly VariableWrite[];
  readonly members: readonly (MemberNode | IndexNode)[];
  readonly variables: readonly VariableNode[];
  readonly strings: readonly StringNode[];
  readonly definitions: readonly DefinitionNode[];
  readonly comments: readonly Span[];
  readonly paramBlocks: readonly ParamBlock[];
  /** `using` statements, read like commands. */
  readonly usings: readonly CommandNode[];
  /** Of the script itself. */
  readonly params: ParamBlock | undefined;
  readonly statements: readonly Statement[];
  readonly problems: readonly SyntaxProblem[];
}
