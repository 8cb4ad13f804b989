/** The page of a webview: one script and one style sheet of ours, and a policy that lets in nothing else. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

export interface WebviewPage {
  /** Of its script and style sheet: `test-pane` for dist/webview/test-pane.js and test-pane.css. */
  readonly name: string;
  readonly title: string;
  /** The body's data attributes by their whole names, e.g. `data-runbook-path`. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Where the scripts, style sheets and fonts of all pages are; the only local folder that a page needs. */
export function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** The whole HTML; every call has a nonce of its own. */
export function webviewPage(
  webview: Pick<vscode.Webview, "asWebviewUri" | "cspSource">,
  extensionUri: vscode.Uri,
  page: WebviewPage,
): string {
  const nonce = randomBytes(16).toString("base64");
  const fileIn = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    "img-src data:",
    "form-action 'none'",
  ].join("; ");
  const attributes = Object.entries(page.data ?? {}).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="${escapeHtml(fileIn(`${page.name}.css`))}">
</head>
<body${attributes.join("")}>
<script nonce="${nonce}" src="${escapeHtml(fileIn(`${page.name}.js`))}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
