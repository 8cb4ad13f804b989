/** Makes a self-signed certificate for samples and trials; no service trusts it. */
import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type forge from "node-forge";

const makeKeyPair = promisify(generateKeyPair);
const lifetimeDays = 365;

/** Certificate and private key (PKCS#8) as one PEM text. */
export async function makeSelfSignedCertificate(commonName: string, now = new Date()): Promise<string> {
  const { privateKey, publicKey } = await makeKeyPair("rsa", { modulusLength: 2048 });
  const module = (await import("node-forge")) as typeof forge & { default?: typeof forge };
  const { pki, md } = module.default ?? module;
  const keyPem = privateKey.export({ type: "pkcs8", format: "pem" });
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey.export({ type: "spki", format: "pem" }).toString());
  // A positive number without leading zeros, as X.509 wants it.
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity.notBefore = now;
  certificate.validity.notAfter = new Date(now.getTime() + lifetimeDays * 24 * 3600 * 1000);
  const name = [{ name: "commonName", value: commonName }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(pki.privateKeyFromPem(keyPem.toString()), md.sha256.create());
  return `${pki.certificateToPem(certificate).replace(/\r\n/g, "\n")}${keyPem.toString()}`;
}
