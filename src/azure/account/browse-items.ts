/** What Azure tells of runbooks, jobs, modules and the like, as the rows that a tree shows. */
import type {
  HybridWorkerGroupItem,
  HybridWorkerItem,
  JobItem,
  ModuleItem,
  RunbookItem,
  RuntimeEnvironmentItem,
  ScheduleItem,
  WebhookItem,
} from "../../core/browse";
import type { HybridWorker, HybridWorkerGroup } from "./hybrid-workers";
import type { AzureJob } from "./jobs";
import type { ModuleRuntime } from "./modules";
import type { AzurePackage } from "./package-state";
import type { AzureRunbook } from "./runbooks";
import type { RuntimeEnvironment } from "./runtime-environments";
import type { AzureSchedule } from "./schedules";
import type { AzureWebhook } from "./webhooks";

/**
 * The runtime that a runbook type stands for where the runbook names no runtime environment
 * (learn.microsoft.com/azure/automation/automation-runbook-types).
 */
const runtimeOfType: Readonly<Record<string, string>> = {
  PowerShell: "PowerShell 5.1",
  PowerShell72: "PowerShell 7.2",
  PowerShellWorkflow: "PowerShell Workflow 5.1",
  Script: "PowerShell Workflow 5.1",
  GraphPowerShell: "PowerShell 5.1",
  Graph: "PowerShell Workflow 5.1",
  GraphPowerShellWorkflow: "PowerShell Workflow 5.1",
  Python2: "Python 2.7",
  Python3: "Python 3.8",
};

export function toRunbookItem(runbook: AzureRunbook): RunbookItem {
  const { name, type, state, runtimeEnvironment, description, lastModifiedTime, lastModifiedBy } = runbook;
  return {
    kind: "runbook",
    name,
    type,
    state,
    runtime: runtimeEnvironment === "" ? (runtimeOfType[type] ?? "") : runtimeEnvironment,
    description,
    lastModifiedTime,
    lastModifiedBy,
    path: undefined,
  };
}

export function toModuleItem(runtime: ModuleRuntime): (module: AzurePackage) => ModuleItem {
  return (module) => moduleItem("module", module, runtime);
}

export function toPackageItem(environment: string): (one: AzurePackage) => ModuleItem {
  return (one) => moduleItem("package", one, environment);
}

function moduleItem(kind: ModuleItem["kind"], module: AzurePackage, runtime: string): ModuleItem {
  const { name, version, provisioningState, error, isBuiltIn } = module;
  return { kind, name, version, runtime, state: provisioningState, error, isBuiltIn, path: undefined };
}

export function toEnvironmentItem(environment: RuntimeEnvironment): RuntimeEnvironmentItem {
  const { name, description, language, version } = environment;
  return { kind: "runtime-environment", name, description, language, version };
}

export function toScheduleItem(schedule: AzureSchedule): ScheduleItem {
  const { name, description, isEnabled, frequency, interval, nextRun, timeZone } = schedule;
  return {
    kind: "schedule",
    name,
    description,
    isEnabled,
    frequency,
    interval,
    nextRun: withOffset(nextRun, schedule.nextRunOffsetMinutes),
    timeZone,
  };
}

export function toWebhookItem(webhook: AzureWebhook): WebhookItem {
  const { name, description, runbook, isEnabled, expiryTime } = webhook;
  return { kind: "webhook", name, description, runbook, isEnabled, expiryTime };
}

export function toGroupItem(group: HybridWorkerGroup): HybridWorkerGroupItem {
  return { kind: "hybrid-worker-group", name: group.name, groupType: group.groupType };
}

export function toWorkerItem(worker: HybridWorker): HybridWorkerItem {
  const { id, name, workerType, lastSeenTime } = worker;
  return { kind: "hybrid-worker", name: name === "" ? id : name, id, workerType, lastSeenTime };
}

export function toJobItem(job: AzureJob): JobItem {
  const { name, runbook, status, startTime, endTime, creationTime, runOn } = job;
  return { kind: "job", id: name, runbook, status, startTime, endTime, creationTime, runOn };
}

/** The same moment on the clock of its time zone: 2026-01-05T08:00:00Z and 60 minutes give 2026-01-05T09:00:00+01:00. */
export function withOffset(utc: string, offsetMinutes: number): string {
  if (utc === "" || offsetMinutes === 0) {
    return utc;
  }
  const local = new Date(Date.parse(utc) + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offsetMinutes);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${local}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
