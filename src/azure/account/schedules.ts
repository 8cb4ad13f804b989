/** Schedules of an account in Azure and which runbooks they start. */
import { randomUUID } from "node:crypto";
import type { AutomationModels } from "@azure/arm-automation";
import type { Json } from "../../core/json";
import type { Listing } from "../arm/listing";
import { defined, refuseExisting, type AccountScope } from "./account-scope";
import { timeOf } from "./fields";
import { encodeParameters } from "./jobs";

export interface AzureSchedule {
  readonly name: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly frequency: ScheduleFrequency | (string & {});
  /** Every so many hours, days, weeks or months; undefined for once. */
  readonly interval: number | undefined;
  /** ISO 8601, UTC; "" without one. */
  readonly startTime: string;
  readonly expiryTime: string;
  readonly nextRun: string;
  /** Of the time zone at the next run. */
  readonly nextRunOffsetMinutes: number;
  readonly timeZone: string;
}

export type ScheduleFrequency = "OneTime" | "Day" | "Hour" | "Week" | "Month";

export interface NewSchedule {
  readonly startTime: Date;
  readonly frequency: ScheduleFrequency;
  readonly interval?: number;
  readonly expiryTime?: Date;
  /** IANA or Windows name; undefined: UTC. */
  readonly timeZone?: string;
  readonly description?: string;
  /** English names, for Week. */
  readonly weekDays?: readonly string[];
  /** 1 to 31, -1 for the last day; for Month. */
  readonly monthDays?: readonly number[];
}

/** A runbook's tie to a schedule. */
export interface ScheduleLink {
  /** Guid; the name in addresses. */
  readonly id: string;
  readonly runbook: string;
  readonly schedule: string;
  readonly runOn: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export class AzureSchedules {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<AzureSchedule> {
    return this.scope
      .list<AutomationModels.Schedule>(
        "schedules",
        (sdk, group, account, options) => sdk.schedule.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.schedule.listByAutomationAccountNext(link, options),
      )
      .map(toSchedule);
  }

  async get(name: string, signal?: AbortSignal): Promise<AzureSchedule> {
    const read = await this.scope.call(
      `read the schedule "${name}"`,
      (sdk, group, account, options) => sdk.schedule.get(group, account, name, options),
      signal,
    );
    return toSchedule(read);
  }

  /** Errors also: asset-exists. */
  async create(name: string, schedule: NewSchedule, signal?: AbortSignal): Promise<AzureSchedule> {
    const what = `create the schedule "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    const { weekDays, monthDays, ...rest } = schedule;
    const advancedSchedule =
      weekDays === undefined && monthDays === undefined
        ? undefined
        : defined({ weekDays: weekDays && [...weekDays], monthDays: monthDays && [...monthDays] });
    const created = await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.schedule.createOrUpdate(group, account, name, defined({ name, ...rest, advancedSchedule }), options),
      signal,
    );
    return toSchedule(created);
  }

  /** What is undefined stays as it is; Azure lets nothing else change. */
  async update(
    name: string,
    changes: { readonly isEnabled?: boolean; readonly description?: string },
    signal?: AbortSignal,
  ): Promise<AzureSchedule> {
    const updated = await this.scope.call(
      `change the schedule "${name}"`,
      (sdk, group, account, options) =>
        sdk.schedule.update(group, account, name, defined({ name, ...changes }), options),
      signal,
    );
    return toSchedule(updated);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the schedule "${name}"`,
      (sdk, group, account, options) => sdk.schedule.deleteMethod(group, account, name, options),
      signal,
    );
  }

  /** Every tie of the account: Azure filters them by nothing useful. */
  listLinks(): Listing<ScheduleLink> {
    return this.scope
      .list<AutomationModels.JobSchedule>(
        "links between runbooks and schedules",
        (sdk, group, account, options) => sdk.jobSchedule.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.jobSchedule.listByAutomationAccountNext(link, options),
      )
      .map(toLink);
  }

  /** Ties a published runbook to a schedule. */
  async link(
    runbook: string,
    schedule: string,
    extra: { readonly parameters?: Readonly<Record<string, Json>>; readonly runOn?: string; readonly id?: string } = {},
    signal?: AbortSignal,
  ): Promise<ScheduleLink> {
    const id = extra.id ?? randomUUID();
    const parameters = extra.parameters === undefined ? undefined : encodeParameters(extra.parameters);
    const created = await this.scope.call(
      `link "${runbook}" to the schedule "${schedule}"`,
      (sdk, group, account, options) =>
        sdk.jobSchedule.create(
          group,
          account,
          id,
          defined({ schedule: { name: schedule }, runbook: { name: runbook }, parameters, runOn: extra.runOn }),
          options,
        ),
      signal,
    );
    return { ...toLink(created), id };
  }

  async unlink(id: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      "unlink the runbook from the schedule",
      (sdk, group, account, options) => sdk.jobSchedule.deleteMethod(group, account, id, options),
      signal,
    );
  }
}

function toSchedule(model: AutomationModels.Schedule): AzureSchedule {
  const interval: unknown = model.interval;
  const offset: unknown = model.nextRunOffsetMinutes;
  return {
    name: model.name ?? "",
    description: model.description ?? "",
    isEnabled: model.isEnabled ?? false,
    frequency: model.frequency ?? "",
    interval: typeof interval === "number" ? interval : undefined,
    startTime: timeOf(model.startTime),
    expiryTime: timeOf(model.expiryTime),
    nextRun: timeOf(model.nextRun),
    nextRunOffsetMinutes: typeof offset === "number" ? offset : 0,
    timeZone: model.timeZone ?? "",
  };
}

function toLink(model: AutomationModels.JobSchedule): ScheduleLink {
  return {
    id: model.jobScheduleId ?? model.name ?? "",
    runbook: model.runbook?.name ?? "",
    schedule: model.schedule?.name ?? "",
    runOn: model.runOn ?? "",
    parameters: model.parameters ?? {},
  };
}
