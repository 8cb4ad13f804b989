/** The webhook simulator: a name, headers and a body become the WebhookData of the run. */
import type { WebhookSection } from "../../../protocol/test-pane";
import { el, icon, toolButton } from "../dom";
import { focusWhenReady, select, setOptions, setText, textArea, textField, valueOf, type TextField } from "../elements";
import type { Post } from "../host";
import { t } from "../words";
import { Changes } from "./changes";
import { findJsonProblem } from "./json-check";

interface HeaderRow {
  readonly element: HTMLElement;
  readonly name: TextField;
  readonly value: TextField;
}

export class WebhookForm {
  readonly element: HTMLDetailsElement;
  private readonly changes: Changes;
  private readonly isOn = el("vscode-checkbox");
  private readonly sample = select(t("Sample"));
  private readonly name = textField(t("Webhook name"));
  private readonly headerList = el("div", { class: "webhook-headers" });
  private readonly body = textArea(t("Request body"), { rows: 6 });
  private readonly preview = el("pre", { class: "preview", attributes: { tabindex: 0 } });
  private readonly shape = el("div", { class: "help" });
  private readonly remark = el("div", { class: "remark" });
  private readonly content: HTMLElement;
  private headers: HeaderRow[] = [];

  constructor(post: Post) {
    this.changes = new Changes(post);
    this.isOn.label = t("Start as from a webhook");
    this.isOn.addEventListener("change", () => {
      this.content.hidden = !this.isOn.checked;
      this.send();
      this.flush();
    });
    this.sample.addEventListener("change", () => {
      const id = valueOf(this.sample);
      if (id !== "") {
        this.flush();
        post({ type: "useWebhookSample", id });
      }
    });
    this.name.addEventListener("input", () => this.send());
    this.body.addEventListener("input", () => this.send());
    this.content = this.makeContent();
    this.content.hidden = true;
    this.element = el("details", { class: "webhook" }, [
      el("summary", {}, [icon("chevron-right"), document.createTextNode(t("Webhook simulator"))]),
      el("div", { class: "field-line" }, [this.isOn]),
      this.content,
    ]);
  }

  flush(): void {
    this.changes.flush();
  }

  update(section: WebhookSection): void {
    this.element.hidden = !section.isPossible;
    if (section.revision >= this.changes.revision) {
      this.isOn.checked = section.isOn;
      setText(this.name, section.name);
      if (this.body.value !== section.body) {
        setText(this.body, section.body);
      }
      this.updateHeaders(section.headers);
    }
    if (section.isOn && this.content.hidden) {
      this.element.open = true;
    }
    this.content.hidden = !section.isOn;
    const choose = { value: "", label: t("Fill in a sample…") };
    setOptions(
      this.sample,
      [choose, ...section.samples.map(({ id, label, description }) => ({ value: id, label, description }))],
      "",
    );
    this.preview.textContent = section.preview;
    this.preview.setAttribute("aria-label", t("What the runbook gets"));
    this.shape.textContent = section.shape;
    this.remark.textContent = section.remark;
    this.remark.hidden = section.remark === "";
  }

  private makeContent(): HTMLElement {
    const format = toolButton({
      label: t("Format the body"),
      icon: "json",
      iconOnly: true,
      onClick: () => {
        if (findJsonProblem(this.body.value) === undefined) {
          setText(this.body, JSON.stringify(JSON.parse(this.body.value), undefined, 2));
          this.send();
        }
      },
    });
    const add = toolButton({
      label: t("Add header"),
      icon: "add",
      onClick: () => {
        focusWhenReady(this.addHeader("", "").name);
        this.send();
      },
    });
    return el("div", { class: "webhook-content" }, [
      line(t("Sample"), [this.sample]),
      line(t("Name"), [this.name]),
      line(t("Headers"), [this.headerList, add]),
      line(t("Body"), [this.body, format]),
      this.remark,
      line(t("WebhookData"), [this.preview, this.shape]),
    ]);
  }

  private updateHeaders(headers: WebhookSection["headers"]): void {
    while (this.headers.length > headers.length) {
      this.headers.pop()?.element.remove();
    }
    for (const [index, header] of headers.entries()) {
      const row = this.headers[index] ?? this.addHeader(header.name, header.value);
      setText(row.name, header.name);
      setText(row.value, header.value);
    }
  }

  private addHeader(name: string, value: string): HeaderRow {
    const nameField = textField(t("Header name"), { placeholder: t("name") });
    const valueField = textField(t("Header value"), { placeholder: t("value") });
    nameField.value = name;
    valueField.value = value;
    nameField.addEventListener("input", () => this.send());
    valueField.addEventListener("input", () => this.send());
    const element = el("div", { class: "field-line" }, [
      nameField,
      valueField,
      toolButton({
        label: t("Remove header"),
        icon: "close",
        iconOnly: true,
        onClick: () => this.removeHeader(element),
      }),
    ]);
    const row = { element, name: nameField, value: valueField };
    this.headers.push(row);
    this.headerList.append(element);
    return row;
  }

  private removeHeader(element: HTMLElement): void {
    this.headers = this.headers.filter((row) => row.element !== element);
    element.remove();
    (this.headers.at(-1)?.name ?? this.name).focus();
    this.send();
  }

  private send(): void {
    const headers = this.headers.map((row) => ({ name: row.name.value, value: row.value.value }));
    const revision = this.changes.next();
    this.changes.later("webhook", {
      type: "setWebhook",
      isOn: this.isOn.checked,
      name: this.name.value,
      headers,
      body: this.body.value,
      revision,
    });
  }
}

function line(label: string, controls: readonly HTMLElement[]): HTMLElement {
  return el("div", { class: "field" }, [
    el("span", { class: "field-label", text: label }),
    el("div", { class: "field-control" }, controls),
  ]);
}
