/** One field of the form: label, control, help, and what is wrong with it once the person has been there. */
import type { FormField, FormWords } from "../../protocol/asset-form";
import { el } from "./elements";

export interface FieldView {
  readonly element: HTMLElement;
  /** undefined: a secret that stays as it is, or nothing to give. */
  readonly value: string | undefined;
  readonly isInvalid: boolean;
  readonly isEditable: boolean;
  readonly isRequired: boolean;
  setValue(value: string | undefined): void;
  setProblem(problem: string | undefined): void;
  /** Whether the view can go on showing this field, with what was typed. */
  canShow(field: FormField): boolean;
  update(field: FormField): void;
  /** From now on its problem shows. */
  touch(): void;
  focus(): void;
}

export interface FieldEvents {
  readonly changed: () => void;
  readonly chooseFile: () => void;
}

/** The part of a field that a person types into. */
interface Control {
  readonly element: HTMLElement;
  /** What gets the label, the focus and the state. */
  readonly input: HTMLElement;
  get(): string | undefined;
  set(value: string | undefined): void;
  update(field: FormField): void;
}

export function makeField(first: FormField, words: FormWords, events: FieldEvents): FieldView {
  let field = first;
  let isTouched = false;
  let problem: string | undefined;
  const changed = (): void => events.changed();
  const control = makeControl(field, words, { ...events, changed });
  const label = el("label", { attributes: { for: control.input.id } });
  const help = el("div", { class: "help", attributes: { id: `${control.input.id}-help` } });
  const problemLine = el("div", { class: "problem", attributes: { id: `${control.input.id}-problem` } });
  const parts =
    field.kind === "checkbox" ? [el("div", { class: "check" }, [control.element, label])] : [label, control.element];
  const element = el("div", { class: `field field-${field.kind}`, attributes: { "data-field": field.id } }, [
    ...parts,
    problemLine,
    help,
  ]);

  const show = (): void => {
    label.textContent = field.label;
    if (field.isRequired && field.kind !== "note") {
      label.append(el("span", { class: "required", text: " *", attributes: { title: words.required } }));
    }
    help.textContent = field.kind === "note" ? "" : field.help;
    help.hidden = help.textContent === "";
    const isShown = isTouched && problem !== undefined;
    problemLine.textContent = isShown ? (problem ?? "") : "";
    problemLine.hidden = !isShown;
    control.input.setAttribute("aria-invalid", String(isShown));
    control.input.setAttribute("aria-required", String(field.isRequired));
    control.input.setAttribute("aria-describedby", `${problemLine.id} ${help.id}`);
    control.update(field);
  };
  element.addEventListener("focusout", () => {
    if (!isTouched && field.kind !== "note") {
      isTouched = true;
      show();
    }
  });
  show();
  return {
    element,
    get value() {
      return control.get();
    },
    get isInvalid() {
      return problem !== undefined;
    },
    get isEditable() {
      return field.kind !== "note" && !field.isReadOnly;
    },
    get isRequired() {
      return field.isRequired;
    },
    setValue: (value) => control.set(value),
    setProblem(text) {
      problem = text;
      show();
    },
    canShow: (other) =>
      other.kind === field.kind &&
      other.isKept === field.isKept &&
      other.isReadOnly === field.isReadOnly &&
      JSON.stringify(other.choices) === JSON.stringify(field.choices),
    update(other) {
      field = other;
      show();
    },
    touch() {
      isTouched = true;
      show();
    },
    // A secret that is kept has its button instead.
    focus: () =>
      (control.input.hidden ? element.querySelector<HTMLElement>("button:not([hidden])") : control.input)?.focus(),
  };
}

let ids = 0;

function makeControl(field: FormField, words: FormWords, events: FieldEvents): Control {
  const id = `control-${++ids}`;
  switch (field.kind) {
    case "text":
      return textControl(
        el("input", { attributes: { id, type: "text", autocomplete: "off", spellcheck: "false" } }),
        field,
        events,
      );
    case "multiline":
      return textControl(el("textarea", { attributes: { id, rows: "3", spellcheck: "false" } }), field, events);
    case "secret":
      return secretControl(id, field, words, events);
    case "choice":
      return choiceControl(id, field, events);
    case "checkbox":
      return checkboxControl(id, events);
    case "file":
      return fileControl(id, words, events);
    case "note":
      return noteControl(id);
  }
}

