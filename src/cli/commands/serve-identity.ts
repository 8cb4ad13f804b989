/** `serve-identity`: the managed-identity endpoint alone, for a debugger, a container or a real client. */
import { randomUUID } from "node:crypto";
import { selectIdentities } from "../../core/identity-selection";
import { startEndpoint } from "../../local/endpoint/start-endpoint";
import { accountNear } from "../account-access";
import { usageError, type ParsedArguments } from "../arguments";
import type { Command } from "../command";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";
import { identityOptions, readIdentityChoices } from "../identity-options";
import { identityLine } from "../render/text-renderer";
import { makeTokenSource } from "../token-source";

export const serveIdentityCommand: Command = {
  help: {
    name: "serve-identity",
    usage: [
      "[--identity LIST] [--fidelity MODE] [--scenario NAME] [--token-source KIND] [--port N] [--output text|json]",
    ],
    summary: "Serves the managed-identity endpoint alone, until interrupted.",
    description: [
      "Prints the environment variables that clients look for, then answers token requests on 127.0.0.1. The request log goes to standard error.",
      "Without an .automation/ folder an account with a system-assigned identity is made up.",
    ],
    options: {
      ...identityOptions,
      port: { type: "text", valueName: "N", help: "Port on 127.0.0.1 (default: a free one)." },
      output: {
        type: "text",
        valueName: "FORM",
        choices: ["text", "json"],
        help: "text (default): NAME=VALUE lines; json: one object.",
      },
    },
    examples: ["serve-identity --identity system,xUAMI1 --port 8400"],
  },
  maxPositionals: 0,
  run: serveIdentity,
};

async function serveIdentity(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const choices = readIdentityChoices(args);
  const port = readPort(args.text("port"));
  const account = await accountNear(context, context.workingFolder);
  const details = await account.job.details();
  const identities =
    choices.identity === undefined ? details.identities : selectIdentities(choices.identity, details.identities);
  const tokenSource = makeTokenSource(choices, context, {
    account: details,
    extraClaims: () => account.job.extraClaims(),
  });
  const endpoint = await startEndpoint({
    account: details,
    sandboxId: randomUUID(),
    identities,
    fidelity: choices.fidelity,
    scenario: choices.scenario,
    tokenSource,
    services: undefined,
    ...(port === undefined ? {} : { port }),
    onIdentityRequest: (entry) => {
      context.console.note(`${entry.time} ${identityLine(entry)}`);
      context.log.write("identity request", { method: entry.method, resource: entry.resource, status: entry.status });
    },
  });
  try {
    const variables = {
      IDENTITY_ENDPOINT: endpoint.identityUrl,
      IDENTITY_HEADER: endpoint.secret,
      MSI_ENDPOINT: endpoint.identityUrl,
      MSI_SECRET: endpoint.secret,
    };
    context.console.result(
      args.text("output") === "json"
        ? `${JSON.stringify(variables)}\n`
        : Object.entries(variables)
            .map(([name, value]) => `${name}=${value}\n`)
            .join(""),
    );
    context.console.note(`Serving the identities of "${details.name}" on 127.0.0.1:${endpoint.port}. Ctrl+C ends it.`);
    await interrupted(context.signal);
  } finally {
    await endpoint.close();
  }
  return exitStatus.interrupted;
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw usageError(`"${text}" is not a port.`, "Give a number from 1 to 65535.");
  }
  return port;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    } else {
      signal.addEventListener("abort", () => resolve(), { once: true });
    }
  });
}
