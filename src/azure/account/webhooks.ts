/** Webhooks of an account in Azure. Their address is a secret that is seen once, when it is made. */
import type { AutomationModels } from "@azure/arm-automation";
import type { Json } from "../../core/json";
import { AzureError } from "../arm/azure-error";
import type { Listing } from "../arm/listing";
import { defined, refuseExisting, type AccountScope } from "./account-scope";
import { timeOf } from "./fields";
import { encodeParameters } from "./jobs";

export interface AzureWebhook {
  readonly name: string;
  readonly runbook: string;
  readonly isEnabled: boolean;
  readonly description: string;
  readonly runOn: string;
  /** ISO 8601, UTC; "" without one. */
  readonly expiryTime: string;
  readonly lastInvokedTime: string;
  readonly creationTime: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface NewWebhook {
  readonly runbook: string;
  readonly expiryTime: Date;
  readonly isEnabled?: boolean;
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly runOn?: string;
}

export interface CreatedWebhook {
  readonly webhook: AzureWebhook;
  /** Whoever has it can start the runbook. Azure never shows it again. */
  readonly secretUri: string;
}

export class AzureWebhooks {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<AzureWebhook> {
    return this.scope
      .list<AutomationModels.Webhook>(
        "webhooks",
        (sdk, group, account, options) => sdk.webhook.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.webhook.listByAutomationAccountNext(link, options),
      )
      .map(toWebhook);
  }

  async get(name: string, signal?: AbortSignal): Promise<AzureWebhook> {
    const read = await this.scope.call(
      `read the webhook "${name}"`,
      (sdk, group, account, options) => sdk.webhook.get(group, account, name, options),
      signal,
    );
    return toWebhook(read);
  }

  /** Errors also: asset-exists. */
  async create(name: string, webhook: NewWebhook, signal?: AbortSignal): Promise<CreatedWebhook> {
    const what = `create the webhook "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const secretUri = await this.#generateUri(what, signal);
    const { runbook, parameters, isEnabled = true, expiryTime, runOn } = webhook;
    const created = await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.webhook.createOrUpdate(
          group,
          account,
          name,
          defined({
            name,
            isEnabled,
            uri: secretUri,
            expiryTime,
            runbook: { name: runbook },
            runOn,
            parameters: parameters === undefined ? undefined : encodeParameters(parameters),
          }),
          options,
        ),
      signal,
    );
    return { webhook: toWebhook(created), secretUri };
  }

  /** What is undefined stays as it is. */
  async update(
    name: string,
    changes: { readonly isEnabled?: boolean; readonly description?: string; readonly runOn?: string },
    signal?: AbortSignal,
  ): Promise<AzureWebhook> {
    const updated = await this.scope.call(
      `change the webhook "${name}"`,
      (sdk, group, account, options) =>
        sdk.webhook.update(group, account, name, defined({ name, ...changes }), options),
      signal,
    );
    return toWebhook(updated);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the webhook "${name}"`,
      (sdk, group, account, options) => sdk.webhook.deleteMethod(group, account, name, options),
      signal,
    );
  }

  async #generateUri(what: string, signal?: AbortSignal): Promise<string> {
    const generated = await this.scope.call(
      what,
      (sdk, group, account, options) => sdk.webhook.generateUri(group, account, options),
      signal,
    );
    const uri: unknown = generated.body;
    if (typeof uri !== "string" || !uri.startsWith("https://")) {
      throw new AzureError("failed", "Azure did not give the webhook an address.", { hint: "Try again." }, what);
    }
    return uri;
  }
}

function toWebhook(model: AutomationModels.Webhook): AzureWebhook {
  return {
    name: model.name ?? "",
    runbook: model.runbook?.name ?? "",
    isEnabled: model.isEnabled ?? false,
    description: model.description ?? "",
    runOn: model.runOn ?? "",
    expiryTime: timeOf(model.expiryTime),
    lastInvokedTime: timeOf(model.lastInvokedTime),
    creationTime: timeOf(model.creationTime),
    parameters: model.parameters ?? {},
  };
}
