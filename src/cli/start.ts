/**
 * What `dist/cli.js` is: hands over to the program proper with V8's compile cache on. Compiling 300 KB of code anew is a sixth of what
 * `run` adds to the interpreter's own time (test/bench/cli.bench.ts). The cache holds code of ours only and lies in the user's cache
 * folder; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const base = process.platform === "win32" ? LOCALAPPDATA : XDG_CACHE_HOME;
  return join(base !== undefined && base !== "" ? base : join(homedir(), ".cache"), "runbook-workbench", "compiled");
}

// Node 22.8 has it. A folder that cannot be written makes it do nothing: it reports, and does not throw.
if ("enableCompileCache" in nodeModule) {
  nodeModule.enableCompileCache(cacheFolder());
}

// Not an import: that would run, and be compiled, before the cache is on.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require("./cli-main.js");
