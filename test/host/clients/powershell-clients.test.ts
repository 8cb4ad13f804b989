/** Row C06 of specs/identity-endpoint.md 10: the documentation's PowerShell samples in a real PowerShell. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { systemIdentity } from "../../support/account-builder";
import { claimsOf, EndpointRuns, type EndpointRun } from "../../support/endpoint-run";
import { ClientHome, clientsFolder, needProgram, runClient } from "./client-process";

describe("PowerShell identity clients", function () {
  this.timeout(60_000);
  const runs = new EndpointRuns();
  const home = new ClientHome();
  let run: EndpointRun;
  let found: Record<string, unknown>;

  before(async function () {
    needProgram(this, "pwsh", ["-NoProfile", "-Command", "exit 0"], "there is no pwsh on PATH");
    run = await runs.start();
    const args = ["-NoProfile", "-NonInteractive", "-File", join(clientsFolder, "powershell", "docs-samples.ps1")];
    found = JSON.parse(await runClient("pwsh", args, home.environment(run))) as Record<string, unknown>;
  });
  after(async () => {
    await runs.closeAll();
    home.dispose();
  });

  for (const [name, key, resource] of [
    ["Invoke-RestMethod with GET", "restGet", "https://management.azure.com/"],
    ["Invoke-RestMethod with POST", "restPost", "https://management.azure.com/"],
    ["Invoke-WebRequest", "webRequest", "https://database.windows.net/"],
    ["a request of 2017", "legacy", "https://management.azure.com/"],
  ] as const) {
    it(`C06 ${name} gets a token`, () => {
      assert.equal(claimsOf(found[key])["aud"], resource);
      assert.equal(claimsOf(found[key])["appid"], systemIdentity.clientId);
    });
  }

  it("C06 a client of 2017 can read the end of its token as a date", () => {
    const end = Date.parse(String(found["legacyExpiry"])) / 1000;
    assert.equal(end, claimsOf(found["legacy"])["exp"]);
  });

  it("C06 a runbook can read the message of an error with ConvertFrom-Json", () => {
    assert.equal(found["errorStatus"], 400);
    assert.equal(found["errorMessage"], "The 'resource' parameter is required.");
  });

  it("C06 the request log names PowerShell", () => {
    assert.ok(
      run.log.every(({ client }) => /^PowerShell\/7\./.test(client)),
      JSON.stringify(run.log),
    );
  });
});
