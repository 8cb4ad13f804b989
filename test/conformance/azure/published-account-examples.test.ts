/** The same examples once more, from the account's side: what AzureAccount sends for an operation is what was published. */
import assert from "node:assert/strict";
import { ArmClient } from "../../../src/azure/arm/arm-client";
import { readCertificateFile } from "../../../src/local/account/certificate-file";
import { AzureAccount } from "../../../src/azure/account/azure-account";
import type { Json, JsonObject } from "../../../src/core/json";
import { FakeTokens } from "../../support/fake-arm/fake-tokens";
import {
  hasPublishedData,
  loadCurrentExamples,
  loadReferredExamples,
  type PublishedExample,
} from "../../support/fake-arm/published-examples";
import { ReplayServer, type ReplayRequest } from "../../support/fake-arm/replay-server";
import { TestClock } from "../../support/fake-arm/test-clock";
import { skipBecause } from "../../support/skip";

interface Case {
  /** `Operation_Id` of the published specification, or the file of a newer example. */
  readonly of: string;
  readonly method: string;
  /** Below the account; parameters in braces. */
  readonly path: string;
  /** `p`: the example's parameters; `body`: its published body. */
  run(account: AzureAccount, p: Readonly<Record<string, string>>, body: JsonObject): Promise<unknown>;
  /** Leave a field out that the client fills in or leaves to the service by itself. */
  readonly ignores?: readonly string[];
}

const properties = (body: JsonObject) => body.properties as JsonObject & Readonly<Record<string, never>>;
const texts = (value: unknown) => value as Readonly<Record<string, string>>;
const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const isTrue = (value: unknown) => value === true;
const date = (value: unknown) => new Date(text(value));

