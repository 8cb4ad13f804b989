// A real VS Code for tests and for `npm start`: the server build that the npm package code-server ships, in the cache folder.
// The folder is keyed by the lock file and appears only when it is complete, so a killed installation never looks finished.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { cacheFolder } from "./cache.mjs";
import { npm } from "./npm.mjs";
import { ensure, SetupError } from "./progress.mjs";
import { retry } from "./run.mjs";

const files = ["package.json", "package-lock.json"];

function location(root) {
  const source = path.join(root, "test/vscode/host");
  const key = createHash("sha256")
    .update(fs.readFileSync(path.join(source, "package-lock.json")))
    .digest("hex");
  const folder = path.join(cacheFolder(), `vscode-host-${key.slice(0, 12)}`);
  return { source, folder, server: path.join(folder, "node_modules/code-server/lib/vscode") };
}

const readVersion = ({ server }) => JSON.parse(fs.readFileSync(path.join(server, "package.json"), "utf8")).version;

async function install({ source, folder }) {
  const partial = `${folder}.${process.pid}`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  try {
    for (const file of files) {
      fs.copyFileSync(path.join(source, file), path.join(partial, file));
    }
    // Scripts stay off: code-server's own would compile native parts that tests do not need (and demand Node 24 from PATH).
    await npm(["ci", "--ignore-scripts"], { cwd: partial });
    const server = path.join(partial, "node_modules/code-server/lib/vscode");
    // What code-server's postinstall does. Not "npm ci": its shrinkwrap lacks tslib.
    await npm(["install", "--omit=dev", "--ignore-scripts"], { cwd: server });
    await npm(["install", "--omit=dev", "--ignore-scripts"], { cwd: path.join(server, "extensions") });
    if (!fs.existsSync(folder)) {
      fs.renameSync(partial, folder);
    }
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

/** {server, version} when it is installed, else undefined; says nothing. */
export function findVsCodeHost(root) {
  const place = location(root);
  if (!fs.existsSync(place.folder)) {
    return undefined;
  }
  return { server: place.server, version: readVersion(place) };
}

/** Resolves with {server, version}: the folder of VS Code's server build and its version. */
export async function ensureVsCodeHost(root) {
  if (process.platform === "win32") {
    throw new SetupError(
      "VS Code's server build runs on Linux and macOS only.",
      "Install VS Code, or set VSCODE_EXECUTABLE.",
    );
  }
  const place = location(root);
  await ensure("VS Code", {
    find: () => (fs.existsSync(place.folder) ? `VS Code ${readVersion(place)} (server build)` : undefined),
    installing: "npm install of VS Code's server build, about 250 MB",
    install: () => retry(3, () => install(place)),
  });
  return findVsCodeHost(root);
}
