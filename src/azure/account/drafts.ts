/** The draft of a runbook: reading, uploading, publishing and giving it up, without overwriting what somebody else did. */
import type { JsonObject } from "../../core/json";
import { AzureError } from "../arm/azure-error";
import { contentOf } from "../arm/sdk";
import { orUndefined, type AccountScope } from "./account-scope";
import { flagOf, textOf } from "./fields";
import { hashOf, toRunbookText, type RunbookText } from "./runbook-text";

export interface DraftFacts {
  /** Whether there is an edit that was not published. */
  readonly isInEdit: boolean;
  readonly creationTime: string;
  readonly lastModifiedTime: string;
}

/**
 * What the caller saw last. Azure takes no condition with an upload, so the present state is read right before: a change in the
 * milliseconds between cannot be noticed.
 */
export interface DraftExpectation {
  /** Hash of the draft's text (RunbookText.hash); null: there was no draft; undefined: not looked at. */
  readonly draftHash?: string | null;
  /** `lastModifiedTime` of the runbook; undefined: not looked at. */
  readonly lastModifiedTime?: string;
}

const draftVersion = ["2018-06-30"];

export class AzureDrafts {
  constructor(private readonly scope: AccountScope) {}

  /** undefined: the runbook has no draft. */
  async find(name: string, signal?: AbortSignal): Promise<DraftFacts | undefined> {
    const draft = await orUndefined(
      this.scope.sendJson({
        what: `read the draft of "${name}"`,
        method: "GET",
        path: ["runbooks", name, "draft"],
        apiVersions: draftVersion,
        signal,
      }),
    );
    return draft === undefined ? undefined : toFacts(draft);
  }

  /** undefined: the runbook has no draft. */
  async findContent(name: string, signal?: AbortSignal): Promise<RunbookText | undefined> {
    const answer = await orUndefined(
      this.scope.call(
        `read the draft text of "${name}"`,
        (sdk, group, account, options) => sdk.runbookDraft.getContent(group, account, name, options),
        signal,
      ),
    );
    if (answer === undefined) {
      return undefined;
    }
    const { text, etag } = contentOf(answer);
    return toRunbookText(text, etag);
  }

  /** Replaces the draft's text; resolves when Azure has stored it. Errors also: conflict when it is not what was expected. */
  async upload(name: string, text: string, expected: DraftExpectation = {}, signal?: AbortSignal): Promise<void> {
    const what = `upload the draft of "${name}"`;
    await this.#check(what, name, expected, signal);
    await this.scope.sendLong({
      what,
      method: "PUT",
      path: ["runbooks", name, "draft", "content"],
      apiVersions: draftVersion,
      // The one content type that the service takes, for Python too.
      content: { type: "text/powershell", text },
      signal,
    });
  }

  /** Makes the draft the published version; resolves when it is. Errors also: conflict when it is not what was expected. */
  async publish(name: string, expected: DraftExpectation = {}, signal?: AbortSignal): Promise<void> {
    const what = `publish "${name}"`;
    await this.#check(what, name, expected, signal);
    await this.scope.sendLong({
      what,
      method: "POST",
      path: ["runbooks", name, "publish"],
      apiVersions: draftVersion,
      signal,
    });
  }

  /** Gives the draft up; the published version stays. */
  async undoEdit(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `undo the edit of "${name}"`,
      (sdk, group, account, options) => sdk.runbookDraft.undoEdit(group, account, name, options),
      signal,
    );
  }

  async #check(what: string, name: string, expected: DraftExpectation, signal?: AbortSignal): Promise<void> {
    if (expected.lastModifiedTime !== undefined) {
      const runbook = await this.scope.sendJson({
        what,
        method: "GET",
        path: ["runbooks", name],
        apiVersions: draftVersion,
        signal,
      });
      const properties = runbook.properties as JsonObject | undefined;
      const present = textOf(properties, "lastModifiedTime");
      if (present !== expected.lastModifiedTime) {
        const by = textOf(properties, "lastModifiedBy");
        throw changed(what, `${by === "" ? "somebody" : by} changed the runbook at ${present}`);
      }
    }
    if (expected.draftHash !== undefined) {
      const present = (await this.findContent(name, signal))?.hash ?? null;
      if (present !== expected.draftHash && !isEmptyDraft(present, expected.draftHash)) {
        throw changed(what, "its draft in Azure is not the one you fetched");
      }
    }
  }
}

/** A new runbook's draft is empty text or not there at all, which is the same to whoever writes the first. */
function isEmptyDraft(present: string | null, expected: string | null): boolean {
  const empty = hashOf("");
  return (present ?? empty) === (expected ?? empty);
}

function changed(what: string, why: string): AzureError {
  return new AzureError("conflict", `${why}.`, { hint: "Compare with the version in Azure, then decide again." }, what);
}

function toFacts(draft: JsonObject): DraftFacts {
  return {
    isInEdit: flagOf(draft, "inEdit"),
    creationTime: textOf(draft, "creationTime"),
    lastModifiedTime: textOf(draft, "lastModifiedTime"),
  };
}
