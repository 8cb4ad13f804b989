/** What the rows of all items have in common. */
import type { AccountItem, JobItem, RunbookItem } from "../../../../core/browse";
import type { Localize } from "../../../../core/localize";
import { contextValue, spoken, type Look } from "../look";
import { facts } from "../words";

export interface ItemLookContext {
  readonly l10n: Localize;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isLocal: boolean;
  /** Status and end of the runbook's last job in this window. */
  readonly lastJob?:
    ((runbook: RunbookItem) => { readonly status: string; readonly timeMs: number } | undefined) | undefined;
}

export function placeFlag({ isLocal }: ItemLookContext): string {
  return isLocal ? "local" : "azure";
}

export interface PlainOptions {
  readonly icon: string;
  readonly colour?: string | undefined;
  readonly facts: readonly (string | undefined)[];
  readonly kindWords: string;
  readonly flags?: readonly (string | false | undefined)[];
  readonly isContainer?: boolean;
}

export function plainLook(
  item: Exclude<AccountItem, JobItem>,
  context: ItemLookContext,
  { icon, colour, facts: texts, kindWords, flags = [], isContainer = false }: PlainOptions,
): Look {
  return {
    label: item.name,
    description: facts(...texts),
    icon: { id: icon, ...(colour !== undefined && { colour }) },
    contextValue: contextValue(`item:${item.kind}`, placeFlag(context), ...flags),
    spoken: spoken(item.name, kindWords, ...texts),
    isContainer,
  };
}
