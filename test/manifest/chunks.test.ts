import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { commonJsPlugin, splitOptions } from "../../scripts/build/common-js.mjs";
import { lazyPackagePlugin } from "../../scripts/build/lazy-packages.mjs";

const files = {
  "src/failure.ts": `export class Failure extends Error {}\nexport let count = 0;\nexport const raise = () => { count++; };`,
  "src/lazy.ts": `import { Failure, raise } from "./failure";
export function fail(): never {
  raise();
  throw new Failure("from the chunk");
}`,
  "src/name.ts": `import * as path from "node:path";
export const name = path.basename("/a/lazy");`,
  "src/main.ts": `import { Failure, count } from "./failure";
export async function main() {
  const [{ fail }, { name }] = await Promise.all([import("./lazy"), import("./name")]);
  try {
    fail();
  } catch (error) {
    console.log(JSON.stringify({ isSame: error instanceof Failure, count, name, stack: error.stack }));
  }
}`,
};

for (const minify of [false, true]) {
  describe(`the build's chunks, ${minify ? "minified" : "readable"}`, () => {
    let folder: string;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "chunks-"));
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      await build({
        absWorkingDir: folder,
        outdir: "dist",
        bundle: true,
        platform: "node",
        target: "node22",
        ...splitOptions({ minify }),
        entryPoints: [{ in: "src/main.ts", out: "main" }],
        plugins: [lazyPackagePlugin(), commonJsPlugin({ minify })],
      });
    });

    after(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    function run(): { isSame: boolean; count: number; name: string; stack: string } {
      const args = ["--enable-source-maps", "-e", `require("./dist/main.js").main()`];
      return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" })) as ReturnType<
        typeof run
      >;
    }

    it("hold a module that is reached by import() only", () => {
      assert.doesNotMatch(readFileSync(join(folder, "dist/main.js"), "utf8"), /from the chunk/);
      assert.ok(readdirSync(join(folder, "dist/chunks")).some((name) => /^lazy-\w+\.js$/.test(name)));
    });

    it("share their modules: a class is the same everywhere, and a variable keeps its value", () => {
      const { isSame, count, name } = run();
      assert.deepEqual({ isSame, count, name }, { isSame: true, count: 1, name: "lazy" });
    });

    it("lead back to the sources", () => {
      const { stack } = run();
      assert.match(stack, /src\/lazy\.ts:4:\d+/);
      assert.match(stack, /src\/main\.ts:5:\d+/);
    });

    it("leave the start in one file", () => {
      const program = `require("./dist/main.js"); console.log(Object.keys(require.cache).length)`;
      assert.equal(execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" }).trim(), "1");
      assert.match(readFileSync(join(folder, "dist/main.js"), "utf8"), /class/);
    });
  });
}
