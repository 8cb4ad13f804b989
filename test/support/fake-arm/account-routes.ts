/** The fake's accounts and what stands around them: subscriptions, directories, identities, roles. */
import type { JsonObject } from "../../../src/core/json";
import {
  done,
  jsonBody,
  objectAt,
  ok,
  page,
  refusedByFrontDoor,
  textAt,
  wrongMethod,
  type ArmAnswerOut,
  type ArmRequestIn,
} from "./arm-request";
import type { ArmState, FakeAccount } from "./arm-state";

export function answerAccount(state: ArmState, account: FakeAccount, request: ArmRequestIn): ArmAnswerOut {
  switch (request.method) {
    case "GET":
      return ok(shown(state, account, request.apiVersion));
    case "PATCH":
    case "PUT": {
      const body = jsonBody(request);
      if ("tags" in body) {
        account.tags = objectAt(body, "tags") as Record<string, string>;
      }
      if ("identity" in body) {
        const refusal = setIdentity(state, account, objectAt(body, "identity"), request.method === "PUT");
        if (refusal !== undefined) {
          return refusal;
        }
      }
      return ok(shown(state, account, request.apiVersion));
    }
    case "DELETE":
      state.deleteAccount(account);
      return done();
    default:
      return wrongMethod(request);
  }
}

export function answerAccountList(
  state: ArmState,
  subscriptionId: string,
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  const rows = state.accounts
    .filter((account) => account.subscriptionId.toLowerCase() === subscriptionId.toLowerCase())
    .map((account) => {
      // A list tells neither identity nor sku (specs/azure-apis.md 1.4).
      const item = Object.entries(shown(state, account, request.apiVersion)).filter(([name]) => name !== "identity");
      return { ...Object.fromEntries(item), properties: times(account) };
    });
  return page(request, rows, pageSize);
}

/** A token shows the subscriptions of its own directory and those that are managed from there. */
export function answerSubscriptions(
  state: ArmState,
  directory: string,
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  const visible = state.subscriptions.filter((one) => one.tenantId === directory || one.managedFrom === directory);
  const rows = visible.map((one) => ({
    id: `/subscriptions/${one.subscriptionId}`,
    subscriptionId: one.subscriptionId,
    displayName: one.displayName,
    tenantId: one.tenantId,
    state: "Enabled",
  }));
  return page(request, rows, pageSize);
}

export function answerTenants(state: ArmState): ArmAnswerOut {
  return ok({
    value: [
      {
        id: `/tenants/${state.tenantId}`,
        tenantId: state.tenantId,
        displayName: "Contoso",
        defaultDomain: "contoso.example",
      },
    ],
  });
}

export function answerResourceGroups(
  state: ArmState,
  subscriptionId: string,
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  const names = state.accounts
    .filter((account) => account.subscriptionId.toLowerCase() === subscriptionId.toLowerCase())
    .map((account) => account.resourceGroup);
  const rows = [...new Set([...names, "rg-web"])].map((name) => ({
    id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
    name,
    type: "Microsoft.Resources/resourceGroups",
    location: "westeurope",
    properties: { provisioningState: "Succeeded" },
  }));
  return page(request, rows, pageSize);
}

export function answerUserIdentities(state: ArmState, request: ArmRequestIn, pageSize: number): ArmAnswerOut {
  const rows = state.userIdentities.map((one) => ({
    id: one.id,
    name: one.name,
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    location: "westeurope",
    tags: {},
    properties: { tenantId: state.tenantId, principalId: one.principalId, clientId: one.clientId },
  }));
  return page(request, rows, pageSize);
}

export function answerSystemIdentity(state: ArmState, account: FakeAccount): ArmAnswerOut {
  if (!account.identity.hasSystem) {
    return refusedByFrontDoor(404, "NotFound", "The resource has no identity.");
  }
  return ok({
    id: `${account.id}/providers/Microsoft.ManagedIdentity/identities/default`,
    name: "default",
    type: "Microsoft.ManagedIdentity/identities",
    location: account.location,
    properties: {
      tenantId: state.tenantId,
      principalId: account.systemPrincipalId,
      clientId: account.systemClientId,
    },
  });
}

