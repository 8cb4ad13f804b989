/** The way to the extension: messages, and what survives a hidden or reloaded pane. */
import { testPaneVersion, type FromTestPane } from "../../protocol/test-pane";

export type Post = (message: FromTestPane) => void;

/** What the pane itself remembers; the extension does not read it. */
export interface ViewState {
  readonly streams: readonly string[];
  readonly tab: string;
  /** Share of the width and height, 0 to 1; undefined: as the style sheet says. */
  readonly parametersShare: number | undefined;
  readonly happenedShare: number | undefined;
}

export interface Host {
  readonly post: Post;
  readonly view: ViewState;
  readonly setView: (change: Partial<ViewState>) => void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const emptyView: ViewState = { streams: [], tab: "identity", parametersShare: undefined, happenedShare: undefined };

export function connect(): Host {
  const api = acquireVsCodeApi();
  const saved = asRecord(api.getState());
  let view: ViewState = readView(saved["view"]);
  // What a restore after a reload needs; the extension's page says it.
  api.setState({ ...saved, version: testPaneVersion, runbookPath: document.body.dataset["runbookPath"] ?? "" });
  return {
    post: (message) => api.postMessage(message),
    get view() {
      return view;
    },
    setView(change) {
      view = { ...view, ...change };
      // The rest of the state is the extension's.
      api.setState({ ...asRecord(api.getState()), view });
    },
  };
}

function readView(value: unknown): ViewState {
  const { streams, tab, parametersShare, happenedShare } = asRecord(value);
  return {
    streams: Array.isArray(streams) ? streams.filter((item) => typeof item === "string") : emptyView.streams,
    tab: typeof tab === "string" ? tab : emptyView.tab,
    parametersShare: readShare(parametersShare),
    happenedShare: readShare(happenedShare),
  };
}

function readShare(value: unknown): number | undefined {
  return typeof value === "number" && value > 0.05 && value < 0.95 ? value : undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
