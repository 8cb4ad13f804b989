// The build itself: bundles split at import(), chunks of heavy packages, panes, host files, notices, and the report of what came out.
import fs from "node:fs";
import path from "node:path";
import { build as bundle, context } from "esbuild";
import { SetupError } from "../setup/progress.mjs";
import { commonJsPlugin, splitOptions } from "./common-js.mjs";
import { copyHosts, watchHosts } from "./hosts.mjs";
import { chunkEntries, eagerlyLoaded, lazyPackagePlugin } from "./lazy-packages.mjs";
import { writeNotices } from "./notices.mjs";
import { checkBudgets, printReport } from "./report.mjs";

// cli.js only turns the compile cache on and loads cli-main.js, the program.
const entries = { extension: "src/extension.ts", "cli-main": "src/cli/main.ts", cli: "src/cli/start.ts" };

/** What all Node bundles share. */
const nodeOptions = (root, { minify, outdir }) => ({
  absWorkingDir: root,
  outdir,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node22",
  // jsonc-parser's `main` is a UMD file whose inner requires esbuild cannot follow; it throws when it is loaded.
  mainFields: ["module", "main"],
  external: ["vscode", "./cli-main.js"],
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify,
});

const mainOptions = (root, name, options) => ({
  ...nodeOptions(root, options),
  entryPoints: [{ in: entries[name], out: name }],
  ...(name === "cli"
    ? { banner: { js: "#!/usr/bin/env node" } }
    : { ...splitOptions(options), plugins: [lazyPackagePlugin(), commonJsPlugin(options)] }),
});

/**
 * The browser code of each pane: src/webview/<pane>/main.ts -> dist/webview/<pane>.js, the style sheets it imports ->
 * dist/webview/<pane>.css, the fonts these name -> beside it.
 */
function paneOptions(root, options) {
  const folder = path.join(root, "src/webview");
  const panes = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((pane) => fs.existsSync(path.join(folder, pane, "main.ts")))
    : [];
  return panes.map((pane) => ({
    ...nodeOptions(root, options),
    platform: "browser",
    format: "iife",
    target: "es2023",
    external: [],
    loader: { ".ttf": "file" },
    assetNames: "webview/[name]",
    entryPoints: [{ in: `src/webview/${pane}/main.ts`, out: `webview/${pane}` }],
  }));
}

/**
 * Makes dist/ anew. The folder is swapped in when it is complete, so a program that runs from dist
 * never meets half a build. Throws when a budget is exceeded or a heavy package would load at start.
 */
export async function build(root, { minify = true, report = true } = {}) {
  const outdir = path.join(root, `dist-${process.pid}`);
  try {
    await buildInto(root, { minify, outdir });
    const old = `${outdir}-old`;
    fs.rmSync(old, { recursive: true, force: true });
    if (fs.existsSync(path.join(root, "dist"))) {
      fs.renameSync(path.join(root, "dist"), old);
    }
    fs.renameSync(outdir, path.join(root, "dist"));
    fs.rmSync(old, { recursive: true, force: true });
    if (report) {
      printReport(path.join(root, "dist"));
    }
  } catch (error) {
    // esbuild has printed its findings.
    throw Array.isArray(error.errors)
      ? new SetupError(`The build failed: ${error.errors.length} error(s), see above.`)
      : error;
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

async function buildInto(root, options) {
  const { outdir, minify } = options;
  fs.mkdirSync(outdir, { recursive: true });
  const names = Object.keys(entries);
  const [mains, panes] = await Promise.all([
    Promise.all(names.map((name) => bundle(mainOptions(root, name, options)))),
    Promise.all(paneOptions(root, options).map((pane) => bundle(pane))),
  ]);
  const mainMetafiles = mains.map((result) => result.metafile);
  const chunks = await bundleChunks(root, mainMetafiles, options);
  fs.chmodSync(path.join(outdir, "cli.js"), 0o755);
  copyHosts(root, outdir);

  const metafiles = [...mains, ...panes, ...chunks].map((result) => result.metafile);
  writeNotices(root, outdir, metafiles);
  const eager = names.flatMap((name, index) => eagerlyLoaded(mainMetafiles[index], entries[name]));
  const problems = [
    ...eager.map((chain) => `A heavy package would load at start; use import() on the way to it: ${chain}`),
    ...(minify ? checkBudgets(outdir) : []),
  ];
  if (problems.length > 0) {
    throw new SetupError(problems.join("\n"));
  }
}

function bundleChunks(root, metafiles, options) {
  return Promise.all(
    chunkEntries(root, metafiles).map((entry) =>
      bundle({
        ...nodeOptions(root, { ...options, outdir: path.join(options.outdir, "chunks") }),
        entryPoints: [{ in: entry.in, out: entry.out }],
        sourcemap: false,
      }),
    ),
  );
}

/** Rebuilds on change until it is ended; the lines are what .vscode/tasks.json waits for. */
export async function watch(root) {
  await build(root, { minify: false });
  const options = { minify: false, outdir: path.join(root, "dist") };
  const announce = {
    name: "announce",
    setup(pluginBuild) {
      pluginBuild.onStart(() => console.log("[watch] build started"));
      pluginBuild.onEnd(({ errors }) => {
        for (const { text, location } of errors) {
          console.error(`✘ [ERROR] ${text}`);
          if (location) {
            console.error(`    ${location.file}:${location.line}:${location.column}:`);
          }
        }
        console.log("[watch] build finished");
      });
    },
  };
  const all = [...Object.keys(entries).map((name) => mainOptions(root, name, options)), ...paneOptions(root, options)];
  for (const one of all) {
    const watching = await context({ ...one, plugins: [...(one.plugins ?? []), announce], logLevel: "silent" });
    await watching.watch();
  }
  watchHosts(root, options.outdir);
}
