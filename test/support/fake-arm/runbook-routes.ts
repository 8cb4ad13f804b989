/** The fake's runbooks: facts, draft, publishing as operations that take a while. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../src/core/json";
import {
  done,
  jsonBody,
  notFound,
  objectAt,
  ok,
  page,
  refused,
  textAt,
  wrongMethod,
  type ArmAnswerOut,
  type ArmRequestIn,
} from "./arm-request";
import type { FakeAccount, FakeRunbook } from "./arm-state";
import { answerTestJob } from "./test-job-routes";

interface Operation {
  /** Polls until it is done. */
  left: number;
  finish(): ArmAnswerOut;
}

const me = "ada@contoso.example";

/** Runbooks of every account of one fake; remembers operations under way. */
export class RunbookRoutes {
  readonly #operations = new Map<string, Operation>();
  /** How often an operation says "not yet". */
  pollsUntilDone = 1;
  /** Seconds in Retry-After; the recordings say 5. */
  retryAfter = 5;
  /** The next publish ends like this. */
  publishFails: string | undefined;

  constructor(private readonly origin: () => string) {}

  answer(account: FakeAccount, rest: readonly string[], request: ArmRequestIn, pageSize: number): ArmAnswerOut {
    const [name, ...below] = rest;
    if (name === undefined) {
      if (request.method !== "GET") {
        return wrongMethod(request);
      }
      const rows = account.runbooks.values().map((runbook) => shown(account, runbook, true, request.apiVersion));
      return page(request, rows, pageSize);
    }
    const runbook = account.runbooks.get(name);
    const target = `${request.method} ${below.join("/").toLowerCase()}`;
    if (target === "PUT ") {
      return this.#put(account, name, runbook, request);
    }
    if (runbook === undefined) {
      return notFound("Runbook");
    }
    if (below[0]?.toLowerCase() === "operationresults") {
      return this.#poll(below[1] ?? "");
    }
    if (below[1]?.toLowerCase() === "testjob") {
      return answerTestJob(account, runbook, below.slice(2), request, pageSize);
    }
    switch (target) {
      case "GET ":
        return ok(shown(account, runbook, false, request.apiVersion));
      case "PATCH ":
        return this.#patch(account, runbook, request);
      case "DELETE ":
        account.runbooks.delete(name);
        return done();
      case "GET content":
        return runbook.published === undefined ? notFound("Published runbook") : script(runbook, runbook.published);
      case "GET draft":
        return ok(draftOf(runbook));
      case "GET draft/content":
        return runbook.draft === undefined ? notFound("Runbook draft") : script(runbook, runbook.draft);
      case "PUT draft/content":
        return this.#upload(account, runbook, request);
      case "POST draft/undoedit":
        return this.#undo(account, runbook);
      case "POST publish":
        return this.#publish(account, runbook);
      default:
        return wrongMethod(request);
    }
  }

