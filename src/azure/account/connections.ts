/** Connections of an account in Azure. */
import type { AutomationModels } from "@azure/arm-automation";
import type { Connection, ConnectionFieldValue, ConnectionTypeAsset } from "../../core/asset";
import { isSameName } from "../../core/asset";
import type { Json } from "../../core/json";
import type { Listing } from "../arm/listing";
import { defined, orUndefined, refuseExisting, type AccountScope } from "./account-scope";
import type { AzureConnectionTypes } from "./connection-types";
import { mapBounded } from "./map-bounded";

export interface NewConnection {
  readonly connectionType: string;
  readonly fields: Readonly<Record<string, Json>>;
  readonly description?: string;
}

/** Requests at a time when every connection of a list is read. */
const readAtOnce = 6;

export class AzureConnections {
  constructor(
    private readonly scope: AccountScope,
    private readonly types: AzureConnectionTypes,
  ) {}

  /** Name and type only: Azure's list holds no fields (published example: `fieldDefinitionValues: null`). */
  list(): Listing<Connection> {
    return this.scope
      .list<AutomationModels.Connection>(
        "connections",
        (sdk, group, account, options) => sdk.connection.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.connection.listByAutomationAccountNext(link, options),
      )
      .map((model) => toConnection(model, undefined));
  }

  /** Every connection with its fields: a request for each. One that is deleted meanwhile is left out. */
  async listWithFields(signal?: AbortSignal): Promise<readonly Connection[]> {
    const [listed, types] = await Promise.all([this.list().all(signal), this.types.list().all(signal)]);
    const read = await mapBounded(
      listed,
      readAtOnce,
      async (one) =>
        orUndefined(this.#read(one.name, signal)).then((model) =>
          model === undefined ? undefined : toConnection(model, typeOf(model, types)),
        ),
      signal,
    );
    return read.filter((one) => one !== undefined);
  }

  /** With its fields; the sealed ones hold null. */
  async get(name: string, signal?: AbortSignal): Promise<Connection> {
    const model = await this.#read(name, signal);
    // A type may be deleted while connections of it live on.
    const typeName = model.connectionType?.name ?? "";
    const type = typeName === "" ? undefined : await orUndefined(this.types.get(typeName, signal));
    return toConnection(model, type);
  }

  /** Errors also: asset-exists. */
  async create(name: string, connection: NewConnection, signal?: AbortSignal): Promise<Connection> {
    const what = `create the connection "${name}"`;
    await refuseExisting(what, this.#read(name, signal));
    await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.connection.createOrUpdate(
          group,
          account,
          name,
          defined({
            name,
            description: connection.description,
            connectionType: { name: connection.connectionType },
            fieldDefinitionValues: toTexts(connection.fields),
          }),
          options,
        ),
      signal,
    );
    return this.get(name, signal);
  }

  /**
   * What is undefined stays as it is. Azure takes all fields together, so the readable ones are read first and sent along, as
   * Az PowerShell does; a field that somebody changes between the two requests gets its old value.
   */
  async update(
    name: string,
    changes: { readonly fields?: Readonly<Record<string, Json>>; readonly description?: string },
    signal?: AbortSignal,
  ): Promise<Connection> {
    let fieldDefinitionValues: Record<string, string> | undefined;
    if (changes.fields !== undefined) {
      const present = await this.#read(name, signal);
      fieldDefinitionValues = merge(readable(present), changes.fields);
    }
    await this.scope.call(
      `change the connection "${name}"`,
      (sdk, group, account, options) =>
        sdk.connection.update(
          group,
          account,
          name,
          defined({ name, description: changes.description, fieldDefinitionValues }),
          options,
        ),
      signal,
    );
    return this.get(name, signal);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the connection "${name}"`,
      (sdk, group, account, options) => sdk.connection.deleteMethod(group, account, name, options),
      signal,
    );
  }

  #read(name: string, signal?: AbortSignal): Promise<AutomationModels.Connection> {
    return this.scope.call(
      `read the connection "${name}"`,
      (sdk, group, account, options) => sdk.connection.get(group, account, name, options),
      signal,
    );
  }
}

function typeOf(
  model: AutomationModels.Connection,
  types: readonly ConnectionTypeAsset[],
): ConnectionTypeAsset | undefined {
  return types.find((type) => isSameName(type.name, model.connectionType?.name ?? ""));
}

function toConnection(model: AutomationModels.Connection, type: ConnectionTypeAsset | undefined): Connection {
  const fields: Record<string, ConnectionFieldValue> = {};
  for (const field of type?.fields ?? []) {
    if (field.isEncrypted) {
      fields[field.name] = { value: null, isEncrypted: true };
    }
  }
  for (const [name, value] of Object.entries(readable(model))) {
    const sealed = Object.keys(fields).find((known) => isSameName(known, name));
    if (sealed === undefined) {
      fields[name] = { value, isEncrypted: false };
    }
  }
  return {
    kind: "connection",
    name: model.name ?? "",
    description: model.description ?? "",
    isEncrypted: Object.values(fields).some((field) => field.isEncrypted),
    connectionType: model.connectionType?.name ?? "",
    fields,
  };
}

function readable(model: AutomationModels.Connection): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, string | null>> = model.fieldDefinitionValues ?? {};
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Azure keeps every field as text; a field without value is left out. */
function toTexts(fields: Readonly<Record<string, Json>>): Record<string, string> {
  return merge({}, fields);
}

/** Names compare without case, so that another spelling makes no second field; null takes a field away. */
function merge(
  present: Readonly<Record<string, string>>,
  changed: Readonly<Record<string, Json>>,
): Record<string, string> {
  const merged = new Map(Object.entries(present));
  for (const [name, value] of Object.entries(changed)) {
    const key = [...merged.keys()].find((known) => isSameName(known, name)) ?? name;
    if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  return Object.fromEntries(merged);
}