const cases: readonly Case[] = [
  {
    of: "Connection_CreateOrUpdate",
    method: "PUT",
    path: "connections/{connectionName}",
    run: (account, p, body) =>
      account.connections.create(p.connectionName!, {
        connectionType: texts(properties(body).connectionType).name!,
        fields: texts(properties(body).fieldDefinitionValues),
        description: text(properties(body).description),
      }),
  },
  {
    of: "Connection_Update",
    method: "PATCH",
    path: "connections/{connectionName}",
    run: (account, p, body) =>
      account.connections.update(p.connectionName!, {
        fields: texts(properties(body).fieldDefinitionValues),
        description: text(properties(body).description),
      }),
  },
  {
    of: "Connection_Get",
    method: "GET",
    path: "connections/{connectionName}",
    run: (account, p) => account.connections.get(p.connectionName!),
  },
  {
    of: "Connection_Delete",
    method: "DELETE",
    path: "connections/{connectionName}",
    run: (account, p) => account.connections.delete(p.connectionName!),
  },
  {
    of: "Connection_ListByAutomationAccount",
    method: "GET",
    path: "connections",
    run: (account) => account.connections.list().page(),
  },
  {
    of: "ConnectionType_CreateOrUpdate",
    method: "PUT",
    path: "connectionTypes/{connectionTypeName}",
    run: (account, p, body) =>
      account.connectionTypes.create(
        p.connectionTypeName!,
        Object.entries(properties(body).fieldDefinitions as unknown as Readonly<Record<string, JsonObject>>).map(
          ([name, field]) => ({
            name,
            typeName: text(field.type),
            isEncrypted: isTrue(field.isEncrypted),
            isOptional: isTrue(field.isOptional),
          }),
        ),
      ),
  },
  {
    of: "ConnectionType_Get",
    method: "GET",
    path: "connectionTypes/{connectionTypeName}",
    run: (account, p) => account.connectionTypes.get(p.connectionTypeName!),
  },
  {
    of: "ConnectionType_Delete",
    method: "DELETE",
    path: "connectionTypes/{connectionTypeName}",
    run: (account, p) => account.connectionTypes.delete(p.connectionTypeName!),
  },
  {
    of: "ConnectionType_ListByAutomationAccount",
    method: "GET",
    path: "connectionTypes",
    run: (account) => account.connectionTypes.list().page(),
  },
  {
    of: "Credential_CreateOrUpdate",
    method: "PUT",
    path: "credentials/{credentialName}",
    run: (account, p, body) =>
      account.credentials.create(
        p.credentialName!,
        properties(body) as unknown as { userName: string; password: string },
      ),
  },
  {
    of: "Credential_Update",
    method: "PATCH",
    path: "credentials/{credentialName}",
    run: (account, p, body) => account.credentials.update(p.credentialName!, properties(body)),
  },
  {
    of: "Credential_Get",
    method: "GET",
    path: "credentials/{credentialName}",
    run: (account, p) => account.credentials.get(p.credentialName!),
  },
  {
    of: "Credential_Delete",
    method: "DELETE",
    path: "credentials/{credentialName}",
    run: (account, p) => account.credentials.delete(p.credentialName!),
  },
  {
    of: "Credential_ListByAutomationAccount",
    method: "GET",
    path: "credentials",
    run: (account) => account.credentials.list().page(),
  },
  {
    of: "Certificate_CreateOrUpdate",
    method: "PUT",
    path: "certificates/{certificateName}",
    run: (account, p, body) =>
      account.certificates.create(
        p.certificateName!,
        properties(body) as unknown as { base64Value: string; isExportable: boolean },
      ),
  },
  {
    of: "Certificate_Update",
    method: "PATCH",
    path: "certificates/{certificateName}",
    run: (account, p, body) => account.certificates.describe(p.certificateName!, text(properties(body).description)),
  },
  {
    of: "Certificate_Get",
    method: "GET",
    path: "certificates/{certificateName}",
    run: (account, p) => account.certificates.get(p.certificateName!),
  },
  {
    of: "Certificate_Delete",
    method: "DELETE",
    path: "certificates/{certificateName}",
    run: (account, p) => account.certificates.delete(p.certificateName!),
  },
  {
    of: "Certificate_ListByAutomationAccount",
    method: "GET",
    path: "certificates",
    run: (account) => account.certificates.list().page(),
  },
  {
    of: "Variable_CreateOrUpdate",
    method: "PUT",
    path: "variables/{variableName}",
    run: (account, p, body) =>
      account.variables.create(p.variableName!, {
        value: JSON.parse(text(properties(body).value)) as Json,
        isEncrypted: isTrue(properties(body).isEncrypted),
        description: text(properties(body).description),
      }),
  },
  {
    of: "Variable_Update",
    method: "PATCH",
    path: "variables/{variableName}",
    run: (account, p, body) =>
      account.variables.update(p.variableName!, { value: JSON.parse(text(properties(body).value)) as Json }),
  },
  {
    of: "Variable_Delete",
    method: "DELETE",
    path: "variables/{variableName}",
    run: (account, p) => account.variables.delete(p.variableName!),
  },
  {
    of: "Schedule_ListByAutomationAccount",
    method: "GET",
    path: "schedules",
    run: (account) => account.schedules.list().page(),
  },
  {
    of: "Schedule_CreateOrUpdate",
    method: "PUT",
    path: "schedules/{scheduleName}",
    // `advancedSchedule: {}` says nothing; the client does not send it.
    ignores: ["advancedSchedule"],
    run: (account, p, body) => {
      const { startTime, expiryTime, interval, frequency, description } = properties(body);
      return account.schedules.create(p.scheduleName!, {
        startTime: date(startTime),
        expiryTime: date(expiryTime),
        interval: Number(interval),
        frequency: text(frequency) as "Hour",
        description: text(description),
      });
    },
  },
  {
    of: "Schedule_Update",
    method: "PATCH",
    path: "schedules/{scheduleName}",
    run: (account, p, body) => account.schedules.update(p.scheduleName!, properties(body)),
  },
  {
    of: "Schedule_Delete",
    method: "DELETE",
    path: "schedules/{scheduleName}",
    run: (account, p) => account.schedules.delete(p.scheduleName!),
  },
  {
    of: "JobSchedule_ListByAutomationAccount",
    method: "GET",
    path: "jobSchedules",
    run: (account) => account.schedules.listLinks().page(),
  },
  {
    of: "JobSchedule_Create",
    method: "PUT",
    path: "jobSchedules/{jobScheduleId}",
    run: (account, p, body) =>
      account.schedules.link(texts(properties(body).runbook).name!, texts(properties(body).schedule).name!, {
        id: p.jobScheduleId!,
        parameters: texts(properties(body).parameters),
      }),
  },
  {
    of: "JobSchedule_Delete",
    method: "DELETE",
    path: "jobSchedules/{jobScheduleId}",
    run: (account, p) => account.schedules.unlink(p.jobScheduleId!),
  },
  {
    of: "Webhook_ListByAutomationAccount",
    method: "GET",
    path: "webhooks",
    run: (account) => account.webhooks.list().page(),
  },
  {
    of: "Webhook_Get",
    method: "GET",
    path: "webhooks/{webhookName}",
    run: (account, p) => account.webhooks.get(p.webhookName!),
  },
  {
    of: "Webhook_Update",
    method: "PATCH",
    path: "webhooks/{webhookName}",
    run: (account, p, body) => account.webhooks.update(p.webhookName!, properties(body)),
  },
  {
    of: "Webhook_Delete",
    method: "DELETE",
    path: "webhooks/{webhookName}",
    run: (account, p) => account.webhooks.delete(p.webhookName!),
  },
  { of: "Job_ListByAutomationAccount", method: "GET", path: "jobs", run: (account) => account.jobs.list().page() },
  { of: "Job_Get", method: "GET", path: "jobs/{jobName}", run: (account, p) => account.jobs.get(p.jobName!) },
  {
    of: "Job_Create",
    method: "PUT",
    path: "jobs/{jobName}",
    run: (account, p, body) =>
      account.jobs.start({
        jobName: p.jobName!,
        runbook: texts(properties(body).runbook).name!,
        parameters: texts(properties(body).parameters),
        runOn: text(properties(body).runOn),
      }),
  },
  { of: "Job_Stop", method: "POST", path: "jobs/{jobName}/stop", run: (account, p) => account.jobs.stop(p.jobName!) },
  {
    of: "Job_Suspend",
    method: "POST",
    path: "jobs/{jobName}/suspend",
    run: (account, p) => account.jobs.suspend(p.jobName!),
  },
  {
    of: "Job_Resume",
    method: "POST",
    path: "jobs/{jobName}/resume",
    run: (account, p) => account.jobs.resume(p.jobName!),
  },
  {
    of: "Job_GetOutput",
    method: "GET",
    path: "jobs/{jobName}/output",
    run: (account, p) => account.jobs.streams.getOutput(p.jobName!),
  },
  {
    of: "Job_GetRunbookContent",
    method: "GET",
    path: "jobs/{jobName}/runbookContent",
    run: (account, p) => account.jobs.getRunbookContent(p.jobName!),
  },
  {
    of: "JobStream_ListByJob",
    method: "GET",
    path: "jobs/{jobName}/streams",
    run: (account, p) => account.jobs.streams.list(p.jobName!).page(),
  },
  {
    of: "JobStream_Get",
    method: "GET",
    path: "jobs/{jobName}/streams/{jobStreamId}",
    run: (account, p) => account.jobs.streams.get(p.jobName!, p.jobStreamId!),
  },
  {
    of: "Module_ListByAutomationAccount",
    method: "GET",
    path: "modules",
    run: (account) => account.modules("powershell-5.1").list().page(),
  },
  {
    of: "Module_Get",
    method: "GET",
    path: "modules/{moduleName}",
    run: (account, p) => account.modules("powershell-5.1").get(p.moduleName!),
  },
  {
    of: "Module_Delete",
    method: "DELETE",
    path: "modules/{moduleName}",
    run: (account, p) => account.modules("powershell-5.1").delete(p.moduleName!),
  },
  {
    of: "Module_CreateOrUpdate",
    method: "PUT",
    path: "modules/{moduleName}",
    // The hash is checked by nobody who imports by name from a gallery.
    ignores: ["contentHash"],
    run: (account, p, body) =>
      account
        .modules("powershell-5.1")
        .import(p.moduleName!, properties(body).contentLink as unknown as { uri: string }),
  },
  {
    of: "Python2Package_CreateOrUpdate",
    method: "PUT",
    path: "python2Packages/{packageName}",
    ignores: ["contentHash", "tags"],
    run: (account, p, body) =>
      account.modules("python-2").import(p.packageName!, properties(body).contentLink as unknown as { uri: string }),
  },
  {
    of: "Python2Package_ListByAutomationAccount",
    method: "GET",
    path: "python2Packages",
    run: (account) => account.modules("python-2").list().page(),
  },
  {
    of: "Runbook_ListByAutomationAccount",
    method: "GET",
    path: "runbooks",
    run: (account) => account.runbooks.list().page(),
  },
  {
    of: "Runbook_Get",
    method: "GET",
    path: "runbooks/{runbookName}",
    run: (account, p) => account.runbooks.get(p.runbookName!),
  },
  {
    of: "Runbook_Delete",
    method: "DELETE",
    path: "runbooks/{runbookName}",
    run: (account, p) => account.runbooks.delete(p.runbookName!),
  },
  {
    of: "Runbook_GetContent",
    method: "GET",
    path: "runbooks/{runbookName}/content",
    run: (account, p) => account.runbooks.getContent(p.runbookName!),
  },
  {
    of: "RunbookDraft_Get",
    method: "GET",
    path: "runbooks/{runbookName}/draft",
    run: (account, p) => account.runbooks.drafts.find(p.runbookName!),
  },
  {
    of: "RunbookDraft_GetContent",
    method: "GET",
    path: "runbooks/{runbookName}/draft/content",
    run: (account, p) => account.runbooks.drafts.findContent(p.runbookName!),
  },
  {
    of: "RunbookDraft_ReplaceContent",
    method: "PUT",
    path: "runbooks/{runbookName}/draft/content",
    run: (account, p) => account.runbooks.drafts.upload(p.runbookName!, p.runbookContent!),
  },
  {
    of: "RunbookDraft_UndoEdit",
    method: "POST",
    path: "runbooks/{runbookName}/draft/undoEdit",
    run: (account, p) => account.runbooks.drafts.undoEdit(p.runbookName!),
  },
  {
    of: "Runbook_Publish",
    method: "POST",
    path: "runbooks/{runbookName}/publish",
    run: (account, p) => account.runbooks.drafts.publish(p.runbookName!),
  },
  {
    of: "createRuntimeEnvironment",
    method: "PUT",
    path: "runtimeEnvironments/{runtimeEnvironmentName}",
    run: (account, p, body) =>
      account.runtimeEnvironments.create(p.runtimeEnvironmentName!, {
        ...(properties(body).runtime as unknown as { language: string; version: string }),
        defaultPackages: texts(properties(body).defaultPackages),
      }),
  },
  {
    of: "updateRuntimeEnvironment",
    method: "PATCH",
    path: "runtimeEnvironments/{runtimeEnvironmentName}",
    run: (account, p, body) =>
      account.runtimeEnvironments.setDefaultPackages(
        p.runtimeEnvironmentName!,
        texts(properties(body).defaultPackages),
      ),
  },
  {
    of: "listRuntimeEnvironmentsByAutomationAccount",
    method: "GET",
    path: "runtimeEnvironments",
    run: (account) => account.runtimeEnvironments.list().page(),
  },
  {
    of: "createOrUpdatePackage",
    method: "PUT",
    path: "runtimeEnvironments/{runtimeEnvironmentName}/packages/{packageName}",
    ignores: ["contentHash"],
    run: (account, p, body) =>
      account.runtimeEnvironments
        .packages(p.runtimeEnvironmentName!)
        .import(p.packageName!, properties(body).contentLink as unknown as { uri: string }),
  },
  {
    of: "getPackage",
    method: "GET",
    path: "runtimeEnvironments/{runtimeEnvironmentName}/packages/{packageName}",
    run: (account, p) => account.runtimeEnvironments.packages(p.runtimeEnvironmentName!).get(p.packageName!),
  },
  {
    of: "listPackagesByRuntimeEnvironment",
    method: "GET",
    path: "runtimeEnvironments/{runtimeEnvironmentName}/packages",
    run: (account, p) => account.runtimeEnvironments.packages(p.runtimeEnvironmentName!).list().page(),
  },
  {
    of: "createOrUpdatePowerShell72Module",
    method: "PUT",
    path: "powerShell72Modules/{moduleName}",
    ignores: ["contentHash"],
    run: (account, p, body) =>
      account
        .modules("powershell-7.2")
        .import(p.moduleName!, properties(body).contentLink as unknown as { uri: string }),
  },
  {
    of: "createOrUpdatePython3Package",
    method: "PUT",
    path: "python3Packages/{packageName}",
    ignores: ["contentHash", "tags"],
    run: (account, p, body) =>
      account.modules("python-3").import(p.packageName!, properties(body).contentLink as unknown as { uri: string }),
  },
  {
    of: "createOrUpdateRunbook",
    method: "PUT",
    path: "runbooks/{runbookName}",
    // The client makes a draft; the example publishes from an address.
    ignores: ["publishContentLink", "draft", "logActivityTrace"],
    run: (account, p, body) =>
      account.runbooks.create(p.runbookName!, {
        type: text(properties(body).runbookType),
        runtimeEnvironment: text(properties(body).runtimeEnvironment),
        description: text(properties(body).description),
        logVerbose: isTrue(properties(body).logVerbose),
        logProgress: isTrue(properties(body).logProgress),
        tags: texts(body.tags),
      }),
  },
  {
    of: "createTestJob",
    method: "PUT",
    path: "runbooks/{runbookName}/draft/testJob",
    run: (account, p, body) =>
      account.testJobs.start(p.runbookName!, {
        parameters: texts(body.parameters),
        runOn: text(body.runOn),
        runtimeEnvironment: text(body.runtimeEnvironment),
      }),
  },
  {
    of: "getHybridRunbookWorkerGroup",
    method: "GET",
    path: "hybridRunbookWorkerGroups/{hybridRunbookWorkerGroupName}",
    run: (account, p) => account.hybridWorkers.getGroup(p.hybridRunbookWorkerGroupName!),
  },
];

