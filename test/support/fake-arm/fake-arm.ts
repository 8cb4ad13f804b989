/**
 * A resource manager on loopback that keeps state: real HTTP, pages, operations that take a while, faults on demand. Tests
 * prepare and inspect `state`, read `requests`, and end it with `stop`.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json, JsonObject } from "../../../src/core/json";
import { publicCloud, withResourceManager, type Cloud } from "../../../src/azure/arm/cloud";
import {
  answerAccount,
  answerAccountList,
  answerResourceGroups,
  answerRoles,
  answerSubscriptions,
  answerSystemIdentity,
  answerTenants,
  answerUserIdentities,
} from "./account-routes";
import { refusedByFrontDoor, type ArmAnswerOut, type ArmRequestIn } from "./arm-request";
import { ArmState, collectionNames, type FakeAccount } from "./arm-state";
import { answerCollection } from "./collections";
import { FakeTokens } from "./fake-tokens";
import { Faults, misbehave, type Fault, type FaultAnswer } from "./faults";
import { answerJobs } from "./job-routes";
import { RunbookRoutes } from "./runbook-routes";

/** One request and what was answered to it. */
export interface FakeExchange {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** 0: the connection was ended without an answer. */
  status: number;
  answerHeaders: Readonly<Record<string, string>>;
  answerBody: string;
}

const child =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Automation\/automationAccounts\/([^/]+)(\/.*)?$/i;

export class FakeArm {
  readonly state = new ArmState();
  readonly tokens = new FakeTokens();
  readonly exchanges: FakeExchange[] = [];
  readonly runbookRoutes: RunbookRoutes;
  pageSize = 100;
  /** Versions this cloud does not know, as sovereign ones do not know the newest. */
  readonly unknownVersions = new Set<string>();
  /** Sent with every 401. */
  challenge = 'Bearer authorization_uri="https://login.microsoftonline.com/", error="invalid_token"';
  /** Of the requests under way; the most at once. */
  concurrency = { now: 0, most: 0 };
  readonly #server: Server;
  readonly #faults = new Faults();
  #growth = 0;

