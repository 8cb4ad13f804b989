import assert from "node:assert/strict";

import {
  powerShellConfiguration,
  pythonConfiguration,
  type PowerShellRunToDebug,
  type PythonRunToDebug,
} from "../../../../../src/local/sandbox/debug/debug-configuration";

const python: PythonRunToDebug = {
  jobId: "job-1",
  runbookName: "Tour",
  runbookPath: "/account/Tour.py",
  cwd: "/tmp/runbook-1",
  options: {},
  interpreterPath: "/usr/bin/python3",
  interpreterArguments: [],
  args: ["a", ""],
  environment: { IDENTITY_HEADER: "s", AZURE_CLIENT_SECRET: null },
};
const powerShell: PowerShellRunToDebug = {
  jobId: "job-1",
  runbookName: "Tour",
  runbookPath: "/account/Tour.ps1",
  cwd: "/tmp/runbook-1",
  options: {},
  runtime: "powershell-7",
  hostsFolder: "/ext/hosts",
  address: "/run/it's/s",
  platform: "linux",
};

describe("The configuration of a debug run", () => {
  it("gives debugpy the runbook, its interpreter, arguments and environment", () => {
    assert.deepEqual(pythonConfiguration(python), {
      name: "Tour (runbook)",
      type: "debugpy",
      request: "launch",
      program: "/account/Tour.py",
      python: "/usr/bin/python3",
      args: ["a", ""],
      cwd: "/tmp/runbook-1",
      env: { IDENTITY_HEADER: "s", AZURE_CLIENT_SECRET: null },
      envFile: "",
      console: "internalConsole",
      internalConsoleOptions: "openOnSessionStart",
      runbookWorkbenchJob: "job-1",
    });
  });

  it("hands arguments of Windows' launcher to the interpreter", () => {
    const { pythonArgs } = pythonConfiguration({ ...python, interpreterArguments: ["-3"] });
    assert.deepEqual(pythonArgs, ["-3"]);
  });

  it("gives PowerShell the start-up script and the address alone, quoted as PowerShell text", () => {
    assert.deepEqual(powerShellConfiguration(powerShell), {
      name: "Tour (runbook)",
      type: "PowerShell",
      request: "launch",
      script: "/ext/hosts/powershell/debug.ps1",
      args: ["'/run/it''s/s'"],
      cwd: "/tmp/runbook-1",
      createTemporaryIntegratedConsole: true,
      executeMode: "Call",
      temporaryConsoleWindowActionOnDebugEnd: "keep",
      runbookWorkbenchJob: "job-1",
    });
  });

  it("asks for Windows PowerShell where the runbook's runtime is 5.1", () => {
    const { sessionName } = powerShellConfiguration({ ...powerShell, runtime: "powershell-5.1", platform: "win32" });
    assert.equal(sessionName, "Windows PowerShell (x64)");
  });

  it("takes a person's options, except those that make it this run", () => {
    const configuration = pythonConfiguration({
      ...python,
      options: { justMyCode: false, console: "integratedTerminal", program: "/other.py", env: {}, type: "node" },
    });
    assert.equal(configuration["justMyCode"], false);
    assert.equal(configuration["console"], "integratedTerminal");
    assert.equal(configuration["program"], "/account/Tour.py");
    assert.deepEqual(configuration["env"], python.environment);
    assert.equal(configuration.type, "debugpy");
  });
});
