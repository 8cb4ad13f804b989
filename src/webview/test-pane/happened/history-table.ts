/** Earlier runs: look at one, compare two, forget them. */
import type { HistoryEntry } from "../../../protocol/test-pane";
import { el, linkButton, toolButton } from "../dom";
import type { Host } from "../host";
import { statusIcon } from "../status-line";
import { duration, relativeTime } from "../times";
import { t } from "../words";
import { table, type Column } from "./table";

export class HistoryTable {
  private readonly element = el("div", { class: "history" });
  private readonly compare: HTMLButtonElement;
  private readonly tools: HTMLElement;
  private readonly content = el("div");
  private selected: string[] = [];
  private key = "";

  constructor(private readonly host: Host) {
    this.compare = toolButton({
      label: t("Compare"),
      icon: "diff",
      title: t("Compare the two selected runs"),
      onClick: () => {
        const [first, second] = this.selected;
        if (first !== undefined && second !== undefined) {
          host.post({ type: "compareHistory", ids: [first, second] });
        }
      },
    });
    const clear = toolButton({
      label: t("Clear history"),
      icon: "clear-all",
      onClick: () => host.post({ type: "clearHistory" }),
    });
    this.tools = el("div", { class: "history-tools" }, [
      this.compare,
      clear,
      el("span", { class: "hint", text: t("Select two runs to compare them.") }),
    ]);
    this.element.append(this.tools, this.content);
  }

  update(entries: readonly HistoryEntry[]): HTMLElement {
    const minute = Math.floor(Date.now() / 60_000);
    const key = JSON.stringify([entries, minute]);
    if (key !== this.key) {
      this.key = key;
      const known = new Set(entries.map(({ id }) => id));
      this.selected = this.selected.filter((id) => known.has(id));
      this.tools.hidden = entries.length === 0;
      this.content.replaceChildren(table(t("History"), entries, this.columns(), t("No earlier run of this runbook.")));
      this.compare.disabled = this.selected.length !== 2;
    }
    return this.element;
  }

  private columns(): readonly Column<HistoryEntry>[] {
    const locale = document.documentElement.lang === "" ? "en" : document.documentElement.lang;
    return [
      { title: t("Select"), class: "cell-select", cell: (entry) => this.box(entry, locale) },
      {
        title: t("State"),
        cell: (entry) => el("span", {}, [statusIcon(entry.status), document.createTextNode(" "), this.open(entry)]),
      },
      {
        title: t("Started"),
        cell: (entry) => {
          const time = Date.parse(entry.startTime);
          return el("span", {
            text: relativeTime(time, Date.now(), locale),
            title: new Date(time).toLocaleString(locale),
          });
        },
      },
      { title: t("Duration"), cell: (entry) => (entry.durationMs === undefined ? "" : duration(entry.durationMs)) },
      { title: t("Where"), cell: (entry) => entry.where },
      { title: t("Parameters"), class: "cell-wide", cell: (entry) => entry.parameters },
      { title: t("Records"), cell: (entry) => entry.records?.toLocaleString() ?? "" },
      { title: t("Errors"), cell: (entry) => entry.errors?.toLocaleString() ?? "" },
      {
        title: t("Remove"),
        class: "cell-action",
        cell: (entry) =>
          toolButton({
            label: t("Remove the run of {0}", new Date(entry.startTime).toLocaleString(locale)),
            icon: "close",
            iconOnly: true,
            onClick: () => this.host.post({ type: "deleteHistory", id: entry.id }),
          }),
      },
    ];
  }

  private open(entry: HistoryEntry): HTMLElement {
    return linkButton(
      entry.status,
      () => this.host.post({ type: "showHistory", id: entry.id }),
      t("Show the streams of this run"),
    );
  }

  private box(entry: HistoryEntry, locale: string): HTMLElement {
    const box = el("input", {
      attributes: {
        type: "checkbox",
        "aria-label": t("Select the run of {0}", new Date(entry.startTime).toLocaleString(locale)),
      },
    });
    box.checked = this.selected.includes(entry.id);
    box.addEventListener("change", () => {
      this.selected = this.selected.filter((id) => id !== entry.id);
      if (box.checked) {
        // A third one takes the place of the older choice.
        this.selected = [...this.selected.slice(-1), entry.id];
      }
      this.compare.disabled = this.selected.length !== 2;
      for (const other of this.content.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
        other.checked = this.selected.includes(other.dataset["id"] ?? "");
      }
    });
    box.dataset["id"] = entry.id;
    return box;
  }
}
