import assert from "node:assert/strict";
import { folderKinds, type AccountItem } from "../../../../src/core/browse";
import { AutomationError, cancelled } from "../../../../src/core/errors";
import type { Localize } from "../../../../src/core/localize";
import { itemDetails } from "../../../../src/features/explorer/model/item-details";
import { itemLook } from "../../../../src/features/explorer/model/looks/item-look";
import { filterJobs, jobPlaces, jobRowLook, type ShownJob } from "../../../../src/features/explorer/model/job-rows";
import { emptyFolderWords, folderName, nodeLook } from "../../../../src/features/explorer/model/node-look";
import { valueWords } from "../../../../src/features/explorer/model/words";

const l10n: Localize = {
  t: (message, ...args) => message.replace(/\{(\d)\}/g, (_whole, at: string) => String(args[Number(at)])),
};
const now = Date.parse("2026-11-21T12:00:00Z");
const day = 86_400_000;
const look = (item: AccountItem, isLocal = true) => itemLook(item, { l10n, now, isLocal });
const iso = (offset: number): string => new Date(now + offset).toISOString();

const certificate = (expiryTime: string): AccountItem => ({
  kind: "certificate",
  name: "Cert",
  description: "",
  isEncrypted: true,
  thumbprint: "AB",
  expiryTime,
  isExportable: false,
  hasPrivateKey: true,
});
const secret: AccountItem = { kind: "variable", name: "Key", description: "", isEncrypted: true, value: "canary-1" };

describe("the look of a row", () => {
  it("shows a variable's value and type, and of an encrypted one that it is encrypted", () => {
    const plain = look({ kind: "variable", name: "Retries", description: "", isEncrypted: false, value: 3 });
    assert.equal(plain.description, "3 · Int32");
    assert.equal(plain.contextValue, "item:variable;local");
    const sealed = look(secret, false);
    assert.deepEqual([sealed.description, sealed.contextValue], ["encrypted", "item:variable;azure;encrypted"]);
    assert.equal(sealed.spoken, "Key, variable, encrypted");
  });

  it("holds no value of an encrypted thing, not even one that is there by mistake", () => {
    const connection: AccountItem = {
      kind: "connection",
      name: "C",
      description: "",
      isEncrypted: true,
      connectionType: "T",
      fields: { Token: { value: "canary-2", isEncrypted: true }, Url: { value: "https://x", isEncrypted: false } },
    };
    for (const item of [secret, connection]) {
      assert.doesNotMatch(JSON.stringify([look(item), itemDetails(item, { l10n, now })]), /canary/);
    }
    assert.match(JSON.stringify(itemDetails(connection, { l10n, now })), /https:\/\/x/);
  });

  it("warns of a certificate's end in words, flag and colour", () => {
    const end = (offset: number) => {
      const { description, contextValue, icon } = look(certificate(iso(offset)));
      return [description, contextValue, icon.id, icon.colour];
    };
    const flags = "item:certificate;local;encrypted;hasKey";
    assert.deepEqual(end(12.5 * day), ["expires in 12 days", `${flags};expiring`, "warning", "list.warningForeground"]);
    assert.deepEqual(end(day * 1.5)[0], "expires in 1 day");
    assert.deepEqual(end(day / 2)[0], "expires today");
    assert.deepEqual(end(-2 * day).slice(1), [`${flags};expired`, "warning", "list.errorForeground"]);
    assert.match(String(end(-2 * day)[0]), /^expired on 2026-11-\d\d$/);
    assert.deepEqual(end(60 * day).slice(1), [flags, "verified", undefined]);
  });

  it("says of a runbook what can be done with it", () => {
    const runbook = {
      kind: "runbook",
      name: "Stop-Vms",
      type: "PowerShell72",
      state: "Edit",
      runtime: "PowerShell 7.2",
      description: "",
      lastModifiedTime: "",
      lastModifiedBy: "",
      path: undefined,
    } as const;
    const azure = look(runbook, false);
    assert.equal(azure.contextValue, "item:runbook;azure;hasDraft;isPublished;isText;powershell");
    assert.equal(azure.description, "PowerShell 7.2 · edit in progress");
    assert.equal(
      look({ ...runbook, state: "New" }, false).contextValue,
      "item:runbook;azure;hasDraft;isText;powershell",
    );
    assert.equal(
      look({ ...runbook, type: "GraphPowerShell", state: "Published" }, false).contextValue,
      "item:runbook;azure;isPublished;powershell",
    );
    const file = itemLook(
      { ...runbook, state: "", path: "/w/runbooks/rotate-keys.py", type: "Python3", runtime: "Python 3" },
      { l10n, now, isLocal: true, lastJob: () => ({ status: "Completed", timeMs: now - 120_000 }) },
    );
    assert.equal(file.label, "rotate-keys.py");
    assert.equal(file.description, "Python 3 · Completed 2 min ago");
    assert.equal(file.contextValue, "item:runbook;local;hasFile;canRun;isText;python");
  });

  it("tells a disabled, an expired and a coming thing apart without colour", () => {
    const webhook = {
      kind: "webhook",
      name: "H",
      description: "",
      runbook: "R",
      isEnabled: true,
      expiryTime: iso(-day),
    } as const;
    assert.match(look(webhook, false).contextValue, /;enabled;expired$/);
    assert.equal(look({ ...webhook, isEnabled: false }, false).description, "R · disabled");
    const schedule = {
      kind: "schedule",
      name: "S",
      description: "",
      isEnabled: true,
      frequency: "Day",
      interval: 1,
      nextRun: iso(3_600_000 * 3 + 1),
      timeZone: "UTC",
    } as const;
    assert.equal(look(schedule, false).description, "daily · next in 3 h");
    assert.equal(look({ ...schedule, nextRun: "" }, false).description, "daily · no next run");
  });

  it("shows an identity's id shortened, and that it is off", () => {
    const identity = {
      kind: "identity",
      name: "System-assigned",
      isSystemAssigned: true,
      isOn: true,
      principalId: "11111111-aaaa-4aaa-8aaa-111111111111",
      clientId: "3f2faaaa-aaaa-4aaa-8aaa-aaaaaaaa91c0",
      tenantId: "",
      resourceId: "",
    } as const;
    assert.equal(look(identity).description, "on · 3f2f…91c0");
    const off = look({ ...identity, isOn: false, clientId: "", principalId: "" });
    assert.deepEqual([off.description, off.contextValue], ["off", "item:identity;local;system;off"]);
  });

  it("says something about every folder, also an empty one", () => {
    for (const folder of folderKinds) {
      assert.ok(folderName(folder, l10n));
      assert.ok(emptyFolderWords(folder, true, l10n));
      assert.ok(emptyFolderWords(folder, false, l10n));
    }
  });

  it("tells a cancelled reading from a failed one", () => {
    const context = { l10n, now, isPinned: () => false, countOf: () => undefined };
    const row = (error: unknown) => nodeLook({ kind: "error", id: "e", container: undefined, error }, context);
    assert.deepEqual(
      [row(cancelled()).label, row(cancelled()).contextValue],
      ["Loading was cancelled", "error;cancelled"],
    );
    const signedOut = row(
      new AutomationError("not-signed-in", "You are not signed in to Azure.", { hint: "Sign in." }),
    );
    assert.deepEqual(
      [signedOut.label, signedOut.contextValue],
      ["You are not signed in to Azure.", "error;notSignedIn"],
    );
    assert.match(signedOut.spoken, /^Error, /);
  });
});

