/** One parameter's field: label, the control its type asks for, help, and what is wrong with the value. */
import type { ParameterControl } from "../../../protocol/test-pane";
import { el, linkButton, replaceChildren } from "../dom";
import {
  describe,
  focusWhenReady,
  nameCheckbox,
  select,
  setOptions,
  setText,
  textArea,
  textField,
  valueOf,
  type Checkbox,
  type Select,
  type TextArea,
  type TextField,
} from "../elements";
import { t } from "../words";
import {
  checkboxState,
  emptyStringMark,
  formatJson,
  hintsOf,
  isLocalDate,
  jsonProblem,
  placeholderOf,
  selectOptions,
} from "./control-values";

export interface FieldOptions {
  readonly control: ParameterControl;
  /** null: no value, the runbook's default. */
  readonly onChange: (value: string | null) => void;
  readonly onAddCredential: () => void;
}

type Input = TextField | TextArea | Checkbox | Select;

/** The control and how values get in and out of it. */
interface Editor {
  readonly input: Input;
  set(value: string | undefined): void;
  /** undefined: not given. */
  get(): string | undefined;
  /** What the control itself refuses. */
  check(): string | undefined;
}

export class ParameterField {
  readonly element: HTMLElement;
  private readonly editor: Editor;
  private readonly label: HTMLElement;
  private readonly problem = el("div", { class: "problem" });
  private readonly reset: HTMLButtonElement;
  private value: string | undefined;
  private givenProblem: string | undefined;

  constructor(private readonly options: FieldOptions) {
    const { control } = options;
    this.editor = makeEditor(control, () => this.changed());
    this.label = el("label", { class: "field-label", title: control.typeName === "" ? "" : `[${control.typeName}]` }, [
      document.createTextNode(control.name),
      control.isMandatory
        ? el("span", { class: "required", text: " *", attributes: { "aria-hidden": "true" } })
        : undefined,
      control.typeName === "" ? undefined : el("span", { class: "type", text: ` ${control.typeName}` }),
    ]);
    this.label.addEventListener("click", () => this.editor.input.focus());
    this.reset = linkButton(t("Use default"), () => this.clear(), t("Do not pass {0}", control.name));
    this.reset.classList.add("reset");
    this.reset.setAttribute("aria-label", t("Use default: {0}", control.name));
    this.element = el("div", { class: `field field-${control.kind}`, attributes: { "data-name": control.name } }, [
      this.label,
      el("div", { class: "field-control" }, [
        el("div", { class: "field-line" }, [this.editor.input, ...this.extras(), this.reset]),
        this.problem,
        el("div", { class: "hint simulated-hint", text: t("The webhook simulator fills it in.") }),
        this.help(),
      ]),
    ]);
    this.editor.set(undefined);
    this.setValue(undefined, false);
  }

  get name(): string {
    return this.options.control.name;
  }

  /** What is in the control; undefined: nothing is given. */
  get text(): string | undefined {
    return this.editor.get();
  }

  /** The control refuses what is in it, or the extension does. */
  get isInvalid(): boolean {
    return this.currentProblem() !== undefined;
  }

