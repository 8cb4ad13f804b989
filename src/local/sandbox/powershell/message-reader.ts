/** Follows one job's messages: hands records on, gathers how the runbook ended. Free of I/O, so that recorded transcripts can be replayed. */
import type { StreamRecord } from "../../../core/stream";
import type { HostCallbacks, HostOutcome } from "../host-session";
import type { HostMessage } from "./host-message";

export type HostRequest = Extract<HostMessage, { t: "request" }>;

/** How the host's process went away. */
export interface ProcessEnd {
  /** null: ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Last lines of the process's standard error; "" for none. */
  readonly errorText: string;
}

type Fail = Extract<HostMessage, { t: "fail" }>;

export class MessageReader {
  readonly #callbacks: HostCallbacks;
  readonly #onRequest: (request: HostRequest) => void;
  #fail: Fail | undefined;
  #exitCode: number | undefined;
  #endState: string | undefined;
  #hostError: string | undefined;

  constructor(callbacks: HostCallbacks, onRequest: (request: HostRequest) => void) {
    this.#callbacks = callbacks;
    this.#onRequest = onRequest;
  }

  /** Whether the host said its last word. */
  get hasEnded(): boolean {
    return this.#endState !== undefined;
  }

  accept(message: HostMessage): void {
    switch (message.t) {
      case "output": {
        this.#record(message, outputRecord(message));
        return;
      }
      case "text": {
        this.#record(message, { stream: "Output", text: message.text });
        return;
      }
      case "record": {
        this.#record(message, {
          stream: message.stream,
          text: message.text,
          ...(message.typeName === undefined ? {} : { typeName: message.typeName }),
          ...(message.noNewline ? { noNewline: true } : {}),
        });
        return;
      }
      case "progress": {
        this.#record(message, { stream: "Progress", text: message.text, progress: message.progress });
        return;
      }
      case "request": {
        this.#onRequest(message);
        return;
      }
      case "notice": {
        this.#callbacks.onNotice(message.text);
        return;
      }
      case "fail":
        this.#fail = message;
        return;
      case "exit":
        this.#exitCode = message.code;
        return;
      case "end":
        this.#endState = message.state;
        return;
      case "hosterror":
        this.#hostError = message.text;
        return;
      case "hello":
      case "warm":
      case "stopping":
        return;
    }
  }

  /** The outcome once the process is gone. */
  outcome(end: ProcessEnd, wasStopRequested: boolean): HostOutcome {
    const fail = this.#fail;
    if (fail !== undefined) {
      return {
        kind: "failed",
        exception: failText(fail),
        ...(fail.errorId === "" ? {} : { errorId: fail.errorId }),
        ...(fail.script === undefined ? {} : { script: fail.script }),
        ...(fail.line === undefined ? {} : { line: fail.line }),
        // As `pwsh -File` ends after a terminating error.
        exitCode: 1,
      };
    }
    if (this.#endState === "Completed") {
      return { kind: "completed", exception: undefined, exitCode: this.#exitCode ?? 0 };
    }
    if (wasStopRequested || this.#endState === "Stopped") {
      return { kind: "stopped", exception: undefined, exitCode: null };
    }
    return { kind: "failed", exception: crashText(end, this.#hostError), exitCode: end.exitCode };
  }

  #record(
    message: { timeMs: number | undefined; script: string | undefined; line: number | undefined },
    record: StreamRecord,
  ): void {
    const place = {
      ...(message.script === undefined ? {} : { script: message.script }),
      ...(message.line === undefined ? {} : { line: message.line }),
    };
    this.#callbacks.onRecord({ ...record, ...place }, message.timeMs);
  }
}

function outputRecord(message: Extract<HostMessage, { t: "output" }>): StreamRecord {
  const isText = message.typeName === "System.String" && typeof message.value === "string";
  return {
    stream: "Output",
    text: message.text ?? "",
    ...(isText ? {} : { value: message.value }),
    ...(message.typeName === "" ? {} : { typeName: message.typeName }),
  };
}

function failText(fail: Fail): string {
  if (fail.errorId.includes("WorkflowNotSupportedInPowerShellCore")) {
    return (
      "PowerShell Workflow runbooks run on Windows PowerShell 5.1 only: PowerShell 7 has no workflows. " +
      "Run this runbook on Windows with the runtime powershell-5.1, or rewrite it as a script."
    );
  }
  return fail.text;
}

function crashText(end: ProcessEnd, hostError: string | undefined): string {
  const how =
    end.signal === null
      ? `the PowerShell process ended with exit code ${end.exitCode ?? "unknown"}`
      : `the PowerShell process was ended by ${end.signal}`;
  const detail = hostError ?? end.errorText.trim();
  return `The runbook did not come to its end: ${how}.${detail === "" ? "" : ` Last words: ${detail}`}`;
}
