/** A plain table with a head, and a sentence where it is empty. */
import { el } from "../dom";
import { t } from "../words";

/** More rows than this are only counted: the streams' document has them all. */
const mostRows = 500;

export interface Column<Item> {
  readonly title: string;
  readonly class?: string;
  readonly cell: (item: Item) => string | Node;
}

/** The last `mostRows` items, newest at the end. */
export function table<Item>(
  label: string,
  items: readonly Item[],
  columns: readonly Column<Item>[],
  empty: string,
): HTMLElement {
  if (items.length === 0) {
    return el("div", { class: "empty", text: empty });
  }
  const shown = items.slice(-mostRows);
  const head = el(
    "tr",
    {},
    columns.map((column) => el("th", { class: column.class ?? "", text: column.title, attributes: { scope: "col" } })),
  );
  const rows = shown.map((item) =>
    el(
      "tr",
      {},
      columns.map((column) => {
        const cell = column.cell(item);
        return typeof cell === "string"
          ? el("td", { class: column.class ?? "", text: cell, title: cell })
          : el("td", { class: column.class ?? "" }, [cell]);
      }),
    ),
  );
  return el("div", {}, [
    items.length > shown.length
      ? el("div", { class: "hint", text: t("The last {0} of {1}", shown.length, items.length.toLocaleString()) })
      : undefined,
    el("table", { attributes: { "aria-label": label } }, [el("thead", {}, [head]), el("tbody", {}, rows)]),
  ]);
}
