/**
 * What `dist/cli.js` is: hands over to the program proper with V8's compile cache on. Compiling 300 KB of code anew is a sixth of what
 * `run` adds to the interpreter's own time (test/bench/cli.bench.ts). The cache holds code of ours only and lies in the user's cache
 * folder; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
import * as nodeModule from "node:module";
import { join } from "node:path";

import { userCacheFolder } from "../local/user-cache-folder";

// Node 22.8 has it. A folder that cannot be written makes it do nothing: it reports, and does not throw.
if ("enableCompileCache" in nodeModule) {
  nodeModule.enableCompileCache(join(userCacheFolder(), "compiled"));
}

// Not an import: that would run, and be compiled, before the cache is on.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require("./cli-main.js");
