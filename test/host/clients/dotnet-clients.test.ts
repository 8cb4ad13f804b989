/** Azure.Identity and MSAL.NET, unmodified: today's versions and those of 2024, which had their own code for this endpoint. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { readerIdentity, systemIdentity } from "../../support/account-builder";
import { claimsOf, EndpointRuns } from "../../support/endpoint-run";
import { askClient, ClientHome, clientsFolder, needProgram, runClient, type ClientResult } from "./client-process";

const arm = "https://management.azure.com";
const project = join(clientsFolder, "dotnet");
const buildTimeoutMs = 300_000;

for (const { azureIdentity, msal } of [
  { azureIdentity: "1.21.0", msal: "4.92.0" },
  { azureIdentity: "1.11.4", msal: "4.65.0" },
]) {
  describe(`.NET identity clients: Azure.Identity ${azureIdentity}, MSAL.NET ${msal}`, function () {
    this.timeout(60_000);
    const runs = new EndpointRuns();
    const home = new ClientHome();

    before(async function () {
      this.timeout(buildTimeoutMs);
      needProgram(this, "dotnet", ["--list-sdks"], "there is no .NET SDK");
      const versions = [`-p:AzureIdentityVersion=${azureIdentity}`, `-p:MsalVersion=${msal}`];
      // No compiler or build node may stay behind.
      const servers = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];
      // The person's own environment: NuGet's package cache and sources are there.
      await runClient("dotnet", ["build", project, "--nologo", "-v", "quiet", ...servers, ...versions], process.env);
    });
    afterEach(() => runs.closeAll());
    after(() => home.dispose());

    const ask = (env: NodeJS.ProcessEnv, client: string, kind: string, id: string): Promise<ClientResult> =>
      askClient("dotnet", [join(project, "bin", azureIdentity, "identity-clients.dll"), client, arm, kind, id], env);

    for (const [client, kind, id, clientId] of [
      ["azure-identity", "system", "-", systemIdentity.clientId],
      ["azure-identity", "clientId", readerIdentity.clientId, readerIdentity.clientId],
      ["azure-identity", "resourceId", readerIdentity.resourceId, readerIdentity.clientId],
      ["msal", "system", "-", systemIdentity.clientId],
      ["msal", "clientId", readerIdentity.clientId, readerIdentity.clientId],
      ["msal", "objectId", readerIdentity.principalId, readerIdentity.clientId],
      ["msal", "resourceId", readerIdentity.resourceId, readerIdentity.clientId],
    ] as const) {
      it(`${client} gets a token: ${kind}`, async () => {
        const run = await runs.start();
        const { token, expiresOn, error } = await ask(home.environment(run), client, kind, id);
        assert.equal(error, undefined);
        assert.equal(claimsOf(token)["appid"], clientId);
        assert.ok(Math.abs(Number(claimsOf(token)["exp"]) - Number(expiresOn)) <= 2);
        assert.deepEqual(
          run.log.map(({ status }) => status),
          [200],
        );
      });
    }

    for (const client of ["azure-identity", "msal"]) {
      it(`${client} shows the endpoint's text for an unknown identity and asks once`, async () => {
        const run = await runs.start();
        const unknown = "99999999-9999-4999-8999-999999999999";
        const { error = "" } = await ask(home.environment(run), client, "clientId", unknown);
        assert.match(error, /Managed User Identity not found!/);
        assert.equal(run.log.length, 1);
      });
    }
  });
}
