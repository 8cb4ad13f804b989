import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { levels } from "../../scripts/test/levels.mjs";
import { filesBelow, manifest, readJson, readText, root } from "./support/project";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly hasInstallScript?: boolean }>>;
}
const lock = readJson("package-lock.json") as Lock;

describe("tool versions", () => {
  it("hold the editor's types at the oldest editor we support", () => {
    const [, engine] = /^\^(\d+\.\d+)\.\d+$/.exec(manifest.engines.vscode) ?? [];
    const installed = lock.packages["node_modules/@types/vscode"]?.version ?? "";
    assert.equal(installed.split(".").slice(0, 2).join("."), engine);
    assert.match(manifest.devDependencies["@types/vscode"] ?? "", /^~/);
  });

  it("bundle everything, so nothing is installed with the extension", () => {
    assert.equal(manifest.dependencies, undefined);
  });

  it("decide for every install script whether it may run", () => {
    const withScript = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([name]) => name.replace(/^.*node_modules\//, ""))
      // Optional, macOS only.
      .filter((name) => name !== "fsevents");
    const decided = Object.keys(manifest.allowScripts).map((name) => name.replace(/(?<=.)@[^@/]*$/, ""));
    assert.deepEqual(
      withScript.filter((name) => !decided.includes(name)),
      [],
    );
    assert.equal(
      manifest.allowScripts["node"],
      true,
      "without its script the tools would run on the machine's own Node",
    );
  });

  it("name no registry host in the lock files", () => {
    for (const file of ["package-lock.json", "test/vscode/host/package-lock.json"]) {
      assert.doesNotMatch(readText(file), /"resolved": "http/, file);
    }
  });
});

describe("commands for developers", () => {
  it("are scripts that exist", () => {
    for (const name of ["start", "test", "check", "build", "watch", "bench", "package", "shots"]) {
      const [, file] = /^node (\S+)/.exec(manifest.scripts[name] ?? "") ?? [];
      assert.ok(file, `npm run ${name}`);
      assert.ok(fs.existsSync(path.join(root, file)), file);
    }
  });

  it("run in continuous integration through an executable .ci/run", () => {
    assert.equal(fs.statSync(path.join(root, ".ci/run")).mode & 0o111, 0o111);
    assert.match(readText(".ci/run"), /npm test$/m);
  });
});

describe("test files", () => {
  const covered = (file: string): boolean =>
    file.startsWith("test/vscode/") || levels.some(({ files }) => files !== undefined && path.matchesGlob(file, files));

  it("belong to a level that runs them", () => {
    assert.deepEqual(
      filesBelow("test", ".test.ts").filter((file) => !covered(file)),
      [],
    );
  });

  it("carry an ending that some command looks for", () => {
    const helpers = /^test\/(support|clients)\/|\/support\/|^test\/(vscode|bench)\/index\.ts$/;
    const known = /\.(test|bench|shots)\.ts$/;
    assert.deepEqual(
      filesBelow("test", ".ts").filter((file) => !known.test(file) && !helpers.test(file) && !isUsed(file)),
      [],
    );
  });

  it("of the unit level need neither VS Code nor a browser", () => {
    for (const file of filesBelow("test/unit", ".ts")) {
      assert.doesNotMatch(readText(file), /from "(vscode|playwright-core)"/, file);
    }
  });
});

/** A helper: some other test file imports it, or starts it as a program. */
function isUsed(file: string): boolean {
  const mention = new RegExp(`["/]${path.basename(file, ".ts")}(\\.ts)?"`);
  return filesBelow("test", ".ts").some((other) => other !== file && mention.test(readText(other)));
}
