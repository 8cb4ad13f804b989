/** What is remembered of a runbook's pane in the workspace's state: the last values and choices, never a secret. */
import { isJsonObject, type Json } from "../../core/json";
import { isSensitiveName } from "./parameter-controls";
import type { PlainValues } from "./parameter-form";
import { usualSettings, type RunSettings } from "./ports";
import { noWebhook, type WebhookInput } from "./webhook-form";

export interface Remembered extends PlainValues {
  readonly settings: RunSettings;
  readonly webhook: WebhookInput;
}

const longestBody = 200_000;

/** As plain JSON, without what may be a secret: headers like Authorization keep their name only. Own tokens are chosen anew each time. */
export function remember({ values, items, settings, webhook }: Remembered): Json {
  const headers = webhook.headers.map(({ name, value }) => ({ name, value: isSecretHeader(name) ? "" : value }));
  const body = webhook.body.length > longestBody ? noWebhook.body : webhook.body;
  return {
    values,
    items,
    settings: { ...settings, token: "emulated" },
    webhook: { isOn: webhook.isOn, name: webhook.name, headers, body },
  };
}

/** Whatever is stored: an older version's form counts as far as it fits. */
export function recall(stored: unknown): Remembered {
  const fields = isJsonObject(stored) ? stored : {};
  const { values, items, settings, webhook } = fields;
  return {
    values: isJsonObject(values)
      ? Object.fromEntries(
          Object.entries(values).filter(
            (entry): entry is [string, string] => typeof entry[1] === "string" && !isSensitiveName(entry[0]),
          ),
        )
      : {},
    items: textsIn(items),
    settings: isJsonObject(settings)
      ? {
          where: textOr(settings["where"], usualSettings.where),
          runtime: textOr(settings["runtime"], ""),
          identity: textOr(settings["identity"], ""),
          token: "emulated",
          scenario: textOr(settings["scenario"], ""),
        }
      : usualSettings,
    webhook: isJsonObject(webhook)
      ? {
          isOn: webhook["isOn"] === true,
          name: textOr(webhook["name"], noWebhook.name),
          headers: headersIn(webhook["headers"]),
          body: textOr(webhook["body"], noWebhook.body),
        }
      : noWebhook,
  };
}

function isSecretHeader(name: string): boolean {
  return isSensitiveName(name) || /auth|cookie|signature|credential|key/i.test(name);
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((item) => typeof item === "string") : [];
}

function headersIn(value: Json | undefined): WebhookInput["headers"] {
  return Array.isArray(value)
    ? (value as readonly Json[]).flatMap((item) =>
        isJsonObject(item) ? [{ name: textOr(item["name"], ""), value: textOr(item["value"], "") }] : [],
      )
    : [];
}

function textOr(value: Json | undefined, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}
