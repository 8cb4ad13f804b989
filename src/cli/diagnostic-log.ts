/** The file of `--log`: what the program did and when, for a bug report. Holds names and states, never values or stream texts. */
import { appendFileSync, writeFileSync } from "node:fs";
import { AutomationError } from "../core/errors";

export type LogDetail = Readonly<Record<string, string | number | boolean | undefined>>;

export interface DiagnosticLog {
  /** One line; details with the value undefined are left out. */
  write(message: string, detail?: LogDetail): void;
}

export const noLog: DiagnosticLog = { write: () => undefined };

/** Starts the file anew, readable for its owner only. Errors: permission-denied, file-not-found. */
export function openLog(path: string): DiagnosticLog {
  try {
    writeFileSync(path, "", { mode: 0o600 });
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new AutomationError(
      isAbsent ? "file-not-found" : "permission-denied",
      `The log file cannot be written: ${path}.`,
      { cause: error, hint: isAbsent ? "Its folder does not exist." : "Choose a place where you may write." },
    );
  }
  return {
    write(message, detail = {}) {
      const fields = Object.entries(detail)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => ` ${key}=${typeof value === "string" ? JSON.stringify(value) : String(value)}`);
      appendFileSync(path, `${new Date().toISOString()} ${message}${fields.join("")}\n`);
    },
  };
}
