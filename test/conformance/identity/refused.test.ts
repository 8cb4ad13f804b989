/** Rows E01 to E15 of specs/identity-endpoint.md 10: what the endpoint refuses, and how it says so. */
import assert from "node:assert/strict";
import { buildAccount, readerIdentity, systemIdentity } from "../../support/account-builder";
import { EndpointRuns, type EndpointRun } from "../../support/endpoint-run";
import { rawRequest, type RawAnswer } from "../../support/raw-http";

const arm = "https://management.azure.com/";

describe("identity endpoint: refused requests", () => {
  const runs = new EndpointRuns();
  let run: EndpointRun;
  let withHeader: Record<string, string>;
  before(async () => {
    run = await runs.start();
    withHeader = { "X-IDENTITY-HEADER": run.secret };
  });
  after(() => runs.closeAll());

  const get = (query: string, headers: Record<string, string>, target: EndpointRun = run): Promise<RawAnswer> =>
    rawRequest(target.port, { target: `${target.path}${query}`, headers });

  /** E14 is checked on every refusal. */
  function assertRefused(answer: RawAnswer, status: number, code: string, message?: string): void {
    assert.equal(answer.status, status, answer.body);
    const { json } = answer;
    assert.equal(typeof json["Message"], "string");
    assert.equal(json["error"], code);
    assert.equal(json["error_description"], json["Message"]);
    assert.equal(json["statusCode"], status);
    assert.match(String(json["correlationId"]), /^[0-9a-f-]{36}$/);
    const names = Object.keys(json).map((name) => name.toLowerCase());
    assert.equal(new Set(names).size, names.length, "no two names that PowerShell would take for one");
    if (message !== undefined) {
      assert.equal(json["Message"], message);
    }
  }

  it("E01 refuses a request without any of the headers", async () => {
    assertRefused(await get(`?resource=${arm}`, {}), 400, "bad_request_102", "Required metadata header not specified");
  });

  it("E02 refuses Metadata: false", async () => {
    assertRefused(await get(`?resource=${arm}`, { Metadata: "false" }), 400, "bad_request_102");
  });

  it("E03 refuses a wrong X-IDENTITY-HEADER, whatever Metadata says", async () => {
    const answer = await get(`?resource=${arm}`, { "X-IDENTITY-HEADER": `${run.secret}x`, Metadata: "true" });
    assertRefused(answer, 401, "unauthorized_client", "The value of X-IDENTITY-HEADER does not match IDENTITY_HEADER.");
  });

  it("E04 refuses an empty X-IDENTITY-HEADER, whatever the secret header says", async () => {
    const answer = await get(`?resource=${arm}`, { "X-IDENTITY-HEADER": "", secret: run.secret, Metadata: "true" });
    assertRefused(answer, 401, "unauthorized_client");
  });

  it("E05 refuses a wrong secret header", async () => {
    assertRefused(await get(`?resource=${arm}`, { secret: "wrong", Metadata: "true" }), 401, "unauthorized_client");
  });

  it("E06 refuses a request without resource", async () => {
    assertRefused(await get("", withHeader), 400, "invalid_request", "The 'resource' parameter is required.");
  });

  it("E07 refuses an empty resource, and two different ones", async () => {
    assertRefused(await get("?resource=", withHeader), 400, "invalid_request");
    const two = await get(`?resource=${arm}&resource=https://vault.azure.net`, withHeader);
    assertRefused(two, 400, "invalid_request", "The 'resource' parameter is required.");
    const same = await get(`?resource=${arm}&resource=${encodeURIComponent(arm)}`, withHeader);
    assert.equal(same.status, 200);
  });

  it("E08 refuses a POST that is not a form", async () => {
    for (const type of [{ "Content-Type": "application/json" }, {}]) {
      const answer = await rawRequest(run.port, {
        method: "POST",
        target: run.path,
        headers: { ...withHeader, ...type },
        body: JSON.stringify({ resource: arm }),
      });
      assertRefused(
        answer,
        415,
        "unsupported_media_type",
        "Content Type for the Post request must be 'application/x-www-form-urlencoded'.",
      );
    }
  });

  it("E09 refuses an identity that the account does not have", async () => {
    const query = `?resource=${arm}&client_id=99999999-9999-4999-8999-999999999999`;
    assertRefused(await get(query, withHeader), 400, "identity_not_found", "Managed User Identity not found!");
  });

  it("E10 refuses two ways to name an identity at once", async () => {
    const query = `?resource=${arm}&client_id=${readerIdentity.clientId}&object_id=${readerIdentity.principalId}`;
    assertRefused(
      await get(query, withHeader),
      400,
      "invalid_request",
      "client_id, object_id and mi_res_id are mutually exclusive.",
    );
  });

  it("E11 says that the account has no identity at all", async () => {
    const none = await runs.start({ identities: { system: undefined, userAssigned: [] } });
    assertRefused(
      await get(`?resource=${arm}`, { "X-IDENTITY-HEADER": none.secret }, none),
      400,
      "identity_not_found",
      `No managed identity was found for Automation account ${none.options.account.accountId}`,
    );
  });

  it("E12 never takes a user-assigned identity for the system-assigned one", async () => {
    const only = await runs.start({ identities: { system: undefined, userAssigned: [readerIdentity] } });
    assertRefused(
      await get(`?resource=${arm}`, { "X-IDENTITY-HEADER": only.secret }, only),
      400,
      "identity_not_found",
      "Managed System Identity not found!",
    );
  });

  it("E13 refuses user-assigned identities on a hybrid worker", async () => {
    const hybrid = await runs.start({ fidelity: "hybrid" });
    const headers = { "X-IDENTITY-HEADER": hybrid.secret };
    assertRefused(
      await get(`?resource=${arm}&client_id=${readerIdentity.clientId}`, headers, hybrid),
      400,
      "invalid_request",
      "User assigned identity is currently not supported clientID must not be passed in request.",
    );
    assert.equal((await get(`?resource=${arm}`, headers, hybrid)).status, 200);
  });

  it("E14 writes errors that every client can read", async () => {
    const { body, headers } = await get("", withHeader);
    assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
    assert.match(body, /"Message":/);
    assert.doesNotMatch(body, /"message":/);
  });

  it("E15 answers an unknown path with 400, which no client repeats", async () => {
    for (const target of ["/", "/metadata/identity/oauth2/token", `${run.path}x`, `${run.sandboxPath}/jobs`]) {
      const answer = await rawRequest(run.port, { target: `${target}?resource=${arm}`, headers: withHeader });
      assertRefused(answer, 400, "invalid_request", "Unknown path.");
    }
  });

  it("takes the system-assigned identity's own ids for it", async () => {
    const account = buildAccount();
    const own = await runs.start({ account });
    for (const query of [`client_id=${systemIdentity.clientId}`, `object_id=${systemIdentity.principalId}`]) {
      const answer = await get(`?resource=${arm}&${query}`, { "X-IDENTITY-HEADER": own.secret }, own);
      assert.equal(answer.json["client_id"], systemIdentity.clientId);
    }
  });
});
