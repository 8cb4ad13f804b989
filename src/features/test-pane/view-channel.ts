/** The way from the session to its view: whole sections when they have changed, records and facts in turns, nothing without a view. */
import type { Disposable } from "../../core/disposable";
import type { PaneState, ToTestPane } from "../../protocol/test-pane";
import type { TestPanePorts } from "./ports";
import type { RunLog } from "./run-log";
import { ViewFeed } from "./view-feed";

export type SectionName = keyof PaneState;

/** How often a view hears of what goes on by itself. */
const updateMs = 50;

export class ViewChannel implements Disposable {
  readonly #ports: Pick<TestPanePorts, "now" | "later">;
  readonly #section: (name: SectionName) => unknown;
  #view: { readonly post: (message: ToTestPane) => void; readonly feed: ViewFeed } | undefined;
  readonly #dirty = new Set<SectionName>();
  #turn: Disposable | undefined;
  #lastTurnMs = 0;

  /** `section`: as it is now; asked when a change of it goes out. */
  constructor(ports: Pick<TestPanePorts, "now" | "later">, section: (name: SectionName) => unknown) {
    this.#ports = ports;
    this.#section = section;
  }

  /** From now on this view, which has said that it is ready: the first message, then a run from its beginning. */
  open(post: (message: ToTestPane) => void, first: ToTestPane, run: number, log: RunLog | undefined): void {
    this.#dirty.clear();
    this.#view = { post, feed: new ViewFeed(post) };
    post(first);
    this.#view.feed.show(run, log);
    this.#schedule(0);
  }

  close(): void {
    this.#view = undefined;
  }

  post(message: ToTestPane): void {
    this.#view?.post(message);
  }

  /** Shown for a moment and read out. */
  announce(message: string): void {
    this.post({ type: "announce", message });
  }

  changed(...sections: readonly SectionName[]): void {
    for (const section of sections) {
      this.#dirty.add(section);
    }
    this.#schedule(Math.max(0, this.#lastTurnMs + updateMs - this.#ports.now()));
  }

  /** Another run is looked at. Its number, in what has changed, reaches the view before its records. */
  show(run: number, log: RunLog | undefined): void {
    this.flush();
    this.#view?.feed.show(run, log);
    this.#schedule(0);
  }

  acknowledge(run: number, next: number): void {
    this.#view?.feed.acknowledge(run, next);
    this.#schedule(0);
  }

  /** What has changed goes to the view now. */
  flush(): void {
    this.#lastTurnMs = this.#ports.now();
    const view = this.#view;
    if (!view) {
      this.#dirty.clear();
      return;
    }
    if (this.#dirty.size > 0) {
      const state = Object.fromEntries([...this.#dirty].map((name) => [name, this.#section(name)]));
      this.#dirty.clear();
      view.post({ type: "update", state: state });
    }
    if (view.feed.pump()) {
      this.#schedule(updateMs);
    }
  }

  dispose(): void {
    this.#view = undefined;
    this.#turn?.dispose();
  }

  #schedule(delayMs: number): void {
    this.#turn ??= this.#ports.later(() => {
      this.#turn = undefined;
      this.flush();
    }, delayMs);
  }
}
