/** Which roles an identity has, and giving and taking them. */
import { randomUUID } from "node:crypto";
import type { ArmClient } from "../arm/arm-client";
import { listOf, type Listing } from "../arm/listing";
import { segment } from "../arm/target";
import { objectOf, textOf } from "./fields";

export interface RoleAssignment {
  readonly id: string;
  readonly roleDefinitionId: string;
  readonly principalId: string;
  /** Resource id of what the role is for. */
  readonly scope: string;
}

export interface RoleDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

const apiVersions = ["2022-04-01"];

export class RoleAssignments {
  constructor(private readonly arm: ArmClient) {}

  /** The roles of a principal anywhere in the subscription. */
  list(subscriptionId: string, principalId: string): Listing<RoleAssignment> {
    return listOf<RoleAssignment>(this.arm, {
      what: "list the role assignments of the identity",
      path: `/subscriptions/${segment(subscriptionId)}/providers/Microsoft.Authorization/roleAssignments`,
      apiVersions,
      query: { $filter: `principalId eq '${principalId.replaceAll("'", "''")}'` },
      read: (item) => toAssignment(item),
    });
  }

  /** The roles that can be given at a scope. */
  listRoles(scope: string): Listing<RoleDefinition> {
    return listOf<RoleDefinition>(this.arm, {
      what: "list the roles",
      path: `${scopePath(scope)}/providers/Microsoft.Authorization/roleDefinitions`,
      apiVersions,
      read: (item) => {
        const properties = objectOf(item, "properties");
        return {
          id: textOf(item, "id"),
          name: textOf(properties, "roleName"),
          description: textOf(properties, "description"),
        };
      },
    });
  }

  /** Errors also: conflict where the identity has the role already. */
  async add(
    scope: string,
    roleDefinitionId: string,
    principalId: string,
    options: { readonly id?: string; readonly signal?: AbortSignal } = {},
  ): Promise<RoleAssignment> {
    const created = await this.arm.sendJson({
      what: "assign the role",
      method: "PUT",
      path: `${scopePath(scope)}/providers/Microsoft.Authorization/roleAssignments/${segment(options.id ?? randomUUID())}`,
      apiVersions,
      // With its type a principal that was made a moment ago is found too.
      body: { properties: { roleDefinitionId, principalId, principalType: "ServicePrincipal" } },
      signal: options.signal,
    });
    return toAssignment(created);
  }

  async remove(assignmentId: string, signal?: AbortSignal): Promise<void> {
    const path = scopePath(assignmentId);
    await this.arm.send({ what: "remove the role assignment", method: "DELETE", path, apiVersions, signal });
  }
}

/** Resource ids hold names in clear. */
function scopePath(id: string): string {
  return id.replace(/\/+$/, "").split("/").map(segment).join("/");
}

function toAssignment(item: Parameters<typeof textOf>[0]): RoleAssignment {
  const properties = objectOf(item, "properties");
  return {
    id: textOf(item, "id"),
    roleDefinitionId: textOf(properties, "roleDefinitionId"),
    principalId: textOf(properties, "principalId"),
    scope: textOf(properties, "scope"),
  };
}
