import assert from "node:assert/strict";
import { planFault, scenarioNames, scenarios } from "../../../../src/local/endpoint/scenarios";

const input = { accountId: "account-1", resource: "https://management.azure.com/", earlierRequests: 0 };

describe("scenarios", () => {
  it("describes every scenario in a sentence", () => {
    assert.deepEqual(
      scenarios.map(({ name }) => name),
      [...scenarioNames],
    );
    for (const { description } of scenarios) {
      assert.match(description, /^[A-Z].*\.$/);
    }
  });

  it("throttles twice and then gives in, or never gives in", () => {
    const statuses = [0, 1, 2, 3].map((earlierRequests) => {
      const fault = planFault("throttled", { ...input, earlierRequests });
      return fault.kind === "refusal" ? fault.refusal.status : fault.kind;
    });
    assert.deepEqual(statuses, [429, 429, "none", "none"]);
    const always = planFault("throttled-always", { ...input, earlierRequests: 99 });
    assert.ok(always.kind === "refusal");
    assert.deepEqual(always.refusal.headers, { "Retry-After": "2" });
  });

  it("answers failures with the service's status and text", () => {
    const answer = (name: "server-error" | "unavailable" | "token-failure" | "no-identity"): [number, string] => {
      const fault = planFault(name, input);
      assert.ok(fault.kind === "refusal");
      return [fault.refusal.status, fault.refusal.message];
    };
    assert.equal(answer("server-error")[0], 500);
    assert.equal(answer("unavailable")[0], 503);
    assert.deepEqual(answer("token-failure"), [
      500,
      "Failed to get MSI token for account account-1 and resource https://management.azure.com/",
    ]);
    assert.deepEqual(answer("no-identity"), [400, "No managed identity was found for Automation account account-1"]);
  });

  it("waits, stays silent or ends tokens early where that is the fault", () => {
    assert.deepEqual(planFault("slow", input), { kind: "delay", delayMs: 5000 });
    assert.deepEqual(planFault("timeout", input), { kind: "silence" });
    assert.deepEqual(planFault("expired-token", input), { kind: "expired" });
  });

  it("leaves a run without a scenario alone", () => {
    assert.deepEqual(planFault(undefined, input), { kind: "none" });
  });
});