describe("the rows of jobs", () => {
  const job = (changes: Partial<ShownJob>): ShownJob => ({
    id: "1",
    runbook: "Stop-Vms",
    status: "Completed",
    where: { kind: "local" },
    usesOwnTokens: false,
    startedMs: now - 120_000,
    durationMs: 1800,
    exception: "",
    ...changes,
  });
  const azure = { kind: "azure", accountId: "/SUBSCRIPTIONS/a", accountName: "aa-prod" } as const;

  it("say state, time, place and age", () => {
    const done = jobRowLook(job({}), { l10n, now });
    assert.equal(done.description, "Completed · 1.8 s · local · 2 min ago");
    assert.equal(done.contextValue, "job;local;final");
    const running = jobRowLook(job({ status: "Running", durationMs: undefined, where: azure, usesOwnTokens: true }), {
      l10n,
      now,
    });
    assert.equal(running.description, "Running · 2 min 0 s · aa-prod · 2 min ago · with your tokens");
    assert.equal(running.contextValue, "job;azure;running");
  });

  it("can be narrowed to one account", () => {
    const jobs = [job({}), job({ id: "2", where: azure })];
    assert.deepEqual(
      jobPlaces(jobs).map(({ name }) => name),
      ["", "aa-prod"],
    );
    assert.deepEqual(
      filterJobs(jobs, "/subscriptions/A").map(({ id }) => id),
      ["2"],
    );
    assert.deepEqual(
      filterJobs(jobs, "local").map(({ id }) => id),
      ["1"],
    );
    assert.equal(filterJobs(jobs, undefined).length, 2);
  });
});

describe("the words of the trees", () => {
  it("name the types that the service has", () => {
    assert.deepEqual(
      ["x", "", 3, 5_000_000_000, 1.5, true, null, { a: 1 }].map((value) => valueWords(value)),
      [
        { value: "x", type: "String" },
        { value: '""', type: "String" },
        { value: "3", type: "Int32" },
        { value: "5000000000", type: "Int64" },
        { value: "1.5", type: "Double" },
        { value: "true", type: "Boolean" },
        { value: "null", type: "Null" },
        { value: '{"a":1}', type: "JSON" },
      ],
    );
  });
});
