/**
 * The asset and child-job calls of the Python host and of processes that a runbook starts, below `Endpoint.sandboxUrl`.
 *
 * Every call carries `X-IDENTITY-HEADER: {Endpoint.secret}`; `Metadata` alone is never enough. Optional on every call:
 * `X-Runbook-Script` (path, percent-encoded as encodeURIComponent does) and `X-Runbook-Line` (1-based) say where the call stands.
 *
 * | call                           | body                                             | answer                                          |
 * | ------------------------------ | ------------------------------------------------ | ----------------------------------------------- |
 * | `GET /assets/{kind}/{name}`    |                                                  | 200 RevealedAsset; 404                          |
 * | `PUT /assets/variable/{name}`  | `{"value": any JSON}`                            | 204; 404                                        |
 * | `POST /jobs`                   | `{"name", "parameters"?, "runOn"?, "jobId"?}`    | 201 `{"jobId"}`; 404 no such runbook            |
 * | `POST /jobs/wait`              | `{"ids": [], "timeoutMs": 0}`                    | 200 `{"jobs": [ChildJobState]}`; absent `exception`: none |
 *
 * `kind` is variable, credential, connection or certificate; `name` is one percent-encoded path segment. Bodies are JSON in UTF-8,
 * 4 MiB at most. Errors are JSON: `Message` (the text for the runbook's error), `error` (an ErrorCode, or `invalid_request`,
 * `unauthorized_client`, `method_not_allowed`, `content_too_large`), `hint` where there is one, `statusCode`, `error_description`.
 * 400: the call cannot be used; 401: no secret or a wrong one; 404: no such asset, variable or runbook; 500: all other failures.
 */
import { readableAssetKinds, type ReadableAssetKind } from "../../core/asset";
import { AutomationError, describeError, type ErrorCode } from "../../core/errors";
import type { CallSite, JobServices, StartRunbookRequest } from "../../core/job-services";
import { isJsonObject, type Json, type JsonObject } from "../../core/json";
import { errorAnswer, jsonAnswer, type Answer } from "./identity-answer";
import { headerText, type Refusal, type RequestHead, type SecretCheck } from "./request-guard";

export const largestAssetBody = 4 * 1024 * 1024;

/** Which call a request is; bodies are read only for those that have one. */
export type AssetCall =
  | { readonly kind: "get-asset"; readonly assetKind: ReadableAssetKind; readonly name: string }
  | { readonly kind: "set-variable"; readonly name: string }
  | { readonly kind: "start-runbook" }
  | { readonly kind: "wait-jobs" };

export type AssetRoute =
  | { readonly ok: true; readonly call: AssetCall; readonly site: CallSite }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads path, method and headers of a call. `path` begins after the sandbox's. undefined: none of our paths. */
export function routeAssetCall(path: string, head: RequestHead, secret: SecretCheck): AssetRoute | undefined {
  const found = findCall(path);
  if (!found) {
    return undefined;
  }
  const given = headerText(head.headers, "x-identity-header");
  if (given === undefined || !secret.matches(given)) {
    return refused(401, "unauthorized_client", "The value of X-IDENTITY-HEADER does not match IDENTITY_HEADER.");
  }
  if (!found.methods.includes(head.method)) {
    const allow = found.methods.join(", ");
    return refused(405, "method_not_allowed", `Only ${allow} is allowed here.`, { Allow: allow });
  }
  const call = found.call(head.method);
  return call ? { ok: true, call, site: callSiteOf(head) } : refused(400, "invalid_request", found.problem);
}

/** Answers a call. `body` is undefined for a call without one. */
export async function answerAssetCall(
  call: AssetCall,
  site: CallSite,
  body: Buffer | undefined,
  services: JobServices,
  correlationId: string,
): Promise<Answer> {
  try {
    switch (call.kind) {
      case "get-asset": {
        const asset = await services.getAsset(call.assetKind, call.name, site);
        return asset ? jsonAnswer(200, asset) : await missing(call.assetKind, call.name, services, correlationId);
      }
      case "set-variable": {
        const value = parseObject(body)["value"];
        if (value === undefined) {
          throw invalid('The body has no "value".');
        }
        const isSet = await services.setVariable(call.name, value, site);
        return isSet ? jsonAnswer(204, undefined) : await missing("variable", call.name, services, correlationId);
      }
      case "start-runbook":
        return jsonAnswer(201, { jobId: await services.startRunbook(parseStart(parseObject(body)), site) });
      case "wait-jobs": {
        const { ids, timeoutMs } = parseWait(parseObject(body));
        return jsonAnswer(200, { jobs: await services.waitJobs(ids, timeoutMs) });
      }
    }
  } catch (error) {
    return failure(error, correlationId);
  }
}

interface FoundCall {
  readonly methods: readonly string[];
  /** undefined: the path is one of ours, but cannot be used; `problem` says why. */
  readonly call: (method: string) => AssetCall | undefined;
  readonly problem: string;
}

