/** Publishing against the stateful fake of Azure: nothing that nobody here has seen is ever overwritten, and what is replaced is kept. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hashOf } from "../../../../src/azure/account/runbook-text";
import { AutomationError, type ErrorCode } from "../../../../src/core/errors";
import { fetchedState, readCloudRunbook } from "../../../../src/platform/cloud-runbook";
import { SafePublisher, type BindingNote } from "../../../../src/platform/safe-publish";
import { RunbookBackups } from "../../../../src/local/account/runbook-backups";
import { RunbookBindings, type FetchedState } from "../../../../src/local/account/runbook-bindings";
import { startFakeSession, type FakeSession } from "../../../support/fake-arm/fake-session";
import { TemporaryFolders } from "../../local/account/temporary-account";

const now = () => new Date("2026-01-05T09:00:00Z");

describe("safe publishing", () => {
  const folders = new TemporaryFolders();
  let session: FakeSession;
  let backups: RunbookBackups;
  let bindings: RunbookBindings;
  let publisher: SafePublisher;

  beforeEach(async () => {
    session = await startFakeSession();
    backups = new RunbookBackups(folders.create());
    bindings = new RunbookBindings(folders.create());
    publisher = new SafePublisher({
      accountId: session.account.id,
      runbooks: session.account.runbooks,
      backups,
      now,
    });
  });
  afterEach(async () => {
    await session.stop();
    folders.removeAll();
  });

  const bind = async (runbook: string): Promise<BindingNote> => {
    const cloud = await readCloudRunbook(session.account.runbooks, runbook);
    const file = join(bindings.root, `${runbook}.ps1`);
    const binding = { file, accountId: session.account.id, runbook, fetched: fetchedState(cloud, now()) };
    await bindings.set(binding);
    return { binding, note: (fetched) => bindings.set({ ...binding, fetched }) };
  };
  const noted = async (runbook: string): Promise<FetchedState | undefined> =>
    (await bindings.ofRunbook(session.account.id, runbook))?.fetched;
  const writes = () => session.arm.requests.filter((request) => !request.startsWith("GET"));

  it("publishes an edit of the published version and remembers what Azure holds now", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old" });
    const note = await bind("Stop-Vm");
    const plan = await publisher.plan("Stop-Vm", "new", note.binding.fetched);
    assert.equal(plan.conflict, undefined);
    await publisher.publish(plan, note);
    assert.deepEqual({ published: held.published, draft: held.draft }, { published: "new", draft: undefined });
    assert.deepEqual(await noted("Stop-Vm"), {
      draftHash: null,
      publishedHash: hashOf("new"),
      time: "2026-01-05T09:00:00.000Z",
    });
    assert.deepEqual(
      await Promise.all((await backups.list(session.account.id, "Stop-Vm")).map((one) => backups.read(one))),
      ["old"],
    );
  });

  it("lets the next edit go on from there without a question", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old" });
    const note = await bind("Stop-Vm");
    await publisher.publish(await publisher.plan("Stop-Vm", "new", note.binding.fetched), note);
    const plan = await publisher.plan("Stop-Vm", "newer", await noted("Stop-Vm"));
    assert.equal(plan.conflict, undefined);
    await publisher.upload(plan, note);
    assert.deepEqual({ published: held.published, draft: held.draft }, { published: "new", draft: "newer" });
  });

  for (const version of ["draft", "published"] as const) {
    it(`stops, and writes nothing, when somebody else changed the ${version} since it was fetched`, async () => {
      const held = session.held.addRunbook("Stop-Vm", { published: "old", draft: "mine" });
      const note = await bind("Stop-Vm");
      held[version] = "theirs";
      session.held.touch(held, "bob@contoso.example");
      const plan = await publisher.plan("Stop-Vm", "my edit", note.binding.fetched);
      assert.deepEqual(plan.conflict, {
        versions: [version],
        by: "bob@contoso.example",
        at: held.lastModifiedTime,
      });
      await refused("conflict", /bob@contoso\.example changed it in Azure/, publisher.publish(plan, note));
      assert.deepEqual(writes(), []);
    });
  }

  it("overwrites a conflicting draft only when it is told to, and keeps what it overwrote", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old", draft: "theirs" });
    const plan = await publisher.plan("Stop-Vm", "mine", undefined);
    assert.deepEqual(plan.conflict?.versions, ["draft", "published"]);
    await publisher.publish(plan, undefined, true);
    assert.equal(held.published, "mine");
    const kept = await backups.list(session.account.id, "Stop-Vm");
    assert.deepEqual(await Promise.all(kept.map(async (one) => [one.version, await backups.read(one)])), [
      ["draft", "theirs"],
      ["published", "old"],
    ]);
  });

  it("stops when Azure changes between the question and the answer", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old" });
    const note = await bind("Stop-Vm");
    const plan = await publisher.plan("Stop-Vm", "new", note.binding.fetched);
    held.draft = "theirs";
    session.held.touch(held, "bob@contoso.example");
    await refused("conflict", /bob@contoso\.example/, publisher.publish(plan, note));
    assert.deepEqual(writes(), []);
  });

  it("takes a draft of its own that somebody else published for no conflict", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old" });
    const note = await bind("Stop-Vm");
    await publisher.upload(await publisher.plan("Stop-Vm", "new", note.binding.fetched), note);
    held.published = held.draft;
    held.draft = undefined;
    session.held.touch(held, "bob@contoso.example");
    const plan = await publisher.plan("Stop-Vm", "newer", await noted("Stop-Vm"));
    assert.equal(plan.conflict, undefined);
  });

  it("does not take its own upload for a conflict when it was cut off before it was noted", async () => {
    session.held.addRunbook("Stop-Vm", { published: "old" });
    const note = await bind("Stop-Vm");
    await publisher.upload(await publisher.plan("Stop-Vm", "new", note.binding.fetched), undefined);
    const plan = await publisher.plan("Stop-Vm", "new", note.binding.fetched);
    assert.deepEqual([plan.conflict, plan.isUploaded], [undefined, true]);
  });

  it("fills a new runbook without a question", async () => {
    const held = session.held.addRunbook("New-One", { draft: "" });
    const plan = await publisher.plan("New-One", "first", undefined);
    assert.equal(plan.conflict, undefined);
    await publisher.publish(plan, undefined);
    assert.equal(held.published, "first");
    assert.deepEqual(await backups.list(session.account.id, "New-One"), []);
  });

  it("sends nothing when Azure has it already", async () => {
    session.held.addRunbook("Same", { published: "same" });
    const note = await bind("Same");
    const plan = await publisher.plan("Same", "same", note.binding.fetched);
    assert.equal(plan.isPublished, true);
    await publisher.publish(plan, note);
    assert.deepEqual(writes(), []);
  });

  it("publishes the draft that Azure holds, and says when there is none", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old", draft: "drafted" });
    await publisher.publish(await publisher.planDraft("Stop-Vm"), undefined);
    assert.equal(held.published, "drafted");
    await refused("invalid-usage", /no draft to publish/, publisher.planDraft("Stop-Vm"));
  });

  it("keeps the draft, and the note of it, when Azure refuses to publish it", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old" });
    const note = await bind("Stop-Vm");
    session.arm.runbookRoutes.publishFails = "Missing closing '}' in statement block.";
    const plan = await publisher.plan("Stop-Vm", "broken {", note.binding.fetched);
    await assert.rejects(publisher.publish(plan, note), /Missing closing/);
    assert.deepEqual({ published: held.published, draft: held.draft }, { published: "old", draft: "broken {" });
    assert.equal((await noted("Stop-Vm"))?.draftHash, hashOf("broken {"));
  });

  it("overwrites nothing when the backup cannot be written", async () => {
    const held = session.held.addRunbook("Stop-Vm", { published: "old" });
    const blocked = join(folders.create(), "file");
    await new RunbookBindings(join(blocked, "..")).all();
    const { writeFile } = await import("node:fs/promises");
    await writeFile(blocked, "a file where the folder of the backups should be");
    const careful = new SafePublisher({
      accountId: session.account.id,
      runbooks: session.account.runbooks,
      backups: new RunbookBackups(blocked),
    });
    const plan = await careful.plan("Stop-Vm", "new", { draftHash: null, publishedHash: hashOf("old"), time: "" });
    await refused("failed", /a file stands where a folder is needed/, careful.publish(plan, undefined));
    assert.equal(held.published, "old");
    assert.deepEqual(writes(), []);
  });

  it("refuses graphical runbooks, which are no text", async () => {
    session.held.addRunbook("Drawn", { type: "GraphPowerShell", published: "{}" });
    await refused("not-supported", /graphical/, publisher.plan("Drawn", "text", undefined));
  });

  it("keeps characters, line ends and byte order mark as they are", async () => {
    const text = "\uFEFFWrite-Output 'é世 \u{1F600}'\r\n# end\n";
    const held = session.held.addRunbook("Text", { draft: "" });
    await publisher.publish(await publisher.plan("Text", text, undefined), undefined);
    assert.equal(held.published, text);
  });
});

describe("bindings of files to runbooks", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());
  const fetched = { draftHash: null, publishedHash: "aa", time: "2026-01-05T09:00:00.000Z" };

  it("binds one file to a runbook in each account and finds it from both sides", async () => {
    const bindings = new RunbookBindings(folders.create());
    const file = join(bindings.root, "runbooks", "Stop-Vm.ps1");
    await bindings.set({ file, accountId: "/subscriptions/1/aa-dev", runbook: "Stop-Vm", fetched });
    await bindings.set({ file, accountId: "/subscriptions/1/aa-prod", runbook: "Stop-VmProd", fetched });
    assert.deepEqual(
      (await bindings.ofFile(file)).map((one) => one.runbook),
      ["Stop-Vm", "Stop-VmProd"],
    );
    assert.equal((await bindings.ofRunbook("/SUBSCRIPTIONS/1/AA-prod", "stop-vmprod"))?.file, file);
    await bindings.remove(file, "/subscriptions/1/aa-dev");
    assert.deepEqual((await bindings.ofFile(file)).length, 1);
    const text = await readFile(bindings.path, "utf8");
    assert.match(text, /^\/\/ Files of this workspace/);
    assert.match(text, /"runbooks\/Stop-Vm\.ps1"/);
  });

  it("keeps an account's entry one when the id comes in another case", async () => {
    const bindings = new RunbookBindings(folders.create());
    const file = join(bindings.root, "a.ps1");
    await bindings.set({ file, accountId: "/subscriptions/1/resourceGroups/RG", runbook: "a", fetched });
    await bindings.set({ file, accountId: "/subscriptions/1/resourcegroups/rg", runbook: "b", fetched });
    assert.deepEqual(
      (await bindings.all()).map((one) => one.runbook),
      ["b"],
    );
  });

  it("refuses files outside of the workspace, and does not believe a manifest that names some", async () => {
    const bindings = new RunbookBindings(folders.create());
    const outside = { file: join(bindings.root, "..", "x.ps1"), accountId: "/a", runbook: "x", fetched };
    await refused("invalid-usage", /does not lie in the workspace/, bindings.set(outside));
    await bindings.set({ ...outside, file: join(bindings.root, "in.ps1") });
    const { writeFile } = await import("node:fs/promises");
    const text = await readFile(bindings.path, "utf8");
    await writeFile(bindings.path, text.replace('"in.ps1"', '"../out.ps1"'));
    assert.deepEqual(await bindings.all(), []);
  });

  it("reports a damaged manifest with its place and leaves it alone", async () => {
    const bindings = new RunbookBindings(folders.create());
    const file = join(bindings.root, "a.ps1");
    await bindings.set({ file, accountId: "/a", runbook: "a", fetched });
    const { writeFile } = await import("node:fs/promises");
    await writeFile(bindings.path, '{ "files": ');
    await refused("damaged-file", /a value is expected/, bindings.all());
    await refused(
      "damaged-file",
      /a value is expected/,
      bindings.set({ file, accountId: "/a", runbook: "b", fetched }),
    );
    assert.equal(await readFile(bindings.path, "utf8"), '{ "files": ');
  });

  it("keeps the newest thirty backups of a runbook", async () => {
    let minute = 0;
    const backups = new RunbookBackups(folders.create(), () => new Date(Date.UTC(2026, 0, 5, 9, minute++)));
    for (let index = 0; index < 33; index++) {
      await backups.keep("/a", "Stop-Vm", "draft", String(index), ".ps1");
    }
    const kept = await backups.list("/A", "stop-vm");
    assert.equal(kept.length, 30);
    assert.deepEqual([kept[0]?.time, kept[0] && (await backups.read(kept[0]))], ["2026-01-05T09:32:00.000Z", "32"]);
  });
});

async function refused(code: ErrorCode, message: RegExp, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof AutomationError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}
