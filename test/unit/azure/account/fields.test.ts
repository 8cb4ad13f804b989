import assert from "node:assert/strict";
import { guidOf, idPart, textOf, textsOf, timeOf } from "../../../../src/azure/account/fields";
import { identitiesOf } from "../../../../src/azure/account/identities";
import { encodeParameters } from "../../../../src/azure/account/jobs";
import { hashOf } from "../../../../src/azure/account/runbook-text";

describe("fields of Azure's answers", () => {
  it("are empty where Azure leaves them out or nulls them", () => {
    assert.equal(textOf(undefined, "a"), "");
    assert.equal(textOf({ a: null }, "a"), "");
    assert.deepEqual(textsOf({ a: { x: "1", y: 2, z: null } }, "a"), { x: "1" });
    assert.equal(timeOf(null), "");
    assert.equal(timeOf(new Date("nonsense")), "");
    assert.equal(timeOf(new Date("2026-01-05T09:00:00+02:00")), "2026-01-05T07:00:00.000Z");
  });

  it("are read in any case, guids in lower case", () => {
    assert.equal(guidOf({ PrincipalId: "ABC" }, "principalId"), "abc");
  });

  it("take a name out of a resource id", () => {
    const id = "/subscriptions/s/resourcegroups/rg%20(1)/providers/Microsoft.Automation/automationAccounts/aa";
    assert.equal(idPart(id, "resourceGroups"), "rg (1)");
    assert.equal(idPart(id, "jobs"), "");
    assert.equal(idPart("/x/50%", "x"), "50%");
  });
});

describe("identities of an account's resource", () => {
  it("are none where it has none", () => {
    for (const identity of [undefined, null, { type: "None" }, {}]) {
      assert.deepEqual(identitiesOf(identity === undefined ? {} : { identity }, "t"), {
        system: undefined,
        userAssigned: [],
      });
    }
  });

  it("are read whatever spelling Azure uses", () => {
    const id = "/subscriptions/s/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
    const { system, userAssigned } = identitiesOf(
      {
        identity: {
          type: "SystemAssigned,UserAssigned",
          principalId: "P1",
          tenantId: "T1",
          userAssignedIdentities: { [id]: { PrincipalId: "P2", clientId: "C2" } },
        },
      },
      "other",
    );
    assert.deepEqual(system, { principalId: "p1", clientId: "", tenantId: "t1" });
    assert.deepEqual(userAssigned, [
      { name: "one", resourceId: id, principalId: "p2", clientId: "c2", tenantId: "t1" },
    ]);
  });
});

describe("values on their way to Azure", () => {
  it("travel as text: what is not text already as JSON", () => {
    assert.deepEqual(encodeParameters({ a: "x", b: 1, c: true, d: null, e: [1, "y"] }), {
      a: "x",
      b: "1",
      c: "true",
      d: "null",
      e: '[1,"y"]',
    });
  });

  it("are told apart by the hash of their text, byte order mark and line ends included", () => {
    assert.notEqual(hashOf("a\n"), hashOf("a\r\n"));
    assert.notEqual(hashOf("a"), hashOf("\uFEFFa"));
    assert.equal(hashOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
});
