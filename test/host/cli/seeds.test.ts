/** Show 2 of the foundation: the runnable code blocks of the seed documents run as printed through the command line. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { JobEvent } from "../../../src/core/job";
import { makeSelfSignedCertificate } from "../../../src/local/account/self-signed-certificate";
import { powerShellPath } from "../../support/job-run";
import { skipBecause } from "../../support/skip";
import { debianPython, needPython } from "../clients/client-process";
import { CliWorkspace } from "./support/cli";

const folder = resolve(__dirname, "../../../../shared/seeds");

/** The code block of that language that follows the heading, exactly as it is printed. */
function blockBelow(document: string, heading: string, language: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith(document)) ?? "";
  const text = readFileSync(join(folder, name), "utf8");
  const at = text.indexOf(heading);
  const block = new RegExp(`\`\`\`${language}\\r?\\n([\\s\\S]*?)\`\`\``).exec(text.slice(at));
  assert.ok(at >= 0 && block?.[1] !== undefined, `${heading} has no ${language} block`);
  return block[1];
}

function outputOf(events: readonly JobEvent[]): string[] {
  return events.flatMap((event) => (event.type === "stream" && event.stream === "Output" ? [event.text] : []));
}

function assetsOf(events: readonly JobEvent[]): string[] {
  return events.flatMap((event) => (event.type === "asset" ? [`${event.kind} ${event.name} ${event.found}`] : []));
}

const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

describe("seed documents, as printed", function () {
  this.timeout(60_000);
  let work: CliWorkspace;
  before(async function () {
    if (!existsSync(folder)) {
      skipBecause(this, "../shared/seeds is not here");
    }
    work = new CliWorkspace();
    await work.ok(["init", "--name", "xAutomationAccount"]);
    work.write("certificate.pem", await makeSelfSignedCertificate("seed.test"));
    await work.ok(["asset", "set", "certificate", "MyCertificate", "--file", "certificate.pem", "--exportable"]);
    await work.ok([
      ...["asset", "set", "connection", "AzureConnection", "--type", "AzureServicePrincipal"],
      ...["--field", "ApplicationId=app-id", "--field", "TenantId=tenant-id"],
      ...["--field", "CertificateThumbprint=thumbprint", "--field", "SubscriptionId=subscription-id"],
    ]);
  });
  after(() => (work as CliWorkspace | undefined)?.dispose());

  function needPowerShell(context: Mocha.Context): void {
    if (powerShellPath() === undefined) {
      skipBecause(context, "PowerShell 7 is not installed");
    }
  }

  for (const method of ["GET", "POST"]) {
    it(`001: Sample ${method} request`, async function () {
      needPowerShell(this);
      work.write(`${method}.ps1`, blockBelow("001_", `### Sample ${method} request`, "powershell"));
      const { status, events, stderr } = await work.events([`${method}.ps1`]);
      assert.equal(status, 0, stderr);
      assert.match(outputOf(events)[0] ?? "", jwt);
      const identity = events.find((event) => event.type === "identity");
      assert.deepEqual(
        [identity?.method, identity?.resource, identity?.status],
        [method, "https://management.azure.com/", 200],
      );
      assert.equal(
        events.some((event) => event.type === "stream" && event.stream === "Error"),
        false,
      );
    });
  }

  it("001: Sample Python runbook to get a token", async function () {
    needPython(this, ["requests"]);
    work.write("seed_token.py", blockBelow("001_", "### Sample Python runbook to get a token", "python"));
    const { status, events, stderr } = await work.events(["seed_token.py", "--interpreter", debianPython]);
    assert.equal(status, 0, stderr);
    const answer = JSON.parse(outputOf(events).join("")) as Record<string, unknown>;
    assert.match(String(answer["access_token"]), jwt);
    assert.equal(answer["resource"], "https://management.azure.com/");
  });

  it("000: Get-AutomationConnection, its fields handed to Connect-AzAccount", async function () {
    needPowerShell(this);
    // Az is not part of this machine: a module of that name takes the call and shows what it was given.
    work.write(
      "modules/Az.Accounts/Az.Accounts.psm1",
      'function Connect-AzAccount { param([switch] $ServicePrincipal, $Tenant, $ApplicationId, $CertificateThumbprint) "connected $Tenant $ApplicationId $CertificateThumbprint" }\n',
    );
    work.write("connection.ps1", blockBelow("000_", "## Get a connection in a runbook", "powershell"));
    const modules = [work.path("modules"), process.env["PSModulePath"]].filter(Boolean).join(delimiter);
    const { status, events, stderr } = await work.events(["connection.ps1"], {
      environment: { PSModulePath: modules },
    });
    assert.equal(status, 0, stderr);
    assert.deepEqual(outputOf(events), ["connected tenant-id app-id thumbprint"]);
    assert.deepEqual(assetsOf(events), ["connection AzureConnection true"]);
  });

  it("000: Get-AutomationConnection without Az says which command is missing", async function () {
    needPowerShell(this);
    work.write("connection.ps1", blockBelow("000_", "## Get a connection in a runbook", "powershell"));
    const { events } = await work.events(["connection.ps1"]);
    const errors = events.flatMap((event) => (event.type === "stream" && event.stream === "Error" ? [event.text] : []));
    assert.match(errors.join("\n"), /Connect-AzAccount/);
    assert.deepEqual(assetsOf(events), ["connection AzureConnection true"]);
  });

  it("000: get_automation_connection, up to the document's own slip", async function () {
    needPython(this, ["azure.mgmt.resource", "OpenSSL", "msrestazure", "adal"]);
    work.write("seed_connection.py", blockBelow("000_", "# [Python](#tab/python2)", "python"));
    const { status, events } = await work.events(["seed_connection.py", "--interpreter", debianPython]);
    assert.deepEqual(assetsOf(events), ["connection AzureConnection true", "certificate MyCertificate true"]);
    // The certificate opens as the document opens it; then the code reads "my_connection", which it never sets.
    const result = events.at(-1);
    assert.ok(result?.type === "result");
    assert.equal(status, 1);
    assert.match(result.exception ?? "", /NameError: name 'my_connection' is not defined/);
  });
});
