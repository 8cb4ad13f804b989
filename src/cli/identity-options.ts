/** The options that say as whom a runbook gets tokens, shared by `run` and `serve-identity`. */
import type { Fidelity } from "../core/identity";
import { scenarioNames, type ScenarioName } from "../local/endpoint/scenarios";
import type { ParsedArguments } from "./arguments";
import type { OptionDefinition } from "./option-definition";

const tokenSourceKinds = ["emulated", "developer"] as const;
const fidelities = ["cloud", "hybrid"] as const;

export const identityOptions: Readonly<Record<string, OptionDefinition>> = {
  identity: {
    type: "text",
    valueName: "LIST",
    help: "system, none, or names or client ids of user-assigned identities, with commas (default: what the account has).",
  },
  "token-source": {
    type: "text",
    valueName: "KIND",
    choices: tokenSourceKinds,
    help: "emulated (default): tokens signed here that no service accepts; developer: your own real tokens.",
  },
  yes: { type: "flag", help: "Hand out developer tokens without asking; needed where no terminal is." },
  "allow-resource": {
    type: "text",
    valueName: "URL",
    isRepeatable: true,
    help: "A further resource for developer tokens (default: Azure Resource Manager only).",
  },
  fidelity: {
    type: "text",
    valueName: "MODE",
    choices: fidelities,
    help: "cloud (default) or hybrid: how strictly the endpoint answers, as an Azure sandbox or a hybrid worker.",
  },
  scenario: {
    type: "text",
    valueName: "NAME",
    choices: scenarioNames,
    help: `A fault of the endpoint: ${scenarioNames.join(", ")}.`,
  },
};

export interface IdentityChoices {
  /** undefined: what the account has. */
  readonly identity: string | undefined;
  readonly tokenSource: (typeof tokenSourceKinds)[number];
  readonly isConfirmed: boolean;
  readonly allowedResources: readonly string[];
  readonly fidelity: Fidelity;
  readonly scenario: ScenarioName | undefined;
}

export function readIdentityChoices(args: ParsedArguments): IdentityChoices {
  return {
    identity: args.text("identity"),
    tokenSource: args.choice("token-source", tokenSourceKinds) ?? "emulated",
    isConfirmed: args.flag("yes"),
    allowedResources: args.list("allow-resource"),
    fidelity: args.choice("fidelity", fidelities) ?? "cloud",
    scenario: args.choice("scenario", scenarioNames),
  };
}
