/** The module Orchestrator.AssetManagement.Cmdlets (specs/assets-and-jobs.md 4.1) in a real pwsh. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import forge from "node-forge";

import type { ReadableAssetKind, RevealedAsset } from "../../../src/core/asset";
import type { Json } from "../../../src/core/json";
import type { JobServices, StartRunbookRequest } from "../../../src/core/job-services";
import {
  baseEnvironment,
  hostsFolder,
  needPwsh,
  noServices,
  pwshPath,
  runScript,
  streamTexts,
  type ScriptRun,
} from "./support/run-script";

const childId = "22222222-2222-4222-8222-222222222222";

interface Account {
  readonly services: JobServices;
  readonly written: Record<string, Json>;
  readonly started: StartRunbookRequest[];
  readonly sites: { script?: string; line?: number }[];
}

function account(assets: readonly RevealedAsset[]): Account {
  const written: Record<string, Json> = {};
  const started: StartRunbookRequest[] = [];
  const sites: { script?: string; line?: number }[] = [];
  const find = (kind: ReadableAssetKind, name: string): RevealedAsset | undefined =>
    assets.find((asset) => asset.kind === kind && asset.name.toLowerCase() === name.toLowerCase());
  return {
    written,
    started,
    sites,
    services: {
      ...noServices,
      getAsset: (kind, name, site) => {
        sites.push(site);
        return Promise.resolve(find(kind, name));
      },
      setVariable: (name, value) => {
        written[name] = value;
        return Promise.resolve(find("variable", name) !== undefined);
      },
      startRunbook: (request) => {
        started.push(request);
        return request.name === "none"
          ? Promise.reject(new Error("no runbook none"))
          : Promise.resolve(request.jobId ?? childId);
      },
      waitJobs: (ids) =>
        Promise.resolve(
          ids.map((jobId, index) => ({
            jobId,
            runbook: "child",
            status: index === 0 ? ("Failed" as const) : ("Running" as const),
            exception: index === 0 ? "child broke" : undefined,
          })),
        ),
    },
  };
}

function variable(name: string, value: Json, isEncrypted = false): RevealedAsset {
  return { kind: "variable", name, value, isEncrypted };
}

function output(run: ScriptRun): readonly string[] {
  return run.records.filter((record) => record.stream === "Output").map((record) => record.text);
}

/** A self-signed certificate, with and without its key. */
function certificate(name: string, hasPrivateKey: boolean, isExportable: boolean): RevealedAsset {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const made = forge.pki.createCertificate();
  made.publicKey = keys.publicKey;
  made.serialNumber = "01";
  made.validity.notBefore = new Date("2024-01-01T00:00:00Z");
  made.validity.notAfter = new Date("2034-01-01T00:00:00Z");
  made.setSubject([{ name: "commonName", value: name }]);
  made.setIssuer([{ name: "commonName", value: name }]);
  made.sign(keys.privateKey, forge.md.sha256.create());
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(made)).getBytes();
  const pfx = forge.asn1
    .toDer(forge.pkcs12.toPkcs12Asn1(keys.privateKey, [made], "", { algorithm: "3des" }))
    .getBytes();
  return {
    kind: "certificate",
    name,
    thumbprint: "",
    isExportable,
    hasPrivateKey,
    content: Buffer.from(hasPrivateKey ? pfx : der, "binary").toString("base64"),
  };
}

