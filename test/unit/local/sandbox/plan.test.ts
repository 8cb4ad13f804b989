import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { RuntimeId } from "../../../../src/core/runbook";
import { planRun, type RunPlan, type RunPlanRequest } from "../../../../src/local/sandbox/plan";

const goldenFolder = join(__dirname, "../../../fixtures/run-plans");

function requestFor(
  platform: NodeJS.Platform,
  runtime: RuntimeId,
  changes: Partial<RunPlanRequest> = {},
): RunPlanRequest {
  const isWindows = platform === "win32";
  const root = isWindows ? "C:\\app" : "/app";
  const separator = isWindows ? "\\" : "/";
  const at = (...parts: readonly string[]): string => [root, ...parts].join(separator);
  const isPython = runtime === "python-3";
  return {
    runbook: {
      name: "report",
      path: at("mine", isPython ? "report.py" : "report.ps1"),
      language: isPython ? "python" : "powershell",
    },
    text: "'ok'",
    isUnsaved: false,
    hasByteOrderMark: false,
    interpreter: { runtime, path: at("bin", isPython ? "python3" : "pwsh"), leadingArguments: [], folder: undefined },
    hostsFolder: at("hosts"),
    jobFolder: at("temp", "runbook-1"),
    platform,
    environment: isWindows
      ? {
          Path: "C:\\Windows",
          PSModulePath: "C:\\Modules",
          Runbook_Workbench_Key: "key",
          Tz: "CET",
          Identity_Header: "old",
        }
      : {
          PATH: "/usr/bin",
          PYTHONPATH: "/lib/mine",
          RUNBOOK_WORKBENCH_KEY: "key",
          ELECTRON_RUN_AS_NODE: "1",
          TZ: "CET",
        },
    accountId: "11111111-1111-4111-8111-111111111111",
    sandboxId: "22222222-2222-4222-8222-222222222222",
    endpoint: {
      sandboxUrl: "http://127.0.0.1:4000/automationAccounts/1/sandboxes/2",
      secret: "SECRET",
      variables: {
        IDENTITY_ENDPOINT: "http://127.0.0.1:4000/automationAccounts/1/sandboxes/2/metadata/identity/oauth2/token",
        IDENTITY_HEADER: "SECRET",
        NO_PROXY: "127.0.0.1,localhost",
        IMDS_ENDPOINT: undefined,
      },
    },
    ...changes,
  };
}

/** Compares with test/fixtures/run-plans; UPDATE_SNAPSHOTS=1 rewrites it. */
function matchesGolden(name: string, plan: RunPlan): void {
  const path = join(goldenFolder, `${name}.json`);
  const text = `${JSON.stringify(plan, undefined, 2)}\n`;
  if (process.env["UPDATE_SNAPSHOTS"] || !existsSync(path)) {
    assert.ok(!process.env["CI"], `${name}.json is missing`);
    mkdirSync(goldenFolder, { recursive: true });
    writeFileSync(path, text);
  }
  assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(path, "utf8")));
}

describe("planRun", () => {
  for (const platform of ["win32", "linux", "darwin"] as const) {
    for (const runtime of ["python-3", "powershell-7"] as const) {
      it(`plans ${runtime} on ${platform}`, () => {
        matchesGolden(`${runtime}-${platform}`, planRun(requestFor(platform, runtime)));
      });
    }
  }

  it("plans powershell-5.1 on win32", () => {
    matchesGolden("powershell-5.1-win32", planRun(requestFor("win32", "powershell-5.1")));
  });

  it("puts nothing of parameters, secrets and the key into arguments", () => {
    const plan = planRun(requestFor("linux", "python-3"));
    assert.doesNotMatch(plan.args.join(" "), /SECRET|key/);
    assert.equal(plan.env["RUNBOOK_WORKBENCH_KEY"], undefined);
  });

  it("takes variables out in any case on Windows", () => {
    const { env } = planRun(requestFor("win32", "powershell-7"));
    assert.deepEqual(
      Object.keys(env).filter((name) => /^(tz|identity_header|runbook_workbench_key)$/i.test(name)),
      ["IDENTITY_HEADER", "TZ"],
    );
  });

  it("hands the secret over for asset calls where the identity variables must not exist", () => {
    const endpoint = { sandboxUrl: "http://127.0.0.1:4000/x", secret: "SECRET", variables: {} };
    const { env } = planRun(requestFor("linux", "python-3", { endpoint }));
    assert.equal(env["RUNBOOK_WORKBENCH_SANDBOX_SECRET"], "SECRET");
    assert.equal(env["IDENTITY_HEADER"], undefined);
  });

  it("runs the file itself, so that $PSScriptRoot and imports work", () => {
    const { scriptPath, files, notes } = planRun(requestFor("linux", "powershell-7"));
    assert.equal(scriptPath, "/app/mine/report.ps1");
    assert.deepEqual([files, notes], [[], []]);
  });

  it("runs an unsaved PowerShell text from a copy and says what differs", () => {
    const plan = planRun(requestFor("linux", "powershell-7", { isUnsaved: true }));
    assert.equal(plan.scriptPath, "/app/temp/runbook-1/report.ps1");
    assert.deepEqual(plan.files, [{ path: plan.scriptPath, text: "\ufeff'ok'" }]);
    assert.match(plan.notes[0] ?? "", /unsaved text.*\$PSScriptRoot/);
  });

  it("needs no copy for an unsaved Python text", () => {
    assert.deepEqual(planRun(requestFor("linux", "python-3", { isUnsaved: true })).files, []);
  });

  it("gives Windows PowerShell 5.1 a copy with a byte order mark where it would misread the file", () => {
    const changes = { text: "'é'" };
    assert.equal(planRun(requestFor("win32", "powershell-5.1", changes)).files[0]?.text, "\ufeff'é'");
    assert.deepEqual(planRun(requestFor("win32", "powershell-5.1", { ...changes, hasByteOrderMark: true })).files, []);
    assert.deepEqual(planRun(requestFor("win32", "powershell-7", changes)).files, []);
  });

  it("starts a dotnet tool through dotnet, from the folder of its manifest", () => {
    const interpreter = {
      runtime: "powershell-7",
      path: "/usr/bin/dotnet",
      leadingArguments: ["tool", "run", "pwsh", "--"],
      folder: "/w",
    } as const;
    const plan = planRun(requestFor("linux", "powershell-7", { interpreter }));
    assert.equal(plan.cwd, "/w");
    assert.deepEqual(plan.args.slice(0, 5), ["tool", "run", "pwsh", "--", "-NoLogo"]);
  });
});