const account =
  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Automation/automationAccounts/{automationAccountName}";

/** The newer examples that no operation of AzureAccount sends as they are. */
const plain: readonly (readonly [string, "GET" | "PUT" | "PATCH" | "POST", string])[] = [
  ["createOrUpdateAutomationAccount", "PUT", account],
  ["updateAutomationAccount", "PATCH", account],
  ["getJob", "GET", `${account}/jobs/{jobName}`],
  ["listAutomationAccountDeletedRunbooks", "POST", `${account}/listDeletedRunbooks`],
  [
    "getDeletedAutomationAccount",
    "GET",
    "/subscriptions/{subscriptionId}/providers/Microsoft.Automation/deletedAutomationAccounts",
  ],
];

describe("the published examples, from the account's side", function () {
  this.timeout(60_000);
  let server: ReplayServer;
  let examples: readonly PublishedExample[];

  before(async function () {
    // First, so that there is one to stop where the suite is skipped.
    server = await ReplayServer.start();
    if (!hasPublishedData()) {
      skipBecause(this, "the published examples (../shared/data) are not there");
    }
    examples = [...loadReferredExamples(), ...loadCurrentExamples()].filter((example) => example.flaw === undefined);
  });
  after(async () => {
    await server.stop();
  });

  for (const one of cases) {
    it(`${one.of}: ${one.method} ${one.path}`, async () => {
      const found = examples.filter(
        (example) => (example.operationId === "" ? example.title : example.operationId) === one.of,
      );
      // The version that the client uses; examples of others are driven in published-sdk-examples.
      const sent: number[] = [];
      for (const example of found) {
        if (await drive(server, one, example)) {
          sent.push(1);
        }
      }
      assert.ok(sent.length > 0, `none of ${found.length} examples has the version that the client sends`);
    });
  }

  for (const [title, method, path] of plain) {
    it(`${title}: ${method} ${path} (a plain request)`, async () => {
      const example = examples.find((one) => one.title === title && one.operationId === "");
      assert.ok(example);
      const { parameters, apiVersion } = example;
      const client = new ArmClient({ cloud: server.cloud, tokens: new FakeTokens(), clock: new TestClock() });
      const target = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(parameters[name])));
      try {
        for (const response of example.responses) {
          server.requests.length = 0;
          server.answer = () => ({ status: response.status, body: response.body });
          const { parameters: body } = parameters;
          const request = { what: "drive an example", method, path: target, apiVersions: [apiVersion] };
          const answer = await client.sendJson({ ...request, ...(body !== undefined && { body }) });
          assert.deepEqual(answer, response.body);
          const [sent] = server.requests;
          assert.equal(`${sent?.method ?? ""} ${sent?.target ?? ""}`, `${method} ${target}?api-version=${apiVersion}`);
          assert.deepEqual(sent?.body === "" ? undefined : JSON.parse(sent?.body ?? "null"), body);
        }
      } finally {
        client.dispose();
      }
    });
  }

  it("reach the number of cases that this table has", () => {
    // eslint-disable-next-line no-console -- the count is what this suite shows
    console.log(
      `      ${cases.length} operations of the account send what was published, ${plain.length} more go as plain requests`,
    );
    assert.equal(new Set(cases.map((one) => one.of)).size, cases.length);
  });
});

