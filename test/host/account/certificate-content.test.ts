import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCertificateFile } from "../../../src/local/account/certificate-file";
import { skipBecause } from "../../support/skip";
import { TemporaryFolders } from "../../unit/local/account/temporary-account";

const fixtures = join(__dirname, "../../fixtures/certificates");
const files = ["rsa-openssl3.pfx", "rsa-legacy.pfx", "rsa-dotnet.pfx", "ec-chain.pfx"];

const powerShell = String.raw`
foreach ($path in $args) {
  $bytes = [IO.File]::ReadAllBytes($path)
  foreach ($c in [Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes),
                 [Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes, '')) {
    $rsa = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($c)
    $ec = [Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($c)
    $size = if ($rsa) {
      8 * $rsa.SignData([byte[]](1, 2), 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1).Length
    } else {
      4 * $ec.SignData([byte[]](1, 2), 'SHA256').Length
    }
    "$($c.Thumbprint) $($c.HasPrivateKey) $size"
  }
}`;

const python = `
import sys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
for path in sys.argv[1:]:
    for password in (None, b""):
        with open(path, "rb") as file:
            key, certificate, _ = pkcs12.load_key_and_certificates(file.read(), password)
        print(certificate.fingerprint(hashes.SHA1()).hex().upper(), key is not None, key.key_size)
`;

function run(command: string, options: readonly string[]): string | undefined {
  const result = spawnSync(command, options, { encoding: "utf8", timeout: 60_000 });
  if (result.error) {
    return undefined;
  }
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
}

describe("the certificate content that runbooks get", function () {
  this.timeout(90_000);
  const folders = new TemporaryFolders();
  const paths: string[] = [];
  const expected: string[] = [];

  before(async () => {
    const folder = folders.create();
    for (const file of files) {
      const certificate = await readCertificateFile(readFileSync(join(fixtures, file)), "correct-horse");
      const path = join(folder, file);
      writeFileSync(path, Buffer.from(certificate.content, "base64"));
      paths.push(path);
      const line = `${certificate.thumbprint} True ${file.startsWith("rsa") ? 2048 : 256}`;
      expected.push(line, line);
    }
  });
  after(() => folders.removeAll());

  it("opens in .NET without a password, with its private key", function () {
    const script = join(paths[0] ?? "", "..", "open.ps1");
    writeFileSync(script, powerShell);
    const output = run("pwsh", ["-NoProfile", "-NonInteractive", "-File", script, ...paths]);
    if (output === undefined) {
      skipBecause(this, "PowerShell is not installed");
    }
    assert.deepEqual(output.trim().split(/\r?\n/), expected);
  });

  for (const interpreter of ["/usr/bin/python3", "python3"]) {
    it(`opens in the cryptography package of ${interpreter} without a password, with its private key`, function () {
      const probe = spawnSync(interpreter, ["-c", "import cryptography"], { encoding: "utf8" });
      if (probe.error || probe.status !== 0) {
        skipBecause(this, `${interpreter} has no package cryptography`);
      }
      assert.deepEqual((run(interpreter, ["-c", python, ...paths]) ?? "").trim().split(/\r?\n/), expected);
    });
  }
});
