/** Hybrid runbook worker groups of an account in Azure and the machines in them. */
import type { JsonObject } from "../../core/json";
import type { Listing } from "../arm/listing";
import { currentVersions, type AccountScope } from "./account-scope";
import { objectOf, textOf } from "./fields";

export interface HybridWorkerGroup {
  readonly name: string;
  /** User or System; "" where Azure does not say. */
  readonly groupType: string;
  /** The credential its jobs run as; "": the worker's own account. */
  readonly runAsCredential: string;
}

export interface HybridWorker {
  readonly id: string;
  readonly name: string;
  readonly ip: string;
  /** ISO 8601 as Azure writes it; "" where it was never seen. */
  readonly lastSeenTime: string;
  /** HybridV1 (agent) or HybridV2 (extension). */
  readonly workerType: string;
  readonly vmResourceId: string;
}

export class AzureHybridWorkers {
  constructor(private readonly scope: AccountScope) {}

  listGroups(): Listing<HybridWorkerGroup> {
    return this.scope.listRaw("hybrid worker groups", ["hybridRunbookWorkerGroups"], toGroup);
  }

  listWorkers(group: string): Listing<HybridWorker> {
    return this.scope.listRaw(
      `workers of "${group}"`,
      ["hybridRunbookWorkerGroups", group, "hybridRunbookWorkers"],
      toWorker,
    );
  }

  async getGroup(name: string, signal?: AbortSignal): Promise<HybridWorkerGroup> {
    return toGroup(
      await this.scope.sendJson({
        what: `read the hybrid worker group "${name}"`,
        method: "GET",
        path: ["hybridRunbookWorkerGroups", name],
        apiVersions: currentVersions,
        signal,
      }),
    );
  }
}

function toGroup(item: JsonObject): HybridWorkerGroup {
  // Newer versions wrap in `properties`; 2015-10-31 did not.
  const properties = objectOf(item, "properties") ?? item;
  return {
    name: textOf(item, "name"),
    groupType: textOf(properties, "groupType"),
    runAsCredential: textOf(objectOf(properties, "credential"), "name"),
  };
}

function toWorker(item: JsonObject): HybridWorker {
  const properties = objectOf(item, "properties");
  return {
    id: textOf(item, "name"),
    name: textOf(properties, "workerName"),
    ip: textOf(properties, "ip"),
    lastSeenTime: textOf(properties, "lastSeenDateTime"),
    workerType: textOf(properties, "workerType"),
    vmResourceId: textOf(properties, "vmResourceId"),
  };
}
