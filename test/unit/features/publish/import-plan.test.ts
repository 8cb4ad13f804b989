/** What importing a file would do, before anything is sent. */
import assert from "node:assert/strict";
import { toRunbookText } from "../../../../src/azure/account/runbook-text";
import type { AzureRunbook } from "../../../../src/azure/account/runbooks";
import type { CloudRunbook } from "../../../../src/platform/cloud-runbook";
import { importStep, type FileToImport } from "../../../../src/features/publish/import-plan";

const file = (changes: Partial<FileToImport> = {}): FileToImport => ({
  path: "/w/Stop-Vm.ps1",
  name: "Stop-Vm",
  text: "mine",
  type: "PowerShell",
  ...changes,
});

function cloud(texts: { readonly draft?: string; readonly published?: string }, type = "PowerShell"): CloudRunbook {
  const text = (value: string | undefined) => (value === undefined ? undefined : toRunbookText(value, ""));
  const facts = { name: "Stop-Vm", type, lastModifiedBy: "bob", lastModifiedTime: "2026-01-05T09:00:00Z" };
  return { facts: facts as AzureRunbook, draft: text(texts.draft), published: text(texts.published) };
}

describe("importing a file", () => {
  it("creates a runbook where the account has none of that name", () => {
    assert.equal(importStep(file(), undefined, undefined).kind, "create");
  });

  it("does nothing where Azure holds the same text already", () => {
    assert.equal(importStep(file(), cloud({ published: "mine" }), undefined).kind, "same");
  });

  it("tells a draft that was never fetched from one that was", () => {
    const present = cloud({ draft: "theirs", published: "old" });
    const unseen = importStep(file(), present, undefined);
    assert.ok(unseen.kind === "upload" && unseen.isOverwriting);
    const fetched = {
      draftHash: present.draft?.hash ?? null,
      publishedHash: present.published?.hash ?? null,
      time: "2026-01-05T09:00:00Z",
    };
    const seen = importStep(file(), present, fetched);
    assert.ok(seen.kind === "upload" && !seen.isOverwriting);
  });

  it("is impossible for a name that the service refuses, and says what is allowed", () => {
    const step = importStep(file({ name: "1 st" }), undefined, undefined);
    assert.ok(step.kind === "impossible");
    assert.match(step.why, /begin with a letter/);
  });

  it("is impossible where the runbook of that name is of another language", () => {
    const step = importStep(file({ type: "Python3" }), cloud({ published: "x" }), undefined);
    assert.ok(step.kind === "impossible");
    assert.match(step.why, /of type PowerShell/);
  });
});
