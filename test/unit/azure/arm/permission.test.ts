import assert from "node:assert/strict";
import { actionOf, missingPermission } from "../../../../src/azure/arm/permission";

const account = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Automation/automationAccounts/aa";

describe("the permission that a request needs", () => {
  const table: readonly (readonly [string, string, string])[] = [
    ["GET", account, "read"],
    ["PATCH", account, "write"],
    ["GET", `${account}/runbooks`, "runbooks/read"],
    ["GET", `${account}/runbooks/Stop-Vm`, "runbooks/read"],
    ["DELETE", `${account}/runbooks/Stop-Vm`, "runbooks/delete"],
    ["GET", `${account}/runbooks/Stop-Vm/content`, "runbooks/content/read"],
    ["PUT", `${account}/runbooks/Stop-Vm/draft/content`, "runbooks/draft/content/write"],
    ["POST", `${account}/runbooks/Stop-Vm/draft/undoEdit`, "runbooks/draft/undoEdit/action"],
    ["POST", `${account}/runbooks/Stop-Vm/publish`, "runbooks/publish/action"],
    ["PUT", `${account}/jobs/1`, "jobs/write"],
    ["POST", `${account}/jobs/1/stop`, "jobs/stop/action"],
    ["GET", `${account}/jobs/1/output`, "jobs/output/read"],
    ["GET", `${account}/jobs/1/streams/2`, "jobs/streams/read"],
    ["POST", `${account}/webhooks/generateUri`, "webhooks/action"],
    ["GET", `${account}/runtimeEnvironments/r/packages/p`, "runtimeEnvironments/packages/read"],
  ];
  for (const [method, path, action] of table) {
    it(`${method} ${path.slice(account.length) || "(account)"} is ${action}`, () => {
      assert.equal(actionOf(method, path), `Microsoft.Automation/automationAccounts/${action}`);
    });
  }

  it("is taken from Azure's own sentence where it has one", () => {
    const message =
      "The client 'a' with object id 'b' does not have authorization to perform action 'Microsoft.X/y/read' over scope '/subscriptions/s' or the scope is invalid.";
    assert.deepEqual(missingPermission("GET", account, message), {
      action: "Microsoft.X/y/read",
      scope: "/subscriptions/s",
      role: "Reader",
    });
  });

  it("comes with a role that has it", () => {
    const roleOf = (method: string, path: string) => missingPermission(method, path, "").role;
    assert.equal(roleOf("GET", `${account}/variables`), "Reader");
    assert.equal(roleOf("PUT", `${account}/variables/v`), "Automation Contributor");
    assert.equal(roleOf("PUT", `${account}/jobs/1`), "Automation Operator");
    assert.equal(roleOf("POST", `${account}/jobs/1/stop`), "Automation Operator");
    assert.equal(
      roleOf("PUT", "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/1"),
      "Role Based Access Control Administrator",
    );
    const identity = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    assert.equal(roleOf("GET", identity), "Managed Identity Operator");
    assert.equal(roleOf("PUT", identity), "Managed Identity Contributor");
    assert.equal(roleOf("GET", "/subscriptions"), "Reader");
  });
});
