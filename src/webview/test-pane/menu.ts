/** A "more" button with a menu, as VS Code's own: arrows move, Esc closes, focus comes back. */
import { el, icon, toolButton } from "./dom";

export interface MenuItem {
  readonly label: string;
  readonly icon: string;
  readonly act: () => void;
}

export class Menu {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly list: HTMLElement;

  constructor(label: string, items: readonly MenuItem[]) {
    this.button = toolButton({ label, icon: "ellipsis", iconOnly: true, onClick: () => this.toggle() });
    this.button.setAttribute("aria-haspopup", "menu");
    this.list = el(
      "div",
      { class: "menu", attributes: { role: "menu", "aria-label": label } },
      items.map((item) =>
        el(
          "button",
          {
            class: "menu-item",
            attributes: { type: "button", role: "menuitem", tabindex: -1 },
            onClick: () => this.choose(item),
          },
          [icon(item.icon), document.createTextNode(item.label)],
        ),
      ),
    );
    this.element = el("div", { class: "menu-host" }, [this.button, this.list]);
    this.element.addEventListener("keydown", (event) => this.onKeyDown(event));
    this.element.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget))) {
        this.close(false);
      }
    });
    this.close(false);
  }

  private get isOpen(): boolean {
    return !this.list.hidden;
  }

  private toggle(): void {
    if (this.isOpen) {
      this.close(true);
    } else {
      this.list.hidden = false;
      this.button.ariaExpanded = "true";
      this.focusItem(0);
    }
  }

  private close(takeFocus: boolean): void {
    this.list.hidden = true;
    this.button.ariaExpanded = "false";
    if (takeFocus) {
      this.button.focus();
    }
  }

  private choose(item: MenuItem): void {
    this.close(true);
    item.act();
  }

  private focusItem(index: number): void {
    const items = [...this.list.querySelectorAll<HTMLElement>(".menu-item")];
    items.at(((index % items.length) + items.length) % items.length)?.focus();
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (!this.isOpen) {
      return;
    }
    const index = [...this.list.children].indexOf(document.activeElement as Element);
    const targets: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      this.focusItem(target);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close(true);
    }
  }
}
