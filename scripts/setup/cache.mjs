// Where big downloads live: outside the tree, shared by all clones of the project on this machine.
import os from "node:os";
import path from "node:path";

export const cacheFolder = () =>
  process.env.RUNBOOK_WORKBENCH_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "runbook-workbench");
