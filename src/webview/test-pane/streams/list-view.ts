/**
 * The list of stream rows: only the rows in sight are elements, so that 100,000 records scroll like ten. Rows have the height of
 * their text; heights are estimated when a row is added and corrected when it is seen.
 */
import { el } from "../dom";
import type { PaneRecord } from "../../../protocol/test-pane";
import { estimateLines } from "./fold";
import type { Properties } from "./object-tree";
import { RowElements, type RowActions } from "./row-element";
import { RowHeights, windowOf } from "./row-heights";
import { Rows, type Row } from "./rows";
import { everything, ShownRows, type RowFilter } from "./shown-rows";

export interface StreamListOptions extends Omit<RowActions, "toggled"> {
  /** Esc in the list. */
  readonly onLeave: () => void;
  /** Rows, matches or the follow mode changed. */
  readonly onChange: () => void;
  /** All records before this number were taken in. */
  readonly onTaken: (next: number) => void;
}

interface Batch {
  readonly from: number;
  readonly records: readonly PaneRecord[];
  /** How many of them are taken in. */
  taken: number;
}

/** Work on queued records stops for this frame after so many milliseconds. */
const frameBudgetMs = 6;
const sliceSize = 1000;
/** Pixels beyond the sight that are rendered too, so that fast scrolling shows no gaps. */
const overscan = 240;

export class StreamListView {
  readonly element: HTMLElement;
  readonly rows = new Rows();
  private readonly shown = new ShownRows();
  private readonly heights = new RowHeights();
  private readonly spacer = el("div", { class: "stream-spacer" });
  private readonly canvas = el("div", { class: "stream-rows" });
  private readonly rowElements: RowElements;
  private readonly resize: ResizeObserver;
  private queue: Batch[] = [];
  private filter: RowFilter = everything;
  private isFollowing = true;
  private active = 0;
  private match: number | undefined;
  private frame: number | undefined;
  private lineHeight = 18;
  private columns = 100;
  private width = 0;
  private expectedTop = 0;

