/** The sandbox of one job: one that waits or a new one, whose tokens it gives out, and the plan of the process in it. */
import type { AccountDetails } from "../../core/account";
import type { SecretMask } from "../../core/secret-mask";
import { createEmulatedTokenSource } from "../endpoint/emulated-token";
import type { TokenSource } from "../endpoint/endpoint";
import type { Interpreter } from "./interpreter";
import { planRun, type RunPlan } from "./plan";
import type { PowerShellHost } from "./powershell/start-powershell-host";
import type { PreparedRun } from "./prepare-run";
import type { EngineOptions, RunRequest } from "./run-request";
import { openSandbox, type Sandbox } from "./sandbox";

interface JobContext {
  readonly request: RunRequest;
  readonly engine: EngineOptions;
  readonly details: AccountDetails;
}

/** One that waits for a job like this with its PowerShell, or a new one. `mask` learns the tokens of a person. */
export async function openJobSandbox({
  request,
  engine,
  details,
  interpreter,
  mask,
}: JobContext & { readonly interpreter: Interpreter; readonly mask: SecretMask }): Promise<{
  readonly sandbox: Sandbox;
  readonly host: PowerShellHost | undefined;
}> {
  const { account, scenario, createTokenSource, environment } = request;
  const identities = request.identities ?? details.identities;
  const fidelity = request.fidelity ?? "cloud";
  const isUsual = scenario === undefined && createTokenSource === undefined && environment === undefined;
  if (isUsual && request.debug === undefined) {
    const warm = await engine.warmPool?.take({ interpreter, account, details, identities, fidelity });
    if (warm) {
      return warm;
    }
  }
  const tokenSource = await tokenSourceFor(request, details, mask);
  const { tempFolder } = engine;
  const sandbox = await openSandbox({ account: details, identities, fidelity, scenario, tokenSource, tempFolder });
  return { sandbox, host: undefined };
}

async function tokenSourceFor(request: RunRequest, details: AccountDetails, mask: SecretMask): Promise<TokenSource> {
  const { createTokenSource, account } = request;
  if (!createTokenSource) {
    return createEmulatedTokenSource({ account: details, extraClaims: () => account.extraClaims() });
  }
  const source = await createTokenSource();
  if (source.kind === "emulated") {
    return source;
  }
  // A person's real tokens never show in a stream.
  return {
    kind: source.kind,
    issue: async (subject, resource, signal) => {
      const token = await source.issue(subject, resource, signal);
      mask.add(token.accessToken);
      return token;
    },
  };
}

/** The process of the job: its files, arguments and environment. */
export function planJob({
  request,
  engine,
  details,
  prepared,
  sandbox: { id, folder, endpoint },
}: JobContext & { readonly prepared: PreparedRun; readonly sandbox: Sandbox }): RunPlan {
  const environment = request.environment ?? process.env;
  return planRun({
    runbook: request.runbook,
    text: prepared.text,
    isUnsaved: request.text !== undefined,
    // A debugger needs the file itself: breakpoints stand in it.
    hasByteOrderMark: prepared.hasByteOrderMark || request.debug !== undefined,
    interpreter: prepared.interpreter,
    hostsFolder: engine.hostsFolder,
    jobFolder: folder,
    platform: process.platform,
    environment,
    accountId: details.accountId,
    sandboxId: id,
    endpoint: {
      sandboxUrl: endpoint.sandboxUrl,
      secret: endpoint.secret,
      variables: endpoint.environment(environment),
    },
  });
}
