/** Variables of an account in Azure. */
import type { AutomationModels } from "@azure/arm-automation";
import type { Variable } from "../../core/asset";
import type { Json } from "../../core/json";
import type { Listing } from "../arm/listing";
import { defined, refuseExisting, type AccountScope } from "./account-scope";

export interface NewVariable {
  readonly value: Json;
  /** Fixed for the life of the variable (specs/azure-apis.md 1.4). */
  readonly isEncrypted: boolean;
  readonly description?: string;
}

export class AzureVariables {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<Variable> {
    return this.scope
      .list<AutomationModels.Variable>(
        "variables",
        (sdk, group, account, options) => sdk.variable.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.variable.listByAutomationAccountNext(link, options),
      )
      .map(toVariable);
  }

  async get(name: string, signal?: AbortSignal): Promise<Variable> {
    const read = await this.scope.call(
      `read the variable "${name}"`,
      (sdk, group, account, options) => sdk.variable.get(group, account, name, options),
      signal,
    );
    return toVariable(read);
  }

  /** Errors also: asset-exists. */
  async create(name: string, variable: NewVariable, signal?: AbortSignal): Promise<Variable> {
    const what = `create the variable "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const { value, isEncrypted, description } = variable;
    const created = await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.variable.createOrUpdate(
          group,
          account,
          name,
          defined({ name, value: JSON.stringify(value), isEncrypted, description }),
          options,
        ),
      signal,
    );
    return toVariable(created);
  }

  /** What is undefined stays as it is. */
  async update(
    name: string,
    changes: { readonly value?: Json; readonly description?: string },
    signal?: AbortSignal,
  ): Promise<Variable> {
    const value = changes.value === undefined ? undefined : JSON.stringify(changes.value);
    const updated = await this.scope.call(
      `change the variable "${name}"`,
      (sdk, group, account, options) =>
        sdk.variable.update(group, account, name, defined({ name, value, description: changes.description }), options),
      signal,
    );
    return toVariable(updated);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the variable "${name}"`,
      (sdk, group, account, options) => sdk.variable.deleteMethod(group, account, name, options),
      signal,
    );
  }
}

function toVariable(model: AutomationModels.Variable): Variable {
  return {
    kind: "variable",
    name: model.name ?? "",
    description: model.description ?? "",
    isEncrypted: model.isEncrypted ?? false,
    value: decodeValue(model.value),
  };
}

/** Values travel as JSON in a string; an older client may have left plain text. */
function decodeValue(value: string | null | undefined): Json {
  if (value === undefined || value === null) {
    return null;
  }
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
