/** Reads the published request/response examples together with the operations of the specification they belong to. */
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../../../src/core/json";

const dataFolder = path.join(import.meta.dirname, "../../../../shared/data/arm-automation");

export interface PublishedExample {
  /** Path below the data folder. */
  readonly file: string;
  readonly title: string;
  readonly operationId: string;
  readonly method: string;
  /** `/subscriptions/{subscriptionId}/...` */
  readonly template: string;
  readonly apiVersion: string;
  readonly parameters: JsonObject;
  /** Name of the body among the parameters; undefined: there is none. */
  readonly bodyName: string | undefined;
  readonly responses: readonly PublishedResponse[];
  /** Why it cannot be used as it is; undefined: well-formed. */
  readonly flaw: string | undefined;
}

export interface PublishedResponse {
  readonly status: number;
  readonly headers: JsonObject;
  /** undefined: no body. */
  readonly body: Json | undefined;
}

/** Whether the published data is there: it is no part of the repository. */
export function hasPublishedData(): boolean {
  return existsSync(dataFolder);
}

export function dataPath(...parts: readonly string[]): string {
  return path.join(dataFolder, ...parts);
}

/** Every example that an operation of the SDK's four api-versions, or of managed identities, refers to. */
export function loadReferredExamples(): readonly PublishedExample[] {
  const swaggers = globSync(["sdk-10.1.1-versions/**/*.json", "msi/**/*.json"], { cwd: dataFolder })
    .filter((file) => !file.includes("/examples/") && !file.includes("/common"))
    .sort();
  return swaggers.flatMap((file) => examplesOf(file));
}

/** The transcribed examples of newer versions; which operation each belongs to is worked out from its derived specification. */
export function loadCurrentExamples(): readonly PublishedExample[] {
  const folder = "current-2023-11-01_2024-10-23";
  return globSync(`${folder}/*.json`, { cwd: dataFolder })
    .sort()
    .map((file) => {
      const example = readJson(file);
      const parameters = objectAt(example, "parameters");
      return toExample(
        file,
        path.basename(file, ".json"),
        "",
        "",
        "",
        "parameters" in parameters ? "parameters" : undefined,
      );
    });
}

function examplesOf(swaggerFile: string): readonly PublishedExample[] {
  const swagger = readJson(swaggerFile);
  const examples: PublishedExample[] = [];
  for (const [template, item] of Object.entries(objectAt(swagger, "paths"))) {
    for (const [method, operation] of Object.entries(isJsonObject(item) ? item : {})) {
      if (!isJsonObject(operation)) {
        continue;
      }
      for (const [title, reference] of Object.entries(objectAt(operation, "x-ms-examples"))) {
        const target = isJsonObject(reference) ? textAt(reference, "$ref") : "";
        const file = path.join(path.dirname(swaggerFile), target);
        const operationId = textAt(operation, "operationId");
        examples.push(
          toExample(
            file,
            title,
            operationId,
            method.toUpperCase(),
            template,
            bodyNameOf(swagger, swaggerFile, operation),
          ),
        );
      }
    }
  }
  return examples;
}

function toExample(
  file: string,
  title: string,
  operationId: string,
  method: string,
  template: string,
  bodyName: string | undefined,
): PublishedExample {
  const example = readJson(file);
  const parameters = objectAt(example, "parameters");
  const responses = Object.entries(objectAt(example, "responses"))
    .filter(([, response]) => isWellFormed(response))
    .map(([status, response]) => ({
      status: Number(status),
      headers: isJsonObject(response) ? objectAt(response, "headers") : {},
      body: isJsonObject(response) ? response.body : undefined,
    }));
  return {
    file,
    title,
    operationId,
    method,
    template,
    apiVersion: textAt(parameters, "api-version"),
    parameters,
    bodyName,
    responses,
    flaw: flawOf(example, template),
  };
}

function flawOf(example: JsonObject, template: string): string | undefined {
  if (/\/\/|.\/$/.test(template)) {
    return "the operation's path has an empty part";
  }
  const parameters = objectAt(example, "parameters");
  const missing = [...template.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => typeof parameters[name] !== "string");
  if (missing.length > 0) {
    return `the path's ${missing.join(", ")} is not given`;
  }
  return Object.values(objectAt(example, "responses")).some(isWellFormed)
    ? undefined
    : "the answer stands outside of `body`";
}

function isWellFormed(response: Json): boolean {
  return isJsonObject(response) && Object.keys(response).every((key) => key === "headers" || key === "body");
}

function bodyNameOf(swagger: JsonObject, swaggerFile: string, operation: JsonObject): string | undefined {
  const parameters: readonly unknown[] = Array.isArray(operation.parameters) ? operation.parameters : [];
  for (const given of parameters) {
    const parameter = isJsonObject(given) ? resolve(swagger, swaggerFile, given) : {};
    if (parameter.in === "body") {
      return textAt(parameter, "name");
    }
  }
  return undefined;
}

function resolve(swagger: JsonObject, swaggerFile: string, parameter: JsonObject): JsonObject {
  const [file = "", pointer = ""] = textAt(parameter, "$ref").split("#");
  if (pointer === "") {
    return parameter;
  }
  let target: JsonObject = file === "" ? swagger : readJson(path.join(path.dirname(swaggerFile), file));
  for (const part of pointer.split("/").slice(1)) {
    target = objectAt(target, part);
  }
  return target;
}

const cache = new Map<string, JsonObject>();

function readJson(file: string): JsonObject {
  let read = cache.get(file);
  if (read === undefined) {
    // Some of the published files start with a byte order mark.
    const parsed: unknown = JSON.parse(readFileSync(path.join(dataFolder, file), "utf8").replace(/^\uFEFF/, ""));
    read = isJsonObject(parsed) ? parsed : {};
    cache.set(file, read);
  }
  return read;
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

function textAt(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === "string" ? value : "";
}
