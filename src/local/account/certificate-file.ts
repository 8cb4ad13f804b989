/** Reads certificate files (PFX/P12, CER, PEM) and gives the one form that assets.json keeps. Loads node-forge only for PKCS#12. */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { AutomationError } from "../../core/errors";
import { openPkcs12, writePkcs12, type CertificateBag } from "./pkcs12";

export interface CertificateContent {
  /** SHA-1, upper-case hexadecimal without separators. */
  readonly thumbprint: string;
  /** ISO 8601, UTC */
  readonly expiryTime: string;
  readonly hasPrivateKey: boolean;
  /** Base64: with a private key a PKCS#12 without password, without one the DER certificate. */
  readonly content: string;
}

/** Errors: invalid-asset (not a certificate, wrong or missing password), not-supported. */
export async function readCertificateFile(
  bytes: Uint8Array,
  password: string | undefined,
): Promise<CertificateContent> {
  const buffer = Buffer.from(bytes);
  const bag = /-----BEGIN /.test(buffer.subarray(0, 4096).toString("latin1"))
    ? readPem(buffer.toString("utf8"), password)
    : (readDer(buffer) ?? (await openPkcs12(buffer, password)));
  return contentOf(bag);
}

async function contentOf(bag: CertificateBag): Promise<CertificateContent> {
  const parsed = bag.certificates.map((der) => parseCertificate(der));
  const key =
    bag.privateKey === undefined ? undefined : createPrivateKey({ key: bag.privateKey, format: "der", type: "pkcs8" });
  const leaf = key === undefined ? parsed[0] : parsed.find((certificate) => isKeyOf(certificate, key));
  if (!leaf) {
    throw new AutomationError(
      "invalid-asset",
      key === undefined
        ? "The file holds no certificate."
        : "The private key of the file belongs to none of its certificates.",
      { hint: "Export the certificate together with its own private key." },
    );
  }
  const chain = parsed.filter((certificate) => certificate !== leaf).map((certificate) => certificate.raw);
  const content = bag.privateKey === undefined ? leaf.raw : await writePkcs12(leaf.raw, chain, bag.privateKey);
  return {
    thumbprint: leaf.fingerprint.replaceAll(":", ""),
    expiryTime: new Date(leaf.validTo).toISOString(),
    hasPrivateKey: key !== undefined,
    content: content.toString("base64"),
  };
}

function readPem(text: string, password: string | undefined): CertificateBag {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)];
  const certificates = blocks.filter((block) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(block[1] ?? ""));
  const key = blocks.find((block) => (block[1] ?? "").endsWith("PRIVATE KEY"));
  if (certificates.length === 0) {
    const hint = key ? "Put the certificate and its key into one file." : "Give a .pfx, .p12, .cer or .pem file.";
    throw new AutomationError("invalid-asset", "The PEM file holds no certificate.", { hint });
  }
  return {
    certificates: certificates.map((block) => parseCertificate(block[0]).raw),
    privateKey: key ? readPemKey(key[0], password) : undefined,
  };
}

function readPemKey(pem: string, password: string | undefined): Buffer {
  const isEncrypted = pem.includes("ENCRYPTED");
  if (isEncrypted && (password === undefined || password === "")) {
    throw new AutomationError("invalid-asset", "The private key of the file needs a password.", {
      hint: "Give the password (on the command line: --password-stdin).",
    });
  }
  try {
    const key = createPrivateKey({ key: pem, format: "pem", ...(isEncrypted ? { passphrase: password } : {}) });
    return key.export({ format: "der", type: "pkcs8" });
  } catch (cause) {
    throw new AutomationError(
      "invalid-asset",
      isEncrypted
        ? "The password does not open the private key of the file."
        : "The private key of the file cannot be read.",
      { cause },
    );
  }
}

/** A single DER certificate; undefined for anything else. */
function readDer(bytes: Buffer): CertificateBag | undefined {
  try {
    return { certificates: [new X509Certificate(bytes).raw], privateKey: undefined };
  } catch {
    return undefined;
  }
}

function parseCertificate(data: Buffer | string): X509Certificate {
  try {
    return new X509Certificate(data);
  } catch (cause) {
    throw new AutomationError("invalid-asset", "A certificate of the file cannot be read.", { cause });
  }
}

function isKeyOf(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key);
  } catch {
    return false;
  }
}
