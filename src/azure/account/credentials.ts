/** Credentials of an account in Azure. Passwords go in and never come back. */
import type { AutomationModels } from "@azure/arm-automation";
import type { Credential } from "../../core/asset";
import type { Listing } from "../arm/listing";
import { defined, refuseExisting, type AccountScope } from "./account-scope";

export interface NewCredential {
  readonly userName: string;
  readonly password: string;
  readonly description?: string;
}

export class AzureCredentials {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<Credential> {
    return this.scope
      .list<AutomationModels.Credential>(
        "credentials",
        (sdk, group, account, options) => sdk.credential.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.credential.listByAutomationAccountNext(link, options),
      )
      .map(toCredential);
  }

  async get(name: string, signal?: AbortSignal): Promise<Credential> {
    const read = await this.scope.call(
      `read the credential "${name}"`,
      (sdk, group, account, options) => sdk.credential.get(group, account, name, options),
      signal,
    );
    return toCredential(read);
  }

  /** Errors also: asset-exists. */
  async create(name: string, credential: NewCredential, signal?: AbortSignal): Promise<Credential> {
    const what = `create the credential "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const created = await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.credential.createOrUpdate(group, account, name, defined({ name, ...credential }), options),
      signal,
    );
    return toCredential(created);
  }

  /** What is undefined stays as it is. */
  async update(name: string, changes: Partial<NewCredential>, signal?: AbortSignal): Promise<Credential> {
    const updated = await this.scope.call(
      `change the credential "${name}"`,
      (sdk, group, account, options) =>
        sdk.credential.update(group, account, name, defined({ name, ...changes }), options),
      signal,
    );
    return toCredential(updated);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the credential "${name}"`,
      (sdk, group, account, options) => sdk.credential.deleteMethod(group, account, name, options),
      signal,
    );
  }
}

function toCredential(model: AutomationModels.Credential): Credential {
  return {
    kind: "credential",
    name: model.name ?? "",
    description: model.description ?? "",
    isEncrypted: true,
    userName: model.userName ?? "",
  };
}
