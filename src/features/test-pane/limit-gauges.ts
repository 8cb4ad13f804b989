/** How near a run is to the service's limits. */
import type { LimitName } from "../../core/job";
import { describeLimit } from "../../core/job-text";
import { isJsonObject, type Json } from "../../core/json";
import type { Localize } from "../../core/localize";
import { serviceLimits } from "../../local/sandbox/limits";
import type { LimitGauge } from "../../protocol/test-pane";
import { limitLabel, type RunLog } from "./run-log";

/** `elapsedMs`: of the run until now. */
export function limitGauges(log: RunLog, elapsedMs: number, l10n: Localize): readonly LimitGauge[] {
  const { parameters } = log;
  const measured: Partial<Record<LimitName, number>> = {
    duration: elapsedMs,
    streamRecord: log.largestRecordBytes,
    parameterCount: countOf(parameters),
    parameterSize: Buffer.byteLength(JSON.stringify(parameters)),
  };
  return (Object.keys(serviceLimits) as LimitName[]).map((name) => {
    const hit = log.limitHits.get(name);
    const limit = hit?.limit ?? serviceLimits[name];
    const value = Math.max(hit?.value ?? 0, measured[name] ?? 0);
    const isMeasured = hit !== undefined || measured[name] !== undefined;
    return {
      name,
      label: limitLabel(name, l10n),
      text: isMeasured
        ? l10n.t("{0} of {1}", describeLimit(name, value), describeLimit(name, limit))
        : l10n.t("below {0}", describeLimit(name, limit)),
      ...(isMeasured && { share: value / limit }),
      isExceeded: hit !== undefined || value > limit,
    };
  });
}

function countOf(parameters: Json): number {
  return Array.isArray(parameters) ? parameters.length : isJsonObject(parameters) ? Object.keys(parameters).length : 0;
}
