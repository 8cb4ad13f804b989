import assert from "node:assert/strict";

import { AutomationError, type ErrorCode } from "../../../../src/core/errors";
import type { RunbookDescription, RunbookLanguage, RunbookType, RuntimeId } from "../../../../src/core/runbook";
import { chooseRuntime } from "../../../../src/local/sandbox/prepare-run";

function choose(
  language: RunbookLanguage,
  type: RunbookType,
  wanted: RuntimeId | undefined,
  platform: NodeJS.Platform,
): RuntimeId {
  const description: RunbookDescription = {
    language,
    type,
    declaredName: undefined,
    parameters: [],
    problem: undefined,
    synopsis: "",
  };
  return chooseRuntime({ name: "r", path: "/r", language }, description, wanted, platform);
}

describe("chooseRuntime", () => {
  for (const [language, type, wanted, platform, expected] of [
    ["python", "Python3", undefined, "linux", "python-3"],
    ["python", "Python3", "python-3", "win32", "python-3"],
    ["powershell", "PowerShell", undefined, "linux", "powershell-7"],
    ["powershell", "PowerShell", undefined, "win32", "powershell-7"],
    ["powershell", "PowerShell", "powershell-5.1", "win32", "powershell-5.1"],
    ["powershell", "PowerShellWorkflow", undefined, "win32", "powershell-5.1"],
  ] as const) {
    it(`gives ${expected} to ${type} on ${platform} with ${wanted ?? "no wish"}`, () => {
      assert.equal(choose(language, type, wanted, platform), expected);
    });
  }

  for (const [language, type, wanted, platform, code] of [
    ["python", "Python3", "powershell-7", "linux", "invalid-usage"],
    ["powershell", "PowerShell", "python-3", "linux", "invalid-usage"],
    ["powershell", "PowerShellWorkflow", "powershell-7", "win32", "not-supported"],
    ["powershell", "PowerShellWorkflow", undefined, "linux", "not-supported"],
    ["powershell", "Configuration", undefined, "win32", "not-supported"],
  ] as const) {
    it(`refuses ${type} on ${platform} with ${wanted ?? "no wish"} as ${code}`, () => {
      const expected: ErrorCode = code;
      assert.throws(
        () => choose(language, type, wanted, platform),
        (error) => error instanceof AutomationError && error.code === expected && error.hint !== undefined,
      );
    });
  }
});
