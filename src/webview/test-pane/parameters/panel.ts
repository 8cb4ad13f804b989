/** The parameters' area: presets, the fields (or Python's ordered arguments), and the webhook simulator. */
import type { PaneState, ParametersSection } from "../../../protocol/test-pane";
import { el, replaceChildren, toolButton } from "../dom";
import { select, setOptions, valueOf } from "../elements";
import type { Post } from "../host";
import { noteElements } from "../notes";
import { t } from "../words";
import { ArgumentList } from "./argument-list";
import { Changes } from "./changes";
import { ParameterField } from "./field";
import { WebhookForm } from "./webhook-form";

export class ParametersPanel {
  readonly element: HTMLElement;
  private readonly notes = el("div", { class: "notes" });
  private readonly presets = el("div", { class: "presets" });
  private readonly preset = select(t("Preset"));
  private readonly deletePreset: HTMLButtonElement;
  private readonly fields = el("div", { class: "fields" });
  private readonly changes: Changes;
  private readonly list: ArgumentList;
  private readonly webhook: WebhookForm;
  private byName = new Map<string, ParameterField>();
  private controlsKey = "";
  private section: ParametersSection | undefined;

  constructor(private readonly post: Post) {
    this.changes = new Changes(post);
    this.list = new ArgumentList((items) => {
      const revision = this.changes.next();
      this.changes.later("items", { type: "setItems", items, revision });
    });
    this.webhook = new WebhookForm(post);
    this.preset.addEventListener("change", () => {
      const name = valueOf(this.preset);
      if (name !== "") {
        this.flush();
        post({ type: "applyPreset", name });
      }
    });
    this.deletePreset = toolButton({
      label: t("Delete preset"),
      icon: "trash",
      iconOnly: true,
      onClick: () => post({ type: "deletePreset", name: this.section?.preset ?? "" }),
    });
    this.element = el("section", { class: "area parameters", attributes: { "aria-labelledby": "parameters-title" } }, [
      el("div", { class: "area-header" }, [
        el("h2", { text: t("Parameters"), attributes: { id: "parameters-title" } }),
        this.presets,
      ]),
      el("div", { class: "area-content" }, [this.notes, this.fields, this.webhook.element]),
    ]);
    this.fillPresets();
  }

  /** Sends what was typed and waits: before a start. */
  flush(): void {
    this.changes.flush();
    this.webhook.flush();
  }

  update(state: PaneState): void {
    const section = state.parameters;
    this.section = section;
    const isNoneSaid = section.kind !== "none" || state.notes.some(({ place }) => place === "parameters");
    replaceChildren(this.notes, [
      ...noteElements(state.notes, "parameters", this.post),
      isNoneSaid ? undefined : el("div", { class: "hint", text: t("This runbook takes no parameters.") }),
    ]);
    this.updateFields(section);
    this.updatePresets(section);
    this.webhook.update(state.webhook);
    for (const { name, isWebhookData } of section.controls) {
      this.byName.get(name)?.setSimulated(isWebhookData && state.webhook.isOn);
    }
  }

  /** The field of a parameter, or of an argument by its index. Returns whether there is one. */
  focusField(name: string): boolean {
    if (this.section?.kind === "list") {
      return this.list.focus(Number(name));
    }
    const field = this.byName.get(name);
    field?.focus();
    return field !== undefined;
  }

  /** The first field that refuses its value by itself (JSON that is none); undefined: none does. */
  firstInvalid(): string | undefined {
    return [...this.byName.values()].find((field) => field.isInvalid)?.name;
  }

  private updateFields(section: ParametersSection): void {
    const key = JSON.stringify([section.kind, section.controls]);
    if (key !== this.controlsKey) {
      this.controlsKey = key;
      this.build(section);
    }
    const isCurrent = section.revision >= this.changes.revision;
    const shown = section.problems.filter((problem) => !problem.isMissing || section.showsMissing);
    const problems = new Map(shown.map((problem) => [problem.name, problem.message]));
    for (const field of this.byName.values()) {
      if (isCurrent) {
        field.setValue(section.values[field.name], section.keptNames.includes(field.name));
        field.setProblem(problems.get(field.name));
      }
    }
    if (section.kind === "list" && isCurrent) {
      this.list.update(section.items, problems);
    }
  }

  private build(section: ParametersSection): void {
    // Whoever was typing goes on in the field of that name.
    const focused = [...this.byName.values()].find((field) => field.element.contains(document.activeElement))?.name;
    const before = this.byName;
    this.byName = new Map(
      section.controls.map((control) => [
        control.name,
        new ParameterField({
          control,
          onChange: (value) => {
            const revision = this.changes.next();
            this.changes.later(control.name, { type: "setValue", name: control.name, value, revision });
          },
          onAddCredential: () => this.post({ type: "addCredential", parameter: control.name }),
        }),
      ]),
    );
    for (const field of this.byName.values()) {
      // The extension may not have it yet.
      field.setValue(before.get(field.name)?.text, section.keptNames.includes(field.name));
    }
    replaceChildren(
      this.fields,
      section.kind === "list" ? [this.list.element] : [...this.byName.values()].map((field) => field.element),
    );
    if (focused !== undefined) {
      this.byName.get(focused)?.focus();
    }
  }

  private fillPresets(): void {
    this.presets.append(
      this.preset,
      toolButton({
        label: t("Save as preset"),
        icon: "save",
        iconOnly: true,
        onClick: () => {
          this.flush();
          this.post({ type: "savePreset", name: "" });
        },
      }),
      this.deletePreset,
      toolButton({
        label: t("Reset to defaults"),
        icon: "discard",
        iconOnly: true,
        onClick: () => {
          this.changes.flush();
          this.post({ type: "resetValues", revision: this.changes.next() });
        },
      }),
    );
  }

  private updatePresets(section: ParametersSection): void {
    this.presets.hidden = section.kind === "none";
    this.preset.hidden = section.presets.length === 0;
    const names = section.presets.map((name) => ({ value: name, label: name }));
    const unset = { value: "", label: t("Preset…") };
    setOptions(this.preset, section.preset === "" ? [unset, ...names] : names, section.preset);
    this.deletePreset.hidden = section.preset === "";
  }
}
