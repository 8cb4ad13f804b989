/**
 * What went wrong, as one stable word. Entry points turn it into an exit status or a message; no one parses `message`.
 * The groups follow the command line's exit statuses (docs/cli.md): wrong input, failed work, something this machine lacks.
 */
export type ErrorCode =
  // the person gave something that cannot be used
  | "invalid-usage"
  | "invalid-parameter"
  | "invalid-asset"
  | "file-not-found"
  | "account-not-found"
  // the work itself failed
  | "account-exists"
  | "asset-not-found"
  | "asset-exists"
  | "damaged-file"
  | "key-wrong"
  | "job-failed"
  // the service said no: it has no such thing, does not let us, or knows a newer state (409, 412), or wants us to wait (429)
  | "not-found"
  | "forbidden"
  | "conflict"
  | "throttled"
  | "failed"
  // this machine lacks something
  | "key-missing"
  | "interpreter-missing"
  | "interpreter-failed"
  | "permission-denied"
  | "port-unavailable"
  | "not-supported"
  | "not-signed-in"
  | "offline"
  // a person changed their mind
  | "cancelled";

/** Where in a file a thing stands; both 1-based, as people and editors count. */
export interface FilePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface AutomationErrorOptions {
  readonly cause?: unknown;
  /** What the person can do about it: one sentence. */
  readonly hint?: string;
  readonly position?: FilePosition;
}

/**
 * The one error type that crosses our borders. `message` says what failed and why in words for a person and never holds a
 * secret; `hint` says what to do. Anything else that is thrown is a defect of ours.
 */
export class AutomationError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly position: FilePosition | undefined;

  constructor(code: ErrorCode, message: string, options: AutomationErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AutomationError";
    this.code = code;
    this.hint = options.hint;
    this.position = options.position;
  }
}

/** The error of an operation that a person or an AbortSignal ended; boundaries stay silent about it. */
export function cancelled(what = "The operation was cancelled."): AutomationError {
  return new AutomationError("cancelled", what);
}

/** Whether an error only says that someone ended the operation. */
export function isCancelled(error: unknown): boolean {
  return (
    (error instanceof AutomationError && error.code === "cancelled") ||
    (error instanceof Error && error.name === "AbortError")
  );
}

/** Message and hint in one line, for logs and terminals. */
export function describeError(error: unknown): string {
  if (error instanceof AutomationError) {
    const place = error.position ? ` (${error.position.path}:${error.position.line}:${error.position.column})` : "";
    return `${error.message}${place}${error.hint ? ` ${error.hint}` : ""}`;
  }
  return error instanceof Error ? error.message : String(error);
}
