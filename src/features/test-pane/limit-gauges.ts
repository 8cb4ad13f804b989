/** How near a run is to the service's limits. */
import type { LimitName } from "../../core/job";
import { describeLimit } from "../../core/job-text";
import { isJsonObject, type Json } from "../../core/json";
import type { Localize } from "../../core/localize";
import { serviceLimits } from "../../local/sandbox/limits";
import type { LimitGauge } from "../../protocol/test-pane";
import { limitLabel } from "./limit-label";
import type { RunLog } from "./run-log";

/** `runMs`: how long it has been running. */
export function limitGauges(log: RunLog, runMs: number, l10n: Localize): readonly LimitGauge[] {
  const { parameters } = log;
  const measured: Readonly<Record<LimitName, number | undefined>> = {
    duration: runMs,
    memory: log.memory,
    streamRecord: log.largestRecordBytes,
    parameterCount: countOf(parameters),
    parameterSize: Buffer.byteLength(JSON.stringify(parameters)),
  };
  return (Object.keys(serviceLimits) as LimitName[]).map((name): LimitGauge => {
    const hit = log.limitHits.get(name);
    const limit = hit?.limit ?? serviceLimits[name];
    const now = measured[name];
    const most = Math.max(hit?.value ?? 0, now ?? 0, name === "memory" ? (log.peakMemory ?? 0) : 0);
    const label = limitLabel(name, l10n);
    const limitText = describeLimit(name, limit);
    if (now === undefined && hit === undefined) {
      // Of a job in Azure, and on Windows: whether it is near the limit is not known.
      return { name, label, text: l10n.t("limit {0}, not measured", limitText), isExceeded: false };
    }
    // The others only grow.
    const value = name === "memory" ? (now ?? most) : most;
    return {
      name,
      label,
      text:
        describeLimit(name, value) === describeLimit(name, most)
          ? l10n.t("{0} of {1}", describeLimit(name, most), limitText)
          : l10n.t("{0} of {1}, {2} at its highest", describeLimit(name, value), limitText, describeLimit(name, most)),
      share: value / limit,
      isExceeded: hit !== undefined || most > limit,
    };
  });
}

function countOf(parameters: Json): number {
  return Array.isArray(parameters) ? parameters.length : isJsonObject(parameters) ? Object.keys(parameters).length : 0;
}
