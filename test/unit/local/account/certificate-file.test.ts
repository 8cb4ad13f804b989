import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCertificateFile } from "../../../../src/local/account/certificate-file";
import { openPkcs12 } from "../../../../src/local/account/pkcs12";
import { createTemporaryAccount, assetsText, rejectsWith, TemporaryFolders } from "./temporary-account";

const password = "correct-horse";
const rsaThumbprint = "B2563A69EB9E71C8D72C408F380BABDA77E9BBF7";
const ecThumbprint = "17D88B59B4E96EED7102F6B506CD33C09E1771ED";
/** A PKCS#7 file with the certificate of ec-chain.pfx. */
const pkcs7 =
  "MIIBfAYJKoZIhvcNAQcCoIIBbTCCAWkCAQExADALBgkqhkiG9w0BBwGgggFRMIIBTTCB9AIUSAElFYDgNUOz6MmOCAXdpTSiJNgwCgYIKoZIzj0EAwIwLDEqMCgGA1UEAwwhUnVuYm9vayBXb3JrYmVuY2ggdGVzdCwgYXV0aG9yaXR5MCAXDTI2MTEyMTE0MTAyNFoYDzIxMjUwNjE1MTQxMDI0WjAlMSMwIQYDVQQDDBpSdW5ib29rIFdvcmtiZW5jaCB0ZXN0LCBFQzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKuDD/Aqaz4xKl+xWRg6+DySIdFuO17ctx3Kwxy0F6OvH7AHRV8WheRlKUPGokX4egfQDYVTAcNXES0uH0BrvXkwCgYIKoZIzj0EAwIDSAAwRQIgMmY6h1xUM2N269psrF201QH9roN0wasIPrJgnGNEB0ECIQCFI764CvBgRkJO8z6wtxcj5CvnH/bTBo3+NoRvG/w3gjEA";

function fixture(name: string): Buffer {
  return readFileSync(join(__dirname, "../../../fixtures/certificates", name));
}

/** Certificate and key of a fixture as PEM texts, the key encrypted where a password is given. */
async function pemOf(
  name: string,
  passphrase?: string,
): Promise<{ readonly certificate: string; readonly key: string }> {
  const bag = await openPkcs12(fixture(name), password);
  const key = createPrivateKey({ key: bag.privateKey ?? Buffer.alloc(0), format: "der", type: "pkcs8" });
  const encryption = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return {
    certificate: new X509Certificate(bag.certificates[0] ?? Buffer.alloc(0)).toString(),
    key: String(key.export({ format: "pem", type: "pkcs8", ...encryption })),
  };
}

