/** Rows C02 to C05 of specs/identity-endpoint.md 10: Python clients of Debian's packages, unmodified. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { readerIdentity, systemIdentity } from "../../support/account-builder";
import { claimsOf, EndpointRuns } from "../../support/endpoint-run";
import { askClient, ClientHome, clientsFolder, debianPython, needPython, runClient } from "./client-process";

const arm = "https://management.azure.com";
const script = (name: string): string => join(clientsFolder, "python", name);

describe("Python identity clients", function () {
  this.timeout(60_000);
  before(function () {
    needPython(this, ["azure.identity", "msrestazure", "requests"]);
  });
  const runs = new EndpointRuns();
  const home = new ClientHome();
  afterEach(() => runs.closeAll());
  after(() => home.dispose());

  const azureIdentity: [kind: string, id: string, clientId: string][] = [
    ["system", "", systemIdentity.clientId],
    ["client_id", readerIdentity.clientId, readerIdentity.clientId],
    ["object_id", readerIdentity.principalId, readerIdentity.clientId],
    ["mi_res_id", readerIdentity.resourceId, readerIdentity.clientId],
    ["default", "", systemIdentity.clientId],
  ];
  for (const [kind, id, clientId] of azureIdentity) {
    it(`C02 azure-identity gets a token: ${kind}`, async () => {
      const run = await runs.start();
      const args = [script("azure_identity_client.py"), arm, kind, id];
      const { token, expiresOn, error } = await askClient(debianPython, args, home.environment(run));
      assert.equal(error, undefined);
      assert.equal(claimsOf(token)["appid"], clientId);
      assert.ok(Math.abs(Number(claimsOf(token)["exp"]) - Number(expiresOn)) <= 1);
    });
  }

  it("C02 azure-identity shows the endpoint's text for an unknown identity and asks once", async () => {
    const run = await runs.start();
    const args = [script("azure_identity_client.py"), arm, "client_id", "99999999-9999-4999-8999-999999999999"];
    const { error = "" } = await askClient(debianPython, args, home.environment(run));
    assert.match(error, /Managed User Identity not found!/);
    assert.equal(run.log.length, 1);
  });

  for (const [kind, id, clientId] of [
    ["system", "", systemIdentity.clientId],
    ["client_id", readerIdentity.clientId, readerIdentity.clientId],
    ["object_id", readerIdentity.principalId, readerIdentity.clientId],
    ["msi_res_id", readerIdentity.resourceId, readerIdentity.clientId],
  ] as const) {
    it(`C03 msrestazure gets a token by POST without the secret: ${kind}`, async () => {
      const run = await runs.start();
      const args = [script("msrestazure_client.py"), kind, id];
      const { token, error } = await askClient(debianPython, args, home.environment(run));
      assert.equal(error, undefined);
      assert.equal(claimsOf(token)["appid"], clientId);
      assert.equal(claimsOf(token)["aud"], "https://management.core.windows.net/");
      assert.ok(run.log.every(({ method, status }) => method === "POST" && status === 200));
    });
  }

  it("C03 msrestazure gets a token by GET with the secret where it believes to be in App Service", async () => {
    const run = await runs.start();
    const env = { ...home.environment(run), APPSETTING_WEBSITE_SITE_NAME: "site" };
    const { token, error } = await askClient(debianPython, [script("msrestazure_client.py"), "system", ""], env);
    assert.equal(error, undefined);
    assert.equal(claimsOf(token)["appid"], systemIdentity.clientId);
    assert.equal(run.log[0]?.method, "GET");
  });

  it("C04 the documentation's sample prints a token", async () => {
    const run = await runs.start();
    const text = await runClient(debianPython, [script("docs_sample.py")], home.environment(run));
    const answer = JSON.parse(text) as Record<string, unknown>;
    assert.equal(claimsOf(answer["access_token"])["aud"], `${arm}/`);
    assert.equal(answer["token_type"], "Bearer");
  });

  it("C05 clients go past a proxy, which would otherwise get the secret", async () => {
    const run = await runs.start();
    const dead = "http://127.0.0.1:9";
    const env = home.environment(run, { HTTP_PROXY: dead, http_proxy: dead });
    const answer = JSON.parse(await runClient(debianPython, [script("docs_sample.py")], env)) as object;
    assert.ok("access_token" in answer);
    const args = [script("azure_identity_client.py"), arm, "system", ""];
    assert.equal((await askClient(debianPython, args, env)).error, undefined);
    // Without the exception the same request does go to the proxy.
    const unprotected = { ...env, NO_PROXY: "", no_proxy: "" };
    await assert.rejects(runClient(debianPython, [script("docs_sample.py")], unprotected), /ProxyError/);
  });
});
