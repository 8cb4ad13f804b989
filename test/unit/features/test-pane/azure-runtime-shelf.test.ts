/** What panes know of runtimes in Azure, against the stateful fake of Azure. */
import assert from "node:assert/strict";

import { AutomationError } from "../../../../src/core/errors";
import { AzureRuntimeShelf, type KnownRuntimes } from "../../../../src/features/test-pane/azure-runtime-shelf";
import type { AzureAccount } from "../../../../src/azure/account/azure-account";
import { startFakeSession, type FakeSession } from "../../../support/fake-arm/fake-session";

describe("what is known of runtimes in Azure", () => {
  let session: FakeSession;
  let nowMs = 0;
  let onChanged: () => void = () => undefined;
  let find: () => Promise<AzureAccount | undefined>;
  let shelf: AzureRuntimeShelf;

  beforeEach(async () => {
    session = await startFakeSession();
    session.held.addRunbook("Stop-Vm", { draft: "1", runtimeEnvironment: "Ps74" });
    session.held.add("runtimeEnvironments", "Ps74", { runtime: { language: "PowerShell", version: "7.4" } });
    nowMs = 0;
    find = () => Promise.resolve(session.account);
    shelf = new AzureRuntimeShelf({ findAccount: () => find(), onChanged: () => onChanged(), now: () => nowMs });
  });
  afterEach(() => session.stop());

  const ask = (runbook = "Stop-Vm"): KnownRuntimes => shelf.of(session.account.id, runbook);
  const read = async (runbook = "Stop-Vm"): Promise<KnownRuntimes> => {
    const changed = new Promise<void>((resolve) => (onChanged = resolve));
    ask(runbook);
    await changed;
    return ask(runbook);
  };

  it("is told when it comes, read once with two requests for all who ask", async () => {
    assert.deepEqual(ask(), { kind: "reading" });
    assert.deepEqual(await read(), {
      kind: "read",
      runtimes: {
        runbook: { type: "PowerShell", runtimeEnvironment: "Ps74" },
        environments: [{ name: "Ps74", language: "PowerShell", version: "7.4" }],
      },
    });
    ask();
    assert.equal(session.arm.requests.length, 2, session.arm.requests.join("\n"));
  });

  it("is looked at again after a minute and when something changed, and stays shown meanwhile", async () => {
    const first = await read();
    session.held.add("runtimeEnvironments", "Ps76", { runtime: { language: "PowerShell", version: "7.6" } });
    nowMs += 61_000;
    const changed = new Promise<void>((resolve) => (onChanged = resolve));
    assert.equal(ask(), first);
    await changed;
    const second = ask();
    assert.equal(second.kind === "read" && second.runtimes.environments.length, 2);
    session.held.runbooks.delete("Stop-Vm");
    shelf.outdate();
    const third = await read();
    assert.equal(third.kind === "read" && third.runtimes.runbook, undefined);
  });

  it("is no error where the runbook is not there, or the cloud has no runtime environments", async () => {
    session.arm.unknownVersions.add("2024-10-23");
    assert.deepEqual(await read("Other"), { kind: "read", runtimes: { runbook: undefined, environments: [] } });
  });

  it("says why it could not be read", async () => {
    find = () => Promise.reject(new AutomationError("account-not-found", "The account is gone."));
    assert.deepEqual(await read(), { kind: "failed", why: "The account is gone." });
  });

  it("says nothing while nobody is signed in", async () => {
    find = () => Promise.resolve(undefined);
    assert.deepEqual(await read(), { kind: "failed", why: "" });
  });
});