  private constructor() {
    this.runbookRoutes = new RunbookRoutes(() => this.url);
    this.#server = createServer((request, response) => {
      this.concurrency.now++;
      this.concurrency.most = Math.max(this.concurrency.most, this.concurrency.now);
      response.on("close", () => this.concurrency.now--);
      void this.#receive(request, response);
    });
  }

  static async start(): Promise<FakeArm> {
    const arm = new FakeArm();
    await new Promise<void>((resolve) => {
      arm.#server.listen(0, "127.0.0.1", resolve);
    });
    return arm;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Origin, without trailing slash. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The public cloud with this resource manager. */
  get cloud(): Cloud {
    return withResourceManager(publicCloud, this.url);
  }

  /** `GET /path?query` of every request so far. */
  get requests(): readonly string[] {
    return this.exchanges.map((exchange) => `${exchange.method} ${exchange.target}`);
  }

  fail(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** Ends every connection at once. Idempotent. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
    } catch {
      // The client gave up while it sent.
      return;
    }
    if (request.url === "/.test/token") {
      await this.#signIn(Buffer.concat(chunks).toString("utf8"), response);
      return;
    }
    const exchange: FakeExchange = {
      method: request.method ?? "GET",
      target: request.url ?? "/",
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks).toString("utf8"),
      status: 0,
      answerHeaders: {},
      answerBody: "",
    };
    this.exchanges.push(exchange);
    this.#respond(exchange, request, response);
  }

  /** For a whole extension: its sign-in is this server (docs/azure.md). */
  async #signIn(question: string, response: ServerResponse): Promise<void> {
    const answer = await this.tokens.answer(JSON.parse(question) as JsonObject);
    response.writeHead(answer === undefined ? 204 : 200, { "content-type": "application/json" });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  }

  #respond(exchange: FakeExchange, request: IncomingMessage, response: ServerResponse): void {
    const fault = this.#faults.take(exchange.method, exchange.target);
    if (fault?.kind === "silence") {
      return;
    }
    if (fault?.kind === "meanwhile") {
      fault.action();
    }
    const needsAnswer = !(fault?.kind === "hang-up" && fault.afterwards !== true) && fault?.kind !== "answer";
    let answer: ArmAnswerOut = needsAnswer ? this.#answer(exchange) : { status: 200 };
    if (fault?.kind === "answer") {
      const { status, headers, body, text } = fault;
      answer = {
        status,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
        ...(text !== undefined && { text: { type: "application/json", content: text } }),
      };
    }
    answer = this.#bent(fault, answer, exchange);
    const text = answer.text?.content ?? (answer.body === undefined ? "" : JSON.stringify(answer.body));
    if (fault !== undefined && ["html", "empty", "half", "cut", "hang-up"].includes(fault.kind)) {
      misbehave(fault, request, response, text);
      return;
    }
    const type = answer.text?.type ?? (answer.body === undefined ? undefined : "application/json; charset=utf-8");
    const headers: Record<string, string> = {
      "x-ms-request-id": randomUUID(),
      ...(type !== undefined && { "content-type": type }),
      ...answer.headers,
    };
    exchange.status = answer.status;
    exchange.answerHeaders = headers;
    exchange.answerBody = text;
    response.writeHead(answer.status, headers);
    response.end(text);
  }

  #bent(fault: FaultAnswer | undefined, answer: ArmAnswerOut, exchange: FakeExchange): ArmAnswerOut {
    if (fault?.kind === "next-link") {
      const self = `${this.url}${exchange.target}`;
      const link =
        fault.link === "same" ? self : fault.link === "growing" ? `${self}&again=${++this.#growth}` : fault.link;
      const body = (answer.body ?? {}) as { readonly [key: string]: Json };
      return { ...answer, body: { ...body, nextLink: link } };
    }
    if (fault?.kind === "location") {
      return { ...answer, headers: { ...answer.headers, location: fault.link } };
    }
    return answer;
  }

  #answer(exchange: FakeExchange): ArmAnswerOut {
    const bearer = /^Bearer (.+)$/.exec(exchange.headers.authorization ?? "")?.[1];
    if (bearer === undefined || !this.tokens.valid.has(bearer)) {
      return {
        ...refusedByFrontDoor(401, "InvalidAuthenticationToken", "The access token is invalid."),
        headers: { "www-authenticate": this.challenge },
      };
    }
    const url = new URL(exchange.target, this.url);
    const apiVersion = url.searchParams.get("api-version") ?? "";
    if (apiVersion === "" || this.unknownVersions.has(apiVersion)) {
      return refusedByFrontDoor(
        400,
        "NoRegisteredProviderFound",
        `No registered resource provider found for the API version '${apiVersion}'.`,
      );
    }
    const request: ArmRequestIn = {
      method: exchange.method,
      url,
      body: exchange.body,
      contentType: exchange.headers["content-type"] ?? "",
      apiVersion,
    };
    const path = url.pathname;
    const inAccount = child.exec(path);
    if (inAccount !== null) {
      const [subscription = "", group = "", name = ""] = inAccount.slice(1, 4).map(decodeURIComponent);
      const below = inAccount[4] ?? "";
      const account = this.state.findAccount(subscription, group, name);
      if (account === undefined) {
        return refusedByFrontDoor(
          404,
          "ResourceNotFound",
          `The Resource 'Microsoft.Automation/automationAccounts/${name}' under resource group '${group}' was not found.`,
        );
      }
      const rest = below.split("/").slice(1).map(decodeURIComponent);
      return below === "" ? answerAccount(this.state, account, request) : this.#below(account, rest, request);
    }
    return this.#outside(path, this.tokens.directories.get(bearer) ?? this.state.tenantId, request);
  }

  #below(account: FakeAccount, [first = "", ...rest]: readonly string[], request: ArmRequestIn): ArmAnswerOut {
    const lower = first.toLowerCase();
    if (lower === "runbooks") {
      return this.runbookRoutes.answer(account, rest, request, this.pageSize);
    }
    if (lower === "jobs") {
      return answerJobs(account, rest, request, this.pageSize);
    }
    if (lower === "providers") {
      return rest[0]?.toLowerCase() === "microsoft.managedidentity"
        ? answerSystemIdentity(this.state, account)
        : answerRoles(this.state, account.id, rest.slice(1), request, this.pageSize);
    }
    const collection = collectionNames.find((name) => name.toLowerCase() === lower);
    if (collection === undefined) {
      return refusedByFrontDoor(404, "InvalidResourceType", `The resource type '${first}' could not be found.`);
    }
    return answerCollection({ state: this.state, account, pageSize: this.pageSize }, collection, rest, request);
  }

  #outside(path: string, directory: string, request: ArmRequestIn): ArmAnswerOut {
    const accounts = /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.Automation\/automationAccounts$/i.exec(path);
    if (accounts !== null) {
      return answerAccountList(this.state, decodeURIComponent(accounts[1]!), request, this.pageSize);
    }
    const groups = /^\/subscriptions\/([^/]+)\/resourcegroups$/i.exec(path);
    if (groups !== null) {
      return answerResourceGroups(this.state, decodeURIComponent(groups[1]!), request, this.pageSize);
    }
    if (/^\/subscriptions\/?$/i.test(path)) {
      return answerSubscriptions(this.state, directory, request, this.pageSize);
    }
    if (/^\/tenants\/?$/i.test(path)) {
      return answerTenants(this.state);
    }
    if (/\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities$/i.test(path)) {
      return answerUserIdentities(this.state, request, this.pageSize);
    }
    const roles = /^(.*)\/providers\/Microsoft\.Authorization\/(.+)$/i.exec(path);
    if (roles !== null) {
      return answerRoles(this.state, decodeURIComponent(roles[1]!), roles[2]!.split("/"), request, this.pageSize);
    }
    return refusedByFrontDoor(404, "InvalidResourceType", `There is nothing at '${path}'.`);
  }
}
