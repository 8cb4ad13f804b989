/** The elements of the rows in sight: time, mark, text with colours and matches, what is folded or expandable, where it came from. */
import { el, icon, linkButton } from "../dom";
import { clockTime, fullTime } from "../times";
import { t } from "../words";
import { parseAnsi, readableText } from "./ansi";
import { foldedCharacters, foldText } from "./fold";
import { ObjectTrees } from "./object-tree";
import { matchesIn, type Row, type Stream } from "./rows";

export interface RowActions {
  readonly onOpenSource: (row: Row) => void;
  /** Asks for the whole text of a row; it comes through `setText`. */
  readonly onReadText: (row: Row) => void;
  /** The whole text of a row as a document. */
  readonly onOpenText: (row: Row) => void;
  /** Asks for the members of a row's object; they come through `setProperties`. */
  readonly onReadProperties: (row: Row, path: readonly string[]) => void;
  /** Name of a child job's runbook. */
  readonly jobName: (jobId: string) => string;
  /** The row changed its height at the person's wish. */
  readonly toggled: (row: Row) => void;
}

/** Icon and word, so that no stream is told by colour alone. Output needs none. */
const marks: Readonly<Record<Stream, { readonly icon: string; readonly word: string } | undefined>> = {
  Output: undefined,
  Error: { icon: "error", word: "Error" },
  Warning: { icon: "warning", word: "Warning" },
  Verbose: { icon: "list-flat", word: "Verbose" },
  Debug: { icon: "bug", word: "Debug" },
  Progress: { icon: "sync", word: "Progress" },
  Information: { icon: "info", word: "Information" },
};

/** What must outlive an element: what is unfolded, and measured heights that no estimate would hit. */
interface RowState {
  /** "Show more" presses. */
  pages: number;
  height: number | undefined;
}

export class RowElements {
  private readonly elements = new Map<Row, HTMLElement>();
  private readonly rowsByElement = new WeakMap<Element, Row>();
  private readonly states = new Map<Row, RowState>();
  /** Rows whose whole text even the extension cut. */
  private readonly cut = new WeakSet<Row>();
  private readonly trees: ObjectTrees;
  private search = "";

  constructor(private readonly actions: RowActions) {
    this.trees = new ObjectTrees({
      onRead: actions.onReadProperties,
      onToggle: (row) => {
        this.stateOf(row).height = undefined;
        this.refresh(row);
        actions.toggled(row);
      },
    });
  }

  clear(): void {
    this.elements.clear();
    this.states.clear();
    this.trees.clear();
  }

  /** Measured heights are of another width. */
  forgetHeights(): void {
    for (const state of this.states.values()) {
      state.height = undefined;
    }
  }

  /** Marks the matches of a text in all rows. */
  highlight(search: string): void {
    if (search !== this.search) {
      this.search = search;
      for (const row of this.elements.keys()) {
        this.refresh(row);
      }
    }
  }

  /** The row's element, made when there is none. */
  get(row: Row, isCurrentMatch: boolean): HTMLElement {
    let element = this.elements.get(row);
    if (element === undefined) {
      const look = row.lost > 0 ? "row-lost" : `stream-${row.stream.toLowerCase()}`;
      element = el("div", { class: `row ${look}`, attributes: { role: "listitem", tabindex: -1 } });
      this.elements.set(row, element);
      this.rowsByElement.set(element, row);
      this.fill(row, element);
    }
    element.classList.toggle("current-match", isCurrentMatch);
    return element;
  }

  find(row: Row | undefined): HTMLElement | undefined {
    return row === undefined ? undefined : this.elements.get(row);
  }

  rowOf(target: EventTarget | null): Row | undefined {
    const element = target instanceof Element ? target.closest(".row") : null;
    return element === null ? undefined : this.rowsByElement.get(element);
  }

  release(element: HTMLElement): void {
    const row = this.rowsByElement.get(element);
    if (row !== undefined && this.elements.get(row) === element) {
      this.elements.delete(row);
    }
  }

  /** Makes the content of a row in sight anew; the keyboard stays where it was in it. */
  refresh(row: Row): void {
    const element = this.elements.get(row);
    if (element === undefined) {
      return;
    }
    const focused = element.contains(document.activeElement) ? document.activeElement : undefined;
    const key = focused instanceof HTMLElement ? focused.dataset["key"] : undefined;
    this.fill(row, element);
    if (focused !== undefined && focused !== null && document.activeElement !== focused) {
      const same = [...element.querySelectorAll<HTMLElement>("[data-key]")].find((item) => item.dataset["key"] === key);
      (same ?? element).focus({ preventScroll: true });
    }
  }

