/** Rows S01 to S09 of specs/identity-endpoint.md 10: who may not come near the endpoint. */
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { EndpointRuns, type EndpointRun } from "../../support/endpoint-run";
import { exchange, parseAnswer, rawRequest, type RawAnswer } from "../../support/raw-http";

const arm = "https://management.azure.com/";

describe("identity endpoint: guarded", () => {
  const runs = new EndpointRuns();
  let run: EndpointRun;
  before(async () => {
    run = await runs.start();
  });
  after(() => runs.closeAll());

  /** A request that gets a token but for what a test changes. */
  const ask = (headers: Record<string, string>, method = "GET", target = run.path): Promise<RawAnswer> =>
    rawRequest(run.port, {
      method,
      target: `${target}?resource=${arm}`,
      headers: { "X-IDENTITY-HEADER": run.secret, ...headers },
    });

  function assertNoCors(answer: RawAnswer): void {
    assert.doesNotMatch(answer.text, /access-control-/i);
  }

  it("S01 refuses a foreign host name, as DNS rebinding would send it", async () => {
    const answer = await ask({ Host: `evil.example:${run.port}` });
    assert.equal(answer.status, 403);
    assert.equal(answer.json["error"], "forbidden_host");
    assert.doesNotMatch(answer.body, /unreachable/i);
    assert.equal((await ask({ Host: "evil.example" })).status, 403);
  });

  it("S02 refuses another port, and no host at all; takes the names of this listener", async () => {
    assert.equal((await ask({ Host: `127.0.0.1:${run.port + 1}` })).status, 403);
    assert.equal((await ask({ Host: "127.0.0.1" })).status, 403);
    const withoutHost = await exchange(
      run.port,
      `GET ${run.path}?resource=${arm} HTTP/1.1\r\nX-IDENTITY-HEADER: ${run.secret}\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(parseAnswer(withoutHost).status, 403);
    for (const name of ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"]) {
      assert.equal((await ask({ Host: `${name}:${run.port}` })).status, 200, name);
    }
  });

  it("S03 refuses what a proxy passed on", async () => {
    const answer = await ask({ "X-Forwarded-For": "10.0.0.1" });
    assert.equal(answer.status, 400);
    assert.equal(answer.json["Message"], "The X-Forwarded-For header must not be present.");
    for (const name of ["Forwarded", "X-Forwarded-Host", "X-Real-IP", "Via"]) {
      assert.equal((await ask({ [name]: "x" })).status, 400, name);
    }
  });

  it("S04 refuses web pages", async () => {
    for (const headers of [{ Origin: "http://localhost" }, { Origin: "null" }, { "Sec-Fetch-Site": "same-origin" }]) {
      const answer = await ask(headers);
      assert.equal(answer.status, 403);
      assert.equal(answer.json["error"], "forbidden_origin");
      assertNoCors(answer);
    }
  });

  it("S05 answers no preflight", async () => {
    const preflight = await ask(
      {
        Origin: "http://localhost",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "metadata",
      },
      "OPTIONS",
    );
    assert.equal(preflight.status, 403);
    assertNoCors(preflight);
    const options = await ask({}, "OPTIONS");
    assert.equal(options.status, 405);
    assertNoCors(options);
  });

  it("S06 refuses other methods and names the allowed ones", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "HEAD"]) {
      const answer = await ask({}, method);
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.get("allow"), "GET, POST");
    }
  });

  it("S07 gives nothing to who knows the header but not the path", async () => {
    for (const target of [
      "/metadata/identity/oauth2/token",
      "/oauth2/token",
      run.path.replace(run.options.sandboxId, "00000000-0000-4000-8000-000000000000"),
    ]) {
      const answer = await rawRequest(run.port, { target: `${target}?resource=${arm}`, headers: { Metadata: "true" } });
      assert.equal(answer.status, 400, target);
    }
  });

  it("S08 refuses a body of 20 KB and closes the connection", async () => {
    const body = `resource=${"x".repeat(20_000)}`;
    const text = await exchange(
      run.port,
      [
        `POST ${run.path} HTTP/1.1`,
        `Host: 127.0.0.1:${run.port}`,
        `X-IDENTITY-HEADER: ${run.secret}`,
        "Content-Type: application/x-www-form-urlencoded",
        `Content-Length: ${body.length}`,
        "",
        body,
      ].join("\r\n"),
    );
    // `exchange` ends when the server closes: the request itself asked to keep the connection.
    const answer = parseAnswer(text);
    assert.equal(answer.status, 413);
    assert.equal(answer.headers.get("connection"), "close");
    assert.equal(answer.json["error"], "content_too_large");
  });

  it("S08 refuses headers of more than 16 KiB", async () => {
    const answer = await ask({ "X-Long": "x".repeat(17_000) });
    assert.equal(answer.status, 431);
    assert.equal(typeof answer.json["Message"], "string");
  });

  it("S09 listens on 127.0.0.1 only", async () => {
    const addresses = Object.values(networkInterfaces())
      .flat()
      .filter((info) => info !== undefined && info.address !== "127.0.0.1" && !info.address.startsWith("fe80"))
      .map((info) => info!.address);
    for (const host of [...addresses, "127.0.0.2"]) {
      const isOpen = await new Promise<boolean>((resolve) => {
        const socket = connect({ port: run.port, host, timeout: 1000 });
        const end = (result: boolean): void => {
          socket.destroy();
          resolve(result);
        };
        socket.once("connect", () => end(true));
        socket.once("error", () => end(false));
        socket.once("timeout", () => end(false));
      });
      assert.equal(isOpen, false, host);
    }
  });

  it("refuses Metadata alone where the secret is required", async () => {
    const strict = await runs.start({ requireSecret: true });
    const answer = await rawRequest(strict.port, {
      target: `${strict.path}?resource=${arm}`,
      headers: { Metadata: "true" },
    });
    assert.equal(answer.status, 400);
  });

  it("answers bytes that are no HTTP with 400", async () => {
    assert.equal(parseAnswer(await exchange(run.port, "\u0016\u0003\u0001 hello\r\n\r\n")).status, 400);
  });
});
