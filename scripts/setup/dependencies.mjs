// Makes node_modules agree with package-lock.json, and installs only when it does not.
import fs from "node:fs";
import path from "node:path";
import { npm } from "./npm.mjs";
import { ensure, SetupError } from "./progress.mjs";
import { retry } from "./run.mjs";

/** The Node that all tools of the project run on (devDependency "node"). */
export const projectNode = (root) =>
  path.join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

const readPackages = (file) => JSON.parse(fs.readFileSync(file, "utf8")).packages;

/** npm writes node_modules/.package-lock.json last, so an interrupted installation never looks complete. */
function find(root) {
  const installedFile = path.join(root, "node_modules/.package-lock.json");
  if (!fs.existsSync(installedFile) || !fs.existsSync(projectNode(root))) {
    return undefined;
  }
  const installed = readPackages(installedFile);
  const wanted = Object.entries(readPackages(path.join(root, "package-lock.json"))).filter(([name]) => name !== "");
  const differs = wanted.some(([name, entry]) => {
    const present = installed[name];
    return present === undefined ? !entry.optional && !entry.devOptional : present.version !== entry.version;
  });
  return differs ? undefined : `node_modules is up to date (${wanted.length} packages)`;
}

export async function ensureDependencies(root) {
  if (!fs.existsSync(path.join(root, "package-lock.json"))) {
    throw new SetupError("package-lock.json is missing.", "Restore it: git checkout package-lock.json");
  }
  await ensure("packages", {
    find: () => find(root),
    installing: "npm ci",
    install: () => retry(2, () => npm(["ci"], { cwd: root })),
  });
}