  /** Only the active row and its buttons are reached with Tab. */
  setActive(element: HTMLElement, isActive: boolean): void {
    const tabIndex = isActive ? 0 : -1;
    if (element.tabIndex !== tabIndex) {
      element.tabIndex = tabIndex;
      this.setInnerTabs(element, tabIndex);
    }
  }

  heightOf(row: Row): number | undefined {
    return this.states.get(row)?.height;
  }

  /** Keeps heights that the estimate cannot know: those of unfolded rows. */
  remember(row: Row, height: number): void {
    const state = this.states.get(row);
    if (state !== undefined) {
      state.height = height;
    }
  }

  /** Enter and → unfold, ← folds, F12 goes to the source. Returns whether the key meant something here. */
  handleKey(row: Row, key: string): boolean {
    const isOpen = (this.states.get(row)?.pages ?? 0) > 0 || this.trees.isOpen(row, []);
    const canOpen = this.hasMore(row) || (row.isObject && !this.trees.isOpen(row, []));
    if (key === "F12" && row.line !== undefined) {
      this.actions.onOpenSource(row);
    } else if ((key === "ArrowRight" || key === "Enter") && canOpen) {
      this.unfold(row);
    } else if ((key === "ArrowLeft" || key === "Enter") && isOpen) {
      this.fold(row);
    } else {
      return false;
    }
    return true;
  }

  /** Unfolds far enough that the first match is in the row. */
  unfoldTo(row: Row, search: string): void {
    const at = search === "" ? -1 : row.text.toLowerCase().indexOf(search.toLowerCase());
    if (at < 0 || foldText(row.text, this.states.get(row)?.pages ?? 0).shown.length > at) {
      return;
    }
    const state = this.stateOf(row);
    while (foldText(row.text, state.pages).shown.length <= at) {
      state.pages++;
    }
    state.height = undefined;
    this.refresh(row);
  }

  /** The answer of `onReadText`. */
  setText(row: Row, text: string, isCut: boolean): void {
    row.text = text;
    row.fullLength = isCut ? row.fullLength : undefined;
    if (isCut) {
      this.cut.add(row);
    }
    this.stateOf(row).height = undefined;
    this.refresh(row);
  }

  /** The answer of `onReadProperties`. */
  setProperties(row: Row, path: readonly string[], answer: Parameters<ObjectTrees["set"]>[2]): void {
    this.trees.set(row, path, answer);
    this.stateOf(row).height = undefined;
    this.refresh(row);
  }

  /** What the clipboard gets: time, mark and text. */
  textOf(row: Row): string {
    const mark = marks[row.stream];
    return `${clockTime(row.time)}  ${mark === undefined ? "" : `${mark.word}: `}${readableText(row.text)}`;
  }

  private stateOf(row: Row): RowState {
    let state = this.states.get(row);
    if (state === undefined) {
      state = { pages: 0, height: undefined };
      this.states.set(row, state);
    }
    return state;
  }

  /** Text that is folded, or not here yet. */
  private hasMore(row: Row): boolean {
    return (
      foldText(row.text, this.states.get(row)?.pages ?? 0).hiddenCharacters > 0 ||
      (this.isPartial(row) && !this.cut.has(row))
    );
  }

  private isPartial(row: Row): boolean {
    return row.fullLength !== undefined && row.fullLength > row.text.length;
  }

  private unfold(row: Row): void {
    const state = this.stateOf(row);
    if (row.isObject && !this.trees.isOpen(row, [])) {
      this.trees.toggle(row, []);
      return;
    }
    if (this.isPartial(row) && !this.cut.has(row)) {
      this.actions.onReadText(row);
    }
    state.pages++;
    this.refreshToggled(row, state);
  }

  private fold(row: Row): void {
    const state = this.stateOf(row);
    state.pages = 0;
    if (this.trees.isOpen(row, [])) {
      this.trees.toggle(row, []);
    } else {
      this.refreshToggled(row, state);
    }
  }

  private refreshToggled(row: Row, state: RowState): void {
    state.height = undefined;
    this.refresh(row);
    this.actions.toggled(row);
  }

  private setInnerTabs(element: HTMLElement, tabIndex: number): void {
    for (const inner of element.querySelectorAll<HTMLElement>("button")) {
      inner.tabIndex = tabIndex;
    }
  }

