import type { Json } from "./json";

/** One parameter of a runbook's param block. The service uses only type, name, mandatory and default; the rest helps forms. */
export interface ParameterDefinition {
  readonly name: string;
  /** As written, without brackets (`string`, `System.String`, `int[]`); "" for none, which binds like object. */
  readonly typeName: string;
  readonly isMandatory: boolean;
  /** Source text of the default; undefined without one. */
  readonly defaultText: string | undefined;
  /** The default's value where its text is a literal; undefined otherwise. */
  readonly defaultValue: Json | undefined;
  /** Texts of ValidateSet; empty without one. */
  readonly allowedValues: readonly string[];
  /** Bounds of ValidateRange, where both are numbers. */
  readonly range: { readonly min: number; readonly max: number } | undefined;
  /** Other names by [Alias()]; the service does not know them, PowerShell does. */
  readonly aliases: readonly string[];
  /** HelpMessage, else .PARAMETER of the comment-based help; "" without either. */
  readonly help: string;
  /** 0-based offsets of the name (with its `$`) in the text. */
  readonly start: number;
  readonly end: number;
}

/** Parameters ready for a host: PowerShell by name, Python by position. */
export type BoundParameters =
  | { readonly kind: "named"; readonly values: Readonly<Record<string, Json>> }
  | { readonly kind: "positional"; readonly values: readonly string[] };

export interface ParameterProblem {
  /** The parameter as the person named it, or as the runbook declares it when it is missing. */
  readonly name: string;
  readonly message: string;
}

export type BindResult =
  | { readonly ok: true; readonly bound: BoundParameters }
  | { readonly ok: false; readonly problems: readonly ParameterProblem[] };