/** false: the client uses another version. */
async function drive(server: ReplayServer, one: Case, example: PublishedExample): Promise<boolean> {
  const p = example.parameters as Readonly<Record<string, string>>;
  const client = new ArmClient({
    cloud: server.cloud,
    tokens: new FakeTokens(),
    clock: new TestClock(),
    retry: { attempts: 1 },
  });
  const ref = {
    tenantId: "t",
    subscriptionId: p.subscriptionId!,
    resourceGroup: p.resourceGroupName!,
    name: p.automationAccountName!,
    location: "East US 2",
  };
  const account = new AzureAccount(client, ref, readCertificateFile);
  const response = example.responses.find((answer) => answer.status < 300);
  const body = example.bodyName === undefined ? undefined : (example.parameters[example.bodyName] as Json);
  const path = `${account.id}/${one.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(p[name]!))}`;
  let isWritten = false;
  const isThis = (request: ReplayRequest) =>
    request.method === one.method && new URL(request.target, server.url).pathname.toLowerCase() === path.toLowerCase();
  server.requests.length = 0;
  server.answer = (request) => {
    const version = new URL(request.target, server.url).searchParams.get("api-version");
    if (version !== example.apiVersion) {
      return { status: 400, body: { error: { code: "NoRegisteredProviderFound", message: `No ${version ?? ""}.` } } };
    }
    if (isThis(request)) {
      isWritten = true;
      return {
        status: response?.status ?? 200,
        headers: locationOf(response?.headers ?? {}, server.url),
        body: response?.body,
        isText: typeof response?.body === "string",
      };
    }
    if (/operationResults/.test(request.target)) {
      return { status: 200 };
    }
    const canRead = isWritten || one.method !== "PUT";
    return canRead && request.method === "GET" && response?.body !== undefined && request.target.includes(path)
      ? { status: 200, body: response.body }
      : { status: 404, body: { code: "NotFound", message: "Not found." } };
  };
  try {
    await one.run(account, p, (body ?? {}) as JsonObject);
  } catch (error) {
    if (
      !server.requests.some(
        (request) => isThis(request) && request.target.includes(`api-version=${example.apiVersion}`),
      )
    ) {
      return false;
    }
    throw error;
  } finally {
    client.dispose();
  }
  const sent = server.requests.find(
    (request) => isThis(request) && request.target.includes(`api-version=${example.apiVersion}`),
  );
  if (sent === undefined) {
    return false;
  }
  if (typeof body === "string") {
    assert.equal(sent.body, body);
  } else if (body !== undefined) {
    assert.deepEqual(normal(JSON.parse(sent.body) as Json, one.ignores), normal(body, one.ignores));
  } else if (one.method !== "PUT") {
    assert.equal(sent.body, "");
  }
  return true;
}

function locationOf(headers: JsonObject, host: string): Record<string, string> {
  // What follows of an operation's answer is the fake's to show, whatever version its link has.
  const location = headers.Location;
  return typeof location === "string"
    ? {
        location: location
          .replace("https://management.azure.com", host)
          .replace(/api-version=[^&]*/, "api-version=2018-06-30"),
      }
    : {};
}

/** Without what the case ignores, and dates in one spelling. */
function normal(value: Json, ignores: readonly string[] = []): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json) => normal(item, ignores));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !ignores.includes(key))
        .map(([key, item]) => [key, normal(item, ignores)]),
    );
  }
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value).toISOString() : value;
}
