/** Sends typed values a moment after the last key, counts the changes, and sends what waits before something that needs it. */
import type { FromTestPane } from "../../../protocol/test-pane";
import type { Post } from "../host";

const delayMs = 120;

export class Changes {
  /** Number of the last change. */
  revision = 0;
  private readonly waiting = new Map<string, FromTestPane>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly post: Post) {}

  next(): number {
    this.revision++;
    return this.revision;
  }

  /** A later message of the same key replaces an earlier one. */
  later(key: string, message: FromTestPane): void {
    // Last in, last out: the extension takes the last message's revision as the state of all.
    this.waiting.delete(key);
    this.waiting.set(key, message);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delayMs);
  }

  flush(): void {
    clearTimeout(this.timer);
    const messages = [...this.waiting.values()];
    this.waiting.clear();
    for (const message of messages) {
      this.post(message);
    }
  }
}
