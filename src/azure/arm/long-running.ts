/** Follows an operation that Azure carries out after its answer: uploads of drafts, publishing. */
import { isJsonObject } from "../../core/json";
import { AzureError } from "./azure-error";
import type { Clock } from "./clock";
import { retryAfterOf } from "./retry";

interface Answer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

export interface OperationOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Reads the operation's state; errors of the service are thrown by it. */
  poll(link: string): Promise<Answer>;
  readonly timeoutMs?: number;
}

/** Where Azure names no pause. It names 5 s for uploads in the recordings (specs/azure-apis.md 1.4). */
const defaultPauseMs = 2000;
const longestPauseMs = 30_000;
const defaultTimeoutMs = 10 * 60_000;

/**
 * Resolves when the operation behind `first` is done. The SDK's own poller is not used: it waits a fixed time, asks twice, and
 * fails after a good upload because it reads the runbook's text as JSON (specs/azure-apis.md 1.5, 1 to 3).
 */
export async function waitForOperation(first: Answer, options: OperationOptions): Promise<void> {
  const { clock, signal, timeoutMs = defaultTimeoutMs } = options;
  const started = clock.now();
  let answer = first;
  let link = linkOf(first);
  if (first.status !== 202 && first.header("azure-asyncoperation") === undefined) {
    return;
  }
  if (link === undefined) {
    throw new AzureError("failed", "Azure accepted it but does not say how it ends.", {
      status: first.status,
      requestId: first.header("x-ms-request-id"),
      isOutcomeUnknown: true,
      hint: "Refresh to see whether it was done.",
    });
  }
  for (;;) {
    const pause = Math.min(retryAfterOf((name) => answer.header(name), clock.now()) ?? defaultPauseMs, longestPauseMs);
    await clock.delay(pause, signal);
    answer = await options.poll(link);
    if (isDone(answer)) {
      return;
    }
    link = linkOf(answer) ?? link;
    if (clock.now() - started > timeoutMs) {
      throw new AzureError("failed", `it was not done after ${Math.round(timeoutMs / 60_000)} minutes.`, {
        requestId: first.header("x-ms-request-id"),
        isOutcomeUnknown: true,
        hint: "It may still end well: refresh in a while.",
      });
    }
  }
}

function linkOf(answer: Answer): string | undefined {
  return answer.header("azure-asyncoperation") ?? answer.header("location");
}

/** 202 and a status in words mean "not yet"; the end is an empty text/plain 200 in the recordings. */
function isDone(answer: Answer): boolean {
  const body = parse(answer.text);
  const status = isJsonObject(body) && typeof body.status === "string" ? body.status.toLowerCase() : "";
  if (status === "failed" || status === "canceled" || status === "cancelled") {
    const error = isJsonObject(body) && isJsonObject(body.error) ? body.error : {};
    const message = typeof error.message === "string" ? error.message.replace(/[\s.]+$/, "") : `it ended as ${status}`;
    throw new AzureError("failed", `${message}.`, {
      status: answer.status,
      serviceCode: typeof error.code === "string" ? error.code : status,
      requestId: answer.header("x-ms-request-id"),
      hint: "Correct what Azure names, then try again.",
    });
  }
  return answer.status !== 202 && (status === "" || status === "succeeded");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
