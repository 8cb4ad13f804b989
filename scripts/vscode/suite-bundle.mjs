// Bundles test/vscode into out/test/vscode: the extension host cannot read TypeScript.
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

export async function bundleSuite(root) {
  const source = path.join(root, "test/vscode");
  const outdir = path.join(root, "out/test/vscode");
  const files = fs
    .readdirSync(source, { recursive: true })
    .filter((file) => file === "index.ts" || (file.endsWith(".test.ts") && !file.includes("node_modules")));
  fs.rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => path.join(source, file)),
    outbase: source,
    outdir,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    mainFields: ["module", "main"],
    external: ["vscode", "mocha"],
    sourcemap: "linked",
    logLevel: "warning",
  });
  return { index: path.join(outdir, "index.js"), files: files.filter((file) => file.endsWith(".test.ts")) };
}
