/** The managed identities of an account in Azure: which it has, switching them on and off. */
import { isSameId } from "../../core/account";
import type { AccountIdentities, SystemAssignedIdentity, UserAssignedIdentity } from "../../core/identity";
import type { JsonObject } from "../../core/json";
import { isCancelled } from "../../core/errors";
import { AzureError } from "../arm/azure-error";
import { listOf, type Listing } from "../arm/listing";
import { segment } from "../arm/target";
import { currentVersions, type AccountScope } from "./account-scope";
import { guidOf, idPart, objectOf, textOf } from "./fields";

const identityVersion = ["2018-11-30"];

/** What is to be written: the type and, by resource id, what to keep. */
interface Wanted {
  readonly hasSystem: boolean;
  readonly userAssigned: readonly string[];
}

export class AzureIdentities {
  constructor(private readonly scope: AccountScope) {}

  async get(signal?: AbortSignal): Promise<AccountIdentities> {
    return identitiesOf(await this.#readAccount("read the identities", signal), this.scope.ref.tenantId);
  }

  /**
   * The client id of the system-assigned identity, which the account itself does not tell. "" where it may not be read:
   * the identity works without our knowing.
   */
  async findSystemClientId(signal?: AbortSignal): Promise<string> {
    try {
      const identity = await this.scope.sendJson({
        what: "read the system-assigned identity",
        method: "GET",
        path: ["providers", "Microsoft.ManagedIdentity", "identities", "default"],
        apiVersions: identityVersion,
        signal,
      });
      return guidOf(objectOf(identity, "properties"), "clientId");
    } catch (error) {
      if (isCancelled(error) || !(error instanceof AzureError)) {
        throw error;
      }
      return "";
    }
  }

  enableSystem(signal?: AbortSignal): Promise<AccountIdentities> {
    return this.#change("enable the system-assigned identity", (now) => ({ ...now, hasSystem: true }), signal);
  }

  /** Its role assignments are left behind, pointing to nothing. */
  disableSystem(signal?: AbortSignal): Promise<AccountIdentities> {
    return this.#change("disable the system-assigned identity", (now) => ({ ...now, hasSystem: false }), signal);
  }

  attach(resourceId: string, signal?: AbortSignal): Promise<AccountIdentities> {
    return this.#change(
      `attach the identity "${nameOf(resourceId)}"`,
      (now) => ({ ...now, userAssigned: [...now.userAssigned.filter((id) => !isSameId(id, resourceId)), resourceId] }),
      signal,
    );
  }

  detach(resourceId: string, signal?: AbortSignal): Promise<AccountIdentities> {
    return this.#change(
      `detach the identity "${nameOf(resourceId)}"`,
      (now) => ({ ...now, userAssigned: now.userAssigned.filter((id) => !isSameId(id, resourceId)) }),
      signal,
    );
  }

  /** User-assigned identities of the subscription, to choose from. */
  listAvailable(): Listing<UserAssignedIdentity> {
    return listOf<UserAssignedIdentity>(this.scope.arm, {
      what: "list the user-assigned identities of the subscription",
      path: `/subscriptions/${segment(this.scope.ref.subscriptionId)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`,
      apiVersions: identityVersion,
      read: (item) => {
        const properties = objectOf(item, "properties");
        return {
          name: textOf(item, "name"),
          resourceId: textOf(item, "id"),
          principalId: guidOf(properties, "principalId"),
          clientId: guidOf(properties, "clientId"),
          tenantId: guidOf(properties, "tenantId"),
        };
      },
    });
  }

  async #change(
    what: string,
    change: (now: Wanted) => Wanted,
    signal: AbortSignal | undefined,
  ): Promise<AccountIdentities> {
    const account = await this.#readAccount(what, signal);
    const now = identitiesOf(account, this.scope.ref.tenantId);
    const present = {
      hasSystem: now.system !== undefined,
      userAssigned: now.userAssigned.map((one) => one.resourceId),
    };
    const wanted = change(present);
    const patched = await this.scope.sendJson({
      what,
      method: "PATCH",
      path: [],
      apiVersions: currentVersions,
      body: { identity: patchOf(present, wanted) },
      signal,
    });
    const result = identitiesOf(patched, this.scope.ref.tenantId);
    if (isAsWanted(result, wanted)) {
      return result;
    }
    // A PATCH may keep what it does not name; the documentation writes the whole account then (specs/azure-apis.md 1.4).
    const put = await this.scope.sendJson({
      what,
      method: "PUT",
      path: [],
      apiVersions: currentVersions,
      body: { ...rewritable(account), identity: identityOf(wanted) },
      signal,
    });
    const second = identitiesOf(put, this.scope.ref.tenantId);
    if (!isAsWanted(second, wanted)) {
      throw new AzureError(
        "failed",
        "Azure answered well but did not do it.",
        { hint: "Refresh, then try again." },
        what,
      );
    }
    return second;
  }

  #readAccount(what: string, signal: AbortSignal | undefined): Promise<JsonObject> {
    return this.scope.sendJson({ what, method: "GET", path: [], apiVersions: currentVersions, signal });
  }
}

