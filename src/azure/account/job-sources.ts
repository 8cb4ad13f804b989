/** Where a watched job is read: a job of the account, or the test job of a runbook's draft. */
import type { AzureAccount } from "./azure-account";
import { AzureError } from "../arm/azure-error";
import type { JobSource } from "./watched-job";

export function jobSource(account: AzureAccount, name: string): JobSource {
  const { jobs } = account;
  return {
    state: (signal) => jobs.get(name, signal),
    summaries: (since, signal) => jobs.streams.list(name, since === undefined ? {} : { since }).items(signal),
    record: (id, signal) => jobs.streams.get(name, id, signal),
    stop: () => jobs.stop(name),
    suspend: () => jobs.suspend(name),
    resume: () => jobs.resume(name),
  };
}

/** `creationTime`: of the test job that is meant; a later one in its place is another job. undefined: whichever there is. */
export function testJobSource(account: AzureAccount, runbook: string, creationTime: string | undefined): JobSource {
  const { testJobs } = account;
  return {
    state: async (signal) => {
      const state = await testJobs.get(runbook, signal);
      if (creationTime !== undefined && creationTime !== "" && state.creationTime !== creationTime) {
        throw new AzureError("conflict", "somebody started another test job of this runbook.", {
          hint: "Its streams are no longer there.",
        });
      }
      return state;
    },
    summaries: (since, signal) => testJobs.streams(runbook, since).items(signal),
    record: (id, signal) => testJobs.record(runbook, id, signal),
    stop: () => testJobs.stop(runbook),
    suspend: () => testJobs.suspend(runbook),
    resume: () => testJobs.resume(runbook),
  };
}
