// A real VS Code in a real browser, with the built extension installed, for one test file.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { errors, type FrameLocator, type Locator, type Page } from "playwright-core";
import { startBrowser } from "../../../scripts/vscode/browser.mjs";
import { startServer } from "../../../scripts/vscode/server.mjs";
import { findVsCodeHost } from "../../../scripts/setup/vscode-host.mjs";

export const projectRoot = path.resolve(__dirname, "../../..");

export interface WorkbenchOptions {
  /** Copied before it is opened, so a test may change it. Default: test/vscode/workspace. */
  readonly workspace?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves Workspace Trust on: the workspace opens restricted. */
  readonly trust?: boolean;
  /** A folder with an unpacked extension. Default: the project itself, from its dist folder. */
  readonly extension?: string;
  /** More installed extensions: {"publisher.name-version": folder}. */
  readonly installed?: Readonly<Record<string, string>>;
}

/** What a user does in VS Code, in the words of a user. */
export interface Workbench {
  readonly page: Page;
  /** The copy of the workspace that is open. */
  readonly workspace: string;
  /** Opens the quick pick of a key ("F1", "Control+p"), types the text and returns the rows that have it; the first is selected. */
  find(key: string, text: string): Promise<Locator>;
  /** Runs a command from the palette by its visible title, for example "Azure Automation: Show Log". */
  runCommand(title: string): Promise<void>;
  /** Opens a file of the workspace in an editor. */
  openFile(name: string): Promise<void>;
  /** Types into the quick pick or input box that is open, and accepts; resolves when VS Code went on (or refused the text). */
  answer(text: string): Promise<void>;
  /** Notification toasts that are on the screen; VS Code also repeats their text out of sight, so do not look for bare text. */
  notification(text: string | RegExp): Locator;
  /** Reloads the window; resolves when the new one is there. */
  reload(): Promise<void>;
  /** The content of the visible webview. */
  webview(): FrameLocator;
  /** Takes a picture: into docs/images under `npm run shots`, else into test-results/ui. `name` has no ending. */
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Call it in `before`, and `close()` in `after`. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const host = findVsCodeHost(projectRoot);
  assert.ok(host, 'VS Code\'s server build is not installed; "npm test -- ui" installs it');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ui-"));
  const workspace = path.join(folder, "workspace");
  fs.cpSync(options.workspace ?? path.join(projectRoot, "test/vscode/workspace"), workspace, { recursive: true });
  const [server, browser] = await Promise.all([
    startServer({
      host,
      settings: options.settings ?? {},
      env: options.env ?? {},
      trust: options.trust ?? false,
      links: { ...options.installed, "runbook-workbench.runbook-workbench-0.1.0": options.extension ?? projectRoot },
    }),
    startBrowser(),
  ]);
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const { page } = browser;
  // Twice Playwright's own: an editor, its server and its browser share the machine with other levels.
  page.setDefaultTimeout(60_000);
  try {
    await page.goto(server.url({ open: workspace }));
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
    // The extension's contributions are there from here on.
    await findInQuickPick(page, "F1", "Azure Automation: Show Log");
    await page.keyboard.press("Escape");
  } catch (error) {
    await close();
    throw error;
  }
  return { page, workspace, close, ...actions(page) };
}

function actions(page: Page): Omit<Workbench, "page" | "workspace" | "close"> {
  return {
    find: (key, text) => findInQuickPick(page, key, text),
    runCommand: (title) => chooseInQuickPick(page, "F1", title),
    async openFile(name) {
      await chooseInQuickPick(page, "Control+p", name);
      // A file's test pane has the file's name too.
      await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).first().waitFor();
      // A quick pick that opened before the editor took the focus would be closed by it.
      await page.locator(".editor-instance .monaco-editor.focused").waitFor();
    },
    answer: (text) => answerQuickInput(page, text),
    notification: (text) => page.locator(".notification-toast").filter({ hasText: text }),
    async reload() {
      await page.evaluate("window.isBeforeReload = true");
      await chooseInQuickPick(page, "F1", "Developer: Reload Window");
      await page.waitForFunction(
        "window.isBeforeReload !== true && document.querySelector('.monaco-workbench') !== null",
        undefined,
        { timeout: 60_000 },
      );
    },
    // One that was closed a moment ago may still be there.
    webview: () =>
      page
        .locator("iframe.webview.ready")
        .filter({ visible: true })
        .last()
        .contentFrame()
        .frameLocator("#active-frame"),
    async shot(name) {
      const folder = process.env["RUNBOOK_WORKBENCH_IMAGES"] ?? path.join(projectRoot, "test-results/ui");
      fs.mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
    },
  };
}

/**
 * A quick pick that opened before the extension was loaded (or the files were indexed) never learns of it: close it and open it
 * again until it has the row. A key may also be lost on its way. The palette's box starts with ">", so text is added to what is there.
 */
