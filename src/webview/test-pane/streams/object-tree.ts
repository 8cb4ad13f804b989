/** Output objects as nested folds. The members stay in the extension until a fold is opened. */
import type { ObjectProperty } from "../../../protocol/test-pane";
import { el, icon } from "../dom";
import { t } from "../words";
import type { Row } from "./rows";

export interface Properties {
  readonly properties: readonly ObjectProperty[];
  /** How many more there are. */
  readonly more: number;
}

export interface ObjectTreeOptions {
  readonly onRead: (row: Row, path: readonly string[]) => void;
  /** A fold opened or closed: the row is to be made anew. */
  readonly onToggle: (row: Row) => void;
}

interface TreeState {
  readonly open: Set<string>;
  /** undefined: asked for, not here yet. */
  readonly levels: Map<string, Properties | undefined>;
}

/** The folds of all rows' objects. */
export class ObjectTrees {
  private readonly states = new Map<Row, TreeState>();

  constructor(private readonly options: ObjectTreeOptions) {}

  clear(): void {
    this.states.clear();
  }

  isOpen(row: Row, path: readonly string[]): boolean {
    return this.states.get(row)?.open.has(keyOf(path)) === true;
  }

  toggle(row: Row, path: readonly string[]): void {
    const state = this.states.get(row) ?? { open: new Set(), levels: new Map() };
    this.states.set(row, state);
    const key = keyOf(path);
    if (!state.open.delete(key)) {
      state.open.add(key);
      if (!state.levels.has(key)) {
        state.levels.set(key, undefined);
        this.options.onRead(row, path);
      }
    }
    this.options.onToggle(row);
  }

  set(row: Row, path: readonly string[], answer: Properties): void {
    this.states.get(row)?.levels.set(keyOf(path), answer);
  }

  /** `title`: the object in one line. */
  build(row: Row, title: HTMLElement): readonly HTMLElement[] {
    const type = row.typeName.replace(/^.*\./, "");
    const line = el("div", { class: "object-line" }, [
      this.twisty(row, [], t("Object {0}", type)),
      type === "" ? undefined : el("span", { class: "object-type", text: type, title: row.typeName }),
      title,
    ]);
    return this.isOpen(row, []) ? [line, this.level(row, [])] : [line];
  }

  private level(row: Row, path: readonly string[]): HTMLElement {
    const answer = this.states.get(row)?.levels.get(keyOf(path));
    if (answer === undefined) {
      return el("div", { class: "object-members hint", text: t("Loading…") });
    }
    if (answer.properties.length === 0) {
      return el("div", { class: "object-members hint", text: t("No members") });
    }
    const members = answer.properties.flatMap((property) => this.member(row, path, property));
    if (answer.more > 0) {
      members.push(el("div", { class: "hint", text: t("{0} more", answer.more.toLocaleString()) }));
    }
    return el("div", { class: "object-members" }, members);
  }

  private member(row: Row, path: readonly string[], property: ObjectProperty): readonly HTMLElement[] {
    const inner = [...path, property.name];
    const line = el("div", { class: "object-line" }, [
      property.isExpandable ? this.twisty(row, inner, property.name) : undefined,
      el("span", { class: "object-key", text: property.name }),
      document.createTextNode(": "),
      el("span", { class: `object-value object-${property.type}`, text: property.text }),
    ]);
    return property.isExpandable && this.isOpen(row, inner) ? [line, this.level(row, inner)] : [line];
  }

  private twisty(row: Row, path: readonly string[], label: string): HTMLElement {
    const isOpen = this.isOpen(row, path);
    const button = el(
      "button",
      {
        class: "twisty",
        attributes: { type: "button", "aria-expanded": String(isOpen), "aria-label": label },
        onClick: () => this.toggle(row, path),
      },
      [icon(isOpen ? "chevron-down" : "chevron-right")],
    );
    button.dataset["key"] = `object ${keyOf(path)}`;
    return button;
  }
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
