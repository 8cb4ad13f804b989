/** Builds elements. Data reaches the page through this file only, always as text or attribute, never as markup. */

export interface ElementOptions {
  readonly class?: string;
  /** Visible text; a child list may follow it. */
  readonly text?: string;
  readonly title?: string;
  /** Attributes; undefined leaves one out. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly onClick?: (event: MouseEvent) => void;
}

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions = {},
  children: readonly (Node | undefined)[] = [],
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (options.class !== undefined && options.class !== "") {
    element.className = options.class;
  }
  if (options.text !== undefined) {
    element.append(options.text);
  }
  if (options.title !== undefined && options.title !== "") {
    element.title = options.title;
  }
  setAttributes(element, options.attributes ?? {});
  if (options.onClick) {
    element.addEventListener("click", options.onClick as (event: Event) => void);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Sets what changed; undefined removes an attribute. */
export function setAttributes(
  element: Element,
  attributes: Readonly<Record<string, string | number | undefined>>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, String(value));
    }
  }
}

/** A codicon. Decoration: the word beside it or the button's label says what it means. */
export function icon(name: string, extraClass = ""): HTMLElement {
  return el("span", {
    class: `codicon codicon-${name}${extraClass === "" ? "" : ` ${extraClass}`}`,
    attributes: { "aria-hidden": "true" },
  });
}

export interface ButtonOptions {
  readonly label: string;
  readonly icon?: string;
  /** Shows only the icon; the label is its name and tooltip. */
  readonly iconOnly?: boolean;
  readonly title?: string;
  readonly class?: string;
  readonly onClick: (event: MouseEvent) => void;
}

/** A quiet button as in VS Code's own toolbars. */
export function toolButton(options: ButtonOptions): HTMLButtonElement {
  const isIconOnly = options.iconOnly === true;
  return el(
    "button",
    {
      class: `tool${isIconOnly ? " icon-only" : ""}${options.class === undefined ? "" : ` ${options.class}`}`,
      title: options.title ?? (isIconOnly ? options.label : ""),
      attributes: { type: "button", "aria-label": isIconOnly ? options.label : undefined },
      onClick: options.onClick,
    },
    [
      options.icon === undefined ? undefined : icon(options.icon),
      isIconOnly ? undefined : document.createTextNode(options.label),
    ],
  );
}

/** A link that acts: looks like one, is a button. */
export function linkButton(label: string, onClick: () => void, title = ""): HTMLButtonElement {
  return el("button", { class: "link", text: label, title, attributes: { type: "button" }, onClick: () => onClick() });
}

/** Words for screen readers only. */
export function hiddenText(text: string): HTMLElement {
  return el("span", { class: "sr-only", text });
}

/** Shows or hides without touching the layout code of the element. */
export function show(element: HTMLElement, isShown: boolean): void {
  element.hidden = !isShown;
}

export function replaceChildren(element: Element, children: readonly (Node | undefined)[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined));
}
