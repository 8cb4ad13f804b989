import assert from "node:assert/strict";
import { isSameId } from "../../../src/core/account";
import { AccountChanges, type AccountChange } from "../../../src/platform/account-changes";
import { itemOfKind, treeTargetOf } from "../../../src/platform/tree-target";

const variable = { kind: "variable", name: "Count", description: "", isEncrypted: false, value: 3 } as const;

describe("the argument of an account's command", () => {
  it("is taken from a tree node, whatever else the node carries", () => {
    const node = { accountId: "local:/w", folder: "variables", item: variable, label: "Count" };
    assert.deepEqual(treeTargetOf(node), {
      accountId: "local:/w",
      folder: "variables",
      item: variable,
      parent: undefined,
    });
  });

  it("is none of the other things that commands are called with", () => {
    const others = [
      undefined,
      null,
      3,
      "local:/w",
      {},
      { accountId: "" },
      { accountId: 7 },
      { fsPath: "/w/a.ps1" },
      [],
    ];
    assert.deepEqual(
      others.map(treeTargetOf),
      others.map(() => undefined),
    );
  });

  it("leaves out a folder and an item that are none", () => {
    const target = treeTargetOf({ accountId: "a", folder: "nonsense", item: "Count" });
    assert.deepEqual(target, { accountId: "a", folder: undefined, item: undefined, parent: undefined });
  });

  it("gives its item only as the kind that the command works on", () => {
    const target = treeTargetOf({ accountId: "a", item: variable });
    assert.equal(itemOfKind(target, "variable")?.name, "Count");
    assert.equal(itemOfKind(target, "schedule"), undefined);
    assert.equal(itemOfKind(undefined, "variable"), undefined);
  });
});

describe("the changes of accounts", () => {
  it("reach everybody who listens, until they stop", () => {
    const changes = new AccountChanges();
    const heard: AccountChange[] = [];
    const subscription = changes.onDidChange((change) => heard.push(change));
    changes.fire("a", "variables");
    changes.fire("a");
    subscription.dispose();
    changes.fire("a", "jobs");
    assert.deepEqual(heard, [
      { accountId: "a", folder: "variables" },
      { accountId: "a", folder: undefined },
    ]);
  });

  it("are of one account, in whatever case Azure writes its id", () => {
    assert.ok(isSameId("/subscriptions/s/resourceGroups/RG", "/subscriptions/S/resourcegroups/rg"));
    assert.ok(!isSameId("local:/a", "local:/b"));
  });
});
