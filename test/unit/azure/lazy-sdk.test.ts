import assert from "node:assert/strict";
import path from "node:path";
import { build } from "esbuild";

describe("the Azure SDK", () => {
  it("is loaded by a dynamic import only, so that starting the extension does not pay for it", async () => {
    const root = path.join(import.meta.dirname, "../../..");
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ["src/azure/account/azure-account.ts", "src/azure/account/role-assignments.ts"],
      outdir: "out",
      bundle: true,
      platform: "node",
      packages: "external",
      metafile: true,
      write: false,
    });
    const external = Object.values(metafile.inputs)
      .flatMap((input) => input.imports)
      .filter((one) => one.external === true && !one.path.startsWith("node:"))
      .map((one) => `${one.kind} ${one.path}`);
    assert.deepEqual([...new Set(external)], ["dynamic-import @azure/arm-automation"]);
  });
});
