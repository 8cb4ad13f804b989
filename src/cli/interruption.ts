/** Ctrl+C and its relatives: the first asks for a graceful end, the second ends everything at once. */
import { exitStatus } from "./exit-status";

interface SignalSource {
  on(event: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  exit(code: number): never;
}

export class Interruption {
  readonly #controller = new AbortController();
  readonly #lastWords = new Set<() => void>();
  #isOutputClosed = false;

  constructor(source: SignalSource) {
    const onSignal = () => {
      if (!this.#controller.signal.aborted) {
        this.#controller.abort();
        return;
      }
      for (const action of this.#lastWords) {
        action();
      }
      source.exit(exitStatus.interrupted);
    };
    source.on("SIGINT", onSignal);
    source.on("SIGTERM", onSignal);
    source.on("SIGHUP", onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether nobody reads the results any more; then the command ends without a word. */
  get isOutputClosed(): boolean {
    return this.#isOutputClosed;
  }

  outputClosed(): void {
    this.#isOutputClosed = true;
    this.#controller.abort();
  }

  /** Called when a person asks a second time: kill what runs, synchronously. */
  onKill(action: () => void): { dispose(): void } {
    this.#lastWords.add(action);
    return { dispose: () => this.#lastWords.delete(action) };
  }
}