function textControl(input: HTMLInputElement | HTMLTextAreaElement, field: FormField, events: FieldEvents): Control {
  input.readOnly = field.isReadOnly;
  input.addEventListener("input", events.changed);
  return {
    element: input,
    input,
    get: () => input.value,
    set: (value) => (input.value = value ?? ""),
    update: ({ placeholder }) => (input.placeholder = placeholder),
  };
}

/** Masked; one that the account holds shows as held, with a way to replace it. It is never filled in by the extension. */
function secretControl(id: string, field: FormField, words: FormWords, events: FieldEvents): Control {
  const input = el("input", {
    attributes: { id, type: "password", autocomplete: "new-password", spellcheck: "false" },
  });
  const eye = el("button", { class: "link", text: words.show, attributes: { type: "button", "aria-controls": id } });
  const replace = el("button", { class: "link", text: words.replace, attributes: { type: "button" } });
  const mask = el("span", { class: "mask", text: "••••••••", attributes: { "aria-hidden": "true" } });
  const box = el("div", { class: "line" }, [mask, input, eye, replace]);
  let isOpen = !field.isKept;
  const show = (): void => {
    mask.hidden = isOpen;
    input.hidden = !isOpen;
    eye.hidden = !isOpen;
    replace.hidden = !field.isKept;
    replace.textContent = isOpen ? words.keep : words.replace;
  };
  input.addEventListener("input", events.changed);
  eye.addEventListener("click", () => {
    const isShown = input.type === "text";
    input.type = isShown ? "password" : "text";
    eye.textContent = isShown ? words.show : words.hide;
    eye.setAttribute("aria-pressed", String(!isShown));
  });
  replace.addEventListener("click", () => {
    isOpen = !isOpen;
    input.value = "";
    show();
    (isOpen ? input : replace).focus();
    events.changed();
  });
  replace.setAttribute("aria-label", `${words.replace}: ${field.label}`);
  show();
  return {
    element: box,
    input,
    get: () => (isOpen && (input.value !== "" || !field.isKept) ? input.value : undefined),
    set: (value) => (input.value = value ?? ""),
    update: ({ placeholder }) => (input.placeholder = placeholder),
  };
}

function choiceControl(id: string, field: FormField, events: FieldEvents): Control {
  const input = el("select", { attributes: { id } });
  const hasEmpty = field.choices.some(({ value }) => value === "");
  // Nothing is chosen for the person.
  input.append(
    ...(hasEmpty ? [] : [el("option", { text: "", attributes: { value: "", hidden: "" } })]),
    ...field.choices.map(({ value, label }) => el("option", { text: label, attributes: { value } })),
  );
  input.value = "";
  input.addEventListener("change", events.changed);
  return {
    element: input,
    input,
    get: () => input.value,
    set: (value) => (input.value = field.choices.some((choice) => choice.value === value) ? (value ?? "") : ""),
    update: () => undefined,
  };
}

function checkboxControl(id: string, events: FieldEvents): Control {
  const input = el("input", { attributes: { id, type: "checkbox" } });
  input.addEventListener("change", events.changed);
  return {
    element: input,
    input,
    get: () => String(input.checked),
    set: (value) => (input.checked = value === "true"),
    update: () => undefined,
  };
}

/** The extension chooses and reads the file: a page cannot. */
function fileControl(id: string, words: FormWords, events: FieldEvents): Control {
  const button = el("button", { class: "secondary", text: words.chooseFile, attributes: { id, type: "button" } });
  const name = el("span", { class: "file-name" });
  button.addEventListener("click", events.chooseFile);
  return {
    element: el("div", { class: "line" }, [button, name]),
    input: button,
    get: () => undefined,
    set: () => undefined,
    update: ({ placeholder }) => (name.textContent = placeholder),
  };
}

function noteControl(id: string): Control {
  const output = el("output", { attributes: { id } });
  return {
    element: output,
    input: output,
    get: () => undefined,
    set: () => undefined,
    update: ({ help }) => (output.textContent = help),
  };
}
