/** Rows A01 to A21 of specs/identity-endpoint.md 10: what the endpoint answers with a token. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import type { TokenSubject } from "../../../src/local/endpoint/endpoint";
import { deployerIdentity, readerIdentity, systemIdentity } from "../../support/account-builder";
import { claimsOf, EndpointRuns, tokenHeaderOf, type EndpointRun } from "../../support/endpoint-run";
import { parseAnswer, rawRequest, type RawAnswer } from "../../support/raw-http";

const arm = "https://management.azure.com/";
const form = { "Content-Type": "application/x-www-form-urlencoded" };

describe("identity endpoint: accepted requests", () => {
  const runs = new EndpointRuns();
  let run: EndpointRun;
  let withHeader: Record<string, string>;
  before(async () => {
    run = await runs.start();
    withHeader = { "X-IDENTITY-HEADER": run.secret };
  });
  after(() => runs.closeAll());

  const get = (query: string, headers: Record<string, string> = withHeader): Promise<RawAnswer> =>
    rawRequest(run.port, { target: `${run.path}?${query}`, headers });
  const post = (body: string, headers: Record<string, string>): Promise<RawAnswer> =>
    rawRequest(run.port, { method: "POST", target: run.path, headers, body });

  function assertToken(
    answer: RawAnswer,
    identity: Pick<TokenSubject, "clientId" | "principalId"> = systemIdentity,
    resource = arm,
  ): void {
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.json["resource"], resource);
    assert.equal(answer.json["token_type"], "Bearer");
    assert.equal(answer.json["client_id"], identity.clientId);
    const claims = claimsOf(answer.json["access_token"]);
    assert.equal(claims["aud"], resource);
    assert.equal(claims["appid"], identity.clientId);
    assert.equal(claims["oid"], identity.principalId);
  }

  it("A01 answers the documented GET with every field of a token", async () => {
    const answer = await get(`resource=${arm}`, { ...withHeader, Metadata: "True" });
    assertToken(answer);
    assert.deepEqual(Object.keys(answer.json), [
      "access_token",
      "refresh_token",
      "expires_in",
      "ext_expires_in",
      "not_before",
      "expires_on",
      "resource",
      "token_type",
      "client_id",
    ]);
    const now = Date.now() / 1000;
    const expiresOn = Number(answer.json["expires_on"]);
    assert.ok(Math.abs(expiresOn - now - 86_400) < 30);
    const claims = claimsOf(answer.json["access_token"]);
    assert.equal(claims["exp"], expiresOn);
    assert.equal(expiresOn - Number(claims["nbf"]), 86_700);
    assert.equal(claims["nbf"], Number(answer.json["not_before"]));
    assert.equal(claims["xms_emu"], true);
    assert.deepEqual(tokenHeaderOf(answer.json["access_token"]), {
      typ: "JWT",
      alg: "RS256",
      x5t: "local-emulator",
      kid: "local-emulator",
    });
  });

  it("A02 answers the documented POST, with lower-case escapes", async () => {
    assertToken(
      await post("resource=https%3a%2f%2fmanagement.azure.com%2f", { ...withHeader, ...form, Metadata: "True" }),
    );
  });

  it("A03 answers a GET with the client id of a user-assigned identity", async () => {
    assertToken(await get(`resource=${arm}&client_id=${readerIdentity.clientId}`), readerIdentity);
  });

  it("A04 answers a POST with the client id of a user-assigned identity", async () => {
    const body = `resource=${encodeURIComponent(arm)}&client_id=${deployerIdentity.clientId.toUpperCase()}`;
    assertToken(await post(body, { ...withHeader, ...form, Metadata: "True" }), deployerIdentity);
  });

  it("A05 takes the secret in the preview's header too", async () => {
    assertToken(await get(`resource=${arm}`, { secret: run.secret, Metadata: "true" }));
  });

  it("A06 needs no Metadata header where the secret is right, as App Service clients send none", async () => {
    assertToken(await get(`api-version=2019-08-01&resource=${encodeURIComponent(arm)}`));
  });

  it("A07 takes a POST with Metadata alone in the sandbox, and refuses it on a hybrid worker", async () => {
    const body = `resource=${encodeURIComponent(arm)}`;
    assertToken(await post(body, { ...form, Metadata: "true" }));
    const hybrid = await runs.start({ fidelity: "hybrid" });
    const refused = await rawRequest(hybrid.port, {
      method: "POST",
      target: hybrid.path,
      headers: { ...form, Metadata: "true" },
      body,
    });
    assert.equal(refused.status, 400);
    assert.equal(refused.json["Message"], "The secret header is missing.");
  });

  it("A08 ignores trailing slashes and the case of the path", async () => {
    for (const path of [`${run.path}/`, run.path.toUpperCase()]) {
      assertToken(await rawRequest(run.port, { target: `${path}?resource=${arm}`, headers: withHeader }));
    }
  });

  it("A09 ignores the case of header names and of Metadata's value", async () => {
    assertToken(await get(`resource=${arm}`, { metadata: "TRUE" }));
    assertToken(await get(`resource=${arm}`, { "x-identity-header": run.secret, mEtAdAtA: "true" }));
  });

  const selectors: [id: string, query: string][] = [
    ["A10", `object_id=${readerIdentity.principalId}`],
    ["A11", `principal_id={${readerIdentity.principalId}}`],
    ["A12", `mi_res_id=${readerIdentity.resourceId.replace("resourceGroups", "resourcegroups").toUpperCase()}`],
    ["A13", `msi_res_id=${encodeURIComponent(readerIdentity.resourceId)}`],
  ];
  for (const [id, query] of selectors) {
    it(`${id} finds a user-assigned identity by ${query.slice(0, query.indexOf("="))}`, async () => {
      assertToken(await get(`resource=${arm}&${query}`), readerIdentity);
    });
  }

  it("A14 takes an empty clientid for none", async () => {
    assertToken(await get(`resource=${arm}&api-version=2017-09-01&clientid=`, { secret: run.secret }));
  });

  it("A15 echoes any resource verbatim", async () => {
    for (const resource of [
      "https://management.azure.com",
      "https://management.core.windows.net/",
      "00000003-0000-0000-c000-000000000000",
      "api://contoso/runbooks",
      "https://localhost:18443",
    ]) {
      assertToken(await get(`resource=${encodeURIComponent(resource)}`), systemIdentity, resource);
    }
  });

  it("A16 takes any api-version", async () => {
    for (const version of [
      "",
      "&api-version=2017-09-01",
      "&api-version=2018-02-01",
      "&api-version=2019-08-01",
      "&api-version=x",
    ]) {
      assertToken(await get(`resource=${arm}${version}`));
    }
  });

  it("A17 writes expires_in before expires_on, both as digits in a string", async () => {
    const { body, json } = await get(`resource=${arm}`);
    assert.ok(body.indexOf('"expires_in"') < body.indexOf('"expires_on"'));
    assert.match(String(json["expires_in"]), /^\d+$/);
    assert.match(String(json["expires_on"]), /^\d{10}$/);
    assert.equal(typeof json["expires_in"], "string");
    assert.equal(typeof json["expires_on"], "string");
  });

  it("A18 sends headers that forbid storing, and none that lets web pages in", async () => {
    const { headers } = await get(`resource=${arm}`);
    assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("pragma"), "no-cache");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.deepEqual(
      [...headers.keys()].filter(
        (name) => name.startsWith("access-control-") || name === "set-cookie" || name === "location",
      ),
      [],
    );
  });

  it("A19 writes expires_on as a date for clients of 2017, unless told not to", async () => {
    const legacy = { secret: run.secret, Metadata: "true" };
    const date = (await get(`resource=${arm}&api-version=2017-09-01`, legacy)).json["expires_on"];
    assert.match(String(date), /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \+00:00$/);
    const epoch = (await get(`resource=${arm}`)).json["expires_on"];
    assert.ok(Math.abs(Date.parse(String(date)) / 1000 - Number(epoch)) < 60);
    for (const query of ["api-version=2018-02-01", "api-version=2019-08-01"]) {
      assert.match(String((await get(`resource=${arm}&${query}`, legacy)).json["expires_on"]), /^\d{10}$/);
    }
    const modern = await runs.start({ legacyDates: false });
    const answer = await rawRequest(modern.port, {
      target: `${modern.path}?resource=${arm}&api-version=2017-09-01`,
      headers: { secret: modern.secret },
    });
    assert.match(String(answer.json["expires_on"]), /^\d{10}$/);
  });

  it("A20 ignores a form type on GET, Node's sec-fetch-mode and unknown parameters", async () => {
    assertToken(
      await get(`x=1&resource=${arm}&xms_cc=cp1&token_sha256_to_refresh=00`, {
        ...withHeader,
        "Content-Type": "application/x-www-form-urlencoded;charset=utf-8",
        ContentType: "application/json",
        "sec-fetch-mode": "cors",
        "accept-language": "*",
      }),
    );
  });

  it("A21 answers Expect: 100-continue, as Windows PowerShell sends it with POST", async () => {
    const body = `resource=${encodeURIComponent(arm)}`;
    const head = [
      `POST ${run.path} HTTP/1.1`,
      `Host: 127.0.0.1:${run.port}`,
      `X-IDENTITY-HEADER: ${run.secret}`,
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      "Expect: 100-continue",
      "Connection: close",
    ];
    const text = await new Promise<string>((resolve, reject) => {
      let received = "";
      const socket = connect({ port: run.port, host: "127.0.0.1" }, () => socket.write(`${head.join("\r\n")}\r\n\r\n`));
      socket.once("data", () => socket.write(body));
      socket.on("data", (chunk: Buffer) => (received += chunk.toString("utf8")));
      socket.on("error", reject);
      socket.on("close", () => resolve(received));
    });
    assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    assertToken(parseAnswer(text));
  });
});
