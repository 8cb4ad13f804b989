/** What a job does to its process: reads it as fast as somebody takes its records, asks it to stop, ends it. */
import type { HostSession } from "./host-session";

/** Stop must be over within 2 s: the runbook's own clean-up gets most of it. */
const stopGraceMs = 1500;

/** "politely": the runbook may clean up before. */
export type EndManner = "politely" | "at once";

/** Without effect as long as there is no process. */
export class HostControl {
  #session: HostSession | undefined;
  #isHeldBack = false;
  #killTimer: NodeJS.Timeout | undefined;

  attach(session: HostSession): void {
    this.#session = session;
  }

  /** The process is gone. */
  detach(): void {
    clearTimeout(this.#killTimer);
  }

  /** A process that nobody reads could not even say that it ends. */
  end(manner: EndManner): void {
    this.#session?.setReading(true);
    if (manner === "at once") {
      this.#session?.kill();
    } else {
      this.askToStop();
    }
  }

  askToStop(): void {
    const session = this.#session;
    if (session !== undefined) {
      session.requestStop();
      this.#killTimer ??= setTimeout(() => session.kill(), stopGraceMs);
    }
  }

  /**
   * A reader that cannot keep up slows the runbook down instead of filling the memory. `whenRoom`: undefined where there is room, a
   * promise of it where there is none.
   */
  holdBack(whenRoom: (() => Promise<void> | undefined) | undefined): void {
    const session = this.#session;
    const room = session === undefined || this.#isHeldBack ? undefined : whenRoom?.();
    if (session === undefined || room === undefined) {
      return;
    }
    this.#isHeldBack = true;
    session.setReading(false);
    void room.then(() => {
      this.#isHeldBack = false;
      session.setReading(true);
    });
  }
}
