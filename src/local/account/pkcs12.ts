/** Opens PKCS#12 files of any common maker and writes the plain one that .NET, OpenSSL and Python's cryptography open without password. */
import { createHmac } from "node:crypto";
import type forge from "node-forge";
import { AutomationError } from "../../core/errors";

/** node-forge's names of bag types. */
const shroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
const keyBag = "1.2.840.113549.1.12.10.1.1";
const certBag = "1.2.840.113549.1.12.10.1.3";
const dataOid = "1.2.840.113549.1.7.1";
const x509Oid = "1.2.840.113549.1.9.22.1";
const localKeyIdOid = "1.2.840.113549.1.9.21";
const sha1Oid = "1.3.14.3.2.26";

type Asn1 = forge.asn1.Asn1;

/** What a certificate file holds, in any order. */
export interface CertificateBag {
  readonly certificates: readonly Buffer[];
  /** PKCS#8, DER */
  readonly privateKey: Buffer | undefined;
}

/** Errors: invalid-asset when it is not PKCS#12 or the password does not open it. */
export async function openPkcs12(bytes: Buffer, password: string | undefined): Promise<CertificateBag> {
  const library = await loadForge();
  let root: Asn1;
  try {
    root = library.asn1.fromDer(library.util.createBuffer(bytes.toString("binary")));
  } catch (cause) {
    throw notACertificate(cause);
  }
  const store = openStore(library, root, password);
  const bagsOf = (type: string) => store.getBags({ bagType: type })[type] ?? [];
  const certificates = bagsOf(certBag).map((bag) => (bag.cert ? library.pki.certificateToAsn1(bag.cert) : bag.asn1));
  const keys = [...bagsOf(shroudedKeyBag), ...bagsOf(keyBag)];
  const key = keys[0];
  return {
    certificates: certificates.map((certificate) => derOf(library, certificate)),
    privateKey: key && derOf(library, key.key ? privateKeyInfo(library, key.key) : key.asn1),
  };
}

function openStore(library: typeof forge, root: Asn1, password: string | undefined): forge.pkcs12.Pkcs12Pfx {
  // Without a password some makers use an empty one and some none at all.
  const candidates = password === undefined || password === "" ? ["", null] : [password];
  let failure: unknown;
  for (const candidate of candidates) {
    try {
      return candidate === null
        ? library.pkcs12.pkcs12FromAsn1(root, false)
        : library.pkcs12.pkcs12FromAsn1(root, false, candidate);
    } catch (error) {
      failure = error;
    }
  }
  const text = failure instanceof Error ? failure.message : "";
  if (/password|decrypt|MAC/i.test(text)) {
    throw new AutomationError(
      "invalid-asset",
      candidates.length > 1 ? "The file needs a password." : "The password does not open the file.",
      { cause: failure, hint: "Give the password (on the command line: --password-stdin)." },
    );
  }
  throw notACertificate(failure);
}

function notACertificate(cause: unknown): AutomationError {
  return new AutomationError("invalid-asset", "The file is not a certificate that can be read.", {
    cause,
    hint: "Give a .pfx, .p12, .cer or .pem file; export a .p7b as .cer first.",
  });
}

function privateKeyInfo(library: typeof forge, key: forge.pki.PrivateKey): Asn1 {
  return library.pki.wrapRsaPrivateKey(library.pki.privateKeyToAsn1(key));
}

/**
 * A PKCS#12 without encryption, with a MAC over an empty password: SHA-1, because Windows before 10 1709 knows no other. The file is sealed
 * as a whole in assets.json; the password would protect nothing.
 */
export async function writePkcs12(leaf: Buffer, chain: readonly Buffer[], privateKey: Buffer): Promise<Buffer> {
  const library = await loadForge();
  const { asn1 } = library;
  const build = builder(library);
  const parse = (der: Buffer) => asn1.fromDer(library.util.createBuffer(der.toString("binary")));
  const localKeyId = build.set([
    build.sequence([build.oid(localKeyIdOid), build.set([build.octets("\x01\x00\x00\x00")])]),
  ]);
  const certificateBag = (der: Buffer, attributes: readonly Asn1[]) =>
    build.sequence([
      build.oid(certBag),
      build.context([build.sequence([build.oid(x509Oid), build.context([build.octets(der.toString("binary"))])])]),
      ...attributes,
    ]);
  const bags = build.sequence([
    build.sequence([build.oid(keyBag), build.context([parse(privateKey)]), localKeyId]),
    certificateBag(leaf, [localKeyId]),
    ...chain.map((der) => certificateBag(der, [])),
  ]);
  const content = build.sequence([build.data(asn1.toDer(bags).getBytes())]);
  const safe = asn1.toDer(content).getBytes();
  const salt = library.random.getBytesSync(8);
  const iterations = 2048;
  const macKey = library.pkcs12.generateKey("", library.util.createBuffer(salt), 3, iterations, 20);
  const mac = createHmac("sha1", Buffer.from(macKey.getBytes(), "binary"))
    .update(Buffer.from(safe, "binary"))
    .digest("binary");
  const pfx = build.sequence([
    build.integer(3),
    build.data(safe),
    build.sequence([
      build.sequence([build.sequence([build.oid(sha1Oid), build.nothing()]), build.octets(mac)]),
      build.octets(salt),
      build.integer(iterations),
    ]),
  ]);
  return derOf(library, pfx);
}

function builder(library: typeof forge) {
  const { asn1 } = library;
  const make = (type: forge.asn1.Type, constructed: boolean, value: string | Asn1[]) =>
    asn1.create(asn1.Class.UNIVERSAL, type, constructed, value);
  const context = (value: Asn1[]) => asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, true, value);
  const octets = (value: string) => make(asn1.Type.OCTETSTRING, false, value);
  const oid = (value: string) => make(asn1.Type.OID, false, asn1.oidToDer(value).getBytes());
  const sequence = (value: Asn1[]) => make(asn1.Type.SEQUENCE, true, value);
  return {
    context,
    octets,
    oid,
    sequence,
    set: (value: Asn1[]) => make(asn1.Type.SET, true, value),
    integer: (value: number) => make(asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes()),
    nothing: () => make(asn1.Type.NULL, false, ""),
    /** ContentInfo of plain data. */
    data: (value: string) => sequence([oid(dataOid), context([octets(value)])]),
  };
}

function derOf(library: typeof forge, value: Asn1): Buffer {
  return Buffer.from(library.asn1.toDer(value).getBytes(), "binary");
}

async function loadForge(): Promise<typeof forge> {
  const module = (await import("node-forge")) as typeof forge & { default?: typeof forge };
  return module.default ?? module;
}
