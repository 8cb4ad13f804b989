// The test pane's built page in Chromium, without VS Code: a loopback server with the extension's content security policy, a fake
// acquireVsCodeApi, the colours of a theme, and messages by hand. Quick, so most of the pane's behaviour is tested here.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import type { Locator, Page } from "playwright-core";

import { startBrowser } from "../../../scripts/vscode/browser.mjs";
import type { FromTestPane, ToTestPane } from "../../../src/protocol/test-pane";
import { until } from "../../support/until";

const projectRoot = path.resolve(__dirname, "../../..");
const files = path.join(projectRoot, "dist/webview");

export const themeNames = ["light", "dark", "high-contrast", "high-contrast-light"] as const;
export type ThemeName = (typeof themeNames)[number];

/** CSS variables by theme, as VS Code 1.139 hands them to a webview. */
const themes = JSON.parse(fs.readFileSync(path.join(__dirname, "pane-themes.json"), "utf8")) as Readonly<
  Record<ThemeName, Readonly<Record<string, string>>>
>;

const bodyClasses: Readonly<Record<ThemeName, string>> = {
  light: "vscode-light",
  dark: "vscode-dark",
  "high-contrast": "vscode-high-contrast",
  "high-contrast-light": "vscode-high-contrast vscode-high-contrast-light",
};

export interface PanePage {
  readonly page: Page;
  /** What the pane posted, in order. */
  readonly sent: readonly FromTestPane[];
  /** Called with each message of the pane, when it comes. */
  onMessage: (message: FromTestPane) => void;
  send(message: ToTestPane): Promise<void>;
  /** Resolves with the first message of a type that came after the last `forget`. */
  received<T extends FromTestPane["type"]>(type: T): Promise<Extract<FromTestPane, { type: T }>>;
  forget(): void;
  useTheme(theme: ThemeName): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Loads the page anew, as VS Code does with a pane that was hidden; `setState` survives. */
  reload(): Promise<void>;
  /** What must never happen: refused styles and scripts, errors of the script. */
  problems(): Promise<readonly string[]>;
  /** Waits until an expression holds in the page. Playwright's own way asks by eval, which the page's policy refuses. */
  holds(expression: string): Promise<void>;
  region(name: string): Locator;
  close(): Promise<void>;
}

export interface PanePageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

export async function openPanePage(options: PanePageOptions = {}): Promise<PanePage> {
  assert.ok(fs.existsSync(path.join(files, "test-pane.js")), "dist/webview is not built: npm run build");
  const server = await serve();
  const viewport = { width: options.width ?? 1200, height: options.height ?? 800 };
  const browser = await startBrowser({ viewport });
  const { page } = browser;
  const sent: FromTestPane[] = [];
  const waiting = new Set<() => void>();
  const errors: string[] = [];
  let theme = options.theme ?? "dark";
  const pane: PanePage = {
    page,
    sent,
    onMessage: () => undefined,
    async send(message) {
      await page.evaluate((data) => {
        const target = globalThis as unknown as { postMessage(value: unknown, origin: string): void };
        target.postMessage(data, "*");
      }, message);
    },
    async received(type) {
      for (;;) {
        const found = sent.find((message) => message.type === type);
        if (found !== undefined) {
          return found as Extract<FromTestPane, { type: typeof type }>;
        }
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`The pane did not send "${type}"`)), 10_000);
          waiting.add(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    },
    forget() {
      sent.length = 0;
    },
    async useTheme(name) {
      theme = name;
      await applyTheme(page, name);
    },
    async resize(width, height) {
      await page.setViewportSize({ width, height });
    },
    async reload() {
      sent.length = 0;
      await page.reload();
      await applyTheme(page, theme);
      await pane.received("ready");
    },
    async problems() {
      return [...errors, ...(await page.evaluate<string[]>("window.violations"))];
    },
    async holds(expression) {
      await until(expression, () => page.evaluate<boolean>(expression));
    },
    region: (name) => page.getByRole("region", { name, exact: true }),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(message.text());
    }
  });
  try {
    await page.exposeFunction("receiveFromPane", (message: FromTestPane) => {
      sent.push(message);
      for (const wake of waiting) {
        wake();
      }
      waiting.clear();
      pane.onMessage(message);
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await applyTheme(page, theme);
    await pane.received("ready");
  } catch (error) {
    await pane.close();
    throw error;
  }
  return pane;
}

async function applyTheme(page: Page, theme: ThemeName): Promise<void> {
  const script = `((variables, name) => {
    document.documentElement.removeAttribute("style");
    for (const [property, value] of Object.entries(variables)) document.documentElement.style.setProperty(property, value);
    document.body.className = name;
  })(${JSON.stringify(themes[theme])}, ${JSON.stringify(bodyClasses[theme])})`;
  await page.evaluate(script);
}

async function serve(): Promise<http.Server> {
  const nonce = randomBytes(16).toString("base64");
  const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };
  const server = http.createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    const type = types[path.extname(name)];
    if (name === "") {
      response.setHeader("Content-Security-Policy", policy(nonce));
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(html(nonce));
    } else if (type !== undefined && fs.existsSync(path.join(files, name))) {
      response.setHeader("Content-Type", type);
      response.end(fs.readFileSync(path.join(files, name)));
    } else {
      response.statusCode = name === "favicon.ico" ? 204 : 404;
      response.end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** As in the extension: files of the extension and scripts with the nonce, nothing else. */
function policy(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src data:; form-action 'none'`;
}

/** `setState` outlives a reload through the window's name, as VS Code keeps it outside the page. */
function html(nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Test pane</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="test-pane.css">
<script nonce="${nonce}">
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.receiveFromPane(message),
    getState: () => (window.name === "" ? undefined : JSON.parse(window.name)),
    setState: (state) => { window.name = JSON.stringify(state); },
  });
</script></head>
<body><script nonce="${nonce}" src="test-pane.js"></script></body></html>`;
}
