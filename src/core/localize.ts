/** The part of the editor's translations that code without an editor needs; `vscode.l10n` is one. */
export interface Localize {
  /** Errors: none. `{0}` and so on stand for the arguments. */
  t(message: string, ...args: readonly (string | number | boolean)[]): string;
}
