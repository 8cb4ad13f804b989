// Bundles test/vscode into out/test/vscode: the extension host cannot read TypeScript.
import fs from "node:fs";
import path from "node:path";
import { bundleForEditor } from "./in-editor.mjs";

export async function bundleSuite(root) {
  const outbase = path.join(root, "test/vscode");
  const outdir = path.join(root, "out/test/vscode");
  const files = fs
    .readdirSync(outbase, { recursive: true })
    .filter((file) => file === "index.ts" || (file.endsWith(".test.ts") && !file.includes("node_modules")));
  await bundleForEditor({ files, outbase, outdir });
  return { index: path.join(outdir, "index.js"), files: files.filter((file) => file.endsWith(".test.ts")) };
}
