import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { eagerlyLoaded, lazyPackagePlugin, lazyPackagePrefix } from "../../scripts/build/lazy-packages.mjs";

describe("the build's lazy packages", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lazy-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function bundle(files: Readonly<Record<string, string>>): Promise<{ metafile: Metafile; code: string }> {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    const { metafile, outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: ["main.ts"],
      bundle: true,
      write: false,
      metafile: true,
      format: "cjs",
      platform: "node",
      plugins: [lazyPackagePlugin()],
    });
    return { metafile, code: outputFiles[0]?.text ?? "" };
  }

  it("stand in a file of their own that import() reads", async () => {
    const { metafile, code } = await bundle({ "main.ts": `export const load = () => import("@azure/identity");` });
    assert.ok(code.includes(`require("${lazyPackagePrefix}azure-identity.js")`), code);
    assert.deepEqual(eagerlyLoaded(metafile, "main.ts"), []);
  });

  it("may be imported statically by a module that is itself loaded on demand", async () => {
    const { metafile } = await bundle({
      "main.ts": `export const load = () => import("./certificate");`,
      "certificate.ts": `import forge from "node-forge"; export const pki = forge.pki;`,
    });
    assert.deepEqual(eagerlyLoaded(metafile, "main.ts"), []);
  });

  it("are reported with the way that leads to them when a start would load them", async () => {
    const { metafile } = await bundle({
      "main.ts": `export { pki } from "./certificate";`,
      "certificate.ts": `import forge from "node-forge"; export const pki = forge.pki;`,
    });
    assert.deepEqual(eagerlyLoaded(metafile, "main.ts"), ["main.ts -> certificate.ts -> lazy-package:node-forge"]);
  });
});
