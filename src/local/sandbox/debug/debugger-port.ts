/** What a debug run asks of the editor whose debugger runs the runbook. */
import type { Json } from "../../../core/json";

/** A launch configuration of another extension's debugger. */
export interface DelegatedConfiguration {
  readonly type: "debugpy" | "PowerShell";
  readonly request: "launch";
  readonly name: string;
  readonly [property: string]: Json;
}

/** How a debug session ended, as far as its debugger told. */
export interface DebugEnd {
  /** true: a person ended it before the runbook did. */
  readonly isStopped: boolean;
  /** Of the runbook's process; undefined: not told. */
  readonly exitCode: number | undefined;
}

/** The debugger of one run. */
export interface DebuggerPort {
  /**
   * Called once. Resolves with true when a session runs, with false when none came about and the person was told why.
   * Rejects with an AutomationError otherwise.
   */
  start(configuration: DelegatedConfiguration): Promise<boolean>;
  /** Resolves when the session, and what it was restarted as, is over; never where `start` did not resolve with true. */
  readonly ended: Promise<DebugEnd>;
  /** Ends the session, also one that is about to start. Idempotent. */
  stop(): void;
}
