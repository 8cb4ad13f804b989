/** What the code of a running job can ask for: assets of the account and child jobs. Every request is seen here once. */
import type { JobAccount } from "../../core/account";
import type { ReadableAssetKind, RevealedAsset } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import type { Job } from "../../core/job";
import { isFinalStatus } from "../../core/job";
import type { CallSite, ChildJobState, JobServices, StartRunbookRequest } from "../../core/job-services";
import type { Json } from "../../core/json";
import { nearestNames } from "../../core/nearest-names";
import type { SecretMask } from "../../core/secret-mask";
import type { EventLog } from "./event-log";

export interface ChildJobs {
  /** Resolves with the id once the child exists. Errors: file-not-found, invalid-parameter, ... */
  start(request: StartRunbookRequest): Promise<string>;
  /** Any job of this run, by its id in any case. */
  find(jobId: string): { readonly job: Job; readonly exception: string | undefined } | undefined;
}

export interface SandboxServicesOptions {
  readonly account: JobAccount;
  readonly log: EventLog;
  readonly mask: SecretMask;
  readonly children: ChildJobs;
  /** Aborted when the job ends: nothing waits any longer. */
  readonly signal: AbortSignal;
}

export class SandboxServices implements JobServices {
  readonly #options: SandboxServicesOptions;

  constructor(options: SandboxServicesOptions) {
    this.#options = options;
  }

  async getAsset(kind: ReadableAssetKind, name: string, site: CallSite): Promise<RevealedAsset | undefined> {
    const asset = await this.#options.account.reveal(kind, name);
    for (const secret of asset ? secretsOf(asset) : []) {
      this.#options.mask.add(secret);
    }
    this.#report("get", kind, asset?.name ?? name, asset !== undefined, site);
    return asset;
  }

  async describeMissing(kind: ReadableAssetKind, name: string): Promise<string> {
    const { account } = this.#options;
    const [{ name: accountName }, names] = await Promise.all([account.details(), account.assetNames(kind)]);
    const nearest = nearestNames(name, names);
    const has =
      nearest.length > 0
        ? `The nearest: ${nearest.map((item) => `"${item}"`).join(", ")}.`
        : names.length === 0
          ? `It has no ${kind} at all.`
          : `It has: ${names
              .slice(0, 5)
              .map((item) => `"${item}"`)
              .join(", ")}${names.length > 5 ? ", ..." : ""}.`;
    return `The ${kind} "${name}" was not found in the Automation account "${accountName}". ${has}`;
  }

  async setVariable(name: string, value: Json, site: CallSite): Promise<boolean> {
    const { account, mask } = this.#options;
    const isFound = await account.setVariable(name, value);
    if (isFound) {
      const asset = await account.reveal("variable", name);
      for (const secret of asset ? secretsOf(asset) : []) {
        mask.add(secret);
      }
    }
    this.#report("set", "variable", name, isFound, site);
    return isFound;
  }

  async startRunbook(request: StartRunbookRequest): Promise<string> {
    const { log, children } = this.#options;
    const jobId = await children.start(request);
    if (request.runOn !== "") {
      log.add({
        type: "notice",
        message: `"${request.name}" runs on this machine; in Azure it would run on the hybrid worker group "${request.runOn}".`,
      });
    }
    return jobId;
  }

  async waitJobs(ids: readonly string[], timeoutMs: number): Promise<readonly ChildJobState[]> {
    const { children, signal } = this.#options;
    const jobs = ids.flatMap((id) => children.find(id) ?? []);
    const open = jobs.filter(({ job }) => !isFinalStatus(job.status));
    if (open.length > 0 && timeoutMs > 0 && !signal.aborted) {
      await firstOf(Promise.all(open.map(({ job }) => untilFinal(job))), timeoutMs, signal);
    }
    return jobs.map(({ job }) => ({
      jobId: job.id,
      runbook: job.runbookName,
      status: job.status,
      exception: children.find(job.id)?.exception,
    }));
  }

  #report(operation: "get" | "set", kind: ReadableAssetKind, name: string, found: boolean, site: CallSite): void {
    this.#options.log.add({ type: "asset", operation, kind, name, found, ...site });
  }
}

/** A state is final before a job's own children have ended: `completed` comes later. */
function untilFinal(job: Job): Promise<void> {
  return new Promise((resolve) => {
    const subscription = job.onEvent((event) => {
      if (event.jobId === job.id && event.type === "status" && isFinalStatus(event.status)) {
        queueMicrotask(() => subscription.dispose());
        resolve();
      }
    });
  });
}

async function firstOf(work: Promise<unknown>, timeoutMs: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
    onAbort = resolve;
    signal.addEventListener("abort", onAbort);
  });
  await Promise.race([work, end]);
  clearTimeout(timer);
  if (onAbort) {
    signal.removeEventListener("abort", onAbort);
  }
}

function secretsOf(asset: RevealedAsset): readonly string[] {
  switch (asset.kind) {
    case "variable":
      return asset.isEncrypted ? [textOf(asset.value)] : [];
    case "credential":
      return [asset.password];
    case "connection":
      return asset.encryptedFields.flatMap((name) => textOf(asset.fields[name] ?? ""));
    case "certificate":
      return asset.hasPrivateKey ? [asset.content] : [];
  }
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The error for a runbook that the account does not have. */
export async function missingRunbook(account: JobAccount, name: string): Promise<AutomationError> {
  const [{ name: accountName }, names] = await Promise.all([account.details(), account.runbookNames()]);
  const nearest = nearestNames(name, names);
  const near = nearest.length > 0 ? ` The nearest: ${nearest.map((item) => `"${item}"`).join(", ")}.` : "";
  return new AutomationError(
    "file-not-found",
    `The runbook "${name}" was not found in the Automation account "${accountName}".${near}`,
    { hint: "A local account's runbooks are the .ps1 and .py files in its folder." },
  );
}
