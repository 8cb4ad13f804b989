/** The state of the run: in the service's word, with time, place and, when it failed, why. Says changes of state to screen readers. */
import type { RunSection } from "../../protocol/test-pane";
import { el, icon, linkButton, replaceChildren } from "./dom";
import type { Host } from "./host";
import { duration } from "./times";
import { t } from "./words";

const icons: Readonly<Record<string, string>> = {
  Completed: "pass-filled",
  Failed: "error",
  Stopped: "circle-slash",
  Suspended: "debug-pause",
  Running: "sync",
};

export function statusIcon(status: string): HTMLElement {
  return icon(icons[status] ?? "circle-outline", `status-icon status-${status.toLowerCase()}`);
}

const tickMs = 100;

export class StatusLine {
  /** State, time and place: stands beside the buttons. */
  readonly line = el("div", { class: "status-line" });
  /** What needs more words: stands below. */
  readonly element: HTMLElement;
  private readonly elapsed = el("span", { class: "elapsed" });
  private readonly tokens = el("div", { class: "note note-warning own-tokens" });
  private readonly connection = el("div", { class: "note note-warning" });
  private readonly failure = el("div", { class: "note note-error failure" });
  private readonly history = el("div", { class: "note note-info" });
  private readonly live = el("div", { class: "sr-only", attributes: { role: "status", "aria-live": "polite" } });
  private said = "";
  private run: RunSection | undefined;
  private receivedAt = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor({ post }: Host) {
    this.history.append(
      icon("history"),
      el("div", { class: "note-words" }, [
        el("span", { text: t("This is an earlier run.") }),
        el("span", { class: "note-actions" }, [
          linkButton(t("Back to the last run"), () => post({ type: "showLive" })),
        ]),
      ]),
    );
    this.post = post;
    this.element = el("div", { class: "status" }, [
      this.tokens,
      this.connection,
      this.history,
      this.failure,
      this.live,
    ]);
  }

  private readonly post: Host["post"];

  update(run: RunSection): void {
    this.run = run;
    this.receivedAt = performance.now();
    this.line.hidden = run.kind === "none" && !run.isStarting;
    const isSpinning = (run.isRunning || run.isStarting) && run.status !== "Suspended";
    const key = JSON.stringify([run.status, run.statusText, run.isStarting, run.jobId, run.where, isSpinning]);
    if (this.line.dataset["key"] !== key) {
      this.line.dataset["key"] = key;
      this.fill(run, isSpinning);
    }
    this.showElapsed();
    this.setNote(this.tokens, "key", run.ownTokens);
    this.setNote(this.connection, "debug-disconnect", run.connection === "waiting" ? run.connectionText : "");
    this.history.hidden = run.kind !== "history";
    this.showFailure(run);
    this.say(run);
    clearInterval(this.timer);
    if (run.isRunning && run.status !== "Suspended") {
      this.timer = setInterval(() => this.showElapsed(), tickMs);
    }
  }

  private fill(run: RunSection, isSpinning: boolean): void {
    const words = run.statusText === "" ? (run.isStarting ? t("Starting") : run.status) : run.statusText;
    const parts: (Node | undefined)[] = [
      isSpinning ? icon("loading", "codicon-modifier-spin status-icon") : statusIcon(run.status),
      el("span", { class: "status-word", text: words }),
      this.elapsed,
      run.where === "" ? undefined : el("span", { class: "status-where", text: run.where, title: run.where }),
    ];
    if (run.jobId !== "") {
      const copy = linkButton(
        t("job {0}", run.jobId.slice(0, 8)),
        () => this.post({ type: "copyText", text: run.jobId }),
        t("Copy the job id: {0}", run.jobId),
      );
      parts.push(copy);
    }
    replaceChildren(this.line, parts);
  }

  private showElapsed(): void {
    const { run } = this;
    if (run === undefined || run.startTime === "") {
      this.elapsed.textContent = "";
      return;
    }
    const since = run.isRunning && run.status !== "Suspended" ? performance.now() - this.receivedAt : 0;
    this.elapsed.textContent = duration(run.elapsedMs + since);
    this.elapsed.title = new Date(run.startTime).toLocaleString();
  }

  private showFailure(run: RunSection): void {
    this.failure.hidden = run.exception === "";
    const key = `${run.exceptionLine ?? ""} ${run.exception}`;
    if (this.failure.dataset["key"] === key) {
      return;
    }
    this.failure.dataset["key"] = key;
    replaceChildren(this.failure, [
      icon("error"),
      el("div", { class: "note-words" }, [
        el("span", { class: "failure-text", text: run.exception }),
        run.exceptionLine === undefined
          ? undefined
          : el("span", { class: "note-actions" }, [
              linkButton(t("Go to line {0}", run.exceptionLine), () =>
                this.post({ type: "openSource", of: "exception" }),
              ),
            ]),
      ]),
    ]);
  }

  private setNote(note: HTMLElement, iconName: string, text: string): void {
    note.hidden = text === "";
    if (note.dataset["key"] !== text) {
      note.dataset["key"] = text;
      replaceChildren(note, [icon(iconName), el("div", { class: "note-words", text })]);
    }
  }

  /** Once for each state, with the time when it is over: no line for every record or second. */
  private say(run: RunSection): void {
    const word = run.statusText === "" ? run.status : run.statusText;
    const key = `${run.run} ${word} ${run.connection}`;
    if (key === this.said || word === "") {
      return;
    }
    this.said = key;
    const isOver = !run.isRunning && !run.isStarting;
    const parts = [
      isOver ? t("{0} after {1}", word, duration(run.elapsedMs)) : word,
      run.connection === "waiting" ? run.connectionText : "",
      run.exception.split("\n", 1)[0] ?? "",
    ];
    this.live.textContent = parts.filter((part) => part !== "").join(". ");
  }
}
