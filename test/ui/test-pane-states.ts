// States of the test pane as the extension would send them, for the tests of the page alone.
import type { ParameterControl, PaneRecord, PaneState, RunSection, ToTestPane } from "../../src/protocol/test-pane";
import { testPaneVersion } from "../../src/protocol/test-pane";

export const choice = (id: string, label: string, description = "") => ({ id, label, description });

export function control(name: string, given: Partial<ParameterControl> = {}): ParameterControl {
  return {
    name,
    kind: "text",
    typeName: "string",
    isMandatory: false,
    defaultText: "",
    help: "",
    choices: [],
    acceptsOthers: false,
    isInteger: false,
    shape: "any",
    acceptsEmptyString: true,
    isSensitive: false,
    isWebhookData: false,
    ...given,
  };
}

/** One of each kind. */
export const controls: readonly ParameterControl[] = [
  control("VMName", { isMandatory: true, help: "Name of the virtual machine." }),
  control("Method", { kind: "choice", choices: ["SA", "UA"], defaultText: '"SA"', acceptsEmptyString: false }),
  control("RetryCount", {
    kind: "number",
    typeName: "int",
    defaultText: "3",
    range: { min: 1, max: 10 },
    isInteger: true,
    acceptsEmptyString: false,
  }),
  control("WhatIf", { kind: "checkbox", typeName: "switch", acceptsEmptyString: false }),
  control("Since", { kind: "date", typeName: "datetime", acceptsEmptyString: false }),
  control("Tags", { kind: "json", typeName: "hashtable", shape: "object", help: "Tags to look for." }),
  control("Credential", {
    kind: "credential",
    typeName: "pscredential",
    choices: ["AdminUser", "BackupUser"],
    acceptsOthers: true,
    acceptsEmptyString: false,
  }),
  control("ApiKey", { isSensitive: true, help: "Key of the monitoring service." }),
];

export const noRun: RunSection = {
  kind: "none",
  run: 0,
  jobId: "",
  status: "",
  statusText: "",
  isRunning: false,
  isStarting: false,
  canStop: false,
  canSuspend: false,
  canResume: false,
  elapsedMs: 0,
  startTime: "",
  where: "",
  isInAzure: false,
  exception: "",
  ownTokens: "",
  connection: "live",
  connectionText: "",
  counts: { Output: 0, Error: 0, Warning: 0, Verbose: 0, Debug: 0, Progress: 0, Information: 0 },
  firstRecord: 0,
  children: [],
  limits: [],
};

export const startTime = Date.parse("2030-01-31T12:00:00.000Z");

export function running(given: Partial<RunSection> = {}): RunSection {
  return {
    ...noRun,
    kind: "live",
    run: 1,
    jobId: "4b1e9a52-7c1d-4a6e-9f0b-0d3c5e8f7a21",
    status: "Running",
    statusText: "Running",
    isRunning: true,
    canStop: true,
    elapsedMs: 1200,
    startTime: new Date(startTime).toISOString(),
    where: "This machine · PowerShell 7.6.5",
    ...given,
  };
}

export function ended(status: "Completed" | "Failed" | "Stopped", given: Partial<RunSection> = {}): RunSection {
  return running({ status, statusText: status, isRunning: false, canStop: false, elapsedMs: 1832, ...given });
}

export function state(given: Partial<PaneState> = {}): PaneState {
  return {
    runbook: { name: "Stop-IdleVms", fileName: "Stop-IdleVms.ps1", language: "powershell", synopsis: "" },
    isTrusted: true,
    canStart: true,
    parameters: parameters(),
    options: {
      wheres: [choice("local", "This machine"), choice("azure", "Azure sandbox", "As a test job of the draft")],
      where: "local",
      runtimes: [choice("powershell-7", "PowerShell 7"), choice("powershell-5.1", "PowerShell 5.1")],
      runtime: "powershell-7",
      identities: [choice("system", "System-assigned"), choice("xUAMI1", "xUAMI1"), choice("none", "None")],
      identity: "system",
      tokens: [choice("emulated", "Emulated"), choice("developer", "Developer", "Real tokens of your own account")],
      token: "emulated",
      scenarios: [choice("normal", "Normal"), choice("throttled", "Throttled")],
      scenario: "normal",
      interpreter: "PowerShell 7.6.5",
      interpreterPath: "/usr/bin/pwsh",
    },
    run: noRun,
    history: [],
    webhook: {
      isPossible: false,
      isOn: false,
      name: "",
      headers: [],
      body: "",
      samples: [],
      preview: "",
      shape: "",
      remark: "",
      revision: 0,
    },
    notes: [],
    ...given,
  };
}

