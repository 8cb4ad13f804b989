/** How a node looks: what the tree provider puts into a TreeItem. */

export interface Look {
  readonly label: string;
  /** The two facts a person compares by; "" for none. */
  readonly description: string;
  /** Id of a codicon; `colour` is the id of a theme colour, never the only sign of a state. */
  readonly icon: { readonly id: string; readonly colour?: string };
  /** Path or name of a file whose icon is shown instead. */
  readonly file?: string | undefined;
  /** The kind, then `;` and flags: see docs/explorer.md. */
  readonly contextValue: string;
  /** What a screen reader says: label, kind and state in words. */
  readonly spoken: string;
  readonly isContainer: boolean;
  readonly isExpanded?: boolean;
}

/** One line of a tooltip. */
export interface Detail {
  readonly label: string;
  readonly value: string;
  /** Ids and the like: the tooltip offers to copy it. */
  readonly isCopyable?: boolean;
}

export const warningColour = "list.warningForeground";
export const errorColour = "list.errorForeground";
export const quietColour = "disabledForeground";

/** `item:variable;azure;encrypted`: kind first, only the flags that hold. */
export function contextValue(kind: string, ...flags: readonly (string | false | undefined)[]): string {
  return [kind, ...flags.filter((flag) => flag !== false && flag !== undefined)].join(";");
}

/** The parts a screen reader says, without empty ones. */
export function spoken(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== "" && part !== false && part !== undefined).join(", ");
}
