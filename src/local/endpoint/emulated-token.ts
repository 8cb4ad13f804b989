/**
 * Emulated tokens: signed here with a key of this run, with the claims of a managed identity's token (specs/identity-endpoint.md 5)
 * and unmistakable marks (`kid` local-emulator, claim `xms_emu`). No service accepts them.
 */
import { generateKeyPair, randomBytes, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { armIdOf, type AccountDetails } from "../../core/account";
import type { ExtraClaims } from "../../core/identity";
import type { IssuedToken, TokenSource, TokenSubject } from "./endpoint";
import { expiredSecondsAgo } from "./scenarios";

const keyId = "local-emulator";
/** Real tokens: `exp` - `nbf` is 24 h and 5 min, with `nbf` 5 min in the past (spec 2.7). */
const lifetimeSeconds = 86_400;
const clockSkewSeconds = 300;
/** The service hands out the same token for around 8 h (spec 2.7). */
const reuseSeconds = 8 * 3600;
/** More than any runbook asks for; bounds the memory that made-up resources can take. */
const mostKept = 256;
/** Claims that extra claims cannot change: the times must agree with `expires_on`, the mark must stay. */
const fixedClaims = new Set(["iat", "nbf", "exp", "xms_emu"]);

export interface EmulatedTokenOptions {
  readonly account: AccountDetails;
  /** JobAccount.extraClaims; asked once, at the first token. */
  readonly extraClaims?: () => Promise<ExtraClaims>;
  /** Epoch milliseconds; for tests. */
  readonly now?: () => number;
}

/** A public key as RFC 7517 writes it. */
export interface PublicJsonWebKey {
  readonly kty: "RSA";
  readonly use: "sig";
  readonly alg: "RS256";
  readonly kid: string;
  readonly x5t: string;
  readonly n: string;
  readonly e: string;
}

export interface EmulatedTokenSource extends TokenSource {
  readonly kind: "emulated";
  issueExpired(subject: TokenSubject, resource: string): Promise<IssuedToken>;
  /** Starts to make the signing key, so that the first token need not wait for it. */
  prepare(): void;
  /** The public half of the signing key, for code that checks signatures. The private half never leaves this process's memory. */
  publicKeys(): Promise<{ readonly keys: readonly PublicJsonWebKey[] }>;
}

const makeKeyPair = promisify(generateKeyPair);

export function createEmulatedTokenSource(options: EmulatedTokenOptions): EmulatedTokenSource {
  const now = options.now ?? Date.now;
  const issued = new Map<string, { readonly until: number; readonly token: Promise<IssuedToken> }>();
  // In the thread pool: some 100 ms that must not stop the editor or delay the start of a run.
  const keyPair = once(() => makeKeyPair("rsa", { modulusLength: 2048 }));
  const extraClaims = once(async () => (await options.extraClaims?.()) ?? {});

  async function make(subject: TokenSubject, resource: string, startSeconds: number): Promise<IssuedToken> {
    const [key, extra] = await Promise.all([keyPair(), extraClaims()]);
    const notBefore = startSeconds - clockSkewSeconds;
    const expiresOn = startSeconds + lifetimeSeconds;
    const payload = {
      ...claimsOf(subject, resource, options.account),
      ...claimsFor(resource, extra),
      iat: notBefore,
      nbf: notBefore,
      exp: expiresOn,
      xms_emu: true,
    };
    const accessToken = await signToken(payload, key.privateKey);
    return { accessToken, expiresOn, notBefore, clientId: subject.clientId };
  }

  const nowSeconds = (): number => Math.floor(now() / 1000);

  return {
    kind: "emulated",
    prepare() {
      // A failure shows at the first token, where there is someone to tell.
      keyPair().catch(() => undefined);
    },
    issue(subject, resource) {
      const key = `${subject.clientId} ${resource}`;
      const time = nowSeconds();
      const known = issued.get(key);
      if (known && known.until > time) {
        return known.token;
      }
      const token = make(subject, resource, time);
      if (issued.size >= mostKept) {
        issued.clear();
      }
      issued.set(key, { until: time + reuseSeconds, token });
      token.catch(() => issued.delete(key));
      return token;
    },
    issueExpired(subject, resource) {
      return make(subject, resource, nowSeconds() - lifetimeSeconds - expiredSecondsAgo);
    },
    async publicKeys() {
      const { n = "", e = "" } = (await keyPair()).publicKey.export({ format: "jwk" });
      return { keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid: keyId, x5t: keyId, n, e }] };
    },
  };
}

function claimsOf(subject: TokenSubject, resource: string, account: AccountDetails): Record<string, unknown> {
  const issuer = `https://sts.windows.net/${subject.tenantId}/`;
  return {
    aud: resource,
    iss: issuer,
    appid: subject.clientId,
    appidacr: "2",
    idp: issuer,
    idtyp: "app",
    oid: subject.principalId,
    sub: subject.principalId,
    tid: subject.tenantId,
    uti: randomBytes(16).toString("base64url"),
    ver: "1.0",
    ...(subject.kind === "system"
      ? { xms_mirid: asClaim(armIdOf(account)) }
      : { xms_mirid: asClaim(subject.resourceId), xms_az_rid: asClaim(armIdOf(account)) }),
  };
}

/** Tokens write `resourcegroups` in lower case, whatever ARM writes (spec 5). */
function asClaim(armId: string): string {
  return armId.replace(/\/resourceGroups\//i, "/resourcegroups/");
}

/** Extra claims count for a resource with or without a trailing slash, in any case. */
function claimsFor(resource: string, extra: ExtraClaims): Record<string, unknown> {
  const wanted = comparable(resource);
  const claims: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(extra)) {
    if (comparable(name) === wanted) {
      for (const [claim, value] of Object.entries(values)) {
        if (!fixedClaims.has(claim)) {
          claims[claim] = value;
        }
      }
    }
  }
  return claims;
}

function comparable(resource: string): string {
  return resource.toLowerCase().replace(/\/+$/, "");
}

async function signToken(payload: object, privateKey: KeyObject): Promise<string> {
  const header = { typ: "JWT", alg: "RS256", x5t: keyId, kid: keyId };
  const content = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign("sha256", Buffer.from(content), privateKey, (error, data) => {
      if (error) {
        reject(error);
      } else {
        resolve(data);
      }
    });
  });
  return `${content}.${signature.toString("base64url")}`;
}

/** Runs `make` at the first need and keeps its result; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    if (!made) {
      made = make();
      made.catch(() => (made = undefined));
    }
    return made;
  };
}
