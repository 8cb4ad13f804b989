/** The elements of vscode-elements that the pane uses; only these are bundled. */
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-textarea/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";

import { el } from "./dom";
import type { SelectOption } from "./parameters/control-values";

export type TextField = HTMLElementTagNameMap["vscode-textfield"];
export type TextArea = HTMLElementTagNameMap["vscode-textarea"];
export type Checkbox = HTMLElementTagNameMap["vscode-checkbox"];
export type Select = HTMLElementTagNameMap["vscode-single-select"];
export type Button = HTMLElementTagNameMap["vscode-button"];

export function textField(
  label: string,
  options: { readonly type?: TextField["type"]; readonly placeholder?: string } = {},
): TextField {
  const field = el("vscode-textfield");
  field.label = label;
  field.type = options.type ?? "text";
  field.placeholder = options.placeholder ?? "";
  return field;
}

export function textArea(
  label: string,
  options: { readonly rows?: number; readonly placeholder?: string } = {},
): TextArea {
  const area = el("vscode-textarea");
  area.label = label;
  area.monospace = true;
  area.rows = options.rows ?? 3;
  area.resize = "vertical";
  area.placeholder = options.placeholder ?? "";
  return area;
}

export function select(label: string): Select {
  const element = el("vscode-single-select");
  element.label = label;
  return element;
}

/** The drop-down takes an empty value for none chosen and shows nothing; our "" is an entry like others. */
const emptyValue = "\u2400";

/** Replaces the entries of a drop-down where they differ, and chooses one. */
export function setOptions(
  element: Select,
  options: readonly (SelectOption & { readonly description?: string; readonly isDisabled?: boolean })[],
  value: string,
): void {
  const chosen = value === "" ? emptyValue : value;
  const key = JSON.stringify(options);
  if (element.dataset["options"] !== key) {
    element.dataset["options"] = key;
    element.options = options.map((option) => ({
      value: option.value === "" ? emptyValue : option.value,
      label: option.label,
      description: option.description ?? "",
      selected: option.value === value,
      disabled: option.isDisabled === true,
    }));
  }
  if (element.value !== chosen) {
    element.value = chosen;
  }
}

/** The chosen entry's value. */
export function valueOf(element: Select): string {
  return element.value === emptyValue ? "" : element.value;
}

/** Names a checkbox whose visible label stands outside of it. */
export function nameCheckbox(box: Checkbox, name: string): void {
  void box.updateComplete.then(() => box.shadowRoot?.querySelector("input")?.setAttribute("aria-label", name));
}

/**
 * Sets a field's text at once. Its own setter leaves the inner input as it is until the next rendering; when the focus leaves before,
 * the old text comes back with the change event.
 */
export function setText(field: TextField | TextArea, text: string): void {
  field.value = text;
  const inner = field.shadowRoot?.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  if (inner && inner.value !== text) {
    inner.value = text;
  }
}

/** Focuses a field that may have been made a moment ago: its inner input comes with the first rendering. */
export function focusWhenReady(field: HTMLElement & { updateComplete: Promise<unknown> }): void {
  void field.updateComplete.then(() => field.focus());
}

/**
 * Says more about a field than its name: help and what is wrong. The inner input stands in a shadow tree, where ids of this page
 * mean nothing, so the words go to it directly.
 */
export function describe(
  field: HTMLElement & { updateComplete: Promise<unknown> },
  words: string,
  isInvalid: boolean,
): void {
  void field.updateComplete.then(() => {
    const input = field.shadowRoot?.querySelector("input, textarea, [role='combobox']") ?? field;
    if (words === "") {
      input.removeAttribute("aria-description");
    } else {
      input.setAttribute("aria-description", words);
    }
    if (isInvalid) {
      input.setAttribute("aria-invalid", "true");
    } else {
      input.removeAttribute("aria-invalid");
    }
  });
}
