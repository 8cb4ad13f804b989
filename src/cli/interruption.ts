/** Ctrl+C and its relatives: the first asks for a graceful end, the second ends everything at once. */
import { exitStatus } from "./exit-status";

interface SignalSource {
  on(event: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  exit(code: number): never;
}

export class Interruption {
  readonly #controller = new AbortController();

  constructor(source: SignalSource) {
    const onSignal = () => {
      if (!this.#controller.signal.aborted) {
        this.#controller.abort();
        return;
      }
      // Ending this process ends the groups of its jobs: local/sandbox/process-tree.ts.
      source.exit(exitStatus.interrupted);
    };
    source.on("SIGINT", onSignal);
    source.on("SIGTERM", onSignal);
    source.on("SIGHUP", onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Nobody reads the results any more (`| head`): that ends the work as Ctrl+C does. */
  outputClosed(): void {
    this.#controller.abort();
  }
}
