import assert from "node:assert/strict";
import { sandboxEnvironment, type SandboxEnvironmentInput } from "../../../../src/local/endpoint/sandbox-environment";

const input: SandboxEnvironmentInput = {
  identityUrl: "http://127.0.0.1:1/path",
  secret: "the-secret",
  hasIdentity: true,
  base: {},
  platform: "linux",
};

/** What a process would see: base with the variables over it; on Windows as Node does it, first spelling in sort order wins. */
function laidOver(changes: Partial<SandboxEnvironmentInput>): Record<string, string> {
  const whole = { ...input, ...changes };
  const merged = { ...whole.base, ...sandboxEnvironment(whole) };
  const seen = new Set<string>();
  const entries = Object.entries(merged)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([name]) => {
      const key = whole.platform === "win32" ? name.toUpperCase() : name;
      return !seen.has(key) && seen.add(key);
    });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const identityVariables = {
  IDENTITY_ENDPOINT: input.identityUrl,
  IDENTITY_HEADER: input.secret,
  MSI_ENDPOINT: input.identityUrl,
  MSI_SECRET: input.secret,
};
const noProxy = "127.0.0.1,localhost";

describe("sandboxEnvironment", () => {
  it("sets all four variables and both spellings of the proxy exception", () => {
    assert.deepEqual(laidOver({}), { ...identityVariables, NO_PROXY: noProxy, no_proxy: noProxy });
  });

  it("takes out every variable that would lead a client elsewhere", () => {
    const strays = [
      "IDENTITY_SERVER_THUMBPRINT",
      "IMDS_ENDPOINT",
      "APPSETTING_WEBSITE_SITE_NAME",
      "AZURE_POD_IDENTITY_AUTHORITY_HOST",
      "AZURE_FEDERATED_TOKEN_FILE",
      "MSAL_MANAGED_IDENTITY_ENDPOINT",
      "AZURE_CLIENT_SECRET",
      "AZURE_CLIENT_CERTIFICATE_PATH",
    ];
    const base = Object.fromEntries([...strays, "PATH"].map((name) => [name, "x"]));
    assert.deepEqual(laidOver({ base }), { ...identityVariables, PATH: "x", NO_PROXY: noProxy, no_proxy: noProxy });
    const lower = Object.fromEntries(strays.map((name) => [name.toLowerCase(), "x"]));
    assert.deepEqual(laidOver({ base: lower, platform: "win32" }), { ...identityVariables, NO_PROXY: noProxy });
  });

  it("leaves the four unset for a hybrid worker without identity, even where the base has them", () => {
    assert.deepEqual(laidOver({ hasIdentity: false, base: { ...identityVariables } }), {
      NO_PROXY: noProxy,
      no_proxy: noProxy,
    });
  });

  it("keeps existing proxy exceptions, each spelling its own, without doubles", () => {
    const both = laidOver({ base: { NO_PROXY: "a.example", no_proxy: "b.example, localhost" } });
    assert.equal(both["NO_PROXY"], "a.example,127.0.0.1,localhost");
    assert.equal(both["no_proxy"], "b.example,localhost,127.0.0.1");
    const one = laidOver({ base: { no_proxy: "b.example" } });
    assert.equal(one["NO_PROXY"], "b.example,127.0.0.1,localhost");
    assert.equal(laidOver({ base: { NO_PROXY: "*" } })["NO_PROXY"], "*");
  });

  it("makes no second spelling on Windows, where names have no case", () => {
    const result = laidOver({
      base: { No_Proxy: "a.example", Identity_Endpoint: "old", Path: "C:\\" },
      platform: "win32",
    });
    assert.deepEqual(result, { ...identityVariables, Path: "C:\\", NO_PROXY: "a.example,127.0.0.1,localhost" });
  });
});
