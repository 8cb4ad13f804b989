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

const escaped = lazyPackages.map((name) => name.replaceAll("/", "\\/")).join("|");
const placeOf = (name) => `${lazyPackagePrefix}${chunkName(name)}.js`;

/**
 * Leaves imports of lazy packages as they are, but for their place. Translated to require() by common-js.mjs, `import()` gives both named
 * exports and `default`, as Node does for a CommonJS package. A module of ours in between would lose the names: esbuild's ES modules export
 * nothing but `default` for what is CommonJS.
 */
export function lazyPackagePlugin() {
  return {
    name: "lazy-packages",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${escaped})$`) }, ({ path: name }) => ({
        path: placeOf(name),
        external: true,
      }));
    },
  };
}

/** Entry points of the chunks that the bundles of `metafiles` really use. */
export function chunkEntries(root, metafiles) {
  const used = new Set(
    metafiles.flatMap(({ inputs }) => Object.values(inputs).flatMap(({ imports }) => imports.map((one) => one.path))),
  );
  return lazyPackages
    .filter((name) => used.has(placeOf(name)))
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
    if (file.startsWith(lazyPackagePrefix)) {
      const chain = [];
      for (let step = file; step !== undefined; step = seen.get(step)) {
        chain.unshift(step);
      }
      found.push(chain.join(" -> "));
      continue;
    }
    for (const { path: to, kind, external } of metafile.inputs[file]?.imports ?? []) {
      const isOurs = !external || to.startsWith(lazyPackagePrefix);
      if (isOurs && kind !== "dynamic-import" && !seen.has(to)) {
        seen.set(to, file);
        queue.push(to);
      }
    }
  }
  return found;
}
