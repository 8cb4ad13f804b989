/** A runbook as Azure holds it at one moment: its facts and both texts. */
import type { AzureRunbook, AzureRunbooks } from "../azure/account/runbooks";
import type { RunbookText } from "../azure/account/runbook-text";
import { AutomationError } from "../core/errors";
import { fileExtensionOf } from "../core/runbook-name";
import type { FetchedState } from "../local/account/runbook-bindings";

export type CloudVersion = "draft" | "published";

export interface CloudRunbook {
  readonly facts: AzureRunbook;
  /** undefined: nothing is being edited. */
  readonly draft: RunbookText | undefined;
  /** undefined: it was never published. */
  readonly published: RunbookText | undefined;
}

/** Two requests, three for a published runbook with a draft. Errors: not-supported for graphical runbooks; those of Azure. */
export async function readCloudRunbook(
  runbooks: AzureRunbooks,
  name: string,
  signal?: AbortSignal,
): Promise<CloudRunbook> {
  const facts = await runbooks.get(name, signal);
  requireText(facts);
  const [draft, published] = await Promise.all([
    facts.state === "Published" ? undefined : runbooks.drafts.findContent(name, signal),
    facts.state === "New" ? undefined : runbooks.getContent(name, signal),
  ]);
  return { facts, draft, published };
}

/** The extension of its file, with the dot. Errors: not-supported for a graphical runbook. */
export function requireText(facts: Pick<AzureRunbook, "name" | "type">): ".ps1" | ".py" {
  const extension = fileExtensionOf(facts.type);
  if (extension === undefined) {
    throw new AutomationError("not-supported", `"${facts.name}" is a graphical runbook, which is no text.`, {
      hint: "Edit it in the Azure portal.",
    });
  }
  return extension;
}

/** What an edit begins with: the draft, or what is published. */
export function editableText(cloud: CloudRunbook): string {
  return (cloud.draft ?? cloud.published)?.text ?? "";
}

export function fetchedState(cloud: CloudRunbook, now: Date): FetchedState {
  return {
    draftHash: cloud.draft?.hash ?? null,
    publishedHash: cloud.published?.hash ?? null,
    time: now.toISOString(),
  };
}
