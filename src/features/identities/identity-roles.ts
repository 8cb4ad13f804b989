/** The roles of an identity in words: what it may do and where. */
import type { RoleAssignment, RoleAssignments, RoleDefinition } from "../../azure/account/role-assignments";

export interface NamedAssignment {
  readonly assignment: RoleAssignment;
  /** Name of the role; its id's last part where its definition cannot be read. */
  readonly role: string;
  /** The scope as a person says it. */
  readonly place: string;
}

/** Two requests, more where Azure pages. Errors: those of Azure. */
export async function namedAssignments(
  roles: RoleAssignments,
  subscriptionId: string,
  principalId: string,
  signal: AbortSignal,
): Promise<readonly NamedAssignment[]> {
  const assignments = await roles.list(subscriptionId, principalId).all(signal);
  const definitions =
    assignments.length === 0 ? [] : await roles.listRoles(`/subscriptions/${subscriptionId}`).all(signal);
  return assignments.map((assignment) => ({
    assignment,
    role: roleName(assignment.roleDefinitionId, definitions),
    place: placeOf(assignment.scope),
  }));
}

/** Ids of one role differ in what stands before: a definition is listed below each scope. */
export function roleName(definitionId: string, definitions: readonly RoleDefinition[]): string {
  const guid = lastPart(definitionId).toLowerCase();
  return definitions.find((one) => lastPart(one.id).toLowerCase() === guid)?.name ?? guid;
}

/** `/subscriptions/1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs` -> `storageAccounts logs in rg` */
export function placeOf(scope: string): string {
  const parts = scope.split("/").filter((part) => part !== "");
  const after = (name: string) => {
    const index = parts.findIndex((part) => part.toLowerCase() === name);
    return index < 0 ? undefined : parts[index + 1];
  };
  if (parts.length === 0) {
    return "/";
  }
  const group = after("resourcegroups");
  const managementGroup = after("managementgroups");
  if (managementGroup !== undefined) {
    return `management group ${managementGroup}`;
  }
  if (parts.length <= 2) {
    return `subscription ${after("subscriptions") ?? ""}`;
  }
  if (parts.length <= 4 && group !== undefined) {
    return `resource group ${group}`;
  }
  return `${parts.at(-2) ?? ""} ${parts.at(-1) ?? ""}${group === undefined ? "" : ` in ${group}`}`;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
