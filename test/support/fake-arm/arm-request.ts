/** What a handler of the fake gets and gives. */
import type { Json, JsonObject } from "../../../src/core/json";
import { isJsonObject } from "../../../src/core/json";

export interface ArmRequestIn {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly contentType: string;
  readonly apiVersion: string;
}

export interface ArmAnswerOut {
  readonly status: number;
  readonly body?: Json;
  /** Instead of a body, with its content type. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: Json): ArmAnswerOut {
  return { status: 200, body };
}

export function done(status = 200): ArmAnswerOut {
  return { status };
}

/** As the resource provider says it: flat (specs/azure-apis.md 1.4). */
export function refused(status: number, code: string, message: string): ArmAnswerOut {
  return { status, body: { code, message } };
}

/** As ARM's front door says it: wrapped. */
export function refusedByFrontDoor(status: number, code: string, message: string): ArmAnswerOut {
  return { status, body: { error: { code, message } } };
}

export function notFound(noun: string): ArmAnswerOut {
  return refused(404, "NotFound", `${noun} not found.`);
}

export function wrongMethod(request: ArmRequestIn): ArmAnswerOut {
  return refusedByFrontDoor(405, "MethodNotAllowed", `The method ${request.method} is not allowed here.`);
}

export function jsonBody(request: ArmRequestIn): JsonObject {
  const body: unknown = request.body === "" ? {} : JSON.parse(request.body);
  return isJsonObject(body) ? body : {};
}

export function objectAt(object: JsonObject | undefined, name: string): JsonObject {
  const value = object?.[name];
  return isJsonObject(value) ? value : {};
}

export function textAt(object: JsonObject | undefined, name: string): string {
  const value = object?.[name];
  return typeof value === "string" ? value : "";
}

/** A page of a list, with an absolute link to the next as Azure writes it. */
export function page(request: ArmRequestIn, items: readonly Json[], size: number): ArmAnswerOut {
  const skip = Number(request.url.searchParams.get("$skip") ?? "0");
  const value = items.slice(skip, skip + size);
  if (skip + size >= items.length) {
    return ok({ value });
  }
  const next = new URL(request.url);
  next.searchParams.delete("$skip");
  // Azure leaves the dollar sign as it is.
  const nextLink = `${next.href}${next.search === "" ? "?" : "&"}$skip=${skip + size}`;
  return ok({ value, nextLink });
}
