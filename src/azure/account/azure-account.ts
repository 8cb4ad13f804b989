/** An Automation account in Azure: the port of core/account.ts, and everything that only an account in Azure can do. */
import type { AccountDetails } from "../../core/account";
import type { AssetChanges } from "../../core/asset-changes";
import type { Asset, AssetKind } from "../../core/asset";
import {
  folderKinds,
  identityItems,
  wholeList,
  type AccountItem,
  type BrowsableAccount,
  type FolderKind,
} from "../../core/browse";
import type { PagedList } from "../../core/browse";
import type { JsonObject } from "../../core/json";
import type { ArmClient } from "../arm/arm-client";
import { AccountScope, currentVersions, orUndefined, type AccountRef } from "./account-scope";
import { AzureAssetChanges, type ReadCertificateFile } from "./azure-asset-changes";
import {
  toEnvironmentItem,
  toGroupItem,
  toJobItem,
  toModuleItem,
  toPackageItem,
  toRunbookItem,
  toScheduleItem,
  toWebhookItem,
  toWorkerItem,
} from "./browse-items";
import { AzureCertificates } from "./certificates";
import { AzureConnectionTypes } from "./connection-types";
import { AzureConnections } from "./connections";
import { AzureCredentials } from "./credentials";
import { objectOf, textOf } from "./fields";
import { AzureHybridWorkers } from "./hybrid-workers";
import { AzureIdentities, identitiesOf } from "./identities";
import { AzureJobs } from "./jobs";
import { ifKnown, joinLists } from "./joined-lists";
import { AzureModules, moduleRuntimes, type ModuleRuntime } from "./modules";
import { AzureRunbooks } from "./runbooks";
import { AzureRuntimeEnvironments } from "./runtime-environments";
import { AzureSchedules } from "./schedules";
import { AzureTestJobs } from "./test-jobs";
import { AzureVariables } from "./variables";
import { AzureWebhooks } from "./webhooks";

export class AzureAccount implements BrowsableAccount {
  /** ARM id; stable, for tree nodes and manifests. */
  readonly id: string;
  readonly folders: readonly FolderKind[] = folderKinds;
  readonly assets: AssetChanges;
  readonly runbooks: AzureRunbooks;
  readonly connections: AzureConnections;
  readonly connectionTypes: AzureConnectionTypes;
  readonly credentials: AzureCredentials;
  readonly certificates: AzureCertificates;
  readonly variables: AzureVariables;
  readonly jobs: AzureJobs;
  readonly testJobs: AzureTestJobs;
  readonly schedules: AzureSchedules;
  readonly webhooks: AzureWebhooks;
  readonly runtimeEnvironments: AzureRuntimeEnvironments;
  readonly hybridWorkers: AzureHybridWorkers;
  readonly identities: AzureIdentities;
  readonly #scope: AccountScope;

  /** The client stays the caller's: several accounts share one. */
  constructor(arm: ArmClient, ref: AccountRef, readCertificateFile: ReadCertificateFile) {
    const scope = new AccountScope(arm, ref);
    this.#scope = scope;
    this.id = scope.id;
    this.runbooks = new AzureRunbooks(scope);
    this.connectionTypes = new AzureConnectionTypes(scope);
    this.connections = new AzureConnections(scope, this.connectionTypes);
    this.credentials = new AzureCredentials(scope);
    this.certificates = new AzureCertificates(scope);
    this.variables = new AzureVariables(scope);
    this.jobs = new AzureJobs(scope);
    this.testJobs = new AzureTestJobs(scope);
    this.schedules = new AzureSchedules(scope);
    this.webhooks = new AzureWebhooks(scope);
    this.runtimeEnvironments = new AzureRuntimeEnvironments(scope);
    this.hybridWorkers = new AzureHybridWorkers(scope);
    this.identities = new AzureIdentities(scope);
    this.assets = new AzureAssetChanges(this, readCertificateFile);
  }

  get ref(): AccountRef {
    return this.#scope.ref;
  }

  get name(): string {
    return this.ref.name;
  }

