// Turns esbuild's split output into CommonJS files, which VS Code and Node load without a loader's detour.
//
// esbuild splits code at import() for ES modules only. So the bundler writes ES modules, and each of its files is then translated
// alone: static imports become require() at the file's top, import() becomes require() when it runs. A module stands in exactly one
// file, so a class (AutomationError, say) is the same class in every chunk. The files that a start reads become one (start-file.mjs).
import fs from "node:fs";
import path from "node:path";
import { transform } from "esbuild";
import { lazyPackagePrefix } from "./lazy-packages.mjs";
import { withOneStart } from "./start-file.mjs";

/** Options that go with the plugin. A statement a line, so that imports can be replaced without moving what the source map tells of. */
export const splitOptions = ({ minify }) => ({
  minify: false,
  minifyIdentifiers: minify,
  minifySyntax: minify,
  format: "esm",
  splitting: true,
  metafile: true,
  chunkNames: "chunks/[name]-[hash]",
  sourcemap: "inline",
  sourcesContent: false,
  write: false,
});

/** Translates and writes what a build with `splitOptions` made; at every rebuild when it watches. */
export function commonJsPlugin({ minify }) {
  return {
    name: "common-js",
    setup(build) {
      const { absWorkingDir, entryPoints, outdir, target } = build.initialOptions;
      const [main] = entryPoints;
      const entry = main.in ?? main;
      const folder = path.resolve(absWorkingDir, outdir);
      build.onEnd(async ({ outputFiles = [], metafile }) => {
        const files = new Map(outputFiles.map((file) => [file.path, file.text]));
        // A build that failed made nothing, and has said so.
        const ready = files.size === 0 ? files : await withOneStart(files, { metafile, entry, root: absWorkingDir });
        await Promise.all([...ready].map(([file, text]) => writeFile(file, text, { folder, target, minify })));
      });
    },
  };
}

/** A namespace import as it stands in esbuild's output. */
const namespaceImport = /^import \* as ([\w$]+) from "(vscode|node:[\w/]+)";$/gm;

/**
 * Translated by esbuild, each would copy all names of the module into a new object: with VS Code's hundreds of names, once for every file
 * of ours, that took a fifth of the time of loading the extension. And VS Code looks at the disk whenever it is required, to find out which
 * extension asks: once a file is enough.
 */
function withDirectImports(text) {
  const known = new Map();
  return text.replaceAll(namespaceImport, (_, name, module) => {
    const first = known.get(module);
    known.set(module, first ?? name);
    return first === undefined ? `const ${name} = require("${module}");` : `const ${name} = ${first};`;
  });
}

async function writeFile(file, text, { folder, target, minify }) {
  const chunks = path.dirname(file) === folder ? "./chunks/" : "./";
  const { code, map } = await transform(withDirectImports(text).replaceAll(lazyPackagePrefix, chunks), {
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
