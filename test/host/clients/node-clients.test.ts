/** Row C01 and C05 of specs/identity-endpoint.md 10: the JavaScript libraries, unmodified, each case in a process of its own. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { readerIdentity, systemIdentity } from "../../support/account-builder";
import { claimsOf, EndpointRuns } from "../../support/endpoint-run";
import { askClient, ClientHome, clientsFolder, type ClientResult } from "./client-process";

const arm = "https://management.azure.com";

describe("JavaScript identity clients", function () {
  this.timeout(60_000);
  const runs = new EndpointRuns();
  const home = new ClientHome();
  afterEach(() => runs.closeAll());
  after(() => home.dispose());

  const cases: [name: string, args: string[], clientId: string][] = [
    ["the system-assigned identity", ["system", ""], systemIdentity.clientId],
    ["a client id", ["clientId", readerIdentity.clientId], readerIdentity.clientId],
    ["an object id", ["objectId", readerIdentity.principalId], readerIdentity.clientId],
    ["a resource id", ["resourceId", readerIdentity.resourceId], readerIdentity.clientId],
  ];

  for (const [library, script] of [
    ["@azure/identity", "azure-identity.cjs"],
    ["@azure/msal-node", "msal-node.cjs"],
  ] as const) {
    const ask = (env: NodeJS.ProcessEnv, args: readonly string[]): Promise<ClientResult> =>
      askClient(process.execPath, [join(clientsFolder, "node", script), arm, ...args], env);

    for (const [name, args, clientId] of cases) {
      it(`C01 ${library} gets a token for ${name} with one request`, async () => {
        const run = await runs.start();
        const { token, expiresOn, error } = await ask(home.environment(run), args);
        assert.equal(error, undefined);
        const claims = claimsOf(token);
        assert.equal(claims["appid"], clientId);
        assert.equal(claims["aud"], arm);
        // msal-node counts from its own clock, in whole seconds.
        assert.ok(Math.abs(Number(claims["exp"]) - Number(expiresOn)) <= 2);
        assert.deepEqual(
          run.log.map(({ status, clientId: asked }) => [status, asked]),
          [[200, clientId]],
        );
      });
    }

    it(`C01 ${library} shows the endpoint's text for an unknown identity and asks once`, async () => {
      const run = await runs.start();
      const { error = "" } = await ask(home.environment(run), ["clientId", "99999999-9999-4999-8999-999999999999"]);
      assert.match(error, /Description: Managed User Identity not found!/);
      assert.equal(run.log.length, 1);
    });

    it(`C05 ${library} goes past a proxy`, async () => {
      const run = await runs.start();
      const dead = "http://127.0.0.1:9";
      const env = home.environment(run, { HTTP_PROXY: dead, http_proxy: dead, NODE_USE_ENV_PROXY: "1" });
      const { token, error } = await ask(env, ["system", ""]);
      assert.equal(error, undefined);
      assert.equal(claimsOf(token)["appid"], systemIdentity.clientId);
    });
  }

  it("shows both answers of the throttled scenario to @azure/identity before it gives in", async () => {
    const run = await runs.start({ scenario: "throttled" });
    await askClient(
      process.execPath,
      [join(clientsFolder, "node", "azure-identity.cjs"), arm, "system", ""],
      home.environment(run),
    );
    assert.deepEqual(
      run.log.map(({ status }) => status),
      [429, 429, 200],
    );
  });
});
