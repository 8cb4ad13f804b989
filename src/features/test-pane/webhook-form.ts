/** The webhook simulator: a request as a person writes it, and what the runbook gets of it. */
import type { RunbookDescription, RuntimeId } from "../../core/runbook";
import { webhookParameterOf, webhookSamples, type WebhookData } from "../../core/webhook-data";
import type { WebhookSection } from "../../protocol/test-pane";
import type { Localize } from "../../core/localize";
import type { WebhookValue } from "./parameter-form";

export interface WebhookInput {
  readonly isOn: boolean;
  readonly name: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
}

export const noWebhook: WebhookInput = {
  isOn: false,
  name: "webhook",
  headers: [{ name: "Content-Type", value: "application/json" }],
  body: "{}",
};

export class WebhookForm {
  readonly #l10n: Localize;
  #input: WebhookInput;
  #revision = 0;

  constructor(l10n: Localize, input: WebhookInput = noWebhook) {
    this.#l10n = l10n;
    this.#input = input;
  }

  get input(): WebhookInput {
    return this.#input;
  }

  set(input: WebhookInput, revision: number): void {
    this.#input = input;
    this.#revision = revision;
  }

  /** false: there is no such sample. */
  useSample(id: string): boolean {
    const sample = webhookSamples.find((known) => known.id === id);
    if (!sample) {
      return false;
    }
    const headers = Object.entries(sample.headers).map(([name, value]) => ({ name, value }));
    // The pane takes these texts over, so they count as its newest.
    const body = JSON.stringify(sample.body, null, 2);
    this.#input = { isOn: true, name: sample.webhookName, headers, body };
    return true;
  }

  /** As `--webhook-data FILE` of the command line reads it. */
  get data(): WebhookData {
    const headers = this.#input.headers.filter(({ name }) => name.trim() !== "");
    return {
      WebhookName: this.#input.name,
      RequestBody: this.#input.body,
      RequestHeader: Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value])),
    };
  }

  /** undefined: it is off, or the runbook takes no webhook data. */
  valueFor(description: RunbookDescription, runtime: RuntimeId): WebhookValue | undefined {
    const parameter = webhookParameterName(description);
    if (!this.#input.isOn || (parameter === undefined && description.language !== "python")) {
      return undefined;
    }
    return { parameter, value: webhookParameterOf(this.data, runtime) };
  }

  section(description: RunbookDescription, runtime: RuntimeId): WebhookSection {
    const isPossible = description.language === "python" || webhookParameterName(description) !== undefined;
    const { isOn, name, headers, body } = this.#input;
    const value = webhookParameterOf(this.data, runtime);
    const l10n = this.#l10n;
    return {
      isPossible,
      isOn: isOn && isPossible,
      name,
      headers,
      body,
      samples: webhookSamples.map((sample) => ({
        id: sample.id,
        label: sampleLabel(sample.id, l10n),
        description: "",
      })),
      preview: typeof value === "string" ? value : JSON.stringify(value, null, 2),
      shape:
        runtime === "powershell-5.1"
          ? l10n.t(
              "Windows PowerShell 5.1 gets an object with the properties WebhookName, RequestHeader and RequestBody.",
            )
          : runtime === "python-3"
            ? l10n.t("Python gets one JSON text as its last argument.")
            : l10n.t("PowerShell 7 gets one JSON text: read it with ConvertFrom-Json."),
      remark: isOn && body.trim() !== "" && !isJson(body) ? l10n.t("The body is no JSON; it is sent as it is.") : "",
      revision: this.#revision,
    };
  }
}

function webhookParameterName(description: RunbookDescription): string | undefined {
  return description.parameters.find((parameter) => parameter.name.toLowerCase() === "webhookdata")?.name;
}

function sampleLabel(id: (typeof webhookSamples)[number]["id"], l10n: Localize): string {
  switch (id) {
    case "commonAlert":
      return l10n.t("Azure Monitor alert (common alert schema)");
    case "eventGrid":
      return l10n.t("Event Grid event");
    case "gitHub":
      return l10n.t("GitHub push");
    case "empty":
      return l10n.t("Empty request");
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
