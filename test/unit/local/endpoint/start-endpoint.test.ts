import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import { AutomationError } from "../../../../src/core/errors";
import { createEmulatedTokenSource } from "../../../../src/local/endpoint/emulated-token";
import type { TokenSource } from "../../../../src/local/endpoint/endpoint";
import { buildAccount, readerIdentity } from "../../../support/account-builder";
import { EndpointRuns, type EndpointRun } from "../../../support/endpoint-run";
import { rawRequest, type RawAnswer } from "../../../support/raw-http";

const arm = "https://management.azure.com/";

describe("startEndpoint", () => {
  const runs = new EndpointRuns();
  afterEach(() => runs.closeAll());

  function ask(run: EndpointRun, query = `resource=${arm}`, headers: Record<string, string> = {}): Promise<RawAnswer> {
    return rawRequest(run.port, {
      target: `${run.path}?${query}`,
      headers: { "X-IDENTITY-HEADER": run.secret, ...headers },
    });
  }

  it("has the path and secret of the service's sandbox, new for every run", async () => {
    const [one, two] = [await runs.start(), await runs.start()];
    const { accountId } = one.options.account;
    assert.equal(
      one.identityUrl,
      `http://127.0.0.1:${one.port}/automationAccounts/${accountId}/sandboxes/${one.options.sandboxId}/metadata/identity/oauth2/token`,
    );
    assert.ok(one.identityUrl.startsWith(`${one.sandboxUrl}/`));
    assert.match(one.secret, /^[\w-]{43}$/);
    assert.notEqual(one.secret, two.secret);
    assert.equal((await ask(one, undefined, { "X-IDENTITY-HEADER": two.secret })).status, 401);
  });

  it("says so when the port is taken, or is none", async () => {
    const { port } = await runs.start();
    await assert.rejects(runs.start({ port }), (error: unknown) => {
      assert.ok(error instanceof AutomationError);
      assert.equal(error.code, "port-unavailable");
      assert.match(error.message, new RegExp(`Port ${port} could not be had`));
      return true;
    });
    await assert.rejects(runs.start({ port: 70_000 }), { code: "invalid-usage" });
  });

  it("uses the port it is told, and gives it back when it closes", async () => {
    const first = await runs.start();
    await first.close();
    const second = await runs.start({ port: first.port });
    assert.equal(second.port, first.port);
    assert.equal((await ask(second)).status, 200);
  });

  it("closes at once, with idle and waiting connections open, and as often as one likes", async () => {
    const run = await runs.start({ scenario: "timeout" });
    const idle = connect({ port: run.port, host: "127.0.0.1" });
    await once(idle, "connect");
    const waiting = ask(run).then(
      () => assert.fail("must not be answered"),
      () => undefined,
    );
    const ended = once(idle, "close");
    await Promise.all([run.close(), run.close()]);
    await Promise.all([ended, waiting]);
  });

  it("logs each request without secret, token or path", async () => {
    const run = await runs.start();
    const { json } = await ask(run, `resource=${arm}&client_id=${readerIdentity.clientId}`, {
      "User-Agent": "python-requests/2.28.1",
    });
    await ask(run, `resource=${run.secret}`, { "User-Agent": `x/${run.secret}` });
    await ask(run, "", { "X-IDENTITY-HEADER": "wrong" });
    await ask(run, `resource=${arm}&client_id=unknown`);
    assert.deepEqual(
      run.log.map(({ method, resource, identity, clientId, status, client }) => ({
        method,
        resource,
        identity,
        clientId,
        status,
        client,
      })),
      [
        {
          method: "GET",
          resource: arm,
          identity: "id-reader",
          clientId: readerIdentity.clientId,
          status: 200,
          client: "python-requests/2.28.1",
        },
        {
          method: "GET",
          resource: "***",
          identity: "system-assigned",
          clientId: run.options.account.identities.system!.clientId,
          status: 200,
          client: "x/***",
        },
        { method: "GET", resource: "", identity: "", clientId: "", status: 401, client: "" },
        { method: "GET", resource: arm, identity: "", clientId: "unknown", status: 400, client: "" },
      ],
    );
    const text = JSON.stringify(run.log);
    for (const secret of [run.secret, run.options.sandboxId, String(json["access_token"])]) {
      assert.ok(!text.includes(secret));
    }
  });

  it("logs status 0 for a client that gave up", async () => {
    const events = new EventEmitter();
    const logged = once(events, "logged");
    const run = await runs.start({
      scenario: "timeout",
      onIdentityRequest: ({ status }) => events.emit("logged", status),
    });
    const socket = connect({ port: run.port, host: "127.0.0.1" });
    socket.write(
      `GET ${run.path}?resource=${arm} HTTP/1.1\r\nHost: 127.0.0.1:${run.port}\r\nX-IDENTITY-HEADER: ${run.secret}\r\n\r\n`,
      () => socket.end(() => socket.destroy()),
    );
    assert.deepEqual(await logged, [0]);
  });

  it("throttles twice, then answers; mistakes are told at once and do not count", async () => {
    const run = await runs.start({ scenario: "throttled" });
    assert.equal((await ask(run, "")).status, 400);
    const answers = [await ask(run), await ask(run), await ask(run)];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [429, 429, 200],
    );
    assert.equal(answers[0]!.headers.get("retry-after"), "2");
  });

  it("hands out an expired token in that scenario, with emulated tokens only", async () => {
    const run = await runs.start({ scenario: "expired-token" });
    const { json } = await ask(run);
    assert.ok(Number(json["expires_on"]) < Date.now() / 1000);
    assert.equal(json["expires_in"], "0");
    const real: TokenSource = { kind: "developer", issue: () => Promise.reject(new Error("unused")) };
    await assert.rejects(runs.start({ scenario: "expired-token", tokenSource: real }), { code: "invalid-usage" });
  });

  it("turns a token source's failure into the service's error with the reason", async () => {
    const account = buildAccount();
    const failing = (error: Error): TokenSource => ({ kind: "developer", issue: () => Promise.reject(error) });
    const start = (error: Error): Promise<EndpointRun> => runs.start({ account, tokenSource: failing(error) });
    const failed = await ask(await start(new AutomationError("failed", "Not signed in.", { hint: "Run az login." })));
    assert.equal(failed.status, 500);
    assert.equal(
      failed.json["Message"],
      `Failed to get MSI token for account ${account.accountId} and resource ${arm}. Not signed in. Run az login.`,
    );
    const refused = await ask(await start(new AutomationError("permission-denied", "Refused.")));
    assert.equal(refused.status, 403, "a refusal stays one however often a client asks");
  });

  it("keeps one token per identity and resource", async () => {
    const account = buildAccount();
    const run = await runs.start({ account, tokenSource: createEmulatedTokenSource({ account }) });
    const tokens = [await ask(run), await ask(run), await ask(run, "resource=api://other")].map(
      ({ json }) => json["access_token"],
    );
    assert.equal(tokens[0], tokens[1]);
    assert.notEqual(tokens[0], tokens[2]);
  });

  it("hides itself from a hybrid worker's clients when the account has no identity", async () => {
    const identities = { system: undefined, userAssigned: [] };
    const hybrid = await runs.start({ identities, fidelity: "hybrid" });
    assert.equal(hybrid.environment({ IDENTITY_ENDPOINT: "old" })["IDENTITY_ENDPOINT"], undefined);
    const cloud = await runs.start({ identities });
    assert.equal(cloud.environment({})["IDENTITY_ENDPOINT"], cloud.identityUrl);
    assert.equal(cloud.environment({})["MSI_SECRET"], cloud.secret);
  });
});
