/**
 * Show 5 of the foundation: distinct secret values in every kind of asset, used by a run, are then searched in every file of the workspace, the
 * configuration and temporary folders, in the log, in what was printed and in every command line and environment of this machine.
 */
import assert from "node:assert/strict";
import { createPrivateKey, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSelfSignedCertificate } from "../../../src/local/account/self-signed-certificate";
import { powerShellPath } from "../../support/job-run";
import { skipBecause } from "../../support/skip";
import { CliWorkspace, collect, waitUntil } from "./support/cli";

const canary = (name: string) => `canary-${name}-${randomBytes(12).toString("hex")}`;

interface Secret {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The secret as text and in the encodings that a careless program would write. */
function formsOf(name: string, text: string): Secret[] {
  const bytes = Buffer.from(text);
  return [
    { name, bytes },
    {
      name: `${name} (base64)`,
      bytes: Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64")),
    },
    { name: `${name} (UTF-16)`, bytes: Buffer.from(text, "utf16le") },
    { name: `${name} (hex)`, bytes: Buffer.from(bytes.toString("hex")) },
  ];
}

function findIn(where: string, content: Buffer, secrets: readonly Secret[]): string[] {
  return secrets.filter(({ bytes }) => content.includes(bytes)).map(({ name }) => `${name} in ${where}`);
}

function findInFiles(folder: string, secrets: readonly Secret[], skipped: readonly string[] = []): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !skipped.includes(path))
    .flatMap((path) => [
      ...findIn(path, readFileSync(path), secrets),
      ...findIn(`the name ${path}`, Buffer.from(path), secrets),
    ]);
}

/** Command lines and environments of all processes but this one, whose memory holds the secrets by design. */
function findInProcesses(secrets: readonly Secret[]): string[] {
  if (!existsSync("/proc/self/cmdline")) {
    return [];
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) =>
      ["cmdline", "environ"].flatMap((file) => {
        try {
          return findIn(`/proc/${pid}/${file}`, readFileSync(join("/proc", pid, file)), secrets);
        } catch {
          return []; // gone meanwhile, or not ours
        }
      }),
    );
}

const python = [
  "import automationassets as a, os, sys, time",
  "secret = a.get_automation_variable('SecretText')",
  "parts = a.get_automation_variable('SecretObject')",
  "password = a.get_automation_credential('SecretUser')['password']",
  "token = a.get_automation_connection('SecretConnection')['Token']",
  "certificate = a.get_automation_certificate('SecretCertificate')",
  "for value in (secret, parts, parts['inner'], password, token): print('value', value)",
  "print('error', secret, password, file=sys.stderr)",
  "import base64; print(base64.b64encode(certificate).decode())",
  "a.set_automation_variable('SecretText', secret)",
  "print('READY', flush=True)",
  "while not os.path.exists(sys.argv[1]): time.sleep(0.02)",
  "raise RuntimeError('failed with ' + token)",
  "",
].join("\n");

const powerShell = [
  "param([string] $Go)",
  "$secret = Get-AutomationVariable -Name 'SecretText'",
  "$parts = Get-AutomationVariable -Name 'SecretObject'",
  "$password = (Get-AutomationPSCredential -Name 'SecretUser').GetNetworkCredential().Password",
  "$token = (Get-AutomationConnection -Name 'SecretConnection').Token",
  "$certificate = Get-AutomationCertificate -Name 'SecretCertificate'",
  "$certificate.HasPrivateKey",
  '$secret; $parts; "$($parts.inner)"; $password; $token',
  "[pscustomobject] @{ Secret = $secret; Nested = @{ Deep = $password } }",
  "Write-Warning $secret; Write-Error $password; Write-Verbose $token -Verbose; Write-Host $secret; Write-Information $token -InformationAction Continue",
  "Write-Progress -Activity $secret -Status $password",
  "Set-AutomationVariable -Name 'SecretText' -Value $secret",
  "'READY'",
  "while (-not (Test-Path $Go)) { Start-Sleep -Milliseconds 20 }",
  'throw "failed with $token"',
  "",
].join("\n");

