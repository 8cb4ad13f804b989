/** The environment variables that lead a runbook's identity clients to the endpoint and nowhere else (spec 2.1). */

/** Variables with any spelling of their names; undefined: not set, or must not be set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Variables that would lead a client elsewhere: to Service Fabric, Arc, App Service, pod identity, token exchange, another
 * managed identity endpoint, or past managed identities to a service principal of the person's own.
 */
export const mustNotExist = [
  "IDENTITY_SERVER_THUMBPRINT",
  "IMDS_ENDPOINT",
  "APPSETTING_WEBSITE_SITE_NAME",
  "AZURE_POD_IDENTITY_AUTHORITY_HOST",
  "AZURE_FEDERATED_TOKEN_FILE",
  "MSAL_MANAGED_IDENTITY_ENDPOINT",
  "AZURE_CLIENT_SECRET",
  "AZURE_CLIENT_CERTIFICATE_PATH",
] as const;

const loopbackNames = ["127.0.0.1", "localhost"];

export interface SandboxEnvironmentInput {
  readonly identityUrl: string;
  readonly secret: string;
  /** false: leave the four variables unset, as a hybrid worker does when the account has no identity. */
  readonly hasIdentity: boolean;
  readonly base: Environment;
  readonly platform: NodeJS.Platform;
}

/** What to lay over `base`. On Windows, where names have no case, other spellings in `base` are taken out. */
export function sandboxEnvironment(input: SandboxEnvironmentInput): Environment {
  const { base, hasIdentity, platform } = input;
  const url = hasIdentity ? input.identityUrl : undefined;
  const secret = hasIdentity ? input.secret : undefined;
  const variables: Record<string, string | undefined> = {
    IDENTITY_ENDPOINT: url,
    IDENTITY_HEADER: secret,
    MSI_ENDPOINT: url,
    MSI_SECRET: secret,
  };
  for (const name of mustNotExist) {
    variables[name] = undefined;
  }
  if (platform === "win32") {
    const key = Object.keys(base).find((name) => name.toUpperCase() === "NO_PROXY" && base[name] !== undefined);
    variables["NO_PROXY"] = withLoopback(key === undefined ? undefined : base[key]);
    for (const name of Object.keys(base)) {
      const upper = name.toUpperCase();
      if (name !== upper && Object.hasOwn(variables, upper)) {
        variables[name] = undefined;
      }
    }
  } else {
    // Clients read one spelling or the other; each keeps what it had, and takes the other's where it had nothing.
    variables["NO_PROXY"] = withLoopback(base["NO_PROXY"] ?? base["no_proxy"]);
    variables["no_proxy"] = withLoopback(base["no_proxy"] ?? base["NO_PROXY"]);
  }
  return variables;
}

/** A proxy would get the secret and could not reach the endpoint (spec 0.8). `*` already means that no proxy is used. */
function withLoopback(existing: string | undefined): string {
  const entries = (existing ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  if (entries.includes("*")) {
    return existing ?? "";
  }
  const missing = loopbackNames.filter((name) => !entries.includes(name));
  return [...entries, ...missing].join(",");
}
