/** Builds accounts for tests: one system-assigned and two user-assigned identities unless a test says otherwise. */
import { randomUUID } from "node:crypto";
import type { AccountDetails } from "../../src/core/account";
import type { SystemAssignedIdentity, UserAssignedIdentity } from "../../src/core/identity";

const tenantId = "5b1e6ff3-6ad5-4b1c-9a1e-0d2c7f5a1111";
const subscriptionId = "0c0f6a3e-0f7b-4d3b-8f2d-7d1f5b7a2222";

export const systemIdentity: SystemAssignedIdentity = {
  principalId: "11111111-aaaa-4aaa-8aaa-111111111111",
  clientId: "22222222-aaaa-4aaa-8aaa-222222222222",
  tenantId,
};

export const readerIdentity = userAssigned(
  "id-reader",
  "33333333-bbbb-4bbb-8bbb-333333333333",
  "44444444-bbbb-4bbb-8bbb-444444444444",
);
export const deployerIdentity = userAssigned(
  "id-deployer",
  "55555555-cccc-4ccc-8ccc-555555555555",
  "66666666-cccc-4ccc-8ccc-666666666666",
);

export function buildAccount(changes: Partial<AccountDetails> = {}): AccountDetails {
  return {
    name: "aa-contoso",
    accountId: randomUUID(),
    subscriptionId,
    resourceGroup: "rg-contoso",
    location: "westeurope",
    tenantId,
    identities: { system: systemIdentity, userAssigned: [readerIdentity, deployerIdentity] },
    ...changes,
  };
}

function userAssigned(name: string, principalId: string, clientId: string): UserAssignedIdentity {
  return {
    name,
    resourceId: `/subscriptions/${subscriptionId}/resourceGroups/rg-contoso/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`,
    principalId,
    clientId,
    tenantId,
  };
}
