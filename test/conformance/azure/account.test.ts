/** The account in Azure against the stateful fake: what is read and what is changed there. */
import assert from "node:assert/strict";
import { startFakeSession, type FakeSession } from "../../support/fake-arm/fake-session";

describe("an account in Azure", () => {
  let session: FakeSession;
  beforeEach(async () => {
    session = await startFakeSession();
  });
  afterEach(async () => {
    await session.stop();
  });

  it("lists variables", async () => {
    session.held.add("variables", "Retry", { value: "3", isEncrypted: false });
    console.log(await session.account.listAssets("variable"));
    console.log(await session.account.details());
    console.log(session.lines);
  });
});
