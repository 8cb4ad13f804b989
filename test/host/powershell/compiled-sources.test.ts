/** The host's classes, compiled as Windows PowerShell 5.1 would: C# 5, its PowerShell's and .NET Framework's types; by the .NET SDK's compiler. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { needProgram, runClient } from "../clients/client-process";

describe("the PowerShell host's classes", function () {
  this.timeout(300_000);
  before(function () {
    needProgram(this, "dotnet", ["--list-sdks"], "there is no .NET SDK");
  });

  it("compile without a warning as C# 5 against PowerShell 5.1 and .NET Standard 2.0", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rbw-compile-"));
    try {
      const project = join(__dirname, "compiled-sources", "compiled-sources.csproj");
      await runClient(
        "dotnet",
        [
          "build",
          project,
          "--nologo",
          "-v",
          "quiet",
          // No compiler or build node may stay behind, and no file beside the project.
          "-nodeReuse:false",
          "-p:UseSharedCompilation=false",
          `-p:BaseIntermediateOutputPath=${join(folder, "obj")}/`,
          `-p:OutputPath=${join(folder, "bin")}/`,
        ],
        process.env,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
