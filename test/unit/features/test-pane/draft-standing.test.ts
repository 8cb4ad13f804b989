/** The draft in Azure before and after a test run of a file, against the stateful fake of Azure. */
import assert from "node:assert/strict";
import { join } from "node:path";

import { hashOf } from "../../../../src/azure/account/runbook-text";
import { AutomationError } from "../../../../src/core/errors";
import { draftStanding, isSameText, notedAfterTest } from "../../../../src/features/test-pane/draft-standing";
import { RunbookBindings, type FetchedState } from "../../../../src/local/account/runbook-bindings";
import { fetchedState, readCloudRunbook } from "../../../../src/platform/cloud-runbook";
import {
  backupsIn,
  safePublisherFor,
  type PublishPlan,
  type SafePublisher,
} from "../../../../src/platform/safe-publish";
import type { FakeRunbook } from "../../../support/fake-arm/arm-state";
import { startFakeSession, type FakeSession } from "../../../support/fake-arm/fake-session";
import { TemporaryFolders } from "../../local/account/temporary-account";

describe("the draft in Azure and the file that is tested", () => {
  const folders = new TemporaryFolders();
  let session: FakeSession;
  let ownFolder: string;
  let bindings: RunbookBindings;
  let publisher: SafePublisher;
  let held: FakeRunbook;

  beforeEach(async () => {
    session = await startFakeSession();
    ownFolder = folders.create();
    bindings = new RunbookBindings(folders.create());
    publisher = safePublisherFor(session.account, { fsPath: ownFolder });
    held = session.held.addRunbook("Stop-Vm", { published: "old", draft: "mine" });
  });
  afterEach(async () => {
    await session.stop();
    folders.removeAll();
  });

  const fetch = async (): Promise<FetchedState> =>
    fetchedState(await readCloudRunbook(session.account.runbooks, "Stop-Vm"), new Date());
  const plan = (text: string, fetched?: FetchedState): Promise<PublishPlan> => publisher.plan("Stop-Vm", text, fetched);
  const standing = async (text: string, fetched?: FetchedState) =>
    draftStanding(await plan(text, fetched), fetched !== undefined);
  const upload = async (text: string, fetched: FetchedState | undefined): Promise<FetchedState | undefined> => {
    const made = await plan(text, fetched);
    const binding = {
      file: join(bindings.root, "Stop-Vm.ps1"),
      accountId: session.account.id,
      runbook: "Stop-Vm",
      fetched: fetched ?? { draftHash: null, publishedHash: null, time: "" },
    };
    const note = (noted: FetchedState) => bindings.set({ ...binding, fetched: notedAfterTest(made, noted, fetched) });
    await publisher.upload(made, { binding, note }, made.conflict !== undefined);
    return (await bindings.ofRunbook(session.account.id, "Stop-Vm"))?.fetched;
  };

  it("is the same but for line ends and a byte order mark", async () => {
    assert.ok(isSameText("\ufeffa\r\nb\r\n", "a\nb"));
    assert.ok(!isSameText("a\nb", "a\n b"));
    assert.equal(await standing("mine\r\n"), "same");
  });

  it("is older where the file went on from it", async () => {
    assert.equal(await standing("my edit", await fetch()), "older");
  });

  it("is changed where somebody wrote it since it was fetched", async () => {
    const fetched = await fetch();
    session.held.editDraftAs("bob@contoso.example", "Stop-Vm", "theirs");
    assert.equal(await standing("my edit", fetched), "changed");
  });

  it("is unseen where the file was never fetched from there", async () => {
    assert.equal(await standing("my edit"), "unseen");
  });

  it("is none where the runbook is published and nobody edits it", async () => {
    held.draft = undefined;
    assert.equal(await standing("my edit", await fetch()), "none");
  });

  it("is not in danger where somebody published meanwhile, and that stays to be seen by the next publish", async () => {
    const fetched = await fetch();
    held.published = "published by bob";
    assert.equal(await standing("my edit", fetched), "older");
    const noted = await upload("my edit", fetched);
    assert.deepEqual([noted?.draftHash, noted?.publishedHash], [hashOf("my edit"), hashOf("old")]);
    assert.deepEqual((await plan("my next edit", noted)).conflict?.versions, ["published"]);
  });

  it("that is uploaded is noted, so that the next run and a publish go on from there without a question", async () => {
    const noted = await upload("my edit", await fetch());
    assert.equal(held.draft, "my edit");
    assert.equal(await standing("my next edit", noted), "older");
    assert.equal((await plan("my next edit", noted)).conflict, undefined);
  });

  it("that is overwritten is kept on this machine", async () => {
    session.held.editDraftAs("bob@contoso.example", "Stop-Vm", "theirs");
    await upload("my edit", undefined);
    const backups = backupsIn({ fsPath: ownFolder });
    const kept = await backups.list(session.account.id, "Stop-Vm");
    assert.deepEqual(await Promise.all(kept.map((one) => backups.read(one))), ["theirs"]);
  });

  it("stays when it changes between the question and the answer", async () => {
    const made = await plan("my edit", await fetch());
    session.held.editDraftAs("bob@contoso.example", "Stop-Vm", "theirs");
    await assert.rejects(
      publisher.upload(made, undefined, true),
      (error: unknown) => error instanceof AutomationError && error.code === "conflict" && /bob/.test(error.message),
    );
    assert.equal(held.draft, "theirs");
  });
});
