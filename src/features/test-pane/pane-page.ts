/** The page of the test pane's webview: our script and style sheet and nothing else. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

export function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** `runbookPath` comes back with the pane's state when the window is reloaded (protocol: TestPaneViewState). */
export function panePage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  title: string,
  runbookPath: string,
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
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(fileIn("test-pane.css"))}">
</head>
<body data-runbook-path="${escapeHtml(runbookPath)}">
<script nonce="${nonce}" src="${escapeHtml(fileIn("test-pane.js"))}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
