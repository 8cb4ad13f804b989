import assert from "node:assert/strict";
import type { RevealedAsset } from "../../../../src/core/asset";
import { AutomationError } from "../../../../src/core/errors";
import type { CallSite, JobServices } from "../../../../src/core/job-services";
import type { Json } from "../../../../src/core/json";
import { EndpointRuns, type EndpointRun } from "../../../support/endpoint-run";
import { rawRequest, type RawAnswer } from "../../../support/raw-http";

const password: RevealedAsset = { kind: "credential", name: "Sql Admin", userName: "sa", password: 'pä"ss' };
const jobId = "7d9d2f0e-0000-4000-8000-000000000001";

/** Services over a few assets; `calls` are the calls as the engine would see them. */
function fakeServices(): JobServices & { readonly calls: unknown[] } {
  const calls: unknown[] = [];
  const variables = new Map<string, Json>([["retries", 3]]);
  return {
    calls,
    getAsset(kind, name, site) {
      calls.push(["getAsset", kind, name, site]);
      if (name === "locked") {
        throw new AutomationError("key-missing", "There is no key for this account.", { hint: "Import the key." });
      }
      return Promise.resolve(kind === "credential" && name === password.name ? password : undefined);
    },
    describeMissing: (kind, name) => Promise.resolve(`There is no ${kind} "${name}" in aa-contoso.`),
    setVariable(name, value, site) {
      calls.push(["setVariable", name, value, site]);
      const isKnown = variables.has(name);
      if (isKnown) {
        variables.set(name, value);
      }
      return Promise.resolve(isKnown);
    },
    startRunbook(request, site) {
      calls.push(["startRunbook", request, site]);
      return request.name === "Child"
        ? Promise.resolve(jobId)
        : Promise.reject(new AutomationError("file-not-found", `There is no runbook "${request.name}".`));
    },
    waitJobs(ids, timeoutMs) {
      calls.push(["waitJobs", ids, timeoutMs]);
      return Promise.resolve([{ jobId, runbook: "Child", status: "Completed", exception: undefined }]);
    },
  };
}

