// Builds what ships: dist/extension.js, dist/cli.js, the lazily loaded packages in dist/chunks, the webview panes and the
// host files that run beside a runbook. `--watch` rebuilds on change, `--dev` leaves the code readable.
const path = require("node:path");

async function main() {
  const { build, watch } = await import("./scripts/build/build.mjs");
  const root = path.resolve(__dirname);
  if (process.argv.includes("--watch")) {
    await watch(root);
  } else {
    await build(root, { minify: !process.argv.includes("--dev"), report: !process.argv.includes("--quiet") });
  }
}

main().catch((error) => {
  console.error(error.name === "SetupError" ? error.message : error);
  process.exitCode = 1;
});