/** The identities in an account's resource; the system-assigned one without its client id. */
export function identitiesOf(account: JsonObject, fallbackTenantId: string): AccountIdentities {
  const identity = objectOf(account, "identity");
  const type = textOf(identity, "type").toLowerCase();
  const tenantId = guidOf(identity, "tenantId") || fallbackTenantId.toLowerCase();
  const system: SystemAssignedIdentity | undefined = type.includes("systemassigned")
    ? { principalId: guidOf(identity, "principalId"), clientId: "", tenantId }
    : undefined;
  const attached = objectOf(identity, "userAssignedIdentities");
  const userAssigned = Object.keys(attached ?? {}).map((resourceId) => {
    const ids = objectOf(attached, resourceId);
    return {
      name: nameOf(resourceId),
      resourceId,
      principalId: guidOf(ids, "principalId"),
      clientId: guidOf(ids, "clientId"),
      tenantId,
    };
  });
  return { system, userAssigned: type.includes("userassigned") ? userAssigned : [] };
}

/** The smallest change that leads from one to the other (specs/azure-apis.md 1.4). */
function patchOf(present: Wanted, wanted: Wanted): JsonObject {
  const removed = present.userAssigned.filter((id) => !wanted.userAssigned.some((kept) => isSameId(kept, id)));
  const identity = identityOf(wanted);
  if (removed.length === 0 || wanted.userAssigned.length === 0) {
    return identity;
  }
  return {
    type: identity.type ?? "None",
    userAssignedIdentities: Object.fromEntries(removed.map((id) => [id, null])),
  };
}

function identityOf(wanted: Wanted): JsonObject {
  const parts = [
    ...(wanted.hasSystem ? ["SystemAssigned"] : []),
    ...(wanted.userAssigned.length > 0 ? ["UserAssigned"] : []),
  ];
  return {
    type: parts.length === 0 ? "None" : parts.join(", "),
    ...(wanted.userAssigned.length > 0 && {
      userAssignedIdentities: Object.fromEntries(wanted.userAssigned.map((id) => [id, {}])),
    }),
  };
}

/** What a PUT of an account takes back of its own GET, so that nothing else changes. */
function rewritable(account: JsonObject): JsonObject {
  const properties = objectOf(account, "properties") ?? {};
  const kept = ["sku", "publicNetworkAccess", "disableLocalAuth", "encryption"];
  const skuName = textOf(objectOf(properties, "sku"), "name");
  return {
    name: textOf(account, "name"),
    location: textOf(account, "location"),
    tags: objectOf(account, "tags") ?? {},
    properties: {
      ...Object.fromEntries(
        Object.entries(properties).filter(([name, value]) => kept.includes(name) && name !== "sku" && value !== null),
      ),
      sku: { name: skuName === "" ? "Basic" : skuName },
    },
  };
}

function isAsWanted(found: AccountIdentities, wanted: Wanted): boolean {
  return (
    (found.system !== undefined) === wanted.hasSystem &&
    found.userAssigned.length === wanted.userAssigned.length &&
    found.userAssigned.every((one) => wanted.userAssigned.some((id) => isSameId(id, one.resourceId)))
  );
}

function nameOf(resourceId: string): string {
  return idPart(resourceId, "userAssignedIdentities");
}
