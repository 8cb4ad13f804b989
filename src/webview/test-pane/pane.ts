/** The whole pane: puts its areas together, hands them what the extension sends, and knows the keys. */
import { testPaneVersion, type PaneState, type ToTestPane } from "../../protocol/test-pane";
import { el, replaceChildren } from "./dom";
import { HappenedPanel } from "./happened/panel";
import type { Host } from "./host";
import { noteElements } from "./notes";
import { ParametersPanel } from "./parameters/panel";
import { Splitters } from "./splitters";
import { StatusLine } from "./status-line";
import { StreamsPanel } from "./streams/panel";
import { Toolbar } from "./toolbar";
import { useTranslations } from "./words";

/** An announcement is gone after so many milliseconds; screen readers have read it by then. */
const announcementMs = 2500;

interface Areas {
  readonly toolbar: Toolbar;
  readonly status: StatusLine;
  readonly notes: HTMLElement;
  readonly parameters: ParametersPanel;
  readonly streams: StreamsPanel;
  readonly happened: HappenedPanel;
}

export class Pane {
  private areas: Areas | undefined;
  private state: PaneState | undefined;
  private readonly toast = el("div", { class: "toast", attributes: { role: "status" } });
  private toastTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    document.addEventListener("keydown", (event) => this.onKeyDown(event), { capture: true });
  }

  receive(message: ToTestPane): void {
    switch (message.type) {
      case "init":
        if (message.version === testPaneVersion) {
          document.documentElement.lang = message.locale;
          useTranslations(message.translations);
          // A second init is a new beginning: the extension has reloaded.
          this.state = undefined;
          this.build();
          this.update(message.state);
        }
        break;
      case "update":
        if (this.state !== undefined) {
          this.update({ ...this.state, ...message.state });
        }
        break;
      case "facts":
        this.areas?.happened.receive(message);
        break;
      case "records":
      case "text":
      case "properties":
        this.areas?.streams.receive(message);
        break;
      case "focus":
        this.focus(message);
        break;
      case "announce":
        this.announce(message.message);
        break;
    }
  }

  private build(): void {
    const { host } = this;
    const status = new StatusLine(host);
    const actions = {
      start: () => this.begin("start"),
      startAgain: () => this.again(),
      stop: () => host.post({ type: "stop" }),
      debug: () => this.begin("debug"),
    };
    const areas: Areas = {
      toolbar: new Toolbar(host, actions, status.line),
      status,
      notes: el("div", { class: "notes" }),
      parameters: new ParametersPanel(host.post),
      streams: new StreamsPanel({ host, onLeave: () => this.areas?.toolbar.focus() }),
      happened: new HappenedPanel(host),
    };
    this.areas = areas;
    const body = el("div", { class: "areas" }, [
      areas.parameters.element,
      areas.streams.element,
      areas.happened.element,
    ]);
    new Splitters(body, host);
    replaceChildren(this.root, [
      el("header", { class: "head" }, [areas.toolbar.element, areas.status.element, areas.notes]),
      body,
      this.toast,
    ]);
    this.toast.hidden = true;
  }

  private update(state: PaneState): void {
    const { areas } = this;
    if (areas === undefined) {
      return;
    }
    const before = this.state?.run.run;
    this.state = state;
    areas.toolbar.update(state);
    areas.status.update(state.run);
    // The run says itself whose tokens it uses; a choice that has not run yet is a note.
    replaceChildren(areas.notes, noteElements(state.notes, "top", this.host.post));
    areas.parameters.update(state);
    areas.streams.update(state);
    areas.happened.update(state);
    if (before !== undefined && before !== state.run.run && state.run.kind === "live") {
      // Where the areas stand below each other, the streams of a new run come into sight.
      areas.streams.element.scrollIntoView({ block: "nearest" });
    }
  }

  private begin(type: "start" | "debug"): void {
    const { areas, state } = this;
    if (areas === undefined || state?.canStart !== true || state.run.isRunning || state.run.isStarting) {
      return;
    }
    const invalid = areas.parameters.firstInvalid();
    if (invalid !== undefined) {
      areas.parameters.focusField(invalid);
      return;
    }
    areas.parameters.flush();
    this.host.post({ type });
  }

  private focus(message: Extract<ToTestPane, { type: "focus" }>): void {
    switch (message.target) {
      case "parameter":
        if (this.areas?.parameters.focusField(message.name) !== true) {
          this.areas?.toolbar.focus();
        }
        break;
      case "start":
        this.areas?.toolbar.focus();
        break;
      case "streams":
        this.areas?.streams.focusList();
        break;
      case "search":
        this.areas?.streams.focusSearch();
        break;
    }
  }

  private announce(message: string): void {
    clearTimeout(this.toastTimer);
    this.toast.hidden = false;
    this.toast.textContent = message;
    this.toastTimer = setTimeout(() => {
      this.toast.hidden = true;
      this.toast.textContent = "";
    }, announcementMs);
  }

  private onKeyDown(event: KeyboardEvent): void {
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && isCommand && !event.altKey) {
      this.take(event, () => this.begin("start"));
    } else if (event.key === "F5" && event.shiftKey && !isCommand) {
      this.take(event, () => this.host.post({ type: "stop" }));
    } else if (event.key.toLowerCase() === "f" && isCommand && !event.shiftKey && !event.altKey) {
      this.take(event, () => this.areas?.streams.focusSearch());
    }
  }

  private again(): void {
    if (this.state?.canStart === true && !this.state.run.isRunning && !this.state.run.isStarting) {
      this.host.post({ type: "startAgain" });
    }
  }

  private take(event: KeyboardEvent, act: () => void): void {
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
