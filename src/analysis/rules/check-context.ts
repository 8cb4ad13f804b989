/** What the rules are told about a text besides the text. */
import type { Severity } from "../../core/finding";
import type { DecodedText } from "../decode-text";
import type { KnownAccount } from "../references/known-account";

export interface CheckContext {
  readonly text: string;
  /** Absolute or not; only names matter. */
  readonly path: string;
  /** The account that the runbook belongs to; undefined: nothing is said about what it holds. */
  readonly account?: KnownAccount | undefined;
  /** By code, `RW101`. */
  readonly severities?: Readonly<Record<string, Severity | "off">> | undefined;
  /** How the bytes are written; undefined where no file holds the text yet, or in an encoding of another family. */
  readonly bytes?: Pick<DecodedText, "encoding" | "hasByteOrderMark"> | undefined;
  /** Names of the files in the same folder; undefined: not known. */
  readonly filesBeside?: readonly string[] | undefined;
  /** Of the module that a metadata file belongs to; undefined: not read. */
  readonly module?: ModuleContents | undefined;
}

export interface ModuleContents {
  /** Every file, seen from the module's folder, with `/`. */
  readonly paths: readonly string[];
  /** Text of `<Module>.psm1`; undefined without one. */
  readonly source: string | undefined;
}
