/** What the outside of the process is to a command; tests hand in their own. */
import type { Console } from "./console";
import type { DiagnosticLog } from "./diagnostic-log";
import type { InputStream } from "./secret-input";

export interface CommandContext {
  readonly console: Console;
  /** Opened on first use: a runbook's start must not pay for it. */
  readonly input: () => InputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Aborted by the first Ctrl+C, by SIGTERM, and when the reader of standard output goes away. */
  readonly signal: AbortSignal;
  /** One line on standard error for an error that does not end the command. */
  readonly report: (error: unknown) => void;
  readonly log: DiagnosticLog;
  /** `--account`, absolute. */
  readonly accountFolder: string | undefined;
  readonly version: string;
}
