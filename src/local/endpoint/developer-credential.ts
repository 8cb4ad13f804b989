/** Gets developer tokens from the tools a person is signed in with on this machine: Azure CLI, Az PowerShell, Azure Developer CLI. */
import { AutomationError, describeError } from "../../core/errors";
import type { GetDeveloperToken } from "./developer-token";

/** The tools start an interpreter each; the library's 10 s are too short for a cold Az PowerShell. */
const toolTimeoutMs = 30_000;

/**
 * A getter over @azure/identity, which is loaded at the first token (it is large). The chain holds only the tools of a person: never the
 * machine's managed identity, never a service principal from environment variables.
 */
export function developerCredential(options: { readonly tenantId?: string } = {}): GetDeveloperToken {
  let chain: Promise<GetDeveloperToken> | undefined;
  return async (scope, signal) => {
    chain ??= loadChain(options.tenantId);
    return (await chain)(scope, signal);
  };
}

async function loadChain(tenantId: string | undefined): Promise<GetDeveloperToken> {
  const identity = await import("@azure/identity");
  const settings = { processTimeoutInMs: toolTimeoutMs, ...(tenantId !== undefined && { tenantId }) };
  const credential = new identity.ChainedTokenCredential(
    new identity.AzureCliCredential(settings),
    new identity.AzurePowerShellCredential(settings),
    new identity.AzureDeveloperCliCredential(settings),
  );
  return async (scope, signal) => {
    try {
      const token = await credential.getToken(scope, { abortSignal: signal });
      return { token: token.token, expiresOn: Math.floor(token.expiresOnTimestamp / 1000) };
    } catch (error) {
      throw new AutomationError("failed", `No developer token could be had: ${describeError(error)}`, {
        cause: error,
        hint: 'Sign in with "az login", "Connect-AzAccount" or "azd auth login", or use emulated tokens.',
      });
    }
  };
}
