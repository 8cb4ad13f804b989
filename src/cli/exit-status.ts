/** What a command's end means to the shell that started it (docs/cli.md, "Exit status"). */
import { AutomationError, isCancelled, type ErrorCode } from "../core/errors";

export const exitStatus = { done: 0, failed: 1, usage: 2, machine: 3, interrupted: 130 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

const statusOfCode: Readonly<Record<ErrorCode, ExitStatus>> = {
  "invalid-usage": exitStatus.usage,
  "invalid-parameter": exitStatus.usage,
  "invalid-asset": exitStatus.usage,
  "file-not-found": exitStatus.usage,
  "account-not-found": exitStatus.usage,
  "account-exists": exitStatus.failed,
  "asset-not-found": exitStatus.failed,
  "asset-exists": exitStatus.failed,
  "damaged-file": exitStatus.failed,
  "key-wrong": exitStatus.failed,
  "job-failed": exitStatus.failed,
  "not-found": exitStatus.failed,
  forbidden: exitStatus.failed,
  conflict: exitStatus.failed,
  throttled: exitStatus.failed,
  failed: exitStatus.failed,
  "key-missing": exitStatus.machine,
  "interpreter-missing": exitStatus.machine,
  "interpreter-failed": exitStatus.machine,
  "permission-denied": exitStatus.machine,
  "port-unavailable": exitStatus.machine,
  "not-supported": exitStatus.machine,
  "not-signed-in": exitStatus.machine,
  offline: exitStatus.machine,
  cancelled: exitStatus.interrupted,
};

/** The system's own error codes that mean "this machine does not let us". */
const machineErrors = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EMFILE", "ENFILE", "EADDRINUSE", "EDQUOT"]);

export function exitStatusOf(error: unknown): ExitStatus {
  if (isCancelled(error)) {
    return exitStatus.interrupted;
  }
  if (error instanceof AutomationError) {
    return statusOfCode[error.code];
  }
  const code = systemCodeOf(error);
  return code !== undefined && machineErrors.has(code) ? exitStatus.machine : exitStatus.failed;
}

/** `ENOENT` and its like; undefined for errors that are not the system's. */
export function systemCodeOf(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return undefined;
}

/** The status of several pieces of work: the worst of them. */
export function worstStatus(statuses: readonly ExitStatus[]): ExitStatus {
  return statuses.reduce<ExitStatus>((worst, status) => (status > worst ? status : worst), exitStatus.done);
}
