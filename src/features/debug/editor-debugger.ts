/** A debugger port on VS Code: starts the delegated session, follows it through restarts, and knows how it ended. */
import * as vscode from "vscode";

import { DisposableStore } from "../../core/disposable";
import { AutomationError, describeError } from "../../core/errors";
import { jobProperty } from "../../local/sandbox/debug/debug-configuration";
import type { DebugEnd, DebuggerPort, DelegatedConfiguration } from "../../local/sandbox/debug/debugger-port";

/** How long a restarted session may take to come back; PowerShell starts a new console for it. */
const restartMs = 60_000;

/** The part of the Debug Adapter Protocol that is looked at. */
interface ProtocolMessage {
  readonly type?: string;
  readonly command?: string;
  readonly event?: string;
  readonly arguments?: { readonly restart?: unknown };
  readonly body?: { readonly exitCode?: unknown };
}

export class EditorDebugger implements DebuggerPort {
  readonly ended: Promise<DebugEnd>;
  readonly #folder: vscode.WorkspaceFolder | undefined;
  readonly #noDebug: boolean;
  readonly #store = new DisposableStore();
  #resolveEnd: (end: DebugEnd) => void = () => undefined;
  #jobId: string | undefined;
  #session: vscode.DebugSession | undefined;
  #isStopWanted = false;
  #isRestarting = false;
  #restartTimer: NodeJS.Timeout | undefined;
  /** Of the session as it runs now: whether the debugger itself said that the runbook is over, and with which code. */
  #isOver = false;
  #isStopped = false;
  #exitCode: number | undefined;

  constructor(folder: vscode.WorkspaceFolder | undefined, noDebug: boolean) {
    this.#folder = folder;
    this.#noDebug = noDebug;
    this.ended = new Promise((resolve) => (this.#resolveEnd = resolve));
  }

  /** Whether a session is this run's; sessions of processes that the runbook starts are its children. */
  isOurs(session: vscode.DebugSession): boolean {
    return (
      this.#jobId !== undefined &&
      session.configuration[jobProperty] === this.#jobId &&
      session.parentSession === undefined
    );
  }

  async start(configuration: DelegatedConfiguration): Promise<boolean> {
    this.#jobId = configuration[jobProperty] as string;
    if (this.#isStopWanted) {
      return false;
    }
    this.#store.add(
      vscode.debug.registerDebugAdapterTrackerFactory(configuration.type, {
        createDebugAdapterTracker: (session) => (this.isOurs(session) ? this.#track() : undefined),
      }),
    );
    this.#store.add(vscode.debug.onDidStartDebugSession((session) => this.#onStarted(session)));
    this.#store.add(vscode.debug.onDidTerminateDebugSession((session) => this.#onTerminated(session)));
    try {
      const hasStarted = await vscode.debug.startDebugging(
        this.#folder,
        { ...configuration },
        { noDebug: this.#noDebug },
      );
      if (!hasStarted) {
        this.#store.dispose();
      }
      return hasStarted;
    } catch (error) {
      this.#store.dispose();
      throw new AutomationError(
        "failed",
        `The debugger "${configuration.type}" did not start: ${describeError(error)}`,
        {
          cause: error,
        },
      );
    }
  }

  stop(): void {
    this.#isStopWanted = true;
    if (this.#session) {
      void vscode.debug.stopDebugging(this.#session);
    }
  }

  #track(): vscode.DebugAdapterTracker {
    this.#isOver = false;
    this.#isStopped = false;
    this.#exitCode = undefined;
    return {
      onWillReceiveMessage: (message: ProtocolMessage) => {
        if (message.type === "request" && (message.command === "disconnect" || message.command === "terminate")) {
          // A terminate that restarts is followed by a disconnect that does not say so.
          this.#isRestarting ||= message.arguments?.restart === true;
          this.#isStopped ||= !this.#isOver;
        }
      },
      onDidSendMessage: (message: ProtocolMessage) => {
        if (message.type === "event" && message.event === "terminated") {
          this.#isOver = true;
        } else if (message.type === "event" && message.event === "exited") {
          const code = message.body?.exitCode;
          this.#exitCode = typeof code === "number" ? code : undefined;
        }
      },
    };
  }

  #onStarted(session: vscode.DebugSession): void {
    if (!this.isOurs(session)) {
      return;
    }
    this.#session = session;
    this.#isRestarting = false;
    clearTimeout(this.#restartTimer);
    if (this.#isStopWanted) {
      void vscode.debug.stopDebugging(session);
    }
  }

  #onTerminated(session: vscode.DebugSession): void {
    if (!this.isOurs(session)) {
      return;
    }
    if (this.#isRestarting && !this.#isStopWanted) {
      // VS Code starts the same session again, with the same configuration: its sandbox must still be there.
      this.#restartTimer = setTimeout(() => this.#end(), restartMs);
      return;
    }
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#restartTimer);
    this.#store.dispose();
    this.#session = undefined;
    this.#resolveEnd({ isStopped: this.#isStopped || this.#isStopWanted, exitCode: this.#exitCode });
  }
}
