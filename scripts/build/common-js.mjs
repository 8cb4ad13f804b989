// Turns esbuild's split output into CommonJS files, which VS Code and Node load without a loader's detour.
//
// esbuild splits code at import() for ES modules only. So the bundler writes ES modules, and each of its files is then translated
// alone: static imports become require() at the file's top, import() becomes require() when it runs. A module stands in exactly one
// file, so a class (AutomationError, say) is the same class in every chunk.
import fs from "node:fs";
import path from "node:path";
import { transform } from "esbuild";
import { lazyPackagePrefix } from "./lazy-packages.mjs";

/** Options that go with the plugin. */
export const splitOptions = {
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  sourcemap: "inline",
  sourcesContent: false,
  write: false,
};

/** Translates and writes what a build with `splitOptions` made; at every rebuild when it watches. */
export function commonJsPlugin({ minify }) {
  return {
    name: "common-js",
    setup(build) {
      const { absWorkingDir, outdir, target } = build.initialOptions;
      const folder = path.resolve(absWorkingDir, outdir);
      build.onEnd(async ({ outputFiles = [] }) => {
        await Promise.all(outputFiles.map((file) => writeFile(file, folder, { target, minify })));
      });
    },
  };
}

/**
 * A namespace import as it stands in esbuild's output. Translated by esbuild, each would copy all names of the module into a new
 * object: with VS Code's hundreds of names, once for every file of ours, that took a fifth of the time of loading the extension.
 */
const namespaceImport = /\bimport ?\* ?as ([\w$]+) from ?"(vscode|node:[\w/]+)";/g;

async function writeFile({ path: file, text }, folder, { target, minify }) {
  const chunks = path.dirname(file) === folder ? "./chunks/" : "./";
  const direct = text.replaceAll(namespaceImport, 'const $1=require("$2");').replaceAll(lazyPackagePrefix, chunks);
  const { code, map } = await transform(direct, {
    format: "cjs",
    platform: "node",
    target,
    supported: { "dynamic-import": false },
    sourcefile: path.basename(file),
    sourcemap: "external",
    sourcesContent: false,
    legalComments: "none",
    minify,
  });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
  fs.writeFileSync(`${file}.map`, map);
}
