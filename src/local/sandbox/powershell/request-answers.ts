/** Answers what the module Orchestrator.AssetManagement.Cmdlets asks over the channel. */
import { readableAssetKinds, type ReadableAssetKind, type RevealedAsset } from "../../../core/asset";
import { describeError } from "../../../core/errors";
import { isJsonObject, type Json } from "../../../core/json";
import type { CallSite, JobServices } from "../../../core/job-services";
import type { HostRequest } from "./message-reader";

/** The `r` line for a request. Never rejects: what fails becomes the error of the runbook's command. */
export async function answerRequest(
  request: HostRequest,
  services: JobServices,
  onNotice: (message: string) => void,
): Promise<string> {
  let reply: Json;
  try {
    reply = { ok: await answer(request, services, onNotice) };
  } catch (error) {
    reply = { error: describeError(error) };
  }
  return `r\t${request.id}\t${JSON.stringify(reply)}\n`;
}

async function answer(request: HostRequest, services: JobServices, onNotice: (message: string) => void): Promise<Json> {
  const site: CallSite = {
    ...(request.script === undefined ? {} : { script: request.script }),
    ...(request.line === undefined ? {} : { line: request.line }),
  };
  const { kind, name, body } = request;
  switch (kind) {
    case "set":
      if (!(await services.setVariable(name, body["value"] ?? null, site))) {
        throw new Error(await services.describeMissing("variable", name));
      }
      return true;
    case "start": {
      const parameters = body["parameters"];
      const runOn = body["runOn"];
      const jobId = body["jobId"];
      const request = {
        name,
        parameters: isJsonObject(parameters) ? parameters : undefined,
        runOn: typeof runOn === "string" ? runOn : "",
        jobId: typeof jobId === "string" ? jobId : undefined,
      };
      return { jobId: await services.startRunbook(request, site) };
    }
    case "wait":
      return waitForJobs(request, services, onNotice);
    default: {
      const assetKind = readableAssetKinds.find((known) => known === kind);
      if (assetKind === undefined) {
        throw new Error(`The sandbox does not know requests of kind "${kind}".`);
      }
      return getAsset(assetKind, name, body["sealed"] === true, services, site);
    }
  }
}

async function getAsset(
  kind: ReadableAssetKind,
  name: string,
  isKeptSealed: boolean,
  services: JobServices,
  site: CallSite,
): Promise<Json> {
  const asset = await services.getAsset(kind, name, site);
  if (asset === undefined) {
    throw new Error(await services.describeMissing(kind, name));
  }
  return assetReply(asset, isKeptSealed);
}

/** With -DoNotDecrypt no secret leaves this process. */
function assetReply(asset: RevealedAsset, isKeptSealed: boolean): Json {
  switch (asset.kind) {
    case "variable":
      return { ...asset, value: isKeptSealed && asset.isEncrypted ? null : asset.value };
    case "connection": {
      const sealed = isKeptSealed ? asset.encryptedFields : [];
      const fields = Object.entries(asset.fields).map(([key, value]) => [key, sealed.includes(key) ? null : value]);
      return { ...asset, fields: Object.fromEntries(fields) as Record<string, Json> };
    }
    case "credential":
    case "certificate":
      return { ...asset };
  }
}

async function waitForJobs(
  request: HostRequest,
  services: JobServices,
  onNotice: (message: string) => void,
): Promise<Json> {
  const { ids, timeoutMs, delayMs } = request.body;
  const wanted = Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
  const limit = typeof timeoutMs === "number" ? timeoutMs : 300_000;
  if (typeof delayMs === "number") {
    onNotice(
      `Wait-AutomationJob answers here as soon as the jobs end; the service looks only every ${Math.round(delayMs / 1000)} s.`,
    );
  }
  const jobs = await services.waitJobs(wanted, limit);
  for (const id of wanted) {
    const job = jobs.find((state) => state.jobId.toLowerCase() === id.toLowerCase());
    if (job === undefined) {
      onNotice(`Wait-AutomationJob: this job started no job with the id ${id}.`);
    } else if (!["Completed", "Failed", "Stopped", "Suspended"].includes(job.status)) {
      onNotice(`Wait-AutomationJob gave up after ${limit / 60_000} min: "${job.runbook}" is ${job.status}.`);
    }
  }
  return { jobs: jobs.map((job) => ({ ...job, exception: job.exception ?? null })) };
}
