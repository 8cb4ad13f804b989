/** What the fake resource manager holds; tests read and write it at will. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../src/core/json";
import { ResourceMap } from "./resource-map";

/** An asset, schedule, webhook, module ...: its properties as they were written, secrets included. */
export interface FakeResource {
  readonly name: string;
  properties: JsonObject;
  creationTime: string;
  lastModifiedTime: string;
}

export interface FakeRunbook {
  readonly name: string;
  type: string;
  runtimeEnvironment: string | undefined;
  description: string;
  tags: Record<string, string>;
  logVerbose: boolean;
  logProgress: boolean;
  /** undefined: never published. */
  published: string | undefined;
  /** undefined: no draft. */
  draft: string | undefined;
  parameters: JsonObject;
  creationTime: string;
  lastModifiedTime: string;
  lastModifiedBy: string;
  version: number;
  /** Of the draft; absent: it was never tested. */
  testJob?: FakeJob;
}

export interface FakeStreamRecord {
  readonly id: string;
  readonly time: string;
  readonly type: string;
  readonly text: string;
  readonly value: JsonObject;
}

export interface FakeJob {
  readonly name: string;
  readonly jobId: string;
  readonly runbook: string;
  status: string;
  readonly parameters: JsonObject | null;
  readonly runOn: string | null;
  /** Of a test job that was started with one. */
  readonly runtimeEnvironment?: string | undefined;
  readonly creationTime: string;
  lastModifiedTime: string;
  output: string;
  exception: string | null;
  readonly streams: FakeStreamRecord[];
}

export interface FakeIdentity {
  hasSystem: boolean;
  /** Resource ids. */
  userAssigned: string[];
}

/** Collections that share one way of being listed, read, written and deleted. */
export const collectionNames = [
  "variables",
  "credentials",
  "certificates",
  "connections",
  "connectionTypes",
  "schedules",
  "jobSchedules",
  "webhooks",
  "modules",
  "powerShell72Modules",
  "python2Packages",
  "python3Packages",
  "runtimeEnvironments",
  "hybridRunbookWorkerGroups",
] as const;
export type CollectionName = (typeof collectionNames)[number];

export class FakeAccount {
  readonly accountId = randomUUID();
  readonly systemPrincipalId = randomUUID();
  readonly systemClientId = randomUUID();
  readonly runbooks = new ResourceMap<FakeRunbook>();
  readonly jobs = new ResourceMap<FakeJob>();
  readonly collections: Readonly<Record<CollectionName, ResourceMap<FakeResource>>>;
  /** Packages by runtime environment, workers by group: "name/child". */
  readonly children = new ResourceMap<ResourceMap<FakeResource>>();
  readonly identity: FakeIdentity = { hasSystem: false, userAssigned: [] };
  tags: Record<string, string> = {};
  readonly creationTime: string;

  constructor(
    readonly state: ArmState,
    readonly subscriptionId: string,
    readonly resourceGroup: string,
    readonly name: string,
    readonly location: string,
  ) {
    this.creationTime = state.time();
    this.collections = Object.fromEntries(
      collectionNames.map((collection) => [collection, new ResourceMap<FakeResource>()]),
    ) as Record<CollectionName, ResourceMap<FakeResource>>;
    for (const [type, fields] of Object.entries(builtInTypes)) {
      this.add("connectionTypes", type, {
        isGlobal: true,
        fieldDefinitions: Object.fromEntries(
          fields.map((field) => [field, { isEncrypted: false, isOptional: false, type: "System.String" }]),
        ),
      });
    }
  }

  get id(): string {
    return `/subscriptions/${this.subscriptionId}/resourceGroups/${this.resourceGroup}/providers/Microsoft.Automation/automationAccounts/${this.name}`;
  }

  add(collection: CollectionName, name: string, properties: JsonObject): FakeResource {
    const time = this.state.time();
    return this.collections[collection].set(name, { name, properties, creationTime: time, lastModifiedTime: time });
  }

  addChild(collection: CollectionName, parent: string, name: string, properties: JsonObject): FakeResource {
    const key = `${collection}/${parent}`;
    const map = this.children.get(key) ?? this.children.set(key, new ResourceMap<FakeResource>());
    const time = this.state.time();
    return map.set(name, { name, properties, creationTime: time, lastModifiedTime: time });
  }

  addRunbook(name: string, facts: Partial<Omit<FakeRunbook, "name">> = {}): FakeRunbook {
    const time = this.state.time();
    return this.runbooks.set(name, {
      name,
      type: "PowerShell",
      runtimeEnvironment: undefined,
      description: "",
      tags: {},
      logVerbose: false,
      logProgress: false,
      published: undefined,
      draft: undefined,
      parameters: {},
      creationTime: time,
      lastModifiedTime: time,
      lastModifiedBy: "ada@contoso.example",
      version: 1,
      ...facts,
    });
  }

