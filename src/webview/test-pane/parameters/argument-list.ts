/** Python's arguments: an ordered list of texts, sys.argv[1] first. */
import { el, toolButton } from "../dom";
import { describe, focusWhenReady, setText, textField, type TextField } from "../elements";
import { t } from "../words";

interface Item {
  readonly element: HTMLElement;
  readonly input: TextField;
  readonly problem: HTMLElement;
}

export class ArgumentList {
  readonly element: HTMLElement;
  private readonly rows = el("ol", { class: "arguments" });
  private items: Item[] = [];

  constructor(private readonly onChange: (items: readonly string[]) => void) {
    this.element = el("div", { class: "argument-list" }, [
      this.rows,
      toolButton({
        label: t("Add argument"),
        icon: "add",
        onClick: () => {
          focusWhenReady(this.insert("").input);
          this.send();
        },
      }),
      el("div", { class: "help", text: t("The runbook reads them in this order from sys.argv.") }),
    ]);
  }

  update(texts: readonly string[], problems: ReadonlyMap<string, string>): void {
    while (this.items.length > texts.length) {
      this.items.pop()?.element.remove();
    }
    for (const [index, text] of texts.entries()) {
      const item = this.items[index] ?? this.insert(text);
      if (item.input.value !== text) {
        setText(item.input, text);
      }
      const problem = problems.get(String(index));
      item.problem.textContent = problem ?? "";
      item.problem.hidden = problem === undefined;
      item.input.invalid = problem !== undefined;
      describe(item.input, problem ?? "", problem !== undefined);
    }
  }

  focus(index: number): boolean {
    const item = this.items[index];
    item?.input.focus();
    return item !== undefined;
  }

  private insert(text: string): Item {
    const input = textField("");
    input.value = text;
    const problem = el("div", { class: "problem" });
    problem.hidden = true;
    const element = el("li", { class: "argument" }, [
      el("div", { class: "field-line" }, [
        input,
        this.button("arrow-up", t("Move up"), (index) => this.move(index, -1)),
        this.button("arrow-down", t("Move down"), (index) => this.move(index, 1)),
        this.button("close", t("Remove"), (index) => this.remove(index)),
      ]),
      problem,
    ]);
    input.addEventListener("input", () => this.send());
    const item = { element, input, problem };
    this.items.push(item);
    this.rows.append(element);
    this.relabel();
    return item;
  }

  private button(icon: string, label: string, act: (index: number) => void): HTMLButtonElement {
    const button = toolButton({
      label,
      icon,
      iconOnly: true,
      onClick: () => act(this.items.findIndex((item) => item.element.contains(button))),
    });
    return button;
  }

  private move(index: number, by: number): void {
    const [moved] = this.items.splice(index, 1);
    if (moved === undefined) {
      return;
    }
    this.items.splice(Math.max(0, Math.min(this.items.length, index + by)), 0, moved);
    this.rows.replaceChildren(...this.items.map((item) => item.element));
    moved.input.focus();
    this.relabel();
    this.send();
  }

  private remove(index: number): void {
    const [removed] = this.items.splice(index, 1);
    removed?.element.remove();
    const next = this.items[index] ?? this.items.at(-1);
    (next?.input ?? this.element.querySelector<HTMLElement>(":scope > button"))?.focus();
    this.relabel();
    this.send();
  }

  private relabel(): void {
    for (const [index, item] of this.items.entries()) {
      item.input.label = t("Argument {0}", index + 1);
      for (const button of item.element.querySelectorAll("button")) {
        button.setAttribute("aria-label", t("{0}: argument {1}", button.title, index + 1));
      }
    }
  }

  private send(): void {
    this.onChange(this.items.map((item) => item.input.value));
  }
}
