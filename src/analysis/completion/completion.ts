/** What completion offers, without an editor: texts and the offsets they replace. */

export type CompletionKind = "asset" | "field" | "method" | "parameter" | "cmdlet" | "function" | "runbook";

export interface Completion {
  readonly kind: CompletionKind;
  readonly label: string;
  /** Beside the label: type or value in a word. */
  readonly detail: string;
  /** At the row's end: where it comes from. */
  readonly source: string;
  /** Markdown, shown on demand; "" for none. */
  readonly documentation: string;
  readonly insertText: string;
  /** What typed text is compared with, where it is not the label. */
  readonly filterText: string;
  /** 0-based offsets of what is replaced. */
  readonly start: number;
  readonly end: number;
}
