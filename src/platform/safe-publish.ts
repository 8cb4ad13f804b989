/**
 * Uploading and publishing without overwriting what nobody here has seen: a text in Azure may be replaced when it is the one that was
 * fetched, the one that is being written, or when the person said so after seeing it. What is replaced is kept first.
 */
import { join } from "node:path";
import type { AzureAccount } from "../azure/account/azure-account";
import type { AzureRunbooks } from "../azure/account/runbooks";
import { hashOf } from "../azure/account/runbook-text";
import { AutomationError } from "../core/errors";
import { RunbookBackups } from "../local/account/runbook-backups";
import type { FetchedState, RunbookBinding } from "../local/account/runbook-bindings";
import { readCloudRunbook, requireText, type CloudRunbook, type CloudVersion } from "./cloud-runbook";

/** Texts in Azure that would be lost and that were never fetched here. */
export interface PublishConflict {
  readonly versions: readonly CloudVersion[];
  /** "" where Azure does not say. */
  readonly by: string;
  /** ISO 8601, as Azure writes it. */
  readonly at: string;
}

/** What an upload or a publish would do, as Azure was when it was made. */
export interface PublishPlan {
  readonly runbook: string;
  readonly text: string;
  readonly cloud: CloudRunbook;
  readonly conflict: PublishConflict | undefined;
  /** Whether the draft in Azure is this text already. */
  readonly isUploaded: boolean;
  /** Whether this text is what is published, with no draft besides. */
  readonly isPublished: boolean;
}

/** Where the new state is noted; undefined where no file is bound. */
export interface BindingNote {
  readonly binding: RunbookBinding;
  note(fetched: FetchedState): Promise<void>;
}

export interface SafePublisherPorts {
  readonly accountId: string;
  readonly runbooks: AzureRunbooks;
  readonly backups: RunbookBackups;
  readonly now?: () => Date;
}

/** `ownFolder`: the extension's own folder on this machine. */
export function safePublisherFor(
  account: Pick<AzureAccount, "id" | "runbooks">,
  ownFolder: { readonly fsPath: string },
): SafePublisher {
  return new SafePublisher({ accountId: account.id, runbooks: account.runbooks, backups: backupsIn(ownFolder) });
}

export function backupsIn(ownFolder: { readonly fsPath: string }): RunbookBackups {
  return new RunbookBackups(join(ownFolder.fsPath, "runbook-backups"));
}

export class SafePublisher {
  readonly #ports: SafePublisherPorts;

  constructor(ports: SafePublisherPorts) {
    this.#ports = ports;
  }

  /** `fetched`: undefined for a file that was never fetched from there: then every other text in Azure is a conflict. */
  async plan(
    runbook: string,
    text: string,
    fetched: FetchedState | undefined,
    signal?: AbortSignal,
  ): Promise<PublishPlan> {
    const cloud = await readCloudRunbook(this.#ports.runbooks, runbook, signal);
    return planOf(runbook, text, cloud, fetched);
  }

  /** The draft as it is in Azure becomes the published version. Errors: invalid-usage where there is none. */
  async planDraft(runbook: string, signal?: AbortSignal): Promise<PublishPlan> {
    const cloud = await readCloudRunbook(this.#ports.runbooks, runbook, signal);
    if (cloud.draft === undefined) {
      throw new AutomationError("invalid-usage", `"${runbook}" has no draft to publish.`, {
        hint: "Edit it first (command: Edit Runbook Draft).",
      });
    }
    const seen = { draftHash: cloud.draft.hash, publishedHash: cloud.published?.hash ?? null, time: "" };
    return planOf(runbook, cloud.draft.text, cloud, seen);
  }

  /**
   * Makes the plan's text the draft. Errors: conflict when the plan has one and `overwrite` is false, or when Azure changed since the
   * plan was made; then nothing was written.
   */
  async upload(
    plan: PublishPlan,
    note: BindingNote | undefined,
    overwrite = false,
    signal?: AbortSignal,
  ): Promise<void> {
    requireDecision(plan, overwrite);
    if (!plan.isUploaded) {
      await this.#keep(plan, "draft");
      const { draft, facts } = plan.cloud;
      const expected = { draftHash: draft?.hash ?? null, lastModifiedTime: facts.lastModifiedTime };
      await this.#ports.runbooks.drafts.upload(plan.runbook, plan.text, expected, signal);
    }
    await note?.note(this.#state(hashOf(plan.text), plan.cloud.published?.hash ?? null));
  }

  /** Uploads what is not uploaded, then publishes it. Errors as upload; an upload that was done before a failure is noted. */
  async publish(
    plan: PublishPlan,
    note: BindingNote | undefined,
    overwrite = false,
    signal?: AbortSignal,
  ): Promise<void> {
    if (plan.isPublished) {
      await note?.note(this.#state(null, hashOf(plan.text)));
      return;
    }
    await this.#keep(plan, "published");
    await this.upload(plan, note, overwrite, signal);
    await this.#ports.runbooks.drafts.publish(plan.runbook, { draftHash: hashOf(plan.text) }, signal);
    await note?.note(this.#state(null, hashOf(plan.text)));
  }

  #state(draftHash: string | null, publishedHash: string | null): FetchedState {
    return { draftHash, publishedHash, time: (this.#ports.now?.() ?? new Date()).toISOString() };
  }

  async #keep(plan: PublishPlan, version: CloudVersion): Promise<void> {
    const present = plan.cloud[version];
    if (present === undefined || present.text === "" || present.hash === hashOf(plan.text)) {
      return;
    }
    const { accountId, backups } = this.#ports;
    await backups.keep(accountId, plan.runbook, version, present.text, requireText(plan.cloud.facts));
  }
}

/** Pure. */
export function planOf(
  runbook: string,
  text: string,
  cloud: CloudRunbook,
  fetched: FetchedState | undefined,
): PublishPlan {
  const hash = hashOf(text);
  // A new runbook's draft is empty, which nobody wrote.
  const known = new Set([hash, hashOf(""), fetched?.draftHash, fetched?.publishedHash]);
  const versions = (["draft", "published"] as const).filter((version) => {
    const present = cloud[version];
    return present !== undefined && !known.has(present.hash);
  });
  const { lastModifiedBy: by, lastModifiedTime: at } = cloud.facts;
  return {
    runbook,
    text,
    cloud,
    conflict: versions.length === 0 ? undefined : { versions, by, at },
    isUploaded: cloud.draft?.hash === hash,
    isPublished: cloud.draft === undefined && cloud.published?.hash === hash,
  };
}

function requireDecision(plan: PublishPlan, overwrite: boolean): void {
  if (plan.conflict !== undefined && !overwrite) {
    const { by, at } = plan.conflict;
    throw new AutomationError(
      "conflict",
      `Could not write "${plan.runbook}": ${by === "" ? "somebody" : by} changed it in Azure at ${at}.`,
      { hint: "Compare with the version in Azure, then decide again." },
    );
  }
}
