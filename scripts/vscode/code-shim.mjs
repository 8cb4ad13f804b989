#!/usr/bin/env node
// Stands in for the `code` executable where no desktop VS Code is to be had: @vscode/test-electron starts it like `code`, it runs
// the suite in the extension host of VS Code's server build, shown in a headless Chromium, and exits as `code` would.
// Exit status: the suite's own, 97 page crashed, 98 server ended, 99 time is up, 130 interrupted.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "../setup/bootstrap.mjs";
import { findVsCodeHost } from "../setup/vscode-host.mjs";
import { startBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: "string", multiple: true },
    extensionTestsPath: { type: "string" },
    "user-data-dir": { type: "string" },
    "extensions-dir": { type: "string" },
    version: { type: "boolean" },
  },
});
const host = findVsCodeHost(root);
if (host === undefined) {
  console.error("VS Code's server build is not installed; npm test installs it.");
  process.exit(98);
}
if (values.version) {
  console.log(host.version);
  process.exit(0);
}

/** Settings that the caller put into the user data folder, as desktop VS Code would read them. */
function givenSettings() {
  const file = path.join(values["user-data-dir"] ?? "", "User/settings.json");
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
}

/** Extensions that the caller installed, as desktop VS Code would load them. */
function givenExtensions() {
  const folder = values["extensions-dir"] ?? "";
  return Object.fromEntries(
    (fs.existsSync(folder) ? fs.readdirSync(folder) : []).map((name) => [
      name,
      fs.realpathSync(path.join(folder, name)),
    ]),
  );
}

const limitMs = Number(process.env.RUNBOOK_WORKBENCH_SUITE_LIMIT_MS ?? 240_000);
const [server, browser] = await Promise.all([
  startServer({
    host,
    development: true,
    settings: givenSettings(),
    links: givenExtensions(),
    // @vscode/test-electron always asks to switch trust off; this is how a suite keeps it.
    trust: process.env.RUNBOOK_WORKBENCH_SUITE_TRUST === "on",
  }),
  startBrowser(),
]);
const { page } = browser;
const workbenchLog = [];
const { code, why, logs } = await new Promise((resolve) => {
  const end = (code, why) => resolve({ code, why });
  page.on("crash", () => end(97, "the page crashed"));
  void server.exited.then((status) => end(98, `VS Code's server ended (${status})`));
  setTimeout(() => end(99, `the suite took longer than ${limitMs / 1000} s`), limitMs).unref();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => end(130, "interrupted"));
  }
  void openSuite(resolve).catch((error) => end(97, error.message));
});

/** VS Code's page calls these two functions when it runs an extension's tests. */
async function openSuite(finish) {
  await page.exposeFunction("codeAutomationLog", (type, args) => {
    workbenchLog.push(
      [type, ...args].map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" "),
    );
  });
  await page.exposeFunction("codeAutomationExit", (exitCode, logFiles) => finish({ code: exitCode, logs: logFiles }));
  const payload = [
    ...values.extensionDevelopmentPath.map((folder) => [
      "extensionDevelopmentPath",
      server.remote(path.resolve(folder)),
    ]),
    ["extensionTestsPath", server.remote(path.resolve(values.extensionTestsPath))],
    ["enableProposedApi", ""],
    ["skipWelcome", "true"],
  ];
  const open = positionals[0] === undefined ? undefined : path.resolve(positionals[0]);
  await page.goto(server.url({ open, payload }));
}

const evidence = process.env.RUNBOOK_WORKBENCH_EVIDENCE;
if (code !== 0 && evidence) {
  fs.mkdirSync(evidence, { recursive: true });
  await page.screenshot({ path: path.join(evidence, "vscode.png"), timeout: 5000 }).catch(() => undefined);
  fs.writeFileSync(path.join(evidence, "workbench.log"), workbenchLog.join("\n"));
  fs.writeFileSync(path.join(evidence, "server.log"), server.log());
  for (const { relativePath, contents } of logs ?? []) {
    fs.writeFileSync(path.join(evidence, relativePath.replaceAll(/[\\/]/g, "_")), contents);
  }
  const errors = workbenchLog
    // The server build lacks an optional native logger and says so at length.
    .filter((line) => line.startsWith("error") && !line.includes("Could not locate the bindings file"))
    .slice(-5)
    .map((line) => line.slice(0, 500));
  console.error([...(why ? [why] : []), ...errors, `Evidence: ${path.relative(root, evidence)}`].join("\n"));
}
await Promise.all([browser.close(), server.stop()]);
process.exit(code);