  get facts(): readonly string[] {
    return [this.ref.resourceGroup, this.ref.location];
  }

  modules(runtime: ModuleRuntime): AzureModules {
    return new AzureModules(this.#scope, runtime);
  }

  async details(signal?: AbortSignal): Promise<AccountDetails> {
    const { ref } = this.#scope;
    const account = await this.#scope.sendJson({
      what: `read the account "${ref.name}"`,
      method: "GET",
      path: [],
      apiVersions: currentVersions,
      signal,
    });
    const { system, userAssigned } = identitiesOf(account, ref.tenantId);
    return {
      name: textOf(account, "name") || ref.name,
      accountId: accountIdOf(account),
      subscriptionId: ref.subscriptionId,
      resourceGroup: ref.resourceGroup,
      location: textOf(account, "location") || ref.location,
      tenantId: ref.tenantId,
      identities: {
        system: system && { ...system, clientId: await this.identities.findSystemClientId(signal) },
        userAssigned,
      },
    };
  }

  open(folder: FolderKind): PagedList<AccountItem> {
    switch (folder) {
      case "runbooks":
        return this.runbooks.list().map(toRunbookItem);
      case "connections":
        return this.connections.list();
      case "connection-types":
        return this.connectionTypes.list();
      case "credentials":
        return this.credentials.list();
      case "certificates":
        return this.certificates.list();
      case "variables":
        return this.variables.list();
      case "modules":
        return joinLists(
          moduleRuntimes.map((runtime) => ifKnown(this.modules(runtime).list().map(toModuleItem(runtime)))),
        );
      case "runtime-environments":
        return ifKnown(this.runtimeEnvironments.list().map(toEnvironmentItem));
      case "schedules":
        return this.schedules.list().map(toScheduleItem);
      case "webhooks":
        return this.webhooks.list().map(toWebhookItem);
      case "hybrid-worker-groups":
        return this.hybridWorkers.listGroups().map(toGroupItem);
      case "jobs":
        return this.jobs.list().map(toJobItem);
      case "identities":
        return wholeList(async (signal) => {
          const { system, userAssigned } = await this.identities.get(signal);
          return identityItems({
            system: system && { ...system, clientId: await this.identities.findSystemClientId(signal) },
            userAssigned,
          });
        });
    }
  }

  openItem(item: AccountItem): PagedList<AccountItem> | undefined {
    switch (item.kind) {
      case "runtime-environment":
        return this.runtimeEnvironments.packages(item.name).list().map(toPackageItem(item.name));
      case "hybrid-worker-group":
        return this.hybridWorkers.listWorkers(item.name).map(toWorkerItem);
      default:
        return undefined;
    }
  }

  async listAssets(kind: AssetKind, signal?: AbortSignal): Promise<readonly Asset[]> {
    switch (kind) {
      case "variable":
        return this.variables.list().all(signal);
      case "credential":
        return this.credentials.list().all(signal);
      case "connection":
        return this.connections.listWithFields(signal);
      case "certificate":
        return this.certificates.list().all(signal);
      case "connection-type":
        return this.connectionTypes.list().all(signal);
    }
  }

  async getAsset(kind: AssetKind, name: string, signal?: AbortSignal): Promise<Asset | undefined> {
    switch (kind) {
      case "variable":
        return orUndefined(this.variables.get(name, signal));
      case "credential":
        return orUndefined(this.credentials.get(name, signal));
      case "connection":
        return orUndefined(this.connections.get(name, signal));
      case "certificate":
        return orUndefined(this.certificates.get(name, signal));
      case "connection-type":
        return orUndefined(this.connectionTypes.get(name, signal));
    }
  }
}

/**
 * The service's guid of the account stands in the address that hybrid workers use:
 * https://{guid}.jrds.{region}.azure-automation.net/automationAccounts/{guid}. "" where Azure does not send it.
 */
function accountIdOf(account: JsonObject): string {
  const url = textOf(objectOf(account, "properties"), "automationHybridServiceUrl");
  return /\/automationAccounts\/([0-9a-f-]{36})/i.exec(url)?.[1]?.toLowerCase() ?? "";
}
