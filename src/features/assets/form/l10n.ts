/** The editor's translations, as a parameter: forms are tested without an editor. */
export interface FormL10n {
  t(message: string, ...args: readonly (string | number | boolean)[]): string;
}
