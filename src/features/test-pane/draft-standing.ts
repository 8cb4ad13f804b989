/** How the draft in Azure stands to the file that is to be tested there, and what is noted of it afterwards. Needs no editor. */
import type { FetchedState } from "../../local/account/runbook-bindings";
import type { PublishPlan } from "../../platform/safe-publish";

export type DraftStanding =
  /** It says what the file says. */
  | "same"
  /** There is none. */
  | "none"
  /** It is what was fetched here, or was written from here; the file has gone on. */
  | "older"
  /** Somebody changed it since it was fetched. */
  | "changed"
  /** The file was never fetched from there, and the draft is another text. */
  | "unseen";

/** `wasFetched`: the file is the edit of that runbook. */
export function draftStanding({ cloud, text, conflict }: PublishPlan, wasFetched: boolean): DraftStanding {
  const { draft } = cloud;
  if (draft === undefined) {
    return "none";
  }
  if (isSameText(draft.text, text)) {
    return "same";
  }
  // A published version that somebody changed is no danger here: a test job and its upload leave it alone.
  if (conflict?.versions.includes("draft") !== true) {
    return "older";
  }
  return wasFetched ? "changed" : "unseen";
}

/**
 * What the manifest is to remember after an upload for a test. A published version that was never seen stays unseen: publishing has to
 * stop for it later.
 */
export function notedAfterTest(plan: PublishPlan, noted: FetchedState, before: FetchedState | undefined): FetchedState {
  return plan.conflict?.versions.includes("published") === true
    ? { ...noted, publishedHash: before?.publishedHash ?? null }
    : noted;
}

/** Line ends and a byte order mark are no difference. */
export function isSameText(a: string, b: string): boolean {
  const plain = (text: string): string =>
    text
      .replace(/^\ufeff/, "")
      .replace(/\r\n?/g, "\n")
      .trimEnd();
  return plain(a) === plain(b);
}
