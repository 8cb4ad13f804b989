/** The account of a run where no `.automation/` folder is: in memory, with a system-assigned identity and no assets. */
import { randomUUID } from "node:crypto";
import type { AccountDetails, JobAccount } from "../../core/account";
import { isSameName } from "../../core/asset";
import { findRunbooks } from "./workspace-files";

/** Who sees this name in a message sees at once why nothing is found. */
export const madeUpAccountName = "made-up-account";

/** `runbookFolder`: where its runbooks (for child jobs) are looked for; undefined: there are none. */
export function createMadeUpAccount(runbookFolder: string | undefined): JobAccount {
  const tenantId = randomUUID();
  const details: AccountDetails = {
    name: madeUpAccountName,
    accountId: randomUUID(),
    subscriptionId: randomUUID(),
    resourceGroup: "made-up-group",
    location: "westeurope",
    tenantId,
    identities: { system: { principalId: randomUUID(), clientId: randomUUID(), tenantId }, userAssigned: [] },
  };

  const runbooks = () => (runbookFolder === undefined ? Promise.resolve([]) : findRunbooks(runbookFolder, undefined));

  return {
    details: () => Promise.resolve(details),
    extraClaims: () => Promise.resolve({}),
    reveal: () => Promise.resolve(undefined),
    assetNames: () => Promise.resolve([]),
    setVariable: () => Promise.resolve(false),
    secretTexts: () => Promise.resolve([]),
    findRunbook: async (name) => (await runbooks()).find((runbook) => isSameName(runbook.name, name))?.path,
    runbookNames: async () => (await runbooks()).map((runbook) => runbook.name),
  };
}