  focus(): void {
    focusWhenReady(this.editor.input);
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** `isKept`: the extension holds a value that it does not show. */
  setValue(value: string | undefined, isKept: boolean): void {
    this.value = value;
    // A secret never comes back: what was typed stays in the field while the extension has it.
    const isTyped = isKept && this.editor.get() !== undefined;
    if (!isTyped && this.editor.get() !== value) {
      this.editor.set(value);
    }
    if (this.options.control.isSensitive && "placeholder" in this.editor.input) {
      this.editor.input.placeholder = isKept ? "••••••••" : placeholderOf(this.options.control);
    }
    this.showReset(value !== undefined || isKept);
    this.showProblem();
  }

  /** The webhook simulator gives the value: there is nothing to fill in. */
  setSimulated(isSimulated: boolean): void {
    this.element.classList.toggle("simulated", isSimulated);
  }

  setProblem(message: string | undefined): void {
    this.givenProblem = message;
    this.showProblem();
  }

  private changed(): void {
    this.value = this.editor.get();
    // What the extension said was about the value before.
    this.givenProblem = undefined;
    this.showReset(this.value !== undefined);
    this.showProblem();
    this.options.onChange(this.value ?? null);
  }

  private clear(): void {
    this.setValue(undefined, false);
    this.editor.set(undefined);
    this.options.onChange(null);
    this.editor.input.focus();
  }

  private showReset(isGiven: boolean): void {
    this.reset.hidden = this.options.control.isMandatory || !isGiven;
  }

  private currentProblem(): string | undefined {
    return this.editor.check() ?? this.givenProblem;
  }

  private showProblem(): void {
    const problem = this.currentProblem();
    this.problem.textContent = problem ?? "";
    this.problem.hidden = problem === undefined;
    this.editor.input.toggleAttribute("invalid", problem !== undefined);
    const { control } = this.options;
    const words = [problem ?? "", control.isMandatory ? t("required") : "", control.help, ...hintsOf(control)];
    describe(this.editor.input, words.filter((part) => part !== "").join(" "), problem !== undefined);
  }

  private extras(): readonly HTMLElement[] {
    const { control } = this.options;
    if (control.acceptsEmptyString && control.kind === "text" && !control.isSensitive) {
      this.addEmptyMark();
    }
    if (control.kind === "credential") {
      const add = linkButton(t("Add…"), () => this.options.onAddCredential());
      add.setAttribute("aria-label", t("Add…: {0}", control.name));
      return [add];
    }
    if (control.kind === "json") {
      const format = linkButton(t("Format"), () => {
        const text = this.editor.get();
        if (text !== undefined && formatJson(text) !== text) {
          this.editor.set(formatJson(text));
          this.changed();
        }
      });
      format.setAttribute("aria-label", t("Format: {0}", control.name));
      return [format];
    }
    return [];
  }

  /** A button in the field that fills in what stands for an empty text. */
  private addEmptyMark(): void {
    const mark = el("button", {
      class: "empty-mark",
      text: '""',
      title: t(
        "Pass an empty text. A field that is left empty is not passed at all; {0} is, as an empty text.",
        emptyStringMark,
      ),
      attributes: {
        slot: "content-after",
        type: "button",
        "aria-label": t("Pass an empty text for {0}", this.options.control.name),
      },
      onClick: (event) => {
        event.preventDefault();
        this.editor.set(emptyStringMark);
        this.changed();
      },
    });
    this.editor.input.append(mark);
  }

  private help(): HTMLElement {
    const { control } = this.options;
    const help = el("div", { class: "help" });
    const words = [control.help, ...hintsOf(control)].filter((part) => part !== "").join(" ");
    replaceChildren(help, [document.createTextNode(words)]);
    help.hidden = words === "";
    return help;
  }
}

function makeEditor(control: ParameterControl, changed: () => void): Editor {
  switch (control.kind) {
    case "checkbox":
      return checkboxEditor(control, changed);
    case "choice":
    case "credential":
      return control.choices.length === 0 ? textEditor(control, changed) : selectEditor(control, changed);
    case "json":
      return jsonEditor(control, changed);
    case "text":
    case "number":
    case "date":
      return textEditor(control, changed);
  }
}

function textEditor(control: ParameterControl, changed: () => void): Editor {
  const plainType = control.isSensitive ? "password" : control.kind === "date" ? "datetime-local" : "text";
  const input = textField(control.name, { type: plainType, placeholder: placeholderOf(control) });
  if (control.isSensitive) {
    input.autocomplete = "off";
  }
  if (control.kind === "date") {
    input.step = 1;
  }
  input.addEventListener("input", changed);
  return {
    input,
    set(value) {
      if (control.kind === "date") {
        input.type = isLocalDate(value ?? "") ? "datetime-local" : "text";
      }
      setText(input, value ?? "");
    },
    get: () => (input.value === "" ? undefined : input.value),
    check: () => undefined,
  };
}

function checkboxEditor(control: ParameterControl, changed: () => void): Editor {
  const input = el("vscode-checkbox");
  let value: string | undefined;
  const showState = (): void => {
    const state = checkboxState(control, value);
    input.checked = state === "on";
    input.indeterminate = state === "unknown";
    input.classList.toggle("is-default", value === undefined);
  };
  nameCheckbox(input, control.name);
  input.addEventListener("change", () => {
    value = input.checked ? "true" : "false";
    showState();
    changed();
  });
  return {
    input,
    set(text) {
      value = text;
      showState();
    },
    get: () => value,
    check: () => undefined,
  };
}

function selectEditor(control: ParameterControl, changed: () => void): Editor {
  const input = select(control.name);
  if (control.acceptsOthers) {
    input.combobox = true;
    input.creatable = true;
  }
  input.addEventListener("change", changed);
  return {
    input,
    set: (value) => setOptions(input, selectOptions(control, value), value ?? ""),
    get: () => (valueOf(input) === "" ? undefined : valueOf(input)),
    check: () => undefined,
  };
}

function jsonEditor(control: ParameterControl, changed: () => void): Editor {
  const input = textArea(control.name, { rows: 3, placeholder: placeholderOf(control) });
  input.addEventListener("input", changed);
  return {
    input,
    set(value) {
      setText(input, value ?? "");
      input.rows = Math.min(12, Math.max(3, input.value.split("\n").length));
    },
    get: () => (input.value === "" ? undefined : input.value),
    check: () => jsonProblem(control, input.value),
  };
}
