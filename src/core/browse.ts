/** What a tree shows of an account: folders, their items page by page, and what an item holds. Both accounts implement it. */
import type { AutomationAccount } from "./account";
import type { AssetChanges } from "./asset-changes";
import type { Asset } from "./asset";
import type { AccountIdentities } from "./identity";

/** Rows that arrive in pages: the first after one request, more when somebody asks. */
export interface PagedList<T> {
  /** One request at most. `token`: the nextToken of the page before; undefined for the first. */
  page(token?: string, signal?: AbortSignal): Promise<ItemPage<T>>;
}

export interface ItemPage<T> {
  readonly items: readonly T[];
  /** undefined: these were the last. */
  readonly nextToken: string | undefined;
}

/** The folders of an account, in the order of the tree. */
export const folderKinds = [
  "runbooks",
  "connections",
  "connection-types",
  "credentials",
  "certificates",
  "variables",
  "modules",
  "runtime-environments",
  "schedules",
  "webhooks",
  "hybrid-worker-groups",
  "jobs",
  "identities",
] as const;
export type FolderKind = (typeof folderKinds)[number];

export interface RunbookItem {
  readonly kind: "runbook";
  readonly name: string;
  /** In the service's words, e.g. PowerShell, PowerShell72, Python3, GraphPowerShell. */
  readonly type: string;
  /** New: never published; Edit: published, with a draft besides; Published; "" where there is no such thing. Newer ones pass through. */
  readonly state: string;
  /** Runtime in words for a person, e.g. "PowerShell 7.4", or the runtime environment's name; "" when it is not known. */
  readonly runtime: string;
  readonly description: string;
  /** ISO 8601; "" when it is not known. */
  readonly lastModifiedTime: string;
  readonly lastModifiedBy: string;
  /** Absolute path of the file that is the runbook; undefined where it lies in Azure. */
  readonly path: string | undefined;
}

/** A module of the account, or a package of a runtime environment. */
export interface ModuleItem {
  readonly kind: "module" | "package";
  readonly name: string;
  readonly version: string;
  /** The runtime it is for ("powershell-5.1", ...), or its runtime environment. */
  readonly runtime: string;
  /** Provisioning state in the service's words; "" for one in a folder. */
  readonly state: string;
  /** Why its import failed; "" otherwise. */
  readonly error: string;
  /** Part of the service: cannot be deleted. */
  readonly isBuiltIn: boolean;
  readonly path: string | undefined;
}

export interface RuntimeEnvironmentItem {
  readonly kind: "runtime-environment";
  readonly name: string;
  readonly description: string;
  /** PowerShell or Python */
  readonly language: string;
  readonly version: string;
}

export interface ScheduleItem {
  readonly kind: "schedule";
  readonly name: string;
  readonly description: string;
  readonly isEnabled: boolean;
  /** e.g. OneTime, Day, Hour, Week, Month */
  readonly frequency: string;
  readonly interval: number | undefined;
  /** ISO 8601 with the offset of its time zone; "": there is none. */
  readonly nextRun: string;
  readonly timeZone: string;
}

export interface WebhookItem {
  readonly kind: "webhook";
  readonly name: string;
  readonly description: string;
  readonly runbook: string;
  readonly isEnabled: boolean;
  /** ISO 8601 */
  readonly expiryTime: string;
}

export interface HybridWorkerGroupItem {
  readonly kind: "hybrid-worker-group";
  readonly name: string;
  readonly groupType: string;
}

export interface HybridWorkerItem {
  readonly kind: "hybrid-worker";
  readonly name: string;
  readonly id: string;
  readonly workerType: string;
  /** ISO 8601; "" when it never was. */
  readonly lastSeenTime: string;
}

export interface JobItem {
  readonly kind: "job";
  /** What the account finds it by. */
  readonly id: string;
  readonly runbook: string;
  /** In the service's words. */
  readonly status: string;
  /** ISO 8601; "" where it has not happened. */
  readonly startTime: string;
  readonly endTime: string;
  readonly creationTime: string;
  /** "": a sandbox; otherwise the hybrid worker group. */
  readonly runOn: string;
}

export interface IdentityItem {
  readonly kind: "identity";
  /** "System-assigned", or the name of a user-assigned identity. */
  readonly name: string;
  readonly isSystemAssigned: boolean;
  /** false: the system-assigned identity is off; the ids are "" then. */
  readonly isOn: boolean;
  readonly principalId: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** "" for the system-assigned one. */
  readonly resourceId: string;
}

export type AccountItem =
  | RunbookItem
  | Asset
  | ModuleItem
  | RuntimeEnvironmentItem
  | ScheduleItem
  | WebhookItem
  | HybridWorkerGroupItem
  | HybridWorkerItem
  | JobItem
  | IdentityItem;

export type ItemKind = AccountItem["kind"];

/** An account as a tree holds it: no request before somebody opens a folder. */
export interface BrowsableAccount extends AutomationAccount {
  /** Stable between sessions and unique among accounts: an ARM id, or `local:` and the folder. */
  readonly id: string;
  readonly name: string;
  /** The two facts a person tells accounts apart by, e.g. resource group and region; texts of the service, not translated. */
  readonly facts: readonly string[];
  /** What this account has, in the order of folderKinds. */
  readonly folders: readonly FolderKind[];
  readonly assets: AssetChanges;
  open(folder: FolderKind): PagedList<AccountItem>;
  /** What lies inside an item, e.g. the packages of a runtime environment; undefined: nothing can. */
  openItem(item: AccountItem): PagedList<AccountItem> | undefined;
}

/** A list that is there at once. */
export function wholeList<T>(read: (signal?: AbortSignal) => Promise<readonly T[]>): PagedList<T> {
  return { page: async (_token, signal) => ({ items: await read(signal), nextToken: undefined }) };
}

/** The system-assigned one comes first, whether it is on or off: somebody who wants to enable it must find it. */
export function identityItems({ system, userAssigned }: AccountIdentities): readonly IdentityItem[] {
  const ids = system ?? { principalId: "", clientId: "", tenantId: "" };
  return [
    {
      kind: "identity",
      name: "System-assigned",
      isSystemAssigned: true,
      isOn: system !== undefined,
      ...ids,
      resourceId: "",
    },
    ...userAssigned.map((one): IdentityItem => ({ kind: "identity", isSystemAssigned: false, isOn: true, ...one })),
  ];
}
