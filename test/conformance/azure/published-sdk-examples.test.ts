/** Every published example of the SDK's api-versions, driven through our client: the request as published, the answer accepted. */
import assert from "node:assert/strict";
import type { AutomationClient } from "@azure/arm-automation";
import type { OperationArguments, OperationSpec } from "@azure/ms-rest-js";
import { ArmClient } from "../../../src/azure/arm/arm-client";
import { AzureError } from "../../../src/azure/arm/azure-error";
import type { Json } from "../../../src/core/json";
import { FakeTokens } from "../../support/fake-arm/fake-tokens";
import {
  hasPublishedData,
  loadReferredExamples,
  type PublishedExample,
  type PublishedResponse,
} from "../../support/fake-arm/published-examples";
import { ReplayServer, type ReplayAnswer } from "../../support/fake-arm/replay-server";
import { TestClock } from "../../support/fake-arm/test-clock";
import { skipBecause } from "../../support/skip";

/** Examples that contradict their own specification; found by running them, named in specs/azure-apis.md 2. */
const contradictory: Readonly<Record<string, string>> = {
  NodeCountInformation_Get: "the SDK takes countType from the client, not from the call",
  SoftwareUpdateConfigurations_Create: "its tags are no lists, which the specification wants",
  Watcher_CreateOrUpdate: "it sends fields that the specification calls read-only",
};

type Operation = (...args: readonly unknown[]) => Promise<unknown>;

/** `Connection_CreateOrUpdate` -> sdk.connection.createOrUpdate, as the SDK's generator names them. */
function findOperation(
  sdk: AutomationClient,
  operationId: string,
): { run: Operation; next: Operation | undefined; names: string[] } | undefined {
  const [group = "", operation = ""] = operationId.split("_");
  const groups = sdk as unknown as Readonly<Record<string, Readonly<Record<string, Operation>> | undefined>>;
  const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
  const found = groups[lower(group)];
  const name = operation === "Delete" ? "deleteMethod" : lower(operation);
  const run = found?.[`begin${operation}`] ?? found?.[name];
  if (found === undefined || run === undefined) {
    return undefined;
  }
  const names =
    /\(([^)]*)\)/
      .exec(run.toString())?.[1]
      ?.split(",")
      .map((one) => one.trim()) ?? [];
  return { run: run.bind(found), next: found[`${name}Next`]?.bind(found), names };
}

describe("the published examples of the SDK's api-versions", function () {
  this.timeout(60_000);
  let server: ReplayServer;

  before(async function () {
    // First, so that there is one to stop where the suite is skipped.
    server = await ReplayServer.start();
    if (!hasPublishedData()) {
      skipBecause(this, "the published examples (../shared/data) are not there");
    }
  });
  after(async () => {
    await server.stop();
  });

  it("drive the client: request line and body as published, answer accepted", async () => {
    const counts = { examples: 0, raw: 0, requests: 0, bodies: 0, answers: 0, refusals: 0 };
    const skipped = new Map<string, number>();
    const skip = (why: string) => skipped.set(why, (skipped.get(why) ?? 0) + 1);
    const problems: string[] = [];
    for (const example of loadReferredExamples()) {
      const why = example.flaw ?? contradictory[example.operationId];
      if (why !== undefined) {
        skip(`${why}: ${example.file.split("/").at(-1) ?? ""}`);
        continue;
      }
      try {
        if (!(await driveSdk(server, example, counts))) {
          await driveRaw(server, example, counts);
          counts.raw++;
        }
        counts.examples++;
      } catch (error) {
        problems.push(
          `${example.file} (${example.operationId}): ${error instanceof Error ? error.message : text(error)}`,
        );
      }
    }
    // eslint-disable-next-line no-console -- the count is what this suite shows
    console.log(
      `      ${counts.examples} examples (${counts.raw} of them without an operation in the SDK, as plain requests), ${counts.requests} request lines, ${counts.bodies} bodies, ${counts.answers} answers accepted, ${counts.refusals} refusals told as errors` +
        [...skipped].map(([reason, count]) => `\n      skipped ${count}: ${reason}`).join(""),
    );
    assert.deepEqual(problems, []);
    assert.ok(counts.examples > 120, `only ${counts.examples} examples`);
  });

  /** false: the SDK has no such operation, or in another version. */
  async function driveSdk(
    replay: ReplayServer,
    example: PublishedExample,
    counts: { requests: number; bodies: number; answers: number; refusals: number },
  ): Promise<boolean> {
    const { parameters } = example;
    const client = newClient(replay);
    try {
      const sdk = await client.sdk(text(parameters.subscriptionId ?? ""));
      const operation = findOperation(sdk, example.operationId);
      if (operation === undefined) {
        return false;
      }
      const body = example.bodyName === undefined ? undefined : parameters[example.bodyName];
      // A later page, where the operation itself takes no offset: the link of the page before.
      const isNext = "$skip" in parameters && operation.next !== undefined && !takesSkip.test(example.operationId);
      const send = sdk.sendOperationRequest.bind(sdk);
      sdk.sendOperationRequest = (given: OperationArguments, spec: OperationSpec, callback) => {
        const version = text(
          (spec.queryParameters ?? []).find((one) => one.mapper.serializedName === "api-version")?.mapper
            .defaultValue ?? "",
        );
        if (version !== example.apiVersion && !isNext) {
          throw new OtherVersion();
        }
        return send(withWireBody(given, spec, body), spec, callback);
      };
      for (const response of example.responses) {
        replay.requests.length = 0;
        replay.answer = () => answerOf(response, replay.url);
        const values = operation.names
          .filter((name) => name !== "options" && name !== "callback")
          .map((name) => (name === example.bodyName || name === "parameters" ? body : parameters[name]));
        try {
          await client.call("drive an example", sdk.subscriptionId, async () =>
            isNext
              ? operation.next?.(`${replay.url}${pathOf(example)}?api-version=${example.apiVersion}&$skip=100`)
              : operation.run(...values, optionsOf(example, body)),
          );
          assert.ok(response.status < 300, `${response.status} was taken for a success`);
          counts.answers++;
        } catch (error) {
          if (error instanceof AzureError && error.cause instanceof OtherVersion) {
            return false;
          }
          if (!(error instanceof AzureError) || response.status < 300) {
            throw error;
          }
          assert.equal(error.status, response.status);
          counts.refusals++;
        }
        checkRequest(replay, example, body);
        counts.requests++;
        if (body !== undefined) {
          counts.bodies++;
        }
      }
      return true;
    } finally {
      client.dispose();
    }
  }
});

