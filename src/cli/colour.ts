/** Decides whether a stream gets colour: only a terminal does, unless the person says otherwise. */

export const colourChoices = ["auto", "always", "never"] as const;
export type ColourChoice = (typeof colourChoices)[number];

/** `--color` wins over NO_COLOR (no-color.org: any text that is not empty), which wins over what the stream is. */
export function usesColour(
  choice: ColourChoice,
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== "auto") {
    return choice === "always";
  }
  const noColour = environment["NO_COLOR"];
  return isTerminal && (noColour === undefined || noColour === "") && environment["TERM"] !== "dumb";
}

const colourCodes = /\u001b\[[0-9;:]*m/g;

export function withoutColour(text: string): string {
  return text.includes("\u001b[") ? text.replace(colourCodes, "") : text;
}