export function answerRoles(
  state: ArmState,
  scope: string,
  rest: readonly string[],
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  const [type = "", name] = rest;
  if (type.toLowerCase() === "roledefinitions") {
    return ok({
      value: ["Reader", "Contributor", "Automation Operator"].map((roleName, index) => ({
        id: `/providers/Microsoft.Authorization/roleDefinitions/role-${index}`,
        name: `role-${index}`,
        properties: { roleName, description: `${roleName} of a fake.`, type: "BuiltInRole" },
      })),
    });
  }
  if (name === undefined) {
    const principal = /principalId eq '([^']+)'/.exec(request.url.searchParams.get("$filter") ?? "")?.[1];
    const rows = state.roleAssignments
      .filter((one) => principal === undefined || one.principalId === principal)
      .map(roleShown);
    return page(request, rows, pageSize);
  }
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  if (request.method === "DELETE") {
    const present = state.roleAssignments.length;
    state.roleAssignments = state.roleAssignments.filter((one) => one.id !== id);
    return done(state.roleAssignments.length === present ? 204 : 200);
  }
  const properties = objectAt(jsonBody(request), "properties");
  const assignment = {
    id,
    scope,
    roleDefinitionId: textAt(properties, "roleDefinitionId"),
    principalId: textAt(properties, "principalId"),
  };
  const isTwice = state.roleAssignments.some(
    (one) =>
      one.scope === scope &&
      one.principalId === assignment.principalId &&
      one.roleDefinitionId === assignment.roleDefinitionId,
  );
  if (isTwice) {
    return refusedByFrontDoor(409, "RoleAssignmentExists", "The role assignment already exists.");
  }
  state.roleAssignments.push(assignment);
  return { status: 201, body: roleShown(assignment) };
}

function roleShown(one: ArmState["roleAssignments"][number]): JsonObject {
  const { id, scope, roleDefinitionId, principalId } = one;
  return { id, name: id.slice(id.lastIndexOf("/") + 1), properties: { scope, roleDefinitionId, principalId } };
}

/** Follows the documentation's rules of PATCH and PUT (specs/azure-apis.md 1.4). */
function setIdentity(
  state: ArmState,
  account: FakeAccount,
  identity: JsonObject,
  isWhole: boolean,
): ArmAnswerOut | undefined {
  const type = textAt(identity, "type").toLowerCase();
  const given = objectAt(identity, "userAssignedIdentities");
  for (const id of Object.keys(given)) {
    const isKnown = state.userIdentities.some((one) => one.id.toLowerCase() === id.toLowerCase());
    if (given[id] !== null && !isKnown) {
      return refusedByFrontDoor(400, "InvalidIdentityValues", `The identity ${id} does not exist.`);
    }
  }
  const removed = Object.keys(given).filter((id) => given[id] === null);
  const kept = isWhole ? [] : account.identity.userAssigned;
  const attached = [
    ...kept.filter((id) => !removed.includes(id)),
    ...Object.keys(given).filter((id) => given[id] !== null),
  ];
  account.identity.hasSystem = type.includes("systemassigned");
  if (type.includes("userassigned")) {
    account.identity.userAssigned = [...new Set(attached)];
  } else if (isWhole || type === "none") {
    account.identity.userAssigned = [];
  }
  return undefined;
}

function shown(state: ArmState, account: FakeAccount, apiVersion: string): JsonObject {
  return {
    name: account.name,
    id: account.id,
    type: "Microsoft.Automation/AutomationAccounts",
    location: account.location,
    tags: account.tags,
    ...(apiVersion >= "2020" && { identity: identityShown(state, account) }),
    properties: {
      sku: { name: "Basic" },
      state: "Ok",
      ...times(account),
      lastModifiedBy: "ada@contoso.example",
      ...(apiVersion >= "2021" && {
        automationHybridServiceUrl: `https://${account.accountId}.jrds.we.azure-automation.net/automationAccounts/${account.accountId}`,
        publicNetworkAccess: true,
      }),
    },
  };
}

function identityShown(state: ArmState, account: FakeAccount): JsonObject {
  const { hasSystem, userAssigned } = account.identity;
  const parts = [...(hasSystem ? ["SystemAssigned"] : []), ...(userAssigned.length > 0 ? ["UserAssigned"] : [])];
  const attached = userAssigned.map((id) => {
    const identity = state.userIdentities.find((one) => one.id.toLowerCase() === id.toLowerCase());
    // Both spellings were seen; readers must not care.
    return [id, { PrincipalId: identity?.principalId ?? "", ClientId: identity?.clientId ?? "" }] as const;
  });
  return {
    type: parts.length === 0 ? "None" : parts.join(", "),
    ...(hasSystem && { principalId: account.systemPrincipalId, tenantId: state.tenantId }),
    ...(attached.length > 0 && { userAssignedIdentities: Object.fromEntries(attached) }),
  };
}

function times(account: FakeAccount): JsonObject {
  return { creationTime: account.creationTime, lastModifiedTime: account.creationTime };
}