async function findInQuickPick(page: Page, key: string, text: string): Promise<Locator> {
  const input = page.locator(".quick-input-widget input.input");
  const rows = page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: text });
  for (const attempt of Array.from({ length: 15 }).keys()) {
    await page.keyboard.press(key);
    try {
      // A webview that is loading takes keys and passes none on.
      await input.waitFor({ timeout: 3000 + 1000 * attempt });
      // Not key by key, which takes seconds on a busy machine. The palette's box has its own beginning.
      await input.fill(`${await input.inputValue()}${text}`);
      await rows.first().waitFor({ timeout: 1000 + 250 * attempt });
      return rows;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) {
        throw error;
      }
      await page.keyboard.press("Escape");
      await input.waitFor({ state: "hidden" });
    }
  }
  throw new Error(`VS Code does not offer "${text}" on ${key}`);
}

/**
 * Puts the list's own mark on the first row of that label, or else on the first that has the text: which row that is on at first
 * depends on what was chosen lately, and rows come and go while the list filters. False: the quick input was closed.
 */
async function focusRow(page: Page, text: string): Promise<boolean> {
  const widget = page.locator(".quick-input-widget");
  const rows = widget.locator(".monaco-list-row");
  const label = new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:…|\\.\\.\\.)?\\s*$`);
  const exact = rows.filter({ has: page.locator(".label-name").filter({ hasText: label }) });
  for (let moved = 0; moved < 40; moved++) {
    const wanted = (await exact.count()) > 0 ? exact : rows.filter({ hasText: text });
    try {
      await wanted.and(page.locator(".focused")).first().waitFor({ timeout: 300 });
      return true;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) {
        throw error;
      }
    }
    if (!(await widget.isVisible()) || !(await pressInQuickInput(page, "ArrowDown"))) {
      return false;
    }
  }
  throw new Error(`No arrow leads to "${text}" in the quick pick`);
}

/**
 * Which question the quick input asks, and what was typed; not its rows, which come and go. A string, because this project's types
 * know no DOM.
 */
const quickInputState = `(() => {
  const widget = document.querySelector(".quick-input-widget");
  const input = widget?.querySelector("input.input");
  const texts = [".quick-input-title", ".quick-input-message"].map((part) => widget?.querySelector(part)?.textContent);
  return !widget || widget.style.display === "none" ? "hidden" : [input?.value, input?.placeholder, ...texts].join("|");
})()`;

/** An editor that opens late takes the focus, and a quick pick closes when it loses that: then once more from the start. */
async function chooseInQuickPick(page: Page, key: string, text: string): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    await findInQuickPick(page, key, text);
    if ((await focusRow(page, text)) && (await acceptQuickInput(page))) {
      return;
    }
    assert.ok(attempts < 5, `the quick pick of ${key} is closed each time before "${text}" can be chosen in it`);
  }
}

/**
 * Enter in the quick input, nowhere else. All quick inputs share one box: resolves when it shows something else, so that nothing is
 * typed into the step before. False: it was closed before.
 */
async function acceptQuickInput(page: Page): Promise<boolean> {
  const before: unknown = await page.evaluate(quickInputState);
  if (before === "hidden" || !(await pressInQuickInput(page, "Enter"))) {
    return false;
  }
  await page.waitForFunction(`${quickInputState} !== ${JSON.stringify(before)}`);
  return true;
}

/** False: it was closed before. */
async function pressInQuickInput(page: Page, key: string): Promise<boolean> {
  try {
    await page.locator(".quick-input-widget input.input").press(key, { timeout: 2000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) {
      return false;
    }
    throw error;
  }
}

async function answerQuickInput(page: Page, text: string): Promise<void> {
  const widget = page.locator(".quick-input-widget");
  const input = widget.locator("input.input");
  await input.waitFor();
  await input.fill(text);
  // Without rows it has no height yet, but it is there.
  const hasList = await page.evaluate<boolean>(
    "getComputedStyle(document.querySelector('.quick-input-list')).display !== 'none'",
  );
  if (hasList) {
    // Lists load late.
    await widget.locator(".monaco-list-row").filter({ hasText: text }).first().waitFor();
  }
  const isOpen = !hasList || (await focusRow(page, text));
  assert.ok(isOpen && (await acceptQuickInput(page)), `the question that "${text}" answers was closed`);
}

/** Call it in `afterEach`: leaves a picture of the screen in test-results when the test failed. */
export async function shotOnFailure(context: Mocha.Context, workbench: Workbench | undefined): Promise<void> {
  const test = context.currentTest;
  if (workbench !== undefined && test?.state === "failed") {
    await workbench.shot(`failed-${test.fullTitle().replaceAll(/[^a-z0-9]+/gi, "-")}`);
  }
}
