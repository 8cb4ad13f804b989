/** The host's classes, compiled as Windows PowerShell 5.1 would: C# 5, its PowerShell's and .NET Framework's types; by the .NET SDK's compiler. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { needProgram, runClient } from "../clients/client-process";
import { hostsFolder } from "./support/run-script";

/**
 * The reference library hides InsertItem, which Windows PowerShell lets a collection of one's own override
 * (learn.microsoft.com/dotnet/api/system.management.automation.psdatacollection-1.insertitem?view=powershellsdk-1.1.0).
 */
const collection = `using System;
using System.Management.Automation;
namespace RunbookWorkbench.PowerShellHost
{
    internal class OverridableCollection : PSDataCollection<PSObject>
    {
        protected virtual void InsertItem(Guid psInstanceId, int index, PSObject item)
        {
        }
    }
}
`;

describe("the PowerShell host's classes", function () {
  this.timeout(300_000);
  before(function () {
    needProgram(this, "dotnet", ["--list-sdks"], "there is no .NET SDK");
  });

  it("compile without a warning as C# 5 against PowerShell 5.1 and .NET Standard 2.0", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rbw-compile-"));
    try {
      const sources = join(folder, "sources");
      cpSync(join(hostsFolder, "powershell", "compiled"), sources, { recursive: true });
      const sink = readFileSync(join(sources, "RecordSink.cs"), "utf8");
      const changed = sink.replace(": PSDataCollection<PSObject>", ": OverridableCollection");
      assert.notEqual(changed, sink);
      writeFileSync(join(sources, "RecordSink.cs"), changed);
      writeFileSync(join(sources, "OverridableCollection.cs"), collection);
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
          `-p:Sources=${sources}`,
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
