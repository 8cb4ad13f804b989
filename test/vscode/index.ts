// What VS Code calls in its extension host: runs the bundled suites beside this file and reports as the other levels do.
import * as fs from "node:fs";
import * as path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

const consoleMethods = ["log", "info", "warn", "error", "debug"];

/** Missing optional native parts of VS Code's server build. */
const noise = /Could not locate the bindings file/;

/**
 * Sends what tests print to the file that the runner shows. VS Code mixes the extension host's console with the workbench's log,
 * and its console methods are accessors that ignore an assignment; only the object as a whole can be replaced.
 */
function redirectConsole(file: string): void {
  const write = (...parts: unknown[]): void => {
    if (!noise.test(String(parts[0]))) {
      fs.appendFileSync(file, `${format(...parts)}\n`);
    }
  };
  globalThis.console = new Proxy(console, {
    get: (target, key, receiver): unknown =>
      consoleMethods.includes(String(key)) ? write : Reflect.get(target, key, receiver),
  });
  Mocha.reporters.Base.consoleLog = write;
}

/** Rejects when a test fails, which makes VS Code exit with 1. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const output = process.env["RUNBOOK_WORKBENCH_SUITE_OUTPUT"];
  if (output !== undefined) {
    redirectConsole(output);
  }
  const mocha = new Mocha({
    ui: "bdd",
    color: false,
    timeout: 60_000,
    forbidOnly: Boolean(process.env["CI"]),
    reporter: process.env["RUNBOOK_WORKBENCH_REPORTER"] ?? "spec",
    ...(process.env["RUNBOOK_WORKBENCH_GREP"] === undefined ? {} : { grep: process.env["RUNBOOK_WORKBENCH_GREP"] }),
  });
  const pattern = new RegExp(process.env["RUNBOOK_WORKBENCH_SUITE_FILES"] ?? "\\.test\\.js$");
  for (const file of fs.readdirSync(__dirname, { recursive: true, encoding: "utf8" }).sort()) {
    if (pattern.test(file)) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) {
    throw new Error(`${failures} test(s) failed`);
  }
}
