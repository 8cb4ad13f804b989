/** The form of one asset: shows the fields that the extension names, sends what is typed, holds nothing after it is gone. */
import type { FormField, FormValues, FormWords, FromAssetForm, ToAssetForm } from "../../protocol/asset-form";
import { keepSelectAllInFields } from "../shared/select-all";
import { makeField, type FieldView } from "./field";
import { el } from "./elements";
import "./styles.css";

declare function acquireVsCodeApi(): { postMessage(message: FromAssetForm): void };

const host = acquireVsCodeApi();
/** Typing goes on while the extension checks: one question after a short rest. */
const restMs = 120;

class AssetForm {
  private readonly heading = el("h1");
  private readonly subtitle = el("p", { class: "subtitle" });
  private readonly list = el("div", { class: "fields" });
  private readonly message = el("div", { class: "message", attributes: { role: "alert" } });
  private readonly save = el("button", { class: "primary", attributes: { type: "submit" } });
  private readonly cancel = el("button", { class: "secondary", attributes: { type: "button" } });
  private readonly form = el("form", { attributes: { novalidate: "" } });
  private readonly views = new Map<string, FieldView>();
  private words: FormWords | undefined;
  private revision = 0;
  /** The last one that the extension has looked at. */
  private checkedRevision = 0;
  /** Save was pressed before that. */
  private isSaveWanted = false;
  private isValid = false;
  private isSaving = false;
  private isChanged = false;
  private timer: number | undefined;

  constructor() {
    this.form.append(
      this.heading,
      this.subtitle,
      this.list,
      this.message,
      el("div", { class: "buttons" }, [this.save, this.cancel]),
    );
    this.message.hidden = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.cancel.addEventListener("click", () => this.leave());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) {
        event.preventDefault();
        this.leave();
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.submit();
      }
    });
    document.body.append(el("main", {}, [this.form]));
  }

  receive(message: ToAssetForm): void {
    switch (message.type) {
      case "show":
        this.words = message.words;
        this.heading.textContent = message.title;
        this.subtitle.textContent = message.subtitle;
        this.save.textContent = message.words.save;
        this.cancel.textContent = message.words.cancel;
        this.showFields(message.fields, message.values);
        this.changed();
        this.firstEmpty()?.focus();
        return;
      case "checked":
        if (message.revision === this.revision) {
          this.isValid = message.isValid;
          this.showFields(message.fields, {});
          for (const [id, view] of this.views) {
            view.setProblem(message.problems[id]);
          }
          this.showSave();
          this.checkedRevision = message.revision;
          if (this.isSaveWanted) {
            this.submit();
          }
        }
        return;
      case "saving":
        this.isSaving = true;
        this.message.hidden = true;
        this.showSave();
        return;
      case "failed":
        this.isSaving = false;
        this.message.textContent = message.message;
        this.message.hidden = false;
        this.showSave();
        (message.field === undefined ? undefined : this.views.get(message.field))?.focus();
        return;
    }
  }

  /** Views of fields that stay keep what was typed. */
  private showFields(fields: readonly FormField[], values: FormValues): void {
    const { words } = this;
    if (words === undefined) {
      return;
    }
    const wanted = new Map(fields.map((field) => [field.id, field]));
    for (const [id, view] of this.views) {
      if (!wanted.has(id)) {
        view.element.remove();
        this.views.delete(id);
      }
    }
    let last: Element | undefined;
    for (const field of fields) {
      let view = this.views.get(field.id);
      if (view?.canShow(field) !== true) {
        const typed = view?.value;
        const fresh = makeField(field, words, {
          changed: () => this.changedByPerson(),
          chooseFile: () => {
            this.isChanged = true;
            host.postMessage({ type: "chooseFile", field: field.id });
          },
        });
        fresh.setValue(values[field.id] ?? typed);
        view?.element.replaceWith(fresh.element);
        this.views.set(field.id, fresh);
        view = fresh;
      } else {
        view.update(field);
      }
      if (last === undefined) {
        if (this.list.firstElementChild !== view.element) {
          this.list.prepend(view.element);
        }
      } else if (last.nextElementSibling !== view.element) {
        last.after(view.element);
      }
      last = view.element;
    }
  }

  private changedByPerson(): void {
    this.isChanged = true;
    this.isSaveWanted = false;
    this.message.hidden = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.changed(), restMs);
    // Until the extension has looked at it, nothing can be saved.
    this.revision++;
    this.isValid = false;
    this.showSave();
  }

  private changed(): void {
    this.revision++;
    host.postMessage({ type: "changed", values: this.values(), revision: this.revision });
  }

  private submit(): void {
    if (this.isSaving) {
      return;
    }
    for (const view of this.views.values()) {
      view.touch();
    }
    // Whoever types and saves in one go is faster than the look at what was typed: it is saved once that is done.
    this.isSaveWanted = this.checkedRevision !== this.revision;
    if (this.isSaveWanted) {
      clearTimeout(this.timer);
      this.changed();
    } else if (this.isValid) {
      host.postMessage({ type: "save", values: this.values() });
    } else {
      [...this.views.values()].find((view) => view.isInvalid)?.focus();
    }
  }

  private leave(): void {
    host.postMessage({ type: "cancel", isChanged: this.isChanged });
  }

  private values(): FormValues {
    const values: Record<string, string> = {};
    for (const [id, view] of this.views) {
      const { value } = view;
      if (value !== undefined) {
        values[id] = value;
      }
    }
    return values;
  }

  private showSave(): void {
    // Not the attribute `disabled`: a keyboard must reach the button to learn what is missing.
    this.save.setAttribute("aria-disabled", String(!this.isValid || this.isSaving));
    this.form.setAttribute("aria-busy", String(this.isSaving));
  }

  /** The first field that wants something; of an existing asset the first that can be changed. */
  private firstEmpty(): FieldView | undefined {
    const views = [...this.views.values()].filter((view) => view.isEditable && view.value !== undefined);
    return views.find((view) => view.isRequired && view.value === "") ?? views[0];
  }
}

keepSelectAllInFields(document);
const form = new AssetForm();
window.addEventListener("message", (event: MessageEvent<ToAssetForm>) => form.receive(event.data));
host.postMessage({ type: "ready" });
