/** What a signed-in person reaches, over directories and subscriptions, as the tree and commands ask for it. */
import assert from "node:assert/strict";
import { AutomationError } from "../../../src/core/errors";
import type { PagedList } from "../../../src/core/browse";
import { accountIdParts, AzureReach, type SubscriptionItem } from "../../../src/platform/azure-reach";
import type { AzureSession } from "../../../src/platform/azure-session";
import type { Log } from "../../../src/platform/log";
import { FakeArm } from "../../support/fake-arm/fake-arm";

describe("the reach of a signed-in person", () => {
  let arm: FakeArm;
  let reach: AzureReach;
  const logged: string[] = [];

  beforeEach(async () => {
    arm = await FakeArm.start();
    logged.length = 0;
    const log = { debug: (message: string, fields: object) => logged.push(`${message} ${JSON.stringify(fields)}`) };
    reach = new AzureReach(arm.cloud, arm.tokens as unknown as AzureSession, log as unknown as Log);
  });
  afterEach(async () => {
    reach.dispose();
    await arm.stop();
  });

  const all = async (list: PagedList<SubscriptionItem>) => {
    const pages: string[][] = [];
    let token: string | undefined;
    do {
      const page = await list.page(token);
      pages.push(page.items.map((one) => one.name));
      token = page.nextToken;
    } while (token !== undefined);
    return pages;
  };

  it("goes on from directory to directory, a request a page, and passes over those without subscriptions", async () => {
    arm.pageSize = 2;
    for (const name of ["a", "b", "c"]) {
      arm.state.addSubscription(name);
    }
    arm.state.addSubscription("d", undefined, { tenantId: "fabrikam" });
    assert.deepEqual(await all(reach.subscriptions([undefined, "empty", "fabrikam", "none"])), [
      ["a", "b"],
      ["c"],
      ["d"],
      [],
    ]);
    assert.equal(arm.requests.length, 5);
    assert.equal(arm.tokens.questions.length, 4, "one token a directory");
  });

  it("shows a subscription once that is managed from another directory, and reaches it from where it was listed", async () => {
    const managed = arm.state.addSubscription("managed", undefined, {
      tenantId: "fabrikam",
      managedFrom: arm.state.tenantId,
    });
    arm.state.addAccount("aa-managed", { subscriptionId: managed.subscriptionId });
    const list = reach.subscriptions([undefined, "fabrikam"]);
    const first = await list.page();
    assert.equal((await list.page(first.nextToken)).items.length, 0);
    const [subscription] = first.items;
    assert.ok(subscription);
    assert.deepEqual([subscription.tenantId, subscription.signInTenantId], ["fabrikam", undefined]);
    const [account] = (await reach.accountsOf(subscription).page()).items;
    assert.equal(account?.ref.tenantId, "fabrikam", "the identities of the account belong to its own directory");
    assert.deepEqual([...new Set(arm.tokens.questions.map((question) => question.tenantId))], [undefined, "fabrikam"]);
  });

  it("holds one object an account, in whatever case its id comes", async () => {
    const held = arm.state.addAccount("aa-prod");
    const [subscription] = (await reach.subscriptions([undefined]).page()).items;
    assert.ok(subscription);
    const [listed] = (await reach.accountsOf(subscription).page()).items;
    assert.equal(reach.known(held.id.toUpperCase()), listed);
    assert.equal(await reach.read(held.id.toLowerCase(), subscription), listed);
  });

  it("reads an account by its id with its region, and says when it is gone", async () => {
    const held = arm.state.addAccount("aa-prod");
    const account = await reach.read(held.id, { tenantId: "t", signInTenantId: undefined });
    assert.deepEqual([account.name, ...account.facts], ["aa-prod", "rg-automation", "westeurope"]);
    arm.state.deleteAccount(held);
    reach.dispose();
    await assert.rejects(
      reach.read(held.id, { tenantId: "t", signInTenantId: undefined }),
      (error) => error instanceof AutomationError && error.code === "account-not-found",
    );
  });

  it("takes nothing but an account's id", () => {
    for (const id of ["", "local:/w", "/subscriptions/s", "/subscriptions/s/resourceGroups/rg"]) {
      assert.throws(() => accountIdParts(id), AutomationError, id);
    }
  });

  it("asks for a new token after somebody signed in or out, and keeps the accounts", async () => {
    const held = arm.state.addAccount("aa-prod");
    const account = await reach.read(held.id, { tenantId: "t", signInTenantId: undefined });
    const asked = arm.tokens.questions.length;
    await account.listAssets("variable");
    assert.equal(arm.tokens.questions.length, asked);
    reach.forgetTokens();
    await account.listAssets("variable");
    assert.equal(arm.tokens.questions.length, asked + 1);
  });

  it("logs what was asked and how it ended, and never a token", async () => {
    const held = arm.state.addAccount("aa-prod");
    await reach.read(held.id, { tenantId: "t", signInTenantId: undefined });
    assert.match(logged.join("\n"), /azure \{"method":"GET","target":"\/subscriptions\/[^]*"status":200/);
    assert.doesNotMatch(logged.join("\n"), /token-\d|Bearer/);
  });
});
