import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { execFileSync } from "node:child_process";
import { listFiles, PackageManager } from "@vscode/vsce";
import { budgets, checkBudgets } from "../../scripts/build/report.mjs";
import { filesBelow, root } from "./support/project";

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
    const hosts = filesBelow("src/local/hosts", ".ps1", ".psm1", ".psd1", ".py")
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
      assert.ok(fs.existsSync(path.join(root, "dist", file)), file);
    }
    assert.deepEqual(checkBudgets(path.join(root, "dist")), []);
  });

  it("start without reading a heavy package", () => {
    const preload = "process.on('exit', () => console.log('LOADED', JSON.stringify(Object.keys(require.cache))))";
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "preload-"));
    try {
      fs.writeFileSync(path.join(folder, "preload.cjs"), preload);
      const args = ["--require", path.join(folder, "preload.cjs"), path.join(root, "dist/cli.js"), "--help"];
      const output = execFileSync(process.execPath, args, { encoding: "utf8" });
      const loaded = JSON.parse(/^LOADED (.*)$/m.exec(output)?.[1] ?? "") as readonly string[];
      assert.ok(loaded.some((file) => file.endsWith("cli.js")));
      assert.deepEqual(
        loaded.filter((file) => file.includes("chunks")),
        [],
      );
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