  constructor(private readonly options: StreamListOptions) {
    this.rowElements = new RowElements({
      ...options,
      toggled: (row) => {
        this.follow(false);
        this.activate(this.shown.positionOf(row), false);
        this.schedule();
      },
    });
    this.canvas.setAttribute("role", "list");
    this.element = el("div", { class: "stream-viewport", attributes: { tabindex: 0 } }, [this.spacer, this.canvas]);
    this.element.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.onKeyDown(event));
    this.element.addEventListener("focusin", (event) => this.onFocusIn(event));
    this.element.addEventListener("copy", (event) => this.onCopy(event));
    this.resize = new ResizeObserver((entries) => this.onResize(entries));
    this.resize.observe(this.element);
  }

  get following(): boolean {
    return this.isFollowing;
  }

  get shownCount(): number {
    return this.shown.length;
  }

  get matchCount(): number {
    return this.shown.matchPositions.length;
  }

  /** 1-based place of the current match among all; 0 without one. */
  get matchNumber(): number {
    return this.match === undefined ? 0 : this.shown.matchPositions.indexOf(this.match) + 1;
  }

  /** All records were taken in. */
  get isIdle(): boolean {
    return this.queue.length === 0;
  }

  /** Takes records in over the next frames. */
  add(from: number, records: readonly PaneRecord[]): void {
    this.queue.push({ from, records, taken: 0 });
    this.schedule();
  }

  /** The whole text of a record, as it was asked for. */
  setText(record: number, text: string, isCut: boolean): void {
    const row = this.rows.find(record);
    if (row !== undefined) {
      this.rowElements.setText(row, text, isCut);
      this.schedule();
    }
  }

  setProperties(record: number, path: readonly string[], properties: Properties): void {
    const row = this.rows.find(record);
    if (row !== undefined) {
      this.rowElements.setProperties(row, path, properties);
      this.schedule();
    }
  }

  clear(): void {
    this.queue = [];
    this.rows.clear();
    this.rowElements.clear();
    this.isFollowing = true;
    this.active = 0;
    this.reapply();
  }

  /** Keeps the row in sight that was at the top, where it still is in the list. */
  setFilter(filter: RowFilter): void {
    const top = this.shown.at(this.heights.rowAt(this.element.scrollTop));
    const active = this.shown.at(this.active);
    this.filter = filter;
    this.reapply();
    this.active = active === undefined ? 0 : this.clamp(this.shown.nearestPosition(active.index));
    if (top !== undefined && !this.isFollowing) {
      this.scrollTo(this.heights.offsetOf(this.shown.nearestPosition(top.index)));
    }
    this.match = filter.search === "" ? undefined : this.shown.nextMatch(this.active - 1, 1);
    if (this.match !== undefined) {
      this.revealMatch(this.match);
    }
    this.options.onChange();
  }

  follow(isFollowing: boolean): void {
    if (this.isFollowing !== isFollowing) {
      this.isFollowing = isFollowing;
      this.options.onChange();
    }
    if (isFollowing) {
      this.schedule();
    }
  }

  /** Goes to the next or previous match of the search. */
  goToMatch(direction: 1 | -1): void {
    const next = this.shown.nextMatch(this.match ?? this.active - direction, direction);
    if (next !== undefined) {
      this.match = next;
      this.revealMatch(next);
      this.options.onChange();
    }
  }

  /** Puts the keyboard on the current row. */
  focus(): void {
    if (this.shown.length === 0) {
      this.element.focus();
    } else {
      this.activate(this.isFollowing ? this.shown.length - 1 : this.active, true);
    }
  }

  /** Numbers of the records in the rows that are shown, at most `limit`. */
  shownRecords(limit: number): readonly number[] {
    const numbers: number[] = [];
    for (let position = 0; position < this.shown.length && numbers.length < limit; position++) {
      const row = this.shown.at(position);
      for (let offset = 0; row !== undefined && offset < row.records && numbers.length < limit; offset++) {
        numbers.push(row.record + offset);
      }
    }
    return numbers;
  }

  dispose(): void {
    this.resize.disconnect();
    if (this.frame !== undefined) {
      cancelAnimationFrame(this.frame);
    }
  }

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.takeIn();
      this.render();
    });
  }

  private takeIn(): void {
    const started = performance.now();
    const before = this.rows.next;
    for (let batch = this.queue[0]; batch !== undefined; batch = this.queue[0]) {
      const part = batch.records.slice(batch.taken, batch.taken + sliceSize);
      const { added, changed } = this.rows.add(batch.from + batch.taken, part);
      this.showRows(added);
      if (changed !== undefined) {
        this.rowElements.refresh(changed);
      }
      batch.taken += part.length;
      if (batch.taken >= batch.records.length) {
        this.queue.shift();
      }
      if (performance.now() - started > frameBudgetMs) {
        break;
      }
    }
    if (this.queue.length > 0) {
      this.schedule();
    }
    if (this.rows.next !== before) {
      this.options.onTaken(this.rows.next);
      this.options.onChange();
    }
  }

  private showRows(rows: readonly Row[]): void {
    const from = this.shown.length;
    this.shown.add(rows);
    for (let position = from; position < this.shown.length; position++) {
      this.heights.push(this.estimate(this.shown.at(position)));
    }
  }

  private estimate(row: Row | undefined): number {
    if (row === undefined) {
      return this.lineHeight;
    }
    return this.rowElements.heightOf(row) ?? estimateLines(row.text, this.columns) * this.lineHeight;
  }

  private reapply(): void {
    this.rowElements.highlight(this.filter.search);
    this.shown.apply(this.filter, this.rows.all);
    this.heights.clear();
    for (let position = 0; position < this.shown.length; position++) {
      this.heights.push(this.estimate(this.shown.at(position)));
    }
    this.match = undefined;
    this.schedule();
  }

  private render(): void {
    const hadFocus = this.canvas.contains(document.activeElement);
    const viewportHeight = this.element.clientHeight;
    if (viewportHeight === 0) {
      return;
    }
    // Measured heights can leave a gap at the end of the window: then once more. Not while records pour in: each round makes the
    // page lay itself out, and the next frame has other rows.
    const isFlooded = this.isFollowing && this.queue.length > 0;
    const rounds = isFlooded ? 1 : 4;
    for (let round = 0; round < rounds; round++) {
      this.spacer.style.height = `${this.heights.total}px`;
      const top = this.isFollowing ? Math.max(0, this.heights.total - viewportHeight) : this.element.scrollTop;
      const { first, end } = windowOf(this.heights, top, viewportHeight, isFlooded ? 0 : overscan);
      this.placeRows(first, end);
      const shift = this.measure(first, end, this.heights.rowAt(top));
      this.canvas.style.transform = `translateY(${this.heights.offsetOf(first)}px)`;
      this.spacer.style.height = `${this.heights.total}px`;
      const wanted = this.isFollowing ? Math.max(0, this.heights.total - viewportHeight) : top + shift;
      if (Math.abs(wanted - this.element.scrollTop) > 0.5) {
        this.scrollTo(wanted);
      }
      if (shift === 0 && this.heights.offsetOf(end) >= Math.min(this.heights.total, wanted + viewportHeight)) {
        break;
      }
    }
    if (hadFocus && !this.canvas.contains(document.activeElement)) {
      // The focused row went out of sight: the list keeps the keyboard.
      this.element.focus({ preventScroll: true });
    }
  }

  private placeRows(first: number, end: number): void {
    const wanted: HTMLElement[] = [];
    for (let position = first; position < end; position++) {
      const row = this.shown.at(position);
      if (row !== undefined) {
        const element = this.rowElements.get(row, position === this.match);
        element.ariaSetSize = String(this.shown.length);
        element.ariaPosInSet = String(position + 1);
        this.rowElements.setActive(element, position === this.active);
        wanted.push(element);
      }
    }
    const keep = new Set(wanted);
    for (const child of [...this.canvas.children]) {
      if (!keep.has(child as HTMLElement)) {
        child.remove();
        this.resize.unobserve(child);
        this.rowElements.release(child as HTMLElement);
      }
    }
    let next = this.canvas.firstElementChild;
    for (const element of wanted) {
      if (element === next) {
        next = next.nextElementSibling;
      } else {
        if (element.parentElement === null) {
          this.resize.observe(element);
        }
        this.canvas.insertBefore(element, next);
      }
    }
    this.element.tabIndex = keep.size > 0 && this.active >= first && this.active < end ? -1 : 0;
  }

  /** Returns by how much the rows before the anchor grew. */
  private measure(first: number, end: number, anchor: number): number {
    let shift = 0;
    for (let position = first, child = this.canvas.firstElementChild; position < end && child !== null; position++) {
      const row = this.shown.at(position);
      const height = child.getBoundingClientRect().height;
      if (row !== undefined && height > 0) {
        this.rowElements.remember(row, height);
        const change = this.heights.set(position, height);
        shift += position < anchor ? change : 0;
      }
      child = child.nextElementSibling;
    }
    return shift;
  }

  private scrollTo(top: number): void {
    this.element.scrollTop = top;
    this.expectedTop = this.element.scrollTop;
  }

  private onScroll(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    if (Math.abs(scrollTop - this.expectedTop) > 1) {
      // The person scrolled: away from the end stops following, to the end follows again.
      this.follow(scrollTop + clientHeight >= scrollHeight - this.lineHeight / 2);
    }
    this.expectedTop = scrollTop;
    this.schedule();
  }

  private onResize(entries: readonly ResizeObserverEntry[]): void {
    if (entries.some((entry) => entry.target === this.element)) {
      const style = getComputedStyle(this.element);
      this.lineHeight = Number.parseFloat(style.lineHeight) || this.lineHeight;
      if (this.element.clientWidth !== this.width) {
        this.width = this.element.clientWidth;
        // A monospace character is about 0.6 em wide; time and source take about 20 of them.
        const characters = this.width / ((Number.parseFloat(style.fontSize) || 13) * 0.6);
        this.columns = Math.max(20, Math.floor(characters) - 20);
        this.rowElements.forgetHeights();
      }
    }
    this.schedule();
  }

  private onFocusIn(event: FocusEvent): void {
    const row = this.rowElements.rowOf(event.target);
    if (row !== undefined) {
      this.activate(this.shown.positionOf(row), false);
    }
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      this.options.onLeave();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.lineHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.shown.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      if (event.key !== "End") {
        this.follow(false);
      }
      this.activate(this.clamp(target), true);
      return;
    }
    const row = this.shown.at(this.active);
    if (row !== undefined && event.target === this.rowElements.find(row)) {
      if (this.rowElements.handleKey(row, event.key)) {
        event.preventDefault();
      }
    }
  }

  private onCopy(event: ClipboardEvent): void {
    const row = this.shown.at(this.active);
    if (row !== undefined && document.getSelection()?.isCollapsed !== false && event.clipboardData !== null) {
      event.clipboardData.setData("text/plain", this.rowElements.textOf(row));
      event.preventDefault();
    }
  }

  private clamp(position: number): number {
    return Math.max(0, Math.min(this.shown.length - 1, position));
  }

  private activate(position: number, takeFocus: boolean): void {
    if (position < 0 || position >= this.shown.length) {
      return;
    }
    const before = this.rowElements.find(this.shown.at(this.active));
    if (before !== undefined) {
      this.rowElements.setActive(before, false);
    }
    this.active = position;
    if (takeFocus) {
      this.revealPosition(position);
    }
    const element = this.rowElements.find(this.shown.at(position));
    if (element !== undefined) {
      this.rowElements.setActive(element, true);
      if (takeFocus) {
        element.focus({ preventScroll: true });
      }
    }
    this.element.tabIndex = element === undefined ? 0 : -1;
  }

  /** Scrolls as little as possible, and renders at once so that the row can take the focus. */
  private revealPosition(position: number): void {
    for (let round = 0; round < 3; round++) {
      const top = this.heights.offsetOf(position);
      const bottom = top + this.heights.heightOf(position);
      const { scrollTop, clientHeight } = this.element;
      if (top < scrollTop || bottom - top > clientHeight) {
        this.scrollTo(top);
      } else if (bottom > scrollTop + clientHeight) {
        this.scrollTo(bottom - clientHeight);
      }
      this.render();
      if (this.heights.offsetOf(position) === top && this.heights.heightOf(position) === bottom - top) {
        return;
      }
    }
  }

  private revealMatch(position: number): void {
    const row = this.shown.at(position);
    if (row !== undefined) {
      this.rowElements.unfoldTo(row, this.filter.search);
      this.active = position;
      this.isFollowing = false;
      this.spacer.style.height = `${this.heights.total}px`;
      this.revealPosition(position);
    }
  }
}