class OtherVersion extends Error {}

function text(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

function newClient(replay: ReplayServer): ArmClient {
  return new ArmClient({
    cloud: replay.cloud,
    tokens: new FakeTokens(),
    clock: new TestClock(),
    retry: { attempts: 1 },
  });
}

function answerOf(response: PublishedResponse, host: string): ReplayAnswer {
  return {
    status: response.status,
    headers: headersOf(response.headers, host),
    body: withHost(response.body, host),
    isText: typeof response.body === "string" && /text\//.test(JSON.stringify(response.headers)),
  };
}

async function driveRaw(
  replay: ReplayServer,
  example: PublishedExample,
  counts: { requests: number; bodies: number; answers: number; refusals: number },
): Promise<void> {
  const client = newClient(replay);
  const body = example.bodyName === undefined ? undefined : example.parameters[example.bodyName];
  const query = Object.entries(optionsOf(example, undefined)).map(([name, value]) => [`$${name}`, text(value)]);
  try {
    for (const response of example.responses) {
      replay.requests.length = 0;
      replay.answer = () => answerOf(response, replay.url);
      const sent = client.send({
        what: "drive an example",
        method: example.method as "GET",
        path: pathOf(example),
        apiVersions: [example.apiVersion],
        query: Object.fromEntries(query) as Record<string, string>,
        ...(typeof body === "string" && { content: { type: "text/powershell", text: body } }),
        ...(typeof body !== "string" && body !== undefined && { body }),
      });
      if (response.status < 300) {
        assert.equal((await sent).status, response.status);
        counts.answers++;
      } else {
        await assert.rejects(sent, (error) => error instanceof AzureError && error.status === response.status);
        counts.refusals++;
      }
      checkRequest(replay, example, body);
      counts.requests++;
      if (body !== undefined) {
        counts.bodies++;
      }
    }
  } finally {
    client.dispose();
  }
}

function checkRequest(replay: ReplayServer, example: PublishedExample, body: Json | undefined): void {
  const sent = replay.requests[0];
  assert.ok(sent, "nothing was sent");
  const url = new URL(sent.target, replay.url);
  assert.equal(`${sent.method} ${url.pathname}`, `${example.method} ${pathOf(example)}`);
  assert.equal(url.searchParams.get("api-version"), example.apiVersion);
  for (const name of ["$filter", "$skip", "$top", "$inlinecount"]) {
    const wanted = example.parameters[name];
    if (wanted !== undefined) {
      assert.equal(url.searchParams.get(name), text(wanted));
    }
  }
  if (body === undefined) {
    assert.equal(sent.body, "");
  } else if (typeof body === "string") {
    assert.equal(sent.body, body);
    assert.equal(sent.contentType, "text/powershell");
  } else {
    assert.deepEqual(normal(JSON.parse(sent.body) as Json), normal(body));
  }
}

/** The SDK takes flattened models; its own mapper makes one of the published body. */
function withWireBody(given: OperationArguments, spec: OperationSpec, body: Json | undefined): OperationArguments {
  const { requestBody } = spec;
  if (requestBody === undefined || body === undefined || typeof body === "string") {
    return given;
  }
  const model: unknown = spec.serializer.deserialize(requestBody.mapper, body, "body");
  const { parameterPath } = requestBody;
  return Array.isArray(parameterPath)
    ? { ...given, options: { ...given.options, [text(parameterPath[1])]: model } }
    : { ...given, [text(parameterPath)]: model };
}

const takesSkip = /^(Dsc|SoftwareUpdate)/;

function pathOf(example: PublishedExample): string {
  return example.template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(text(example.parameters[name])),
  );
}

/** What the SDK takes besides the path: conditions of lists, and a body that may be left out. */
function optionsOf(example: PublishedExample, body: Json | undefined): Readonly<Record<string, unknown>> {
  const given = ["filter", "skip", "top", "inlinecount"]
    .map((name) => [name, example.parameters[`$${name}`]] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, /^\d+$/.test(text(value)) ? Number(value) : value] as const);
  return { ...Object.fromEntries(given), ...(body !== undefined && { parameters: body }) };
}

function headersOf(headers: Readonly<Record<string, Json>>, host: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, text(value).replace("https://management.azure.com", host)]),
  );
}

/** Links of the examples lead to the real host. */
function withHost(body: Json | undefined, host: string): Json | undefined {
  return body === undefined
    ? undefined
    : (JSON.parse(JSON.stringify(body).replaceAll(/https:\/\/management\.azure\.com(:443)?/g, host)) as Json);
}

/** Dates in one spelling: the SDK writes milliseconds. */
function normal(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json) => normal(item));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
  }
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value).toISOString() : value;
}
