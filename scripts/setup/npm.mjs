// Runs npm with the machine's own Node, not the one inside node_modules: `npm ci` deletes that one while it works.
import path from "node:path";
import { SetupError } from "./progress.mjs";
import { run } from "./run.mjs";

const pathWithoutProject = () =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder) && !/node-gyp-bin/.test(folder))
    .join(path.delimiter);

/** The environment without what an outer `npm run` put there. */
function npmEnvironment() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|command|execpath|node)/.test(name),
  );
  return { ...Object.fromEntries(own), PATH: pathWithoutProject() };
}

export async function npm(args, { cwd, timeoutMs }) {
  const quiet = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd, timeoutMs, env: npmEnvironment() };
  try {
    if (process.platform === "win32") {
      const bundled = path.join(path.dirname(process.execPath), "node_modules/npm/bin/npm-cli.js");
      return await run(process.execPath, [process.env.npm_execpath ?? bundled, ...quiet], options);
    }
    return await run("npm", quiet, options);
  } catch (error) {
    if (error.code === "ENOENT") {
      throw new SetupError("npm was not found on PATH.", "Install Node.js 20 or newer together with npm.");
    }
    throw error;
  }
}
