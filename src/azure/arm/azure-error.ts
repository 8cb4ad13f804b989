/** The error of everything that talks to Azure: an AutomationError that keeps what support and callers need. */
import { AutomationError, type ErrorCode } from "../../core/errors";

export interface AzureErrorFacts {
  /** HTTP status; undefined when there was no answer. */
  readonly status?: number | undefined;
  /** The service's own word for it, e.g. "AuthorizationFailed"; "" when it gave none. */
  readonly serviceCode?: string | undefined;
  /** `x-ms-request-id`, or the id we sent when there was no answer: what Azure support asks for. */
  readonly requestId?: string | undefined;
  /** The permission that was missing, e.g. "Microsoft.Automation/automationAccounts/runbooks/read"; of a 403 only. */
  readonly action?: string | undefined;
  /** What Azure wants us to wait, in milliseconds; of a 429 only. */
  readonly retryAfterMs?: number | undefined;
  /** The change may have been made all the same: the answer to it was lost. */
  readonly isOutcomeUnknown?: boolean | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

export class AzureError extends AutomationError {
  readonly status: number | undefined;
  readonly serviceCode: string;
  readonly requestId: string | undefined;
  readonly action: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly isOutcomeUnknown: boolean;
  /** Why it failed, without what was tried. */
  readonly reason: string;

  constructor(code: ErrorCode, reason: string, facts: AzureErrorFacts = {}, what?: string) {
    super(code, what === undefined ? reason : `Could not ${what}: ${reason}`, {
      ...(facts.hint !== undefined && { hint: facts.hint }),
      ...(facts.cause !== undefined && { cause: facts.cause }),
    });
    this.name = "AzureError";
    this.reason = reason;
    this.status = facts.status;
    this.serviceCode = facts.serviceCode ?? "";
    this.requestId = facts.requestId;
    this.action = facts.action;
    this.retryAfterMs = facts.retryAfterMs;
    this.isOutcomeUnknown = facts.isOutcomeUnknown ?? false;
  }

  /** The same error, saying what was tried: `what` goes on after "Could not". */
  during(what: string): AzureError {
    return new AzureError(
      this.code,
      this.reason,
      {
        status: this.status,
        serviceCode: this.serviceCode,
        requestId: this.requestId,
        action: this.action,
        retryAfterMs: this.retryAfterMs,
        isOutcomeUnknown: this.isOutcomeUnknown,
        hint: this.hint,
        cause: this,
      },
      what,
    );
  }
}

/** Whether Azure says that the thing itself is not there, while its account is. */
export function isNotFound(error: unknown): boolean {
  return error instanceof AzureError && error.code === "not-found";
}
