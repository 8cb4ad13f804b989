/** Writes lines into the debug console of one run's session. VS Code shows lines in the focused session only: others wait for it. */
import * as vscode from "vscode";

import type { Disposable } from "../../core/disposable";

const mostWaiting = 2000;

export class DebugConsole implements Disposable {
  readonly #isOurs: (session: vscode.DebugSession) => boolean;
  readonly #subscription: vscode.Disposable;
  #waiting: string[] = [];

  constructor(isOurs: (session: vscode.DebugSession) => boolean) {
    this.#isOurs = isOurs;
    this.#subscription = vscode.debug.onDidChangeActiveDebugSession(() => this.#flush());
  }

  line(text: string): void {
    if (this.#waiting.length < mostWaiting) {
      this.#waiting.push(text);
    }
    this.#flush();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#waiting = [];
  }

  #flush(): void {
    const session = vscode.debug.activeDebugSession;
    if (
      session === undefined ||
      !(this.#isOurs(session) || (session.parentSession && this.#isOurs(session.parentSession)))
    ) {
      return;
    }
    for (const text of this.#waiting) {
      vscode.debug.activeDebugConsole.appendLine(text);
    }
    this.#waiting = [];
  }
}
