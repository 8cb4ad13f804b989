import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { commonJsPlugin, splitOptions } from "../../scripts/build/common-js.mjs";
import { eagerlyLoaded, lazyPackagePlugin } from "../../scripts/build/lazy-packages.mjs";

describe("the build's lazy packages", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lazy-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const options = (): BuildOptions => ({
    absWorkingDir: folder,
    entryPoints: ["main.ts"],
    bundle: true,
    metafile: true,
    platform: "node",
    target: "node22",
  });

  async function bundle(files: Readonly<Record<string, string>>): Promise<Metafile> {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    const { metafile } = await build({
      ...options(),
      metafile: true,
      write: false,
      format: "esm",
      plugins: [lazyPackagePlugin()],
    });
    return metafile;
  }

  it("stand in a file of their own that import() reads, with their names", async () => {
    const text = `export const load = async () => { const { Client } = await import("@azure/identity"); return Client; };`;
    assert.deepEqual(eagerlyLoaded(await bundle({ "main.ts": text }), "main.ts"), []);
    await build({
      ...options(),
      ...splitOptions({ minify: true }),
      outdir: "out",
      plugins: [lazyPackagePlugin(), commonJsPlugin({ minify: true })],
    });
    mkdirSync(join(folder, "out", "chunks"), { recursive: true });
    writeFileSync(join(folder, "out", "chunks", "azure-identity.js"), "module.exports = { Client: 42 };");
    const { load } = createRequire(__filename)(join(folder, "out", "main.js")) as { load: () => Promise<unknown> };
    assert.equal(await load(), 42);
  });

  it("may be imported statically by a module that is itself loaded on demand", async () => {
    const metafile = await bundle({
      "main.ts": `export const load = () => import("./certificate");`,
      "certificate.ts": `import forge from "node-forge"; export const pki = forge.pki;`,
    });
    assert.deepEqual(eagerlyLoaded(metafile, "main.ts"), []);
  });

  it("are reported with the way that leads to them when a start would load them", async () => {
    const metafile = await bundle({
      "main.ts": `export { pki } from "./certificate";`,
      "certificate.ts": `import forge from "node-forge"; export const pki = forge.pki;`,
    });
    assert.deepEqual(eagerlyLoaded(metafile, "main.ts"), [
      "main.ts -> certificate.ts -> lazy-package-chunk:node-forge.js",
    ]);
  });
});