describe("asset and job API", () => {
  const runs = new EndpointRuns();
  let services: ReturnType<typeof fakeServices>;
  let run: EndpointRun;
  beforeEach(async () => {
    services = fakeServices();
    run = await runs.start({ services });
  });
  afterEach(() => runs.closeAll());

  function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> {
    return rawRequest(run.port, {
      method,
      target: run.sandboxPath + path,
      headers: { "X-IDENTITY-HEADER": run.secret, "Content-Type": "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  }

  it("gives an asset in clear to who holds the job's secret, and says where the call stands", async () => {
    const answer = await call("GET", "/assets/Credential/Sql%20Admin", undefined, {
      "X-Runbook-Script": encodeURIComponent("/home/jörg/a b.py"),
      "X-Runbook-Line": "12",
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.json, password);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    const site: CallSite = { script: "/home/jörg/a b.py", line: 12 };
    assert.deepEqual(services.calls, [["getAsset", "credential", "Sql Admin", site]]);
  });

  it("refuses every call without the secret, whatever Metadata says, and asks nothing of the account", async () => {
    for (const headers of [{}, { Metadata: "true" }, { "X-IDENTITY-HEADER": "wrong" }, { secret: run.secret }]) {
      const answer = await rawRequest(run.port, {
        target: `${run.sandboxPath}/assets/credential/Sql%20Admin`,
        headers,
      });
      assert.equal(answer.status, 401);
    }
    assert.deepEqual(services.calls, []);
  });

  it("passes the same guards as the identity calls", async () => {
    assert.equal((await call("GET", "/assets/credential/x", undefined, { Origin: "http://localhost" })).status, 403);
    assert.equal((await call("GET", "/assets/credential/x", undefined, { Host: "evil.example" })).status, 403);
    assert.equal((await call("GET", "/assets/credential/x", undefined, { Via: "1.1 proxy" })).status, 400);
  });

  it("describes an asset that is not there", async () => {
    const answer = await call("GET", "/assets/connection/Missing");
    assert.equal(answer.status, 404);
    assert.equal(answer.json["Message"], 'There is no connection "Missing" in aa-contoso.');
    assert.equal(answer.json["error"], "asset-not-found");
  });

  it("sets an existing variable to any JSON, falsy ones too", async () => {
    for (const value of [0, false, "", null, { a: [1] }]) {
      const answer = await call("PUT", "/assets/variable/retries", { value });
      assert.equal(answer.status, 204);
      assert.equal(answer.body, "");
      assert.deepEqual(services.calls.at(-1), ["setVariable", "retries", value, {}]);
    }
    const missing = await call("PUT", "/assets/variable/unknown", { value: 1 });
    assert.equal(missing.status, 404);
    assert.equal(missing.json["Message"], 'There is no variable "unknown" in aa-contoso.');
  });

  it("starts and waits for child jobs", async () => {
    const started = await call("POST", "/jobs", { name: "Child", parameters: { Count: 2 }, runOn: null, jobId });
    assert.equal(started.status, 201);
    assert.deepEqual(started.json, { jobId });
    await call("POST", "/jobs", { name: "Child", parameters: ["a", 1] });
    assert.deepEqual(services.calls, [
      ["startRunbook", { name: "Child", parameters: { Count: 2 }, runOn: "", jobId }, {}],
      ["startRunbook", { name: "Child", parameters: ["a", 1], runOn: "", jobId: undefined }, {}],
    ]);
    const waited = await call("POST", "/jobs/wait", { ids: [jobId], timeoutMs: 100 });
    assert.equal(waited.status, 200);
    assert.deepEqual(waited.json, { jobs: [{ jobId, runbook: "Child", status: "Completed" }] });
  });

  it("tells failures of the account with their word and hint", async () => {
    const locked = await call("GET", "/assets/variable/locked");
    assert.equal(locked.status, 500);
    assert.equal(locked.json["error"], "key-missing");
    assert.equal(locked.json["hint"], "Import the key.");
    const unknown = await call("POST", "/jobs", { name: "Nowhere" });
    assert.equal(unknown.status, 404);
    assert.equal(unknown.json["Message"], 'There is no runbook "Nowhere".');
  });

  const unusable: [what: string, method: string, path: string, body: unknown, status: number][] = [
    ["an unknown kind", "GET", "/assets/secret/x", undefined, 400],
    ["a connection type, which no runbook reads", "GET", "/assets/connection-type/x", undefined, 400],
    ["a badly encoded name", "GET", "/assets/variable/%zz", undefined, 400],
    ["writing anything but a variable", "PUT", "/assets/credential/x", { value: 1 }, 405],
    ["a body that is no JSON", "PUT", "/assets/variable/retries", "value=1", 400],
    ["a body without value", "PUT", "/assets/variable/retries", {}, 400],
    ["a body that is no object", "PUT", "/assets/variable/retries", [1], 400],
    ["a child without name", "POST", "/jobs", { parameters: {} }, 400],
    ["parameters that are a text", "POST", "/jobs", { name: "Child", parameters: "x" }, 400],
    ["a wait without ids", "POST", "/jobs/wait", { timeoutMs: 1 }, 400],
    ["a wait without end", "POST", "/jobs/wait", { ids: [] }, 400],
    ["reading the job list", "GET", "/jobs", undefined, 405],
    ["an unknown call", "GET", "/schedules/x", undefined, 400],
  ];
  for (const [what, method, path, body, status] of unusable) {
    it(`refuses ${what} with ${status}`, async () => {
      const answer = await call(method, path, body);
      assert.equal(answer.status, status, answer.body);
      assert.equal(typeof answer.json["Message"], "string");
    });
  }

  it("takes large values up to 4 MiB, not more", async () => {
    const large = "x".repeat(3 * 1024 * 1024);
    assert.equal((await call("PUT", "/assets/variable/retries", { value: large })).status, 204);
    assert.equal((await call("PUT", "/assets/variable/retries", { value: large + large })).status, 413);
  });
});
