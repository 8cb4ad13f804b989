/** The streams' area: chips with counts, search, follow, what to do with the text, and the list. */
import type { FromTestPane, PaneState, StreamFormat, ToTestPane } from "../../../protocol/test-pane";
import { el, hiddenText, icon, replaceChildren, toolButton } from "../dom";
import { setText, textField } from "../elements";
import type { Host } from "../host";
import { Menu } from "../menu";
import { noteElements } from "../notes";
import { t } from "../words";
import { readableText } from "./ansi";
import { StreamListView } from "./list-view";
import { streamOrder, type Row, type Stream } from "./rows";

/** The extension takes no more at once; a document or an export has them all. */
const mostCopied = 200_000;

export interface StreamsPanelOptions {
  readonly host: Host;
  /** Esc in the list. */
  readonly onLeave: () => void;
}

export class StreamsPanel {
  readonly element: HTMLElement;
  private readonly list: StreamListView;
  private readonly notes = el("div", { class: "notes" });
  private readonly chips = new Map<Stream | "", HTMLButtonElement>();
  private readonly searchField = textField(t("Search streams"), { type: "text", placeholder: t("Search") });
  private readonly matches = el("span", { class: "match-count", attributes: { role: "status" } });
  private readonly onlyMatches: HTMLButtonElement;
  private readonly followButton: HTMLButtonElement;
  private readonly empty = el("div", { class: "empty" });
  private readonly log: HTMLElement;
  private readonly menu: Menu;
  private streams: Set<Stream>;
  private run = -1;
  private state: PaneState | undefined;
  private searchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: StreamsPanelOptions) {
    const { host } = options;
    this.streams = new Set(streamOrder.filter((stream) => host.view.streams.includes(stream)));
    this.list = this.makeList();
    this.onlyMatches = toolButton({
      label: t("Only rows that match"),
      icon: "filter",
      iconOnly: true,
      onClick: () => {
        this.toggle(this.onlyMatches);
        this.applyFilter();
      },
    });
    this.onlyMatches.setAttribute("aria-pressed", "false");
    this.followButton = toolButton({
      label: t("Follow"),
      icon: "fold-down",
      title: t("Keep the newest row in sight"),
      onClick: () => this.list.follow(!this.list.following),
    });
    this.menu = this.makeMenu();
    this.log = el(
      "div",
      { class: "stream-log", attributes: { role: "log", "aria-live": "off", "aria-label": t("Streams") } },
      [this.list.element, this.empty],
    );
    this.element = el("section", { class: "area streams", attributes: { "aria-labelledby": "streams-title" } }, [
      el("h2", { class: "sr-only", text: t("Streams"), attributes: { id: "streams-title" } }),
      this.makeHeader(),
      this.notes,
      this.log,
    ]);
    this.applyFilter();
  }

  update(state: PaneState): void {
    this.state = state;
    replaceChildren(this.notes, noteElements(state.notes, "streams", this.options.host.post));
    if (state.run.run !== this.run) {
      this.run = state.run.run;
      this.list.clear();
    }
    this.listChanged();
  }

  /** A message about records. */
  receive(message: Extract<ToTestPane, { run: number }>): void {
    if (message.run !== this.run) {
      return;
    }
    switch (message.type) {
      case "records":
        this.list.add(message.from, message.records);
        break;
      case "text":
        this.list.setText(message.record, message.text, message.isCut);
        break;
      case "properties":
        this.list.setProperties(message.record, message.path, message);
        break;
      case "facts":
        break;
    }
  }

  focusList(): void {
    this.list.focus();
  }

  focusSearch(): void {
    this.searchField.focus();
    const input = this.searchField.shadowRoot?.querySelector("input");
    input?.select();
  }

  private makeList(): StreamListView {
    const { post } = this.options.host;
    const aboutRow = (row: Row): { readonly run: number; readonly record: number } => ({
      run: this.run,
      record: row.record,
    });
    return new StreamListView({
      onOpenSource: (row) => post({ type: "openSource", of: "record", run: this.run, index: row.record }),
      onReadText: (row) => post({ type: "readText", ...aboutRow(row) }),
      onOpenText: (row) =>
        post({ type: "openStreams", format: "text", filter: { streams: [row.stream], search: beginningOf(row.text) } }),
      onReadProperties: (row, path) => post({ type: "readProperties", ...aboutRow(row), path }),
      jobName: (id) => this.state?.run.children.find((child) => child.jobId === id)?.runbook ?? id.slice(0, 8),
      onLeave: this.options.onLeave,
      onChange: () => this.listChanged(),
      onTaken: (next) => post({ type: "received", run: this.run, next }),
    });
  }

  private makeHeader(): HTMLElement {
    const chips = el("div", { class: "chips", attributes: { role: "group", "aria-label": t("Streams to show") } });
    for (const stream of ["", ...streamOrder] as const) {
      const chip = el("button", { class: "chip", attributes: { type: "button" }, onClick: () => this.choose(stream) });
      this.chips.set(stream, chip);
      chips.append(chip);
    }
    this.searchField.append(el("span", { attributes: { slot: "content-before" } }, [icon("search")]));
    this.searchField.addEventListener("input", () => {
      clearTimeout(this.searchTimer);
      this.searchTimer = setTimeout(() => this.applyFilter(), 80);
    });
    this.searchField.addEventListener("keydown", (event) => this.onSearchKey(event));
    const step = (direction: 1 | -1, label: string, name: string): HTMLElement =>
      toolButton({ label, icon: name, iconOnly: true, onClick: () => this.list.goToMatch(direction) });
    return el("div", { class: "area-header" }, [
      chips,
      el("div", { class: "search", attributes: { role: "search" } }, [
        this.searchField,
        this.matches,
        step(-1, t("Previous match (Shift+Enter)"), "arrow-up"),
        step(1, t("Next match (Enter)"), "arrow-down"),
        this.onlyMatches,
      ]),
      el("div", { class: "stream-tools" }, [this.followButton, this.menu.element]),
    ]);
  }

  private makeMenu(): Menu {
    const { post } = this.options.host;
    const withFilter = (type: "openStreams" | "exportStreams", format: StreamFormat): FromTestPane => ({
      type,
      format,
      filter: {
        streams: [...this.streams],
        search: this.onlyMatches.ariaPressed === "true" ? this.searchField.value : "",
      },
    });
    return new Menu(t("More actions for streams"), [
      {
        label: t("Copy shown rows"),
        icon: "copy",
        act: () => post({ type: "copyRecords", run: this.run, records: this.list.shownRecords(mostCopied) }),
      },
      { label: t("Open as document"), icon: "go-to-file", act: () => post(withFilter("openStreams", "text")) },
      { label: t("Open as JSON lines"), icon: "json", act: () => post(withFilter("openStreams", "jsonl")) },
      { label: t("Export as text…"), icon: "save-as", act: () => post(withFilter("exportStreams", "text")) },
      { label: t("Export as JSON lines…"), icon: "save-as", act: () => post(withFilter("exportStreams", "jsonl")) },
      { label: t("Export as CSV…"), icon: "save-as", act: () => post(withFilter("exportStreams", "csv")) },
    ]);
  }

  private choose(stream: Stream | ""): void {
    if (stream === "") {
      this.streams.clear();
    } else if (!this.streams.delete(stream)) {
      this.streams.add(stream);
    }
    this.options.host.setView({ streams: [...this.streams] });
    this.applyFilter();
  }

  private applyFilter(): void {
    this.list.setFilter({
      streams: new Set(this.streams),
      search: this.searchField.value,
      onlyMatches: this.onlyMatches.ariaPressed === "true",
    });
  }

  private toggle(button: HTMLButtonElement): void {
    button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
  }

  private onSearchKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.list.goToMatch(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.searchField.value !== "") {
        setText(this.searchField, "");
        this.applyFilter();
      }
      this.list.focus();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.list.focus();
    }
  }

  private listChanged(): void {
    const counts = this.state?.run.counts;
    let total = 0;
    for (const stream of streamOrder) {
      const count = counts?.[stream] ?? 0;
      total += count;
      this.setChip(stream, t(stream), count, this.streams.has(stream));
    }
    this.setChip("", t("All"), total, this.streams.size === 0);
    const isSearching = this.searchField.value !== "";
    this.matches.textContent = isSearching
      ? this.list.matchCount === 0
        ? t("No match")
        : t("{0} of {1}", this.list.matchNumber.toLocaleString(), this.list.matchCount.toLocaleString())
      : "";
    this.followButton.ariaPressed = String(this.list.following);
    this.showEmpty();
  }

  private setChip(stream: Stream | "", label: string, count: number, isPressed: boolean): void {
    const chip = this.chips.get(stream);
    if (chip === undefined) {
      return;
    }
    const key = `${label} ${count}`;
    if (chip.dataset["key"] !== key) {
      chip.dataset["key"] = key;
      replaceChildren(chip, [
        document.createTextNode(`${label} `),
        el("span", { class: "count", text: count.toLocaleString() }),
        hiddenText(` ${count === 1 ? t("record") : t("records")}`),
      ]);
      chip.classList.toggle("is-empty", count === 0 && stream !== "");
    }
    chip.ariaPressed = String(isPressed);
  }

  private showEmpty(): void {
    const isEmpty = this.list.shownCount === 0;
    this.log.classList.toggle("is-empty", isEmpty);
    this.list.element.hidden = isEmpty;
    this.empty.hidden = !isEmpty;
    if (isEmpty) {
      this.empty.textContent = this.whyEmpty();
    }
  }

  private whyEmpty(): string {
    const run = this.state?.run;
    if (run === undefined || (run.kind === "none" && !run.isStarting)) {
      return t("Start runs the runbook. Its streams show here.");
    }
    if (this.list.rows.all.length > 0) {
      return this.searchField.value === "" ? t("No record in the chosen streams.") : t("No row matches the search.");
    }
    return run.isRunning || run.isStarting ? t("Nothing written yet.") : t("The runbook wrote nothing.");
  }
}

/** Enough of a text to find its record by. */
function beginningOf(text: string): string {
  return (readableText(text.slice(0, 200)).split("\n", 1)[0] ?? "").slice(0, 100);
}
