/** The open test panes: one a runbook, each with the session that outlives it while a job runs. */
import * as path from "node:path";
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { AutomationError } from "../../core/errors";
import type { RunbookFile } from "../../core/runbook";
import { parseFromTestPane } from "../../protocol/test-pane-guard";
import { findRunbook, runbookAt } from "../../platform/runbook-target";
import { webviewFolder, webviewPage } from "../../platform/webview-page";
import { AzureRuntimeShelf } from "./azure-runtime-shelf";
import { editorPorts } from "./editor-ports";
import { RunDocuments } from "./run-documents";
import type { TestPaneServices } from "./services";
import { TestPaneSession } from "./session";

interface Pane {
  readonly session: TestPaneSession;
  readonly store: DisposableStore;
  panel: vscode.WebviewPanel | undefined;
}

/** How long a person rests from typing before the fields follow the text. */
const typingPauseMs = 300;

export class TestPanes implements Disposable {
  readonly #services: TestPaneServices;
  readonly #viewType: string;
  readonly #store = new DisposableStore();
  readonly #panes = new Map<string, Pane>();
  readonly #documents: RunDocuments;
  readonly #runtimes: AzureRuntimeShelf;
  #isDisposed = false;

  constructor(services: TestPaneServices, viewType: string) {
    this.#services = services;
    this.#viewType = viewType;
    this.#documents = this.#store.add(new RunDocuments());
    const refresh = (): void => this.#refreshAll();
    const { azure, changes } = services;
    this.#runtimes = new AzureRuntimeShelf({
      // Nobody is asked to sign in because a pane is open.
      findAccount: async (id) => ((await azure.state()).kind === "signedOut" ? undefined : azure.byId(id)),
      onChanged: refresh,
      now: () => Date.now(),
    });
    const readAnew = (): void => {
      this.#runtimes.outdate();
      refresh();
    };
    this.#store.add(azure.onDidChange(readAnew));
    this.#store.add(
      changes.onDidChange(({ folder }) => {
        if (folder === undefined || folder === "runtime-environments" || folder === "runbooks") {
          readAnew();
        }
      }),
    );
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    this.#store.add(services.accounts.onDidChange(refresh));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("runbookWorkbench")) {
          refresh();
        }
      }),
    );
    this.#followTexts();
  }

  async open(target: unknown): Promise<void> {
    const runbook = await findRunbook(target ?? this.#activeRunbook(), vscode.l10n.t("Open Test Pane"));
    this.#reveal(runbook);
  }

  /** Opens the pane where needed and starts what is filled in; a field that does not bind gets the focus. */
  async start(target: unknown): Promise<void> {
    await (await this.#sessionFor(target)).start();
  }

  async startAgain(target: unknown): Promise<void> {
    await (await this.#sessionFor(target)).startAgain();
  }

  async stop(): Promise<void> {
    await this.#active()?.session.stop();
  }

  search(): void {
    this.#active()?.session.focus("search");
  }

  /** After a reload of the window, with what the pane had kept. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const runbookPath = pathIn(state);
    if (runbookPath === undefined || this.#panes.get(runbookPath)?.panel) {
      panel.dispose();
      return;
    }
    this.#show(this.#paneOf(runbookAt(vscode.Uri.file(runbookPath))), panel);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const { store, session } of this.#panes.values()) {
      store.dispose();
      session.dispose();
    }
    this.#panes.clear();
    this.#store.dispose();
  }

  async #sessionFor(target: unknown): Promise<TestPaneSession> {
    const runbook = await findRunbook(target ?? this.#activeRunbook(), vscode.l10n.t("Test Pane"));
    return this.#reveal(runbook).session;
  }

  /** A pane that has the focus stands for its runbook. */
  #activeRunbook(): vscode.Uri | undefined {
    const active = this.#active();
    return active && vscode.Uri.file(active.session.runbook.path);
  }

  #active(): Pane | undefined {
    return [...this.#panes.values()].find(({ panel }) => panel?.active === true);
  }

  #reveal(runbook: RunbookFile): Pane {
    const pane = this.#paneOf(runbook);
    if (pane.panel) {
      pane.panel.reveal(undefined, false);
      return pane;
    }
    const panel = vscode.window.createWebviewPanel(this.#viewType, titleOf(runbook), {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: false,
    });
    this.#show(pane, panel);
    return pane;
  }

  #paneOf(runbook: RunbookFile): Pane {
    const known = this.#panes.get(runbook.path);
    if (known) {
      return known;
    }
    const reveal = (): void => void this.#reveal(runbook);
    const ports = editorPorts(runbook, this.#services, this.#documents, this.#runtimes, reveal);
    const session = new TestPaneSession(runbook, ports);
    const pane: Pane = { session, store: new DisposableStore(), panel: undefined };
    // A run that nobody looks at any more: when it is over, nothing is left to keep.
    session.onDidEnd(() => this.#forgetUnlessShown(pane));
    this.#panes.set(runbook.path, pane);
    return pane;
  }

  #show(pane: Pane, panel: vscode.WebviewPanel): void {
    const { session } = pane;
    const { extensionUri, log } = this.#services;
    pane.panel = panel;
    panel.title = titleOf(session.runbook);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, "media", "icon.svg");
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
    const attached = session.attach((message) => void panel.webview.postMessage(message));
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = parseFromTestPane(raw);
      if (message) {
        void session.receive(message);
      } else {
        log.warn("the test pane sent something that is no message");
      }
    });
    panel.onDidDispose(() => {
      attached.dispose();
      pane.panel = undefined;
      this.#closed(pane);
    });
    panel.webview.html = webviewPage(panel.webview, extensionUri, {
      name: "test-pane",
      title: panel.title,
      // Comes back with the pane's state when the window is reloaded (protocol: TestPaneViewState).
      data: { "data-runbook-path": session.runbook.path },
    });
  }

  /** Closing a pane stops nothing: the job goes on in the status bar, and the pane can be had again. */
  #closed(pane: Pane): void {
    const { session } = pane;
    if (this.#isDisposed || !session.isRunning) {
      this.#forgetUnlessShown(pane);
      return;
    }
    const show = vscode.l10n.t("Show");
    const stop = vscode.l10n.t("Stop");
    void vscode.window
      .showInformationMessage(vscode.l10n.t("{0} goes on running.", session.runbook.name), show, stop)
      .then(async (chosen) => {
        if (chosen === show) {
          this.#reveal(session.runbook);
        } else if (chosen === stop) {
          await session.stop();
        }
      });
  }

  #forgetUnlessShown(pane: Pane): void {
    if (!pane.panel && this.#panes.get(pane.session.runbook.path) === pane) {
      this.#panes.delete(pane.session.runbook.path);
      pane.store.dispose();
      pane.session.dispose();
    }
  }

  #refreshAll(): void {
    for (const { session } of this.#panes.values()) {
      session.refresh().catch((error: unknown) => this.#services.log.error("refresh of a test pane", error));
    }
  }

  #followTexts(): void {
    const timers = new Map<string, NodeJS.Timeout>();
    const follow = (uri: vscode.Uri, delayMs: number): void => {
      const pane = this.#panes.get(uri.fsPath);
      if (!pane) {
        return;
      }
      clearTimeout(timers.get(uri.fsPath));
      timers.set(
        uri.fsPath,
        setTimeout(() => {
          timers.delete(uri.fsPath);
          pane.session
            .textChanged()
            .catch((error: unknown) => this.#services.log.error("reading a runbook for its test pane", error));
        }, delayMs),
      );
    };
    this.#store.add({ dispose: () => timers.forEach((timer) => clearTimeout(timer)) });
    this.#store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => follow(document.uri, typingPauseMs)));
    // Changed or gone outside of the editor.
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher("**/*.{ps1,py}"));
    for (const changed of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.#store.add(changed((uri) => follow(uri, typingPauseMs)));
    }
    // Presets and the account's credentials: also edited by hand.
    const files = this.#store.add(
      vscode.workspace.createFileSystemWatcher("**/.automation/{assets,account,test-pane}.json"),
    );
    for (const changed of [files.onDidChange, files.onDidCreate, files.onDidDelete]) {
      this.#store.add(changed(() => this.#refreshAll()));
    }
  }
}

function titleOf(runbook: RunbookFile): string {
  return vscode.l10n.t("{0} · test pane", path.basename(runbook.path));
}

/** The pane's state went through a webview: it may be anything. */
function pathIn(state: unknown): string | undefined {
  const found = typeof state === "object" && state !== null && "runbookPath" in state ? state.runbookPath : undefined;
  if (typeof found !== "string" || !path.isAbsolute(found)) {
    return undefined;
  }
  try {
    return runbookAt(vscode.Uri.file(found)).path;
  } catch (error) {
    if (error instanceof AutomationError) {
      return undefined;
    }
    throw error;
  }
}
