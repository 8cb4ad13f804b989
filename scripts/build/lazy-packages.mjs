// Keeps heavy packages out of the bundles: each becomes one file in dist/chunks that the extension and the command line share. It is
// read when the first import() on the way to it runs, not when one of them starts.
import fs from "node:fs";
import path from "node:path";

/** Packages that no start may pay for. A package that is not installed (yet) is passed over. */
export const lazyPackages = ["@azure/arm-automation", "@azure/identity", "@azure/msal-node", "node-forge"];

/** "@azure/identity" -> "azure-identity" */
export const chunkName = (name) => name.replace(/^@/, "").replaceAll("/", "-");

/** Stands for the way from a file of dist/ to dist/chunks/ until common-js.mjs knows where the file lies. */
export const lazyPackagePrefix = "lazy-package-chunk:";

const namespace = "lazy-package";
const escaped = lazyPackages.map((name) => name.replaceAll("/", "\\/")).join("|");

/**
 * Replaces an import of a lazy package by a tiny module that requires the chunk when it is evaluated. esbuild's own interop
 * helper then copies the names, so `import()` gives both named exports and `default`, as Node does for a CommonJS package.
 */
export function lazyPackagePlugin() {
  return {
    name: "lazy-packages",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${escaped})$`) }, ({ path: name }) => ({ path: name, namespace }));
      build.onLoad({ filter: /.*/, namespace }, ({ path: name }) => ({
        contents: `module.exports = require("${lazyPackagePrefix}${chunkName(name)}.js");`,
        loader: "js",
      }));
      build.onResolve({ filter: new RegExp(`^${lazyPackagePrefix}`), namespace }, ({ path: chunk }) => ({
        path: chunk,
        external: true,
      }));
    },
  };
}

/** Entry points of the chunks that the bundles of `metafiles` really use. */
export function chunkEntries(root, metafiles) {
  const used = new Set(metafiles.flatMap((metafile) => Object.keys(metafile.inputs)));
  return lazyPackages
    .filter((name) => used.has(`${namespace}:${name}`))
    .map((name) => {
      if (!fs.existsSync(path.join(root, "node_modules", name))) {
        throw new Error(`The package "${name}" is imported but not installed. Run "npm ci".`);
      }
      return { name, in: name, out: chunkName(name) };
    });
}

/**
 * Lazy packages that a bundle would load at its start, each with the chain of static imports that leads there.
 * An empty list is what we want.
 */
export function eagerlyLoaded(metafile, entry) {
  const seen = new Map([[entry, undefined]]);
  const queue = [entry];
  const found = [];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (file.startsWith(`${namespace}:`)) {
      const chain = [];
      for (let step = file; step !== undefined; step = seen.get(step)) {
        chain.unshift(step);
      }
      found.push(chain.join(" -> "));
      continue;
    }
    for (const { path: to, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (!external && kind !== "dynamic-import" && !seen.has(to)) {
        seen.set(to, file);
        queue.push(to);
      }
    }
  }
  return found;
}
