import assert from "node:assert/strict";
import { join, resolve } from "node:path";

import { AutomationError } from "../../../../src/core/errors";
import { readLaunchConfiguration } from "../../../../src/features/debug/launch-configuration";

const folder = resolve("workspace");

describe("A launch configuration of a runbook", () => {
  it("needs the runbook only: the rest is asked for or as usual", () => {
    assert.deepEqual(readLaunchConfiguration({ runbook: "Tour.ps1" }, folder), {
      runbookPath: join(folder, "Tour.ps1"),
      parameters: undefined,
      options: { identity: undefined, tokenSource: "emulated", scenario: undefined },
      runtime: undefined,
      debuggerOptions: {},
      noDebug: false,
    });
  });

  it("gives parameters by name or in their order, identity, tokens, scenario and runtime", () => {
    const path = join(folder, "Tour.py");
    const wish = readLaunchConfiguration(
      {
        runbook: path,
        parameters: ["a", 1],
        identity: "id-reader",
        tokens: "developer",
        scenario: "throttled",
        runtime: "python-3",
        noDebug: true,
      },
      undefined,
    );
    assert.equal(wish.runbookPath, path);
    assert.deepEqual(wish.parameters, { positional: ["a", 1] });
    assert.deepEqual(wish.options, { identity: "id-reader", tokenSource: "developer", scenario: "throttled" });
    assert.deepEqual([wish.runtime, wish.noDebug], ["python-3", true]);
    assert.deepEqual(readLaunchConfiguration({ runbook: path, parameters: { Name: "x" } }, folder).parameters, {
      named: { Name: "x" },
    });
  });

  it("hands tasks and the debugger's own properties on to the session that does the work", () => {
    const wish = readLaunchConfiguration(
      { runbook: "a.py", preLaunchTask: "build", debuggerOptions: { justMyCode: false } },
      folder,
    );
    assert.deepEqual(wish.debuggerOptions, { preLaunchTask: "build", justMyCode: false });
  });

  for (const [what, configuration] of [
    ["runbook", {}],
    ["runbook", { runbook: 7 }],
    ["parameters", { runbook: "a.ps1", parameters: "Name=x" }],
    ["identity", { runbook: "a.ps1", identity: true }],
    ["tokens", { runbook: "a.ps1", tokens: "real" }],
    ["scenario", { runbook: "a.ps1", scenario: "storm" }],
    ["runtime", { runbook: "a.ps1", runtime: "powershell-2" }],
    ["debuggerOptions", { runbook: "a.ps1", debuggerOptions: [] }],
  ] as const) {
    it(`is refused with the property's name: ${JSON.stringify(configuration)}`, () => {
      assert.throws(
        () => readLaunchConfiguration(configuration, folder),
        (error) =>
          error instanceof AutomationError &&
          error.code === "invalid-usage" &&
          error.message.includes(`"${what}"`) &&
          error.hint !== undefined,
      );
    });
  }

  it("is refused where a relative path has no folder", () => {
    assert.throws(() => readLaunchConfiguration({ runbook: "a.ps1" }, undefined), /relative path/);
  });
});
