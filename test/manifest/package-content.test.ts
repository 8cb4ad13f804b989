import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { execFileSync } from "node:child_process";
import { listFiles, PackageManager } from "@vscode/vsce";
import { chunkName, lazyPackages } from "../../scripts/build/lazy-packages.mjs";
import { budgets, checkBudgets } from "../../scripts/build/report.mjs";
import { filesBelow, root } from "./support/project";

const dist = path.join(root, "dist");
const maxPackageKilobytes = 4000;

const allowed = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/i,
  /^LICENSE(\.txt)?$/,
  /^dist\/(extension|cli|cli-main)\.js$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/webview\/.+\.(js|css|ttf)$/,
  /^dist\/hosts\/.+\.(ps1|psm1|psd1|ps1xml|py|cs)$/,
  /^dist\/THIRD_PARTY_NOTICES\.txt$/,
  /^(l10n|schemas|syntaxes)\/.+\.json$/,
  /^media\/.+\.(png|svg|md|ps1|py|json|css|ttf)$/,
];

describe("the extension package", () => {
  let files: readonly string[];

  before(async () => {
    files = (await listFiles({ cwd: root, packageManager: PackageManager.None })).map((file) =>
      file.replaceAll("\\", "/"),
    );
  });

  it("holds what is meant to ship, and nothing else", () => {
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it("holds what the extension and the command line need to run", () => {
    const hosts = filesBelow("src/local/hosts", ".ps1", ".psm1", ".psd1", ".py", ".cs")
      .filter((file) => !/test/i.test(file))
      .map((file) => file.replace("src/local/hosts", "dist/hosts"));
    const samples = filesBelow("media/samples", ".ps1", ".py", ".json");
    const needed = [
      "package.json",
      "README.md",
      "LICENSE",
      "dist/extension.js",
      "dist/cli.js",
      "dist/cli-main.js",
      ...filesBelow("dist/chunks", ".js"),
      ...hosts,
      ...samples,
    ];
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
  });

  it("stays small enough to install in a moment", () => {
    const size = files.reduce((sum, file) => sum + fs.statSync(path.join(root, file)).size, 0) / 1000;
    assert.ok(size <= maxPackageKilobytes, `${Math.round(size)} KB unpacked`);
  });
});

describe("the bundles", () => {
  it("keep to their budgets", () => {
    for (const file of Object.keys(budgets)) {
      assert.ok(fs.existsSync(path.join(dist, file)), file);
    }
    assert.deepEqual(checkBudgets(dist), []);
  });

  it("start as one file: the editor's loader takes its time for every other", () => {
    for (const file of Object.keys(budgets)) {
      assert.deepEqual(filesLoadedBy(file), [file]);
    }
  });

  it("start without reading a heavy package", () => {
    const heavy = lazyPackages.map((name) => `chunks/${chunkName(name)}.js`);
    assert.deepEqual(
      Object.keys(budgets).flatMap((file) => filesLoadedBy(file).filter((one) => heavy.includes(one))),
      [],
    );
  });
});

/**
 * Files below dist that Node reads to load `file`, in a process of its own. `vscode` exists only inside the editor: a stand-in lets
 * the modules load, and nothing is activated.
 */
function filesLoadedBy(file: string): readonly string[] {
  const program = `
    const Module = require("node:module");
    const anything = new Proxy(function () {}, { get: (target, key) => (key === "prototype" ? target.prototype : anything) });
    const load = Module._load;
    Module._load = (request, ...rest) => (request === "vscode" ? anything : load(request, ...rest));
    process.exit = () => undefined;
    process.argv = ["node", "program", "--version"];
    require(${JSON.stringify(path.join(dist, file))});
    console.log("LOADED", JSON.stringify(Object.keys(require.cache)));
  `;
  const output = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
  const loaded = JSON.parse(/^LOADED (.*)$/m.exec(output)?.[1] ?? "") as readonly string[];
  return loaded.map((one) => path.relative(dist, one).replaceAll("\\", "/")).filter((one) => !one.startsWith(".."));
}
