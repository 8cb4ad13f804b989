import * as vscode from "vscode";

import { AutomationError, describeError, isCancelled } from "../core/errors";
import { commandIds } from "./command-ids";
import type { Log } from "./log";

/** A button under an error message. */
export interface ErrorAction {
  readonly title: string;
  run(): void;
}

/**
 * The only place that registers commands, and the one error boundary: what a command throws is logged and shown here, never
 * by the command itself. A cancelled command stays silent.
 */
export class CommandManager {
  readonly #log: Log;
  readonly #actionsFor: (error: AutomationError) => readonly ErrorAction[];

  constructor(log: Log, actionsFor: (error: AutomationError) => readonly ErrorAction[]) {
    this.#log = log;
    this.#actionsFor = actionsFor;
  }

  register(id: string, run: (...args: readonly unknown[]) => Promise<void> | void): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      const started = performance.now();
      try {
        await run(...args);
        this.#log.debug("command done", { id, ms: Math.round(performance.now() - started) });
      } catch (error) {
        this.report(`Command ${id} failed`, error);
      }
    });
  }

  /** Logs and shows an error; for work that no command awaits. */
  report(what: string, error: unknown): void {
    if (isCancelled(error)) {
      return;
    }
    this.#log.error(what, error);
    const isKnown = error instanceof AutomationError;
    const actions = [...(isKnown ? this.#actionsFor(error) : []), showLogAction()];
    const message = isKnown ? describeError(error) : `Runbook Workbench met a defect: ${describeError(error)}`;
    // Not awaited: a message may stay open for as long as it likes.
    void vscode.window.showErrorMessage(message, ...actions.map((action) => action.title)).then((chosen) => {
      actions.find((action) => action.title === chosen)?.run();
    });
  }
}

function showLogAction(): ErrorAction {
  return { title: "Show Log", run: () => void vscode.commands.executeCommand(commandIds.log.show) };
}
