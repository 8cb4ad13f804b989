/** What a rule has to say about a place in a text, as plain data for the editor and the command line. */
import type { ReadableAssetKind } from "./asset";

export const severities = ["error", "warning", "information", "hint"] as const;
export type Severity = (typeof severities)[number];

/** 0-based offsets into the text; `end` is behind the last character. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A change of the text. Its edits do not overlap and stand in the order of the text. */
export interface FindingFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether it keeps what the file does, so that *fix all* may apply it unseen. */
  readonly isSafeForAll: boolean;
}

/** Something outside the text that would settle a finding; the editor offers it, a terminal names it. */
export interface FindingAction {
  readonly kind: "create-asset";
  readonly title: string;
  readonly assetKind: ReadableAssetKind;
  readonly name: string;
  /** Of a connection, where the fields that are read tell it. */
  readonly connectionType: string | undefined;
}

export interface RelatedPlace {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface Finding {
  /** `RW101`: stable for ever. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The change that most likely is meant. */
  readonly fix?: FindingFix;
  /** Other changes that settle it, best first. */
  readonly otherFixes?: readonly FindingFix[];
  readonly actions?: readonly FindingAction[];
  readonly related?: readonly RelatedPlace[];
  /** The text there does nothing or is retired: editors fade or strike it out. */
  readonly tag?: "unnecessary" | "deprecated";
}

/** The text after a fix. */
export function applyFix(text: string, fix: Pick<FindingFix, "edits">): string {
  let result = "";
  let from = 0;
  for (const edit of fix.edits) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}
