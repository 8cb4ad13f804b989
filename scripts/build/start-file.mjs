// Makes one file of everything that a main file reads at its start.
//
// esbuild's splitting makes a file for every group of modules that the start shares with something that is loaded later, and VS Code's
// loader takes about a millisecond for each of them, of everybody's start. So the start's files become one, and the rest imports from it.
import path from "node:path";
import { build } from "esbuild";
import { lazyPackagePrefix } from "./lazy-packages.mjs";

/** What `entry` became and every file that it imports before it does anything: absolute, the main file first. */
function filesAtStart({ outputs }, entry, root) {
  const found = new Set([Object.keys(outputs).find((file) => outputs[file].entryPoint === entry)]);
  for (const file of found) {
    for (const { path: to, kind } of outputs[file].imports) {
      if (kind === "import-statement" && to in outputs) {
        found.add(to);
      }
    }
  }
  return [...found].map((file) => path.resolve(root, file));
}

/**
 * Joins the start's files. `files`: all that the build made, absolute path -> an ES module with an inline source map, a statement a line.
 * Returns them in that form again: the main file holds the start, its other files are gone, and what imports from those imports from it.
 */
export async function withOneStart(files, { metafile, entry, root }) {
  const [main, ...parts] = filesAtStart(metafile, entry, root);
  const aliases = new Map();
  for (const file of parts) {
    const names = metafile.outputs[path.relative(root, file).replaceAll("\\", "/")].exports;
    aliases.set(file, new Map(names.map((name, index) => [name, `_${aliases.size}${index === 0 ? "" : `_${index}`}`])));
  }
  const result = new Map([[main, await joined(main, aliases, files)]]);
  for (const [file, text] of files) {
    if (file !== main && !aliases.has(file)) {
      result.set(file, redirected(text, file, main, aliases));
    }
  }
  return result;
}

async function joined(main, aliases, files) {
  const contents = [`export * from ${JSON.stringify(main)};`];
  for (const [file, names] of aliases) {
    const list = [...names].map(([name, alias]) => `${name} as ${alias}`);
    contents.push(`export { ${list.join(", ")} } from ${JSON.stringify(file)};`);
  }
  const { outputFiles } = await build({
    stdin: { contents: contents.join("\n"), resolveDir: path.dirname(main), sourcefile: "start.js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "esnext",
    outfile: main,
    sourcemap: "inline",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    plugins: [startPlugin(main, (file) => (file === main || aliases.has(file) ? files.get(file) : undefined))],
  });
  return outputFiles[0].text;
}

/** Takes the start's files from memory, and leaves all others outside under their names as the main file sees them. */
function startPlugin(main, textOf) {
  const folder = path.dirname(main);
  return {
    name: "start-file",
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /.*/ }, ({ path: name, importer, kind }) => {
        if (kind === "entry-point" || path.isAbsolute(name)) {
          return { path: name };
        }
        if (name.startsWith(lazyPackagePrefix) || !name.startsWith(".")) {
          return { path: name, external: true };
        }
        const file = path.resolve(path.dirname(importer), name);
        return textOf(file) === undefined ? { path: relativeName(folder, file), external: true } : { path: file };
      });
      pluginBuild.onLoad({ filter: /.*/ }, ({ path: file }) => ({ contents: textOf(file), loader: "js" }));
    },
  };
}

/** An import of another file as it stands in esbuild's output. */
const importStatement = /^import (?:\{([^}]*)\} from )?"(\.[^"]+)";$/gm;

/** One import of the start in place of those of its parts. Every line stays in its place, for the source map. */
function redirected(text, file, main, aliases) {
  const folder = path.dirname(file);
  const namesOf = (name) => aliases.get(path.resolve(folder, name));
  const wanted = [...text.matchAll(importStatement)].flatMap(([, list = "", name]) =>
    namesOf(name) === undefined
      ? []
      : [...list.matchAll(/([\w$]+)(?: as ([\w$]+))?/g)].map(
          ([, from, as]) => `${namesOf(name).get(from)} as ${as ?? from}`,
        ),
  );
  let isFirst = wanted.length > 0;
  return text.replaceAll(importStatement, (whole, _, name) => {
    if (namesOf(name) === undefined) {
      return whole;
    }
    const statement = isFirst ? `import { ${wanted.join(", ")} } from "${relativeName(folder, main)}";` : "";
    isFirst = false;
    return statement + whole.replaceAll(/[^\n]/g, "");
  });
}

function relativeName(folder, file) {
  const name = path.relative(folder, file).replaceAll("\\", "/");
  return name.startsWith(".") ? name : `./${name}`;
}
