/** The words of the pane. The extension sends VS Code's translations with the first message; a missing one reads as written here. */

let translations: Readonly<Record<string, string>> = {};

export function useTranslations(bundle: Readonly<Record<string, string>>): void {
  translations = bundle;
}

/** As vscode.l10n.t: `{0}` and on stand for the arguments. */
export function t(message: string, ...parameters: readonly (string | number)[]): string {
  const text = Object.hasOwn(translations, message) ? (translations[message] ?? message) : message;
  return text.replaceAll(/\{(\d+)\}/g, (whole, index: string) => {
    const value = parameters[Number(index)];
    return value === undefined ? whole : String(value);
  });
}