describe("Orchestrator.AssetManagement.Cmdlets", function () {
  this.timeout(120_000);
  before(function () {
    needPwsh(this);
  });

  it("declares the service's parameters, positions and pipeline rules", async () => {
    const run =
      await runScript(`foreach ($c in Get-Command -Module (Import-Module Orchestrator.AssetManagement.Cmdlets -PassThru)) {
  foreach ($p in $c.Parameters.Values | Where-Object { $_.Name -notin [System.Management.Automation.Internal.CommonParameters].GetProperties().Name }) {
    $a = $p.Attributes | Where-Object { $_ -is [Parameter] }
    "$($c.Name) $($p.Name) $($p.ParameterType.Name) $($a.Position) $($a.Mandatory) $($a.ValueFromPipeline) $($a.ValueFromPipelineByPropertyName) $($p.Aliases -join ',')"
  }
}`);
    const named = "-2147483648";
    assert.deepEqual([...output(run)].sort(), [
      "Get-AutomationCertificate Name String 0 True False True ",
      `Get-AutomationConnection DoNotDecrypt SwitchParameter ${named} False False False `,
      "Get-AutomationConnection Name String 0 True False True ",
      "Get-AutomationPSCredential Name String 0 True False True ",
      `Get-AutomationVariable DoNotDecrypt SwitchParameter ${named} False False False `,
      "Get-AutomationVariable Name String 0 True False True ",
      "Set-AutomationVariable Name String 0 True False True ",
      `Set-AutomationVariable Value Object ${named} True False True `,
      `Start-AutomationRunbook JobId Guid ${named} False False True `,
      "Start-AutomationRunbook Name String 0 True False True ",
      `Start-AutomationRunbook Parameters IDictionary ${named} False False True `,
      `Start-AutomationRunbook RunOn String ${named} False False True HybridWorker`,
      `Wait-AutomationJob DelayInSeconds Int32 ${named} False False False `,
      `Wait-AutomationJob Id Guid[] ${named} True True False `,
      `Wait-AutomationJob OutputJobsTransitionedToRunning SwitchParameter ${named} False False False `,
      `Wait-AutomationJob TimeoutInMinutes Int32 ${named} False False False `,
    ]);
  });

  it("gives variables in their types, found without case and told with the line that asks", async () => {
    const values: Record<string, Json> = {
      text: 'a "b" \u00e9',
      iso: "2024-05-31T00:00:00Z",
      int: 5,
      long: 5_000_000_000,
      real: 1.5,
      yes: true,
      date: "/Date(1357041600000)/",
      empty: "",
    };
    const test = account([
      ...Object.entries(values).map(([name, value]) => variable(name, value)),
      variable("nothing", null),
    ]);
    const lines = Object.keys(values).map(
      (name) => `$v = Get-AutomationVariable ${name.toUpperCase()}; "$($v.GetType().Name) $v"`,
    );
    const run = await runScript(
      [...lines, '"null: $($null -eq (Get-AutomationVariable -Name nothing))"'].join("\n"),
      test,
    );
    assert.deepEqual(output(run), [
      'String a "b" \u00e9',
      "String 2024-05-31T00:00:00Z",
      "Int32 5",
      "Int64 5000000000",
      "Double 1.5",
      "Boolean True",
      "DateTime 01/01/2013 12:00:00",
      "String ",
      "null: True",
    ]);
    assert.deepEqual(test.sites[1], { script: run.path, line: 2 });
  });

  it("gives complex variables as Newtonsoft objects, as the service does", async () => {
    const test = account([
      variable("o", { name: "n", list: [1, "2024-05-31T00:00:00Z"] }),
      variable("a", [1, { b: 2 }]),
    ]);
    const run = await runScript(
      `$o = Get-AutomationVariable o; $o.GetType().FullName; $o.name.Value; $o["list"][1].Value; $o | ForEach-Object { $_.GetType().Name } | Select-Object -First 1
$a = Get-AutomationVariable a; $a.GetType().FullName; $a.Count; $a[1].b.Value; ($o.ToString() | ConvertFrom-Json).list.Count
$o`,
      test,
    );
    assert.deepEqual(output(run).slice(0, 8), [
      "Newtonsoft.Json.Linq.JObject",
      "n",
      "2024-05-31T00:00:00Z",
      "JProperty",
      "Newtonsoft.Json.Linq.JArray",
      "2",
      "2",
      "2",
    ]);
    assert.equal(run.outcome.kind, "completed");
  });

  it("gives a connection as a hashtable whose keys have no case", async () => {
    const test = account([
      {
        kind: "connection",
        name: "AzureRunAs",
        connectionType: "AzureServicePrincipal",
        fields: { TenantId: "t", CertificateThumbprint: "sealed", Port: 5, UseTls: true },
        encryptedFields: ["CertificateThumbprint"],
      },
    ]);
    const run = await runScript(
      `$c = Get-AutomationConnection -Name azurerunas; $c.GetType().FullName; $c.tenantid; $c.CertificateThumbprint; $c.Port.GetType().Name; $c.UseTls; $c.Count
(Get-AutomationConnection AzureRunAs -DoNotDecrypt).CertificateThumbprint
([pscustomobject] @{ Name = 'AzureRunAs' } | Get-AutomationConnection).TenantId
function f([string] $TenantId, [string] $CertificateThumbprint, $Port, $UseTls) { "splat $TenantId" }; f @c`,
      test,
    );
    assert.deepEqual(output(run), [
      "System.Collections.Hashtable",
      "t",
      "sealed",
      "Int32",
      "True",
      "4",
      "(encrypted)",
      "t",
      "splat t",
    ]);
    const replies = run.messages.filter((message) => message["t"] === "get");
    assert.equal(replies.length, 3);
  });

  it("sends no sealed value to a runbook that does not want it decrypted", async () => {
    const sent: string[] = [];
    const test = account([variable("secret", "canary-value", true)]);
    const run = await runScript("Get-AutomationVariable secret -DoNotDecrypt; Get-AutomationVariable secret", {
      ...test,
      onLine: (direction, line) => {
        if (direction === "to-host" && line.startsWith("r\t")) {
          sent.push(line);
        }
      },
    });
    assert.deepEqual(output(run), ["(encrypted)", "canary-value"]);
    assert.ok(!sent[0]?.includes("canary-value"));
  });

  it("gives a credential as a PSCredential", async () => {
    const test = account([{ kind: "credential", name: "c", userName: "dom\\user", password: 'p\u00e4ss "w' }]);
    const run = await runScript(
      "$c = Get-AutomationPSCredential c; $c.GetType().FullName; $c.UserName; $c.GetNetworkCredential().Password; $c.Password.GetType().Name",
      test,
    );
    assert.deepEqual(output(run), [
      "System.Management.Automation.PSCredential",
      "dom\\user",
      'p\u00e4ss "w',
      "SecureString",
    ]);
  });

  it("gives certificates, with their private key where there is one", async () => {
    const test = account([
      certificate("keyed", true, true),
      certificate("closed", true, false),
      certificate("public", false, false),
    ]);
    const run = await runScript(
      `foreach ($n in 'keyed', 'closed', 'public') { $c = Get-AutomationCertificate -Name $n; "$($c.GetType().Name) $($c.Subject) $($c.HasPrivateKey)" }
$k = (Get-AutomationCertificate keyed); [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($k).ExportParameters($false).Modulus.Length
$k.Export('Pfx', 'x').Length -gt 0`,
      test,
    );
    assert.deepEqual(
      streamTexts(run).filter((line) => line.startsWith("Error")),
      [],
    );
    assert.deepEqual(output(run), [
      "X509Certificate2 CN=keyed True",
      "X509Certificate2 CN=closed True",
      "X509Certificate2 CN=public False",
      "256",
      "True",
    ]);
  });

  it("sets variables, falsy values too", async () => {
    const test = account([variable("v", 1)]);
    const run = await runScript(
      `$seen = @{ f = $false; z = 0; e = ''; n = $null; d = [datetime]::SpecifyKind('2013-01-01T12:00:00', 'Utc'); a = @(1, @{ k = 'x' }); s = (Get-Content -LiteralPath $PSCommandPath -TotalCount 1); one = @(7) }
foreach ($k in $seen.Keys) { try { Set-AutomationVariable -Name $k -Value $seen[$k] } catch { } }
Set-AutomationVariable v -Value 5; "silent"`,
      test,
    );
    assert.deepEqual(output(run), ["silent"]);
    const { s, ...rest } = test.written;
    assert.deepEqual(rest, {
      f: false,
      z: 0,
      e: "",
      n: null,
      d: "/Date(1357041600000)/",
      a: [1, { k: "x" }],
      one: [7],
      v: 5,
    });
    assert.equal(typeof s, "string");
  });

  const missing: readonly (readonly [string, string])[] = [
    ["Get-AutomationVariable", "variable"],
    ["Get-AutomationConnection", "connection"],
    ["Get-AutomationPSCredential", "credential"],
    ["Get-AutomationCertificate", "certificate"],
  ];
  it("ends a command for a missing asset with an error in the account's words", async () => {
    const calls = [...missing.map(([command]) => `${command} nope`), "Set-AutomationVariable nope -Value 1"];
    const run = await runScript(
      [
        ...calls.map(
          (call) => `try { ${call}; "not reached" } catch { "$($_.Exception.Message) [$($_.CategoryInfo.Category)]" }`,
        ),
        "Get-AutomationVariable nope",
        '"after"',
      ].join("\n"),
      account([]),
    );
    assert.deepEqual(streamTexts(run), [
      ...[...missing.map(([, kind]) => kind), "variable"].map(
        (kind) => `Output: There is no ${kind} "nope" in the account "test". [ObjectNotFound]`,
      ),
      'Error: There is no variable "nope" in the account "test".',
      "Output: after",
    ]);
    assert.equal(run.records.at(-2)?.line, 6);
    const stopped = await runScript('$ErrorActionPreference = "Stop"\nGet-AutomationVariable nope', account([]));
    assert.equal(stopped.outcome.exception, 'There is no variable "nope" in the account "test".');
    assert.equal(stopped.outcome.line, 2);
  });

  it("starts child runbooks and waits for them, and says that it waits in another way", async () => {
    const test = account([]);
    const own = "33333333-3333-4333-8333-333333333333";
    const run = await runScript(
      `$j = Start-AutomationRunbook -Name child -Parameters @{ a = 1; b = @{ c = @('x') } } -HybridWorker group
$j.GetType().Name; $j.Guid
$k = Start-AutomationRunbook other -JobId ${own}
Wait-AutomationJob -Id $j.Guid, $k -TimeoutInMinutes 10 | ForEach-Object { "$($_.JobId) $($_.RunbookName) $($_.Status) $($_.Exception)" }
($j, $k | Wait-AutomationJob -OutputJobsTransitionedToRunning).Count
try { Start-AutomationRunbook none } catch { "$_" }
try { Wait-AutomationJob -Id $j -DelayInSeconds 5 } catch { "range" }`,
      test,
    );
    assert.deepEqual(output(run), [
      "Guid",
      childId,
      `${childId} child Failed child broke`,
      "2",
      "no runbook none",
      "range",
    ]);
    assert.deepEqual(test.started.slice(0, 2), [
      { name: "child", parameters: { a: 1, b: { c: ["x"] } }, runOn: "group", jobId: undefined },
      { name: "other", parameters: undefined, runOn: "", jobId: own },
    ]);
    const notices = run.notices.join("\n");
    assert.match(notices, /the service looks only every 30 s/);
    assert.match(notices, /gave up after 10 min/);
  });

  it("ends a wait when the job is stopped", async () => {
    const run = await runScript('"go"; Wait-AutomationJob -Id 22222222-2222-4222-8222-222222222222; "never"', {
      services: { ...noServices, waitJobs: () => new Promise(() => undefined) },
      onNotice: (_, session) => session.requestStop(),
    });
    assert.equal(run.outcome.kind, "stopped");
    assert.deepEqual(output(run), ["go"]);
  });

  it("answers by module name, by import, and in parallel runspaces", async () => {
    const test = account([variable("v", "value")]);
    const run = await runScript(
      `Orchestrator.AssetManagement.Cmdlets\\Get-AutomationVariable -Name v
Import-Module Orchestrator.AssetManagement.Cmdlets -ErrorAction SilentlyContinue; Get-AutomationVariable v
1..4 | ForEach-Object -Parallel { Get-AutomationVariable v } -ThrottleLimit 4
(Start-ThreadJob { Get-AutomationVariable v } | Wait-Job | Receive-Job)`,
      test,
    );
    assert.deepEqual(output(run), new Array(7).fill("value"));
  });

  it("reaches the sandbox's endpoint from processes that the runbook starts", async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      void body(request).then((text) => {
        requests.push(`${request.method} ${request.url} ${String(request.headers["x-identity-header"])} ${text}`);
        const [status, reply] = answer(request.method ?? "", request.url ?? "");
        response.writeHead(status, { "content-type": "application/json" }).end(reply);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = (server.address() as AddressInfo).port;
    const base = `http://127.0.0.1:${port}/automationAccounts/a/sandboxes/s`;
    const script = `Start-Job {
  Get-AutomationVariable v
  try { Get-AutomationConnection "no pe" } catch { "missing: $_" }
  Set-AutomationVariable v -Value $false
  $j = Start-AutomationRunbook child -Parameters @{ a = 1 }; $j.Guid
  (Wait-AutomationJob -Id $j).Status
} | Wait-Job | Receive-Job`;
    try {
      for (const environment of [
        { IDENTITY_ENDPOINT: `${base}/metadata/identity/oauth2/token`, IDENTITY_HEADER: "secret" },
        { AUTOMATION_ASSET_ENDPOINT: base, RUNBOOK_WORKBENCH_SANDBOX_SECRET: "secret" },
      ]) {
        requests.length = 0;
        const run = await runScript(script, { environment });
        assert.deepEqual(streamTexts(run), [
          "Output: value",
          "Output: missing: no such thing",
          `Output: ${childId}`,
          "Output: Completed",
        ]);
        const path = "/automationAccounts/a/sandboxes/s";
        assert.deepEqual(requests.slice(0, 3), [
          `GET ${path}/assets/variable/v secret `,
          `GET ${path}/assets/connection/no%20pe secret `,
          `PUT ${path}/assets/variable/v secret {"value":false}`,
        ]);
        assert.deepEqual(JSON.parse(requests[3]?.split(" secret ")[1] ?? ""), {
          name: "child",
          runOn: "",
          parameters: { a: 1 },
        });
        assert.deepEqual(JSON.parse(requests[4]?.split(" secret ")[1] ?? ""), { ids: [childId], timeoutMs: 300_000 });
      }
    } finally {
      server.close();
    }
  });

  it("refuses to load outside a job of ours, as on a real worker", () => {
    // Without the variable that a job of ours has, the endpoint of a real worker does not count.
    const manifest = join(
      hostsFolder,
      "powershell/modules/Orchestrator.AssetManagement.Cmdlets/Orchestrator.AssetManagement.Cmdlets.psd1",
    );
    for (const environment of [{}, { IDENTITY_ENDPOINT: "http://127.0.0.1:1/oauth2/token", IDENTITY_HEADER: "x" }]) {
      const result = spawnSync(
        pwshPath ?? "",
        [
          "-NoProfile",
          "-NonInteractive",
          "-Command",
          `try { Import-Module '${manifest}' -ErrorAction Stop; 'loaded' } catch { [Console]::Error.WriteLine("$_") }`,
        ],
        {
          env: { ...baseEnvironment(), ...environment },
          encoding: "utf8",
        },
      );
      assert.doesNotMatch(result.stdout, /loaded/);
      assert.match(result.stderr.replaceAll(/\s+/g, " "), /works only inside a runbook/);
    }
  });

  it("keeps the host script from being started by hand", () => {
    const host = join(hostsFolder, "powershell/host.ps1");
    assert.throws(
      () =>
        execFileSync(pwshPath ?? "", ["-NoProfile", "-File", host], {
          env: baseEnvironment(),
          input: "",
          stdio: "pipe",
        }),
      /runbook-workbench run/,
    );
  });
});

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function answer(method: string, url: string): readonly [number, string] {
  if (method === "GET" && url.endsWith("/assets/variable/v")) {
    return [200, JSON.stringify(variable("v", "value"))];
  }
  if (method === "PUT") {
    return [204, ""];
  }
  if (url.endsWith("/jobs")) {
    return [201, JSON.stringify({ jobId: childId })];
  }
  if (url.endsWith("/jobs/wait")) {
    return [200, JSON.stringify({ jobs: [{ jobId: childId, runbook: "child", status: "Completed" }] })];
  }
  return [404, JSON.stringify({ Message: "no such thing" })];
}