  addJob(runbook: string, facts: Partial<Omit<FakeJob, "runbook">> = {}): FakeJob {
    const time = this.state.time();
    const name = facts.name ?? randomUUID();
    return this.jobs.set(name, {
      name,
      jobId: randomUUID(),
      runbook,
      status: "Completed",
      parameters: null,
      runOn: null,
      creationTime: time,
      lastModifiedTime: time,
      output: "",
      exception: null,
      streams: [],
      ...facts,
    });
  }

  addStream(job: FakeJob, type: string, text: string, value: JsonObject = {}): FakeStreamRecord {
    const time = this.state.time();
    const record = { id: `${job.jobId}_${String(job.streams.length + 1).padStart(20, "0")}`, time, type, text, value };
    job.streams.push(record);
    return record;
  }

  /** What somebody else does meanwhile in the portal. */
  editDraftAs(who: string, name: string, text: string): void {
    const runbook = this.runbooks.get(name)!;
    runbook.draft = text;
    this.touch(runbook, who);
  }

  touch(runbook: FakeRunbook, who: string): void {
    runbook.version++;
    runbook.lastModifiedTime = this.state.time();
    runbook.lastModifiedBy = who;
  }
}

/** As the service lists them (published answer getAllConnectionTypes_First100.json). */
const builtInTypes: Readonly<Record<string, readonly string[]>> = {
  Azure: ["AutomationCertificateName", "SubscriptionID"],
  AzureClassicCertificate: ["SubscriptionName", "SubscriptionId", "CertificateAssetName"],
  AzureServicePrincipal: ["ApplicationId", "TenantId", "CertificateThumbprint", "SubscriptionId"],
};

export interface FakeSubscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly tenantId: string;
  /** Another directory that manages it (Lighthouse). */
  readonly managedFrom?: string;
}

export interface FakeUserIdentity {
  readonly id: string;
  readonly name: string;
  readonly principalId: string;
  readonly clientId: string;
}

export interface FakeRoleAssignment {
  readonly id: string;
  readonly scope: string;
  readonly roleDefinitionId: string;
  readonly principalId: string;
}

export class ArmState {
  readonly tenantId = "5b1e6ff3-6ad5-4b1c-9a1e-0d2c7f5a1111";
  readonly subscriptions: FakeSubscription[] = [];
  readonly userIdentities: FakeUserIdentity[] = [];
  roleAssignments: FakeRoleAssignment[] = [];
  #accounts: FakeAccount[] = [];
  #ticks = 0;
  /** When it begins; pictures want the present. */
  beginning = Date.UTC(2026, 0, 5, 8, 0, 0);

  get accounts(): readonly FakeAccount[] {
    return this.#accounts;
  }

  /** ISO 8601 with seven digits as the service writes them; each call a second later, so that nothing depends on the hour. */
  time(): string {
    const at = new Date(this.beginning + 1000 * this.#ticks++);
    return `${at.toISOString().slice(0, 19)}.1234567+00:00`;
  }

  addSubscription(
    displayName: string,
    subscriptionId: string = randomUUID(),
    where: { readonly tenantId?: string; readonly managedFrom?: string } = {},
  ): FakeSubscription {
    const subscription = { subscriptionId, displayName, tenantId: this.tenantId, ...where };
    this.subscriptions.push(subscription);
    return subscription;
  }

  addAccount(
    name: string,
    where: { readonly subscriptionId?: string; readonly resourceGroup?: string; readonly location?: string } = {},
  ): FakeAccount {
    const subscriptionId =
      where.subscriptionId ??
      this.subscriptions[0]?.subscriptionId ??
      this.addSubscription("Contoso Dev").subscriptionId;
    const { resourceGroup = "rg-automation", location = "westeurope" } = where;
    const account = new FakeAccount(this, subscriptionId, resourceGroup, name, location);
    this.#accounts.push(account);
    return account;
  }

  addUserIdentity(name: string, subscriptionId: string, resourceGroup = "rg-automation"): FakeUserIdentity {
    const id = `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const identity = { id, name, principalId: randomUUID(), clientId: randomUUID() };
    this.userIdentities.push(identity);
    return identity;
  }

  findAccount(subscriptionId: string, resourceGroup: string, name: string): FakeAccount | undefined {
    const key = (...parts: string[]) => parts.join("/").toLowerCase();
    return this.#accounts.find(
      (one) => key(one.subscriptionId, one.resourceGroup, one.name) === key(subscriptionId, resourceGroup, name),
    );
  }

  deleteAccount(account: FakeAccount): void {
    this.#accounts = this.#accounts.filter((one) => one !== account);
  }
}
