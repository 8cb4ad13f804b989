/** The editor's translations, as a parameter: the parts of the pane that need no editor are tested without one. */
export interface Localize {
  t(message: string, ...args: readonly (string | number | boolean)[]): string;
}