describe("certificate files", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  for (const [name, thumbprint, secret] of [
    ["rsa-openssl3.pfx", rsaThumbprint, password],
    ["rsa-legacy.pfx", rsaThumbprint, password],
    ["ec-chain.pfx", ecThumbprint, password],
    ["ec-empty-password.pfx", ecThumbprint, undefined],
    ["ec-empty-password.pfx", ecThumbprint, ""],
    ["ec-plain.pfx", ecThumbprint, undefined],
  ] as const) {
    it(`${name} (${secret === undefined ? "no" : `"${secret}" as`} password) becomes a PKCS#12 without password`, async () => {
      const certificate = await readCertificateFile(fixture(name), secret);
      assert.equal(certificate.thumbprint, thumbprint);
      assert.equal(certificate.hasPrivateKey, true);
      assert.match(certificate.expiryTime, /^212[56]-\d\d-\d\dT14:10:24\.000Z$/);
      const again = await readCertificateFile(Buffer.from(certificate.content, "base64"), undefined);
      assert.equal(again.thumbprint, thumbprint);
      const original = await openPkcs12(fixture(name), secret);
      const stored = await openPkcs12(Buffer.from(certificate.content, "base64"), undefined);
      assert.deepEqual(stored.privateKey, original.privateKey);
      assert.deepEqual(
        stored.certificates.map((der) => new X509Certificate(der).subject),
        original.certificates.map((der) => new X509Certificate(der).subject),
      );
    });
  }

  it("a PFX of .NET is read", async () => {
    assert.equal((await readCertificateFile(fixture("rsa-dotnet.pfx"), password)).hasPrivateKey, true);
  });

  it("a certificate without key stays in clear: PFX, DER, PEM", async () => {
    const der = (await openPkcs12(fixture("ec-chain.pfx"), password)).certificates[0] ?? Buffer.alloc(0);
    const pem = new X509Certificate(der).toString();
    for (const [bytes, secret] of [
      [fixture("ec-no-key.pfx"), password],
      [der, undefined],
      [Buffer.from(pem), undefined],
      [Buffer.from(`Bag Attributes\r\n${pem.replaceAll("\n", "\r\n")}`), undefined],
    ] as const) {
      const certificate = await readCertificateFile(bytes, secret);
      assert.deepEqual(
        [certificate.thumbprint, certificate.hasPrivateKey, certificate.content],
        [ecThumbprint, false, der.toString("base64")],
      );
    }
  });

  it("a PEM file with certificate and key, plain or encrypted, in any order, is read", async () => {
    for (const [name, thumbprint] of [
      ["rsa-openssl3.pfx", rsaThumbprint],
      ["ec-chain.pfx", ecThumbprint],
    ] as const) {
      const plain = await pemOf(name);
      const locked = await pemOf(name, "other-pass");
      const first = await readCertificateFile(Buffer.from(plain.certificate + plain.key), undefined);
      const second = await readCertificateFile(Buffer.from(locked.key + locked.certificate), "other-pass");
      assert.ok(first.hasPrivateKey && first.thumbprint === thumbprint);
      assert.ok(second.hasPrivateKey && second.thumbprint === thumbprint);
    }
  });

  describe("are refused with what to do when", () => {
    const wrong = async (bytes: Uint8Array, secret: string | undefined, message: RegExp) => {
      const error = await rejectsWith(readCertificateFile(bytes, secret), "invalid-asset");
      assert.match(`${error.message} ${error.hint ?? ""}`, message);
      assert.ok(!error.message.includes("horse"));
    };

    it("the password is missing or wrong", async () => {
      await wrong(fixture("rsa-openssl3.pfx"), undefined, /needs a password.*--password-stdin/);
      await wrong(fixture("rsa-openssl3.pfx"), "wrong-horse", /password does not open/);
      await wrong(fixture("rsa-legacy.pfx"), "wrong-horse", /password does not open/);
      const { certificate, key } = await pemOf("rsa-openssl3.pfx", "x");
      await wrong(Buffer.from(certificate + key), undefined, /needs a password/);
      await wrong(Buffer.from(certificate + key), "wrong-horse", /password does not open/);
    });

    it("it is something else, or cut off", async () => {
      await wrong(Buffer.from("hello"), undefined, /not a certificate/);
      await wrong(Buffer.alloc(0), undefined, /not a certificate/);
      await wrong(fixture("rsa-openssl3.pfx").subarray(0, 500), password, /not a certificate/);
      await wrong(Buffer.from(pkcs7, "base64"), undefined, /export a \.p7b/);
    });

    it("key and certificate do not belong together, or one is missing", async () => {
      const rsa = await pemOf("rsa-openssl3.pfx");
      const ec = await pemOf("ec-chain.pfx");
      await wrong(Buffer.from(rsa.certificate + ec.key), undefined, /belongs to none/);
      await wrong(Buffer.from(ec.key), undefined, /holds no certificate.*one file/);
      await wrong(Buffer.from(ec.certificate.replace(/M/g, "!")), undefined, /cannot be read/);
    });
  });

  it("an account seals a certificate with key, shows its data, and replaces it in place", async () => {
    const temporary = await createTemporaryAccount(folders);
    const { account } = temporary;
    const file = fixture("rsa-openssl3.pfx");
    await account.saveCertificate("Cert", { file, password, isExportable: true, description: "d" });
    const asset = await account.getAsset("certificate", "cert");
    assert.deepEqual(asset, {
      kind: "certificate",
      name: "Cert",
      description: "d",
      isEncrypted: true,
      thumbprint: rsaThumbprint,
      expiryTime: "2126-10-28T14:10:24.000Z",
      isExportable: true,
      hasPrivateKey: true,
    });
    const revealed = await account.reveal("certificate", "Cert");
    assert.ok(revealed?.kind === "certificate");
    assert.ok(!assetsText(temporary).includes(revealed.content.slice(0, 40)));
    assert.deepEqual(await account.secretTexts(), [revealed.content]);
    await account.saveCertificate("CERT", { file: fixture("ec-no-key.pfx"), password, isExportable: true });
    const replaced = await account.reveal("certificate", "Cert");
    assert.ok(replaced?.kind === "certificate");
    assert.deepEqual(
      [replaced.thumbprint, replaced.hasPrivateKey, replaced.isExportable],
      [ecThumbprint, false, false],
    );
    assert.deepEqual(await account.assetNames("certificate"), ["Cert"]);
    assert.deepEqual(await account.secretTexts(), []);
  });
});
