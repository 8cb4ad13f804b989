import assert from "node:assert/strict";
import { placeOf, roleName } from "../../../../src/features/identities/identity-roles";

describe("the role of an identity", () => {
  it("has a place that a person can read", () => {
    const places: Readonly<Record<string, string>> = {
      "/": "/",
      "/subscriptions/s1": "subscription s1",
      "/subscriptions/s1/resourceGroups/rg": "resource group rg",
      "/subscriptions/s1/resourcegroups/rg/": "resource group rg",
      "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs":
        "storageAccounts logs in rg",
      "/providers/Microsoft.Management/managementGroups/root": "management group root",
    };
    for (const [scope, place] of Object.entries(places)) {
      assert.equal(placeOf(scope), place);
    }
  });

  it("has the name of its definition, wherever that was listed, or its guid", () => {
    const definitions = [
      { id: "/providers/Microsoft.Authorization/roleDefinitions/R1", name: "Reader", description: "" },
    ];
    assert.equal(
      roleName("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/r1", definitions),
      "Reader",
    );
    assert.equal(roleName("/x/roleDefinitions/r2", definitions), "r2");
  });
});
