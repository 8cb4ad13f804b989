// npm run package: builds and writes runbook-workbench-VERSION.vsix, after a look at what is in it.
import fs from "node:fs";
import path from "node:path";
import { root, script } from "./setup/bootstrap.mjs";
import { run } from "./setup/run.mjs";

await script(async () => {
  const { build } = await import("./build/build.mjs");
  await build(root);
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const file = `${name}-${version}.vsix`;
  // Everything is bundled, so there are no dependencies to collect. The manifest names no repository yet: links stay as they are.
  const args = [
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--out",
    file,
  ];
  console.log(await run(process.execPath, [path.join(root, "node_modules/@vscode/vsce/vsce"), ...args], { cwd: root }));
  const kilobytes = Math.round(fs.statSync(path.join(root, file)).size / 1000);
  console.log(`${file}: ${kilobytes} KB`);
  return 0;
});