describe("canary: no secret in clear", function () {
  this.timeout(120_000);
  let work: CliWorkspace;
  let temp = "";
  const secrets: Secret[] = [];
  /** Everything that the command line printed. */
  const printed: string[] = [];

  async function cli(args: readonly string[], input = ""): Promise<number | null> {
    const result = await work.run(args, { input, environment: { TMPDIR: temp, TEMP: temp, TMP: temp } });
    printed.push(result.stdout, result.stderr);
    return result.status;
  }

  before(async () => {
    work = new CliWorkspace();
    temp = join(work.place, "temp");
    mkdirSync(temp);
    const values = {
      text: canary("text"),
      inner: canary("inner"),
      password: canary("password"),
      field: canary("field"),
      replaced: canary("replaced"),
    };
    for (const [name, value] of Object.entries(values)) {
      secrets.push(...formsOf(name, value));
    }
    const pem = await makeSelfSignedCertificate("canary.test");
    const keyPem = pem.slice(pem.indexOf("-----BEGIN PRIVATE KEY"));
    const der = createPrivateKey(keyPem).export({ type: "pkcs8", format: "der" });
    secrets.push({ name: "private key (DER)", bytes: der.subarray(200, 260) });
    for (const line of keyPem.split("\n").slice(4, 8)) {
      secrets.push({ name: "private key (PEM)", bytes: Buffer.from(line) });
    }
    // In a PKCS#12 the key stands at any of three alignments of base64.
    for (const at of [200, 201, 202]) {
      secrets.push({ name: "private key (base64)", bytes: Buffer.from(der.subarray(at, at + 60).toString("base64")) });
    }
    assert.equal(await cli(["init", "--name", "canary-account"]), 0);
    work.write(
      "M/M-Automation.json",
      JSON.stringify({
        ConnectionFields: [{ IsEncrypted: true, IsOptional: false, Name: "Token", TypeName: "System.String" }],
        ConnectionTypeName: "SecretType",
        IntegrationModuleName: "M",
      }),
    );
    const set = ["asset", "set"];
    assert.equal(await cli([...set, "variable", "SecretText", "--encrypted", "--value-stdin"], values.replaced), 0);
    assert.equal(await cli([...set, "variable", "SecretText", "--value-stdin"], values.text), 0);
    const object = JSON.stringify({ inner: values.inner });
    assert.equal(await cli([...set, "variable", "SecretObject", "--encrypted", "--json-stdin"], object), 0);
    assert.equal(
      await cli([...set, "credential", "SecretUser", "--user", "u", "--password-stdin"], values.password),
      0,
    );
    assert.equal(
      await cli(
        [...set, "connection", "SecretConnection", "--type", "SecretType", "--field-stdin", "Token"],
        values.field,
      ),
      0,
    );
    const certificate = work.write("certificate.pem", pem);
    assert.equal(await cli([...set, "certificate", "SecretCertificate", "--file", certificate, "--exportable"]), 0);
    writeFileSync(certificate, "taken in");
  });
  after(() => work.dispose());

  it("finds what it looks for", () => {
    const path = work.write("control.txt", `x${secrets[0]?.bytes.toString() ?? ""}y`);
    assert.equal(findInFiles(work.place, secrets).length, 1);
    writeFileSync(path, "");
    assert.deepEqual(findInFiles(work.place, secrets), []);
  });

  async function runAndSearch(runbook: string, form: string, arguments_: readonly string[]): Promise<string> {
    const log = join(work.place, `${runbook}.${form}.log`);
    const go = join(work.place, `${runbook}.${form}.go`);
    const child = work.start(
      ["run", runbook, ...arguments_, "-p", `Go=${go}`, "--output", form, "--log", log, "--debug"],
      { environment: { TMPDIR: temp, TEMP: temp, TMP: temp } },
    );
    const ended = collect(child);
    // JUnit is written at the end: the log says that the runbook is past its reads.
    const isPastReads = () => /asset .*operation="set"/.test(existsSync(log) ? readFileSync(log, "utf8") : "");
    await waitUntil(() => isPastReads() || child.exitCode !== null, 50);
    const found = [...findInProcesses(secrets), ...findInFiles(work.place, secrets)];
    writeFileSync(go, "");
    const { status, stdout, stderr } = await ended;
    assert.equal(status, 1, stderr);
    const prints = [
      ...findIn("standard output", Buffer.from(stdout), secrets),
      ...findIn("standard error", Buffer.from(stderr), secrets),
    ];
    assert.deepEqual([...found, ...prints, ...findInFiles(work.place, secrets)], []);
    return stdout + stderr;
  }

  for (const form of ["json", "text", "junit"]) {
    it(`a Python run leaves none behind and prints *** instead (${form})`, async () => {
      work.write("secrets.py", python);
      const text = await runAndSearch("secrets.py", form, []);
      assert.match(text, /value \*\*\*/);
      assert.match(text, /RuntimeError: failed with \*\*\*/);
    });

    it(`a PowerShell run leaves none behind and prints *** instead (${form})`, async function () {
      if (powerShellPath() === undefined) {
        skipBecause(this, "PowerShell 7 is not installed");
      }
      work.write("secrets.ps1", powerShell);
      const text = await runAndSearch("secrets.ps1", form, []);
      assert.match(text, /\*\*\*/);
      assert.match(text, /failed with \*\*\*/);
    });
  }

  it("neither do the other commands", async () => {
    for (const args of [
      ["asset", "list"],
      ["asset", "list", "--output", "json"],
      ["asset", "get", "connection", "SecretConnection", "--output", "json"],
      ["asset", "get", "certificate", "SecretCertificate"],
      ["asset", "remove", "variable", "SecretObject"],
      ["key", "rotate"],
    ]) {
      assert.equal(await cli([...args, "--log", join(work.place, "other.log")]), 0, args.join(" "));
    }
    assert.deepEqual(findIn("what was printed", Buffer.from(printed.join("\n")), secrets), []);
    assert.deepEqual(findInFiles(work.place, secrets), []);
    // A PowerShell that is killed leaves its own empty sockets and pipes; what is searched for here is ours.
    const others = /^(CoreFxPipe_PSHost\.|clr-debug-pipe-|dotnet-diagnostic-)/;
    assert.deepEqual(
      readdirSync(temp).filter((name) => !others.test(name)),
      [],
    );
  });
});
