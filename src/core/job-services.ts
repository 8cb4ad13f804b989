import type { ReadableAssetKind, RevealedAsset } from "./asset";
import type { JobStatus } from "./job";
import type { Json, JsonObject } from "./json";

/** Where in the runbook a request comes from, when its host could tell. */
export interface CallSite {
  readonly script?: string;
  /** 1-based */
  readonly line?: number;
}

/**
 * What the code of a running job can ask of its sandbox. The PowerShell host asks over its channel, the Python host and child
 * processes over the loopback endpoint; both end here, so that every request is seen and masked in one place.
 */
export interface JobServices {
  /** undefined: no such asset; `describeMissing` then has the text for the runbook's error. */
  getAsset(kind: ReadableAssetKind, name: string, site: CallSite): Promise<RevealedAsset | undefined>;
  /** One sentence that names kind, name, account and the nearest names. */
  describeMissing(kind: ReadableAssetKind, name: string): Promise<string>;
  /** false: no variable of that name. */
  setVariable(name: string, value: Json, site: CallSite): Promise<boolean>;
  /** Starts a child job; resolves with its id once it exists. Errors: file-not-found, invalid-parameter. */
  startRunbook(request: StartRunbookRequest, site: CallSite): Promise<string>;
  /** Resolves when all are final or the time is over, with the state of each known id. */
  waitJobs(ids: readonly string[], timeoutMs: number): Promise<readonly ChildJobState[]>;
}

export interface StartRunbookRequest {
  readonly name: string;
  readonly parameters: JsonObject | readonly Json[] | undefined;
  /** Hybrid worker group; "" for the sandbox. A local job runs here either way and says so. */
  readonly runOn: string;
  /** A guid the runbook chose; undefined to make one up. */
  readonly jobId: string | undefined;
}

export interface ChildJobState {
  readonly jobId: string;
  readonly runbook: string;
  readonly status: JobStatus;
  readonly exception: string | undefined;
}