  #put(account: FakeAccount, name: string, present: FakeRunbook | undefined, request: ArmRequestIn): ArmAnswerOut {
    if (!/^[a-z][\w-]{0,62}$/i.test(name)) {
      return refused(
        400,
        "BadRequest",
        "The runbook name is invalid: it must start with a letter and hold letters, digits, underscores and dashes.",
      );
    }
    const body = jsonBody(request);
    const properties = objectAt(body, "properties");
    const runbook = present ?? account.addRunbook(name, { draft: "" });
    runbook.type = textAt(properties, "runbookType") || runbook.type;
    // Older versions do not know the field and drop it without a word.
    runbook.runtimeEnvironment =
      request.apiVersion >= "2023" ? textAt(properties, "runtimeEnvironment") || undefined : undefined;
    this.#take(runbook, body);
    account.touch(runbook, me);
    return { status: present ? 200 : 201, body: shown(account, runbook, false, request.apiVersion) };
  }

  #patch(account: FakeAccount, runbook: FakeRunbook, request: ArmRequestIn): ArmAnswerOut {
    this.#take(runbook, jsonBody(request));
    account.touch(runbook, me);
    return ok(shown(account, runbook, false, request.apiVersion));
  }

  #take(runbook: FakeRunbook, body: JsonObject): void {
    const properties = objectAt(body, "properties");
    if (typeof properties.description === "string") {
      runbook.description = properties.description;
    }
    if (typeof properties.logVerbose === "boolean") {
      runbook.logVerbose = properties.logVerbose;
    }
    if (typeof properties.logProgress === "boolean") {
      runbook.logProgress = properties.logProgress;
    }
    if ("tags" in body) {
      runbook.tags = objectAt(body, "tags") as Record<string, string>;
    }
  }

  #upload(account: FakeAccount, runbook: FakeRunbook, request: ArmRequestIn): ArmAnswerOut {
    if (!request.contentType.startsWith("text/powershell")) {
      return refused(415, "UnsupportedMediaType", `The content type ${request.contentType} is not supported.`);
    }
    return this.#accept(account, runbook, request, () => {
      runbook.draft = request.body;
      account.touch(runbook, me);
      return doneText();
    });
  }

  #publish(account: FakeAccount, runbook: FakeRunbook): ArmAnswerOut {
    if (runbook.draft === undefined) {
      return refused(400, "BadRequest", "The runbook has no draft to publish.");
    }
    const failure = this.publishFails;
    this.publishFails = undefined;
    return this.#accept(account, runbook, undefined, () => {
      if (failure !== undefined) {
        return refused(400, "InvalidRunbookDefinition", failure);
      }
      runbook.published = runbook.draft;
      runbook.draft = undefined;
      account.touch(runbook, me);
      return doneText();
    });
  }

  #undo(account: FakeAccount, runbook: FakeRunbook): ArmAnswerOut {
    if (runbook.published === undefined) {
      return refused(400, "BadRequest", "The runbook was never published.");
    }
    runbook.draft = undefined;
    account.touch(runbook, me);
    return ok({ statusCode: "OK", requestId: randomUUID() });
  }

  #accept(
    account: FakeAccount,
    runbook: FakeRunbook,
    request: ArmRequestIn | undefined,
    finish: () => ArmAnswerOut,
  ): ArmAnswerOut {
    const id = randomUUID();
    this.#operations.set(id, { left: this.pollsUntilDone, finish });
    const version = request?.apiVersion ?? "2018-06-30";
    return {
      status: 202,
      headers: {
        location: `${this.origin()}${account.id}/runbooks/${encodeURIComponent(runbook.name)}/operationResults/${id}?api-version=${version}`,
        "retry-after": String(this.retryAfter),
        "ocp-automation-operationresultid": id,
      },
    };
  }

  #poll(id: string): ArmAnswerOut {
    const operation = this.#operations.get(id);
    if (operation === undefined) {
      return notFound("Operation");
    }
    if (operation.left > 0) {
      operation.left--;
      return { status: 202, headers: { "retry-after": String(this.retryAfter) } };
    }
    this.#operations.delete(id);
    return operation.finish();
  }
}

/** Empty text/plain: how an operation ends in the recordings. */
function doneText(): ArmAnswerOut {
  return { status: 200, text: { type: "text/plain; charset=utf-8", content: "" } };
}

function script(runbook: FakeRunbook, content: string): ArmAnswerOut {
  return {
    status: 200,
    text: { type: "text/powershell", content },
    headers: { etag: `"${runbook.version}"` },
  };
}

function draftOf(runbook: FakeRunbook): JsonObject {
  return {
    creationTime: runbook.creationTime,
    lastModifiedTime: runbook.lastModifiedTime,
    inEdit: runbook.draft !== undefined,
    parameters: {},
    outputTypes: [],
  };
}

function shown(account: FakeAccount, runbook: FakeRunbook, isInList: boolean, apiVersion: string): JsonObject {
  const state = runbook.published === undefined ? "New" : runbook.draft === undefined ? "Published" : "Edit";
  return {
    id: `${account.id}/runbooks/${runbook.name}`,
    location: account.location,
    name: runbook.name,
    type: "Microsoft.Automation/AutomationAccounts/Runbooks",
    tags: runbook.tags,
    ...(!isInList && { etag: `"${runbook.version}"` }),
    properties: {
      runbookType: runbook.type,
      ...(apiVersion >= "2024" &&
        runbook.runtimeEnvironment !== undefined && { runtimeEnvironment: runbook.runtimeEnvironment }),
      state,
      logVerbose: runbook.logVerbose,
      logProgress: runbook.logProgress,
      logActivityTrace: 0,
      creationTime: runbook.creationTime,
      lastModifiedTime: runbook.lastModifiedTime,
      ...(!isInList && {
        description: runbook.description,
        parameters: runbook.parameters,
        outputTypes: [],
        jobCount: 0,
        provisioningState: "Succeeded",
        lastModifiedBy: runbook.lastModifiedBy,
      }),
    },
  };
}
