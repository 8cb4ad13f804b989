/** Turns errors of the file system into errors a person can act on. */
import { AutomationError } from "../../core/errors";

/** The code of a Node file system error, e.g. ENOENT; "" for anything else. */
export function fileErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Wraps an error of an operation on a file: `what` is like `"write"`. AutomationErrors pass unchanged. */
export function fileError(error: unknown, what: string, path: string): AutomationError {
  if (error instanceof AutomationError) {
    return error;
  }
  switch (fileErrorCode(error)) {
    case "EACCES":
    case "EPERM":
      return new AutomationError("permission-denied", `No permission to ${what} "${path}".`, {
        cause: error,
        hint: "Give your user access to the file and its folder, then try again.",
      });
    case "EROFS":
      return new AutomationError("permission-denied", `"${path}" is on a read-only file system.`, {
        cause: error,
        hint: "Work in a folder that can be written.",
      });
    case "ENOTDIR":
    case "EEXIST":
      return new AutomationError("failed", `Cannot ${what} "${path}": a file stands where a folder is needed.`, {
        cause: error,
        hint: "Move that file away or choose another folder.",
      });
    case "EISDIR":
      return new AutomationError("failed", `Cannot ${what} "${path}": it is a folder.`, {
        cause: error,
        hint: "Move that folder away.",
      });
    case "ENOSPC":
    case "EDQUOT":
      return new AutomationError("failed", `Cannot ${what} "${path}": there is no space left.`, {
        cause: error,
        hint: "Free some space; the file was left as it was.",
      });
    default:
      return new AutomationError(
        "failed",
        `Cannot ${what} "${path}": ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
  }
}
