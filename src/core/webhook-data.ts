/**
 * What a webhook hands to its runbook (docs: automation/automation-webhooks, "Parameters used when the webhook starts a runbook"):
 * one parameter, WebhookData, with the webhook's name, the headers and the body of the request.
 */
import { isJsonObject, type Json, type JsonObject } from "./json";
import type { RuntimeId } from "./runbook";

export interface WebhookData extends JsonObject {
  readonly WebhookName: string;
  /** Always a text, whatever the request held. */
  readonly RequestBody: string;
  readonly RequestHeader: JsonObject;
}

/** Reads an object with the members of WebhookData (names without case); any other text is taken for the body of the request. */
export function webhookDataOf(text: string): WebhookData {
  const parsed = tryParse(text);
  const members = isJsonObject(parsed)
    ? new Map(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value]))
    : new Map<string, Json>();
  if (!members.has("requestbody")) {
    return { WebhookName: "local", RequestBody: text, RequestHeader: { "Content-Type": "application/json" } };
  }
  const body = members.get("requestbody") ?? "";
  const name = members.get("webhookname");
  const header = members.get("requestheader");
  return {
    WebhookName: typeof name === "string" ? name : "local",
    RequestBody: typeof body === "string" ? body : JSON.stringify(body),
    RequestHeader: isJsonObject(header) ? header : {},
  };
}

/**
 * The parameter's value as the service hands it over: an object with properties for Windows PowerShell 5.1, one JSON text for
 * PowerShell 7 and Python (docs: automation/automation-webhooks).
 */
export function webhookParameterOf(data: WebhookData, runtime: RuntimeId): Json {
  return runtime === "powershell-5.1" ? data : JSON.stringify(data);
}

export interface WebhookSample {
  readonly id: "commonAlert" | "eventGrid" | "gitHub" | "empty";
  readonly webhookName: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the sender posts. */
  readonly body: Json;
}

const guid = "11111111-2222-3333-4444-555555555555";
const vmId = `/subscriptions/${guid}/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/web-01`;

/** Requests as well-known senders make them, with made-up names. */
export const webhookSamples: readonly WebhookSample[] = [
  {
    // docs: azure-monitor/alerts/alerts-common-schema
    id: "commonAlert",
    webhookName: "on-alert",
    headers: { "Content-Type": "application/json; charset=utf-8", "User-Agent": "IcMBroadcaster/1.0" },
    body: {
      schemaId: "azureMonitorCommonAlertSchema",
      data: {
        essentials: {
          alertId: `/subscriptions/${guid}/providers/Microsoft.AlertsManagement/alerts/${guid}`,
          alertRule: "CPU above 90 %",
          severity: "Sev3",
          signalType: "Metric",
          monitorCondition: "Fired",
          monitoringService: "Platform",
          alertTargetIDs: [vmId.toLowerCase()],
          configurationItems: ["web-01"],
          originAlertId: `${guid}_alert`,
          firedDateTime: "2030-01-31T13:00:00.0000000Z",
          description: "",
          essentialsVersion: "1.0",
          alertContextVersion: "1.0",
        },
        alertContext: {
          properties: null,
          conditionType: "SingleResourceMultipleMetricCriteria",
          condition: {
            windowSize: "PT5M",
            allOf: [
              {
                metricName: "Percentage CPU",
                metricNamespace: "Microsoft.Compute/virtualMachines",
                operator: "GreaterThan",
                threshold: "90",
                timeAggregation: "Average",
                dimensions: [],
                metricValue: 97.5,
              },
            ],
          },
        },
      },
    },
  },
  {
    // docs: event-grid/event-schema-resource-groups
    id: "eventGrid",
    webhookName: "on-event",
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "aeg-event-type": "Notification",
      "aeg-subscription-name": "on-resource-write",
      "aeg-delivery-count": "0",
    },
    body: [
      {
        id: guid,
        topic: `/subscriptions/${guid}`,
        subject: vmId,
        eventType: "Microsoft.Resources.ResourceWriteSuccess",
        eventTime: "2030-01-31T13:00:00.0000000Z",
        data: {
          correlationId: guid,
          operationName: "Microsoft.Compute/virtualMachines/write",
          resourceProvider: "Microsoft.Compute",
          resourceUri: vmId,
          status: "Succeeded",
          subscriptionId: guid,
          tenantId: guid,
        },
        dataVersion: "2",
        metadataVersion: "1",
      },
    ],
  },
  {
    // docs.github.com: webhooks/webhook-events-and-payloads, push
    id: "gitHub",
    webhookName: "on-push",
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "GitHub-Hookshot/0000000",
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": guid,
    },
    body: {
      ref: "refs/heads/main",
      before: "0000000000000000000000000000000000000000",
      after: "1111111111111111111111111111111111111111",
      repository: { name: "runbooks", full_name: "contoso/runbooks", private: true, default_branch: "main" },
      pusher: { name: "octocat", email: "octocat@example.com" },
      commits: [
        {
          id: "1111111111111111111111111111111111111111",
          message: "Stop idle machines earlier",
          timestamp: "2030-01-31T13:00:00Z",
          added: [],
          removed: [],
          modified: ["Stop-IdleVms.ps1"],
        },
      ],
    },
  },
  { id: "empty", webhookName: "webhook", headers: { "Content-Type": "application/json" }, body: {} },
];

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