export function parameters(given: Partial<PaneState["parameters"]> = {}): PaneState["parameters"] {
  return {
    kind: "named",
    controls,
    values: {},
    keptNames: [],
    items: [],
    problems: [],
    revision: 0,
    showsMissing: false,
    presets: ["Night", "Weekend"],
    preset: "",
    ...given,
  };
}

export function init(given: Partial<PaneState> = {}): ToTestPane {
  return { type: "init", version: testPaneVersion, state: state(given), locale: "en", translations: {} };
}

export function record(text: string, given: Partial<PaneRecord> = {}): PaneRecord {
  return { time: startTime, stream: "Output", text, ...given };
}

/** A short run with every kind of row. */
export const sampleRecords: readonly PaneRecord[] = [
  record("Using system-assigned managed identity", { time: startTime + 213 }),
  record("The VM 'web-1' was not found.", { time: startTime + 532, stream: "Error", line: 34 }),
  record("{ Name: web-01, PowerState: running, Tags: { env: dev } }", {
    time: startTime + 540,
    typeName: "Microsoft.Azure.Commands.Compute.Models.PSVirtualMachine",
    isObject: true,
  }),
  record("2 machines are idle", { time: startTime + 600, stream: "Warning", line: 41 }),
  record("Asking for the state of web-01", {
    time: startTime + 610,
    stream: "Verbose",
    isHiddenInAzure: true,
    line: 44,
  }),
  record("loop 1", { time: startTime + 611, stream: "Debug", isHiddenInAzure: true }),
  record("Stopping 50 %: web-01", {
    time: startTime + 700,
    stream: "Progress",
    isHiddenInAzure: true,
    progress: { activityId: 1, percent: 50, isCompleted: false },
  }),
  record("\u001b[32mready\u001b[0m to stop \u001b[1;33mweb-01\u001b[0m", {
    time: startTime + 710,
    stream: "Information",
  }),
  record(Array.from({ length: 40 }, (_, index) => `line ${index + 1} of a long text`).join("\n"), {
    time: startTime + 800,
  }),
  record("Done", { time: startTime + 1800, job: "c0ffee00-1111-4222-8333-444455556666" }),
];

export function countsOf(records: readonly PaneRecord[]): RunSection["counts"] {
  const counts: Record<PaneRecord["stream"], number> = { ...noRun.counts };
  for (const { stream } of records) {
    counts[stream]++;
  }
  return counts;
}

export const child = {
  jobId: "c0ffee00-1111-4222-8333-444455556666",
  parentJobId: "4b1e9a52-7c1d-4a6e-9f0b-0d3c5e8f7a21",
  runbook: "Stop-OneVm",
  status: "Completed",
  durationMs: 900,
} as const;

export const limits: RunSection["limits"] = [
  { name: "duration", label: "Time", text: "1.8 s of 3 h", share: 0.0002, isExceeded: false },
  { name: "streamRecord", label: "Largest record", text: "1.4 MB of 1 MB", share: 1.4, isExceeded: true },
  { name: "memory", label: "Memory", text: "not beyond 400 MB", isExceeded: false },
];

export const history: PaneState["history"] = [
  {
    id: "run-2",
    status: "Completed",
    startTime: new Date(startTime).toISOString(),
    durationMs: 1832,
    where: "This machine",
    parameters: "VMName=web-01",
    records: 12,
    errors: 1,
  },
  {
    id: "run-1",
    status: "Failed",
    startTime: new Date(startTime - 86_400_000).toISOString(),
    durationMs: 912,
    where: "Azure sandbox",
    parameters: "VMName=web-02",
    records: 3,
    errors: 2,
  },
];
