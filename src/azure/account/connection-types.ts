/** Connection types of an account in Azure. They are made and deleted, never changed (specs/azure-apis.md 1.4). */
import type { AutomationModels } from "@azure/arm-automation";
import type { ConnectionField, ConnectionTypeAsset } from "../../core/asset";
import type { Listing } from "../arm/listing";
import { refuseExisting, type AccountScope } from "./account-scope";

export class AzureConnectionTypes {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<ConnectionTypeAsset> {
    return this.scope
      .list<AutomationModels.ConnectionType>(
        "connection types",
        (sdk, group, account, options) => sdk.connectionType.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.connectionType.listByAutomationAccountNext(link, options),
      )
      .map(toConnectionType);
  }

  async get(name: string, signal?: AbortSignal): Promise<ConnectionTypeAsset> {
    const read = await this.scope.call(
      `read the connection type "${name}"`,
      (sdk, group, account, options) => sdk.connectionType.get(group, account, name, options),
      signal,
    );
    return toConnectionType(read);
  }

  /** Errors also: asset-exists; conflict when somebody else was faster. */
  async create(name: string, fields: readonly ConnectionField[], signal?: AbortSignal): Promise<ConnectionTypeAsset> {
    const what = `create the connection type "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const fieldDefinitions = Object.fromEntries(
      fields.map((field) => [
        field.name,
        { isEncrypted: field.isEncrypted, isOptional: field.isOptional, type: field.typeName },
      ]),
    );
    const created = await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.connectionType.createOrUpdate(group, account, name, { name, isGlobal: false, fieldDefinitions }, options),
      signal,
    );
    return toConnectionType(created);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the connection type "${name}"`,
      (sdk, group, account, options) => sdk.connectionType.deleteMethod(group, account, name, options),
      signal,
    );
  }
}

function toConnectionType(model: AutomationModels.ConnectionType): ConnectionTypeAsset {
  const fields = Object.entries(model.fieldDefinitions ?? {}).map(([name, field]) => ({
    name,
    typeName: field.type,
    isEncrypted: field.isEncrypted ?? false,
    isOptional: field.isOptional ?? false,
  }));
  return {
    kind: "connection-type",
    name: model.name ?? "",
    description: model.description ?? "",
    isEncrypted: fields.some((field) => field.isEncrypted),
    source: model.isGlobal === true ? "built-in" : "account",
    // Azure does not tell which module brought a type.
    moduleName: "",
    path: undefined,
    fields,
  };
}