function findCall(path: string): FoundCall | undefined {
  const [first, second, third, ...rest] = path.replace(/^\/|\/$/g, "").split("/");
  if (rest.length > 0) {
    return undefined;
  }
  const isJobs = first?.toLowerCase() === "jobs";
  if (isJobs && second === undefined) {
    return { methods: ["POST"], call: () => ({ kind: "start-runbook" }), problem: "" };
  }
  if (isJobs && second?.toLowerCase() === "wait" && third === undefined) {
    return { methods: ["POST"], call: () => ({ kind: "wait-jobs" }), problem: "" };
  }
  if (first?.toLowerCase() !== "assets" || second === undefined || third === undefined) {
    return undefined;
  }
  const assetKind = readableAssetKinds.find((kind) => kind === second.toLowerCase());
  const name = decodeSegment(third);
  const isUsable = assetKind !== undefined && name !== undefined && name !== "";
  return {
    methods: assetKind === "variable" ? ["GET", "PUT"] : ["GET"],
    call: (method) => {
      if (!isUsable) {
        return undefined;
      }
      return method === "PUT" ? { kind: "set-variable", name } : { kind: "get-asset", assetKind, name };
    },
    problem:
      assetKind === undefined
        ? `There is no asset kind "${second}"; known: ${readableAssetKinds.join(", ")}.`
        : "The asset's name is empty or wrongly encoded.",
  };
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function callSiteOf(head: RequestHead): CallSite {
  const script = headerText(head.headers, "x-runbook-script");
  const line = Number(headerText(head.headers, "x-runbook-line"));
  return {
    ...(script !== undefined && script !== "" && { script: decodeSegment(script) ?? script }),
    ...(Number.isSafeInteger(line) && line > 0 && { line }),
  };
}

function parseObject(body: Buffer | undefined): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse((body ?? Buffer.alloc(0)).toString("utf8"));
  } catch {
    throw invalid("The body is not JSON.");
  }
  if (!isJsonObject(value)) {
    throw invalid("The body is not a JSON object.");
  }
  return value;
}

function parseStart(body: JsonObject): StartRunbookRequest {
  const { name, parameters, runOn, jobId } = body;
  if (typeof name !== "string" || name === "") {
    throw invalid('The body has no "name" of a runbook.');
  }
  if (parameters !== undefined && parameters !== null && !isJsonObject(parameters) && !isArray(parameters)) {
    throw invalid('"parameters" is neither an object nor an array.');
  }
  return {
    name,
    parameters: parameters ?? undefined,
    runOn: optionalText(runOn, "runOn") ?? "",
    jobId: optionalText(jobId, "jobId"),
  };
}

function parseWait(body: JsonObject): { readonly ids: readonly string[]; readonly timeoutMs: number } {
  const { ids, timeoutMs } = body;
  if (!isArray(ids) || !ids.every((id) => typeof id === "string")) {
    throw invalid('"ids" is not an array of job ids.');
  }
  if (typeof timeoutMs !== "number" || !(timeoutMs >= 0)) {
    throw invalid('"timeoutMs" is not a number of milliseconds.');
  }
  return { ids, timeoutMs };
}

function optionalText(value: Json | undefined, name: string): string | undefined {
  if (value === undefined || value === null || value === "") {
    return undefined;
  }
  if (typeof value !== "string") {
    throw invalid(`"${name}" is not a text.`);
  }
  return value;
}

/** Array.isArray does not narrow readonly arrays. */
function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

async function missing(
  kind: ReadableAssetKind,
  name: string,
  services: JobServices,
  correlationId: string,
): Promise<Answer> {
  const message = await services.describeMissing(kind, name);
  return errorAnswer({ status: 404, code: "asset-not-found", message }, correlationId);
}

/** A call that breaks the contract above, against an AutomationError of the work itself. */
class InvalidCall extends Error {}

function invalid(message: string): InvalidCall {
  return new InvalidCall(message);
}

const notFound: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["asset-not-found", "file-not-found", "account-not-found"]);
const wrongInput: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["invalid-usage", "invalid-parameter", "invalid-asset"]);

function failure(error: unknown, correlationId: string): Answer {
  if (error instanceof InvalidCall) {
    return errorAnswer({ status: 400, code: "invalid_request", message: error.message }, correlationId);
  }
  if (!(error instanceof AutomationError)) {
    return errorAnswer({ status: 500, code: "failed", message: describeError(error) }, correlationId);
  }
  const status = notFound.has(error.code) ? 404 : wrongInput.has(error.code) ? 400 : 500;
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  return errorAnswer({ status, code: error.code, message: error.message }, correlationId, hint);
}

function refused(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): AssetRoute {
  return { ok: false, refusal: { status, code, message, ...(headers && { headers }) } };
}