  private fill(row: Row, element: HTMLElement): void {
    if (row.lost > 0) {
      element.replaceChildren(t("{0} earlier records are no longer kept", row.lost.toLocaleString()));
      return;
    }
    const mark = marks[row.stream];
    element.replaceChildren(
      el("span", { class: "row-time", text: clockTime(row.time), title: fullTime(row.time) }),
      ...(mark === undefined
        ? []
        : [el("span", { class: "row-mark" }, [icon(mark.icon), el("span", { text: t(mark.word) })])]),
      this.body(row),
      ...(row.job === "" ? [] : [el("span", { class: "row-job", text: this.actions.jobName(row.job) })]),
      ...(row.isHiddenInAzure ? [hiddenInAzureHint()] : []),
      ...(row.line === undefined ? [] : [this.sourceLink(row, row.line)]),
    );
    this.setInnerTabs(element, element.tabIndex);
  }

  private sourceLink(row: Row, line: number): HTMLElement {
    const words = row.file === "" ? t("line {0}", line) : `${row.file}:${line}`;
    const link = linkButton(words, () => this.actions.onOpenSource(row), t("Go to the source (F12)"));
    link.classList.add("row-source");
    link.dataset["key"] = "source";
    return link;
  }

  private body(row: Row): HTMLElement {
    const pages = this.states.get(row)?.pages ?? 0;
    const { shown, hiddenLines, hiddenCharacters } = foldText(row.text, pages);
    const body = el("div", { class: row.isInTable ? "row-body in-table" : "row-body" });
    const text = this.textElement(shown);
    if (row.isObject) {
      body.append(...this.trees.build(row, text));
    } else {
      body.append(text);
    }
    if (hiddenCharacters > 0 || pages > 0 || this.isPartial(row)) {
      body.append(this.foldControls(row, hiddenLines, hiddenCharacters, pages));
    }
    return body;
  }

  private foldControls(row: Row, hiddenLines: number, hiddenCharacters: number, pages: number): HTMLElement {
    const controls = el("div", { class: "row-fold" });
    const add = (key: string, label: string, act: () => void): void => {
      const button = linkButton(label, act);
      button.dataset["key"] = key;
      controls.append(button);
    };
    const unseen = hiddenCharacters + (this.isPartial(row) ? (row.fullLength ?? 0) - row.text.length : 0);
    if (this.hasMore(row)) {
      const amount =
        hiddenLines > 1 && !this.isPartial(row)
          ? t("Show {0} more lines", hiddenLines.toLocaleString())
          : t("Show {0} more characters", unseen.toLocaleString());
      add("more", pages === 0 ? amount : t("Show more ({0} characters)", unseen.toLocaleString()), () =>
        this.unfold(row),
      );
    } else if (this.isPartial(row)) {
      controls.append(el("span", { class: "hint", text: t("{0} more characters", unseen.toLocaleString()) }));
    }
    if (pages > 0) {
      add("less", t("Show less"), () => this.fold(row));
    }
    if (row.text.length + unseen > foldedCharacters) {
      add("document", t("Open as document"), () => this.actions.onOpenText(row));
    }
    return controls;
  }

  private textElement(text: string): HTMLElement {
    const element = el("span", { class: "row-text" });
    const segments = parseAnsi(text);
    const all = this.search === "" ? "" : segments.map((segment) => segment.text).join("");
    const matches = this.search === "" ? [] : matchesIn(all, this.search);
    let offset = 0;
    for (const segment of segments) {
      const target = segment.classes === "" ? element : el("span", { class: segment.classes });
      appendMarked(target, segment.text, offset, matches);
      if (target !== element) {
        element.append(target);
      }
      offset += segment.text.length;
    }
    return element;
  }
}

/** Appends the text that begins at `offset` with its part of the matches marked. */
function appendMarked(
  target: HTMLElement,
  text: string,
  offset: number,
  matches: readonly (readonly [number, number])[],
): void {
  let from = 0;
  for (const [start, end] of matches) {
    const first = Math.max(from, start - offset);
    const last = Math.min(text.length, end - offset);
    if (first < last) {
      target.append(text.slice(from, first), el("mark", { text: text.slice(first, last) }));
      from = last;
    }
  }
  target.append(text.slice(from));
}

function hiddenInAzureHint(): HTMLElement {
  const text = t("not shown in Azure unless logging is on");
  return el("span", { class: "row-hint", title: text }, [
    icon("eye-closed"),
    el("span", { class: "row-hint-text", text }),
  ]);
}
