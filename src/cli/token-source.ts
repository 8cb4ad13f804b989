/** Makes the token source that the options ask for; developer tokens are handed out only after a person agreed. */
import { developerCredential } from "../local/endpoint/developer-credential";
import {
  createDeveloperTokenSource,
  defaultDeveloperResources,
  type DeveloperTokenRequest,
} from "../local/endpoint/developer-token";
import { createEmulatedTokenSource, type EmulatedTokenOptions } from "../local/endpoint/emulated-token";
import type { TokenSource } from "../local/endpoint/endpoint";
import { usageError } from "./arguments";
import type { CommandContext } from "./command-context";
import type { IdentityChoices } from "./identity-options";
import { promptForText } from "./secret-input";

/** Errors: invalid-usage (developer tokens without consent). */
export function makeTokenSource(
  choices: IdentityChoices,
  context: CommandContext,
  needs: EmulatedTokenOptions,
): TokenSource {
  if (choices.tokenSource === "emulated") {
    return createEmulatedTokenSource(needs);
  }
  checkDeveloperConsent(choices, context);
  return createDeveloperSource(choices, context, () => undefined);
}

/** `onToken`: every token before it is handed out, for masking. */
export function createDeveloperSource(
  choices: IdentityChoices,
  context: CommandContext,
  onToken: (token: string) => void,
): TokenSource {
  return createDeveloperTokenSource({
    getToken: developerCredential(),
    allowedResources: [...defaultDeveloperResources, ...choices.allowedResources],
    confirm: (request) => confirmDeveloperToken(request, choices, context),
    onToken,
  });
}

/** Before anything starts: where nobody can be asked, the consent must be in the command line. */
export function checkDeveloperConsent(choices: IdentityChoices, context: CommandContext): void {
  if (choices.tokenSource === "developer" && !choices.isConfirmed && !canAsk(context)) {
    throw usageError(
      "Developer tokens need your consent, and there is no terminal to ask on.",
      "Add --yes if the runbook may act with your own rights, or use --token-source emulated.",
    );
  }
}

async function confirmDeveloperToken(
  request: DeveloperTokenRequest,
  choices: IdentityChoices,
  context: CommandContext,
): Promise<boolean> {
  context.console.note(
    `DEVELOPER TOKEN of ${request.account}, tenant ${request.tenant}, for ${request.resource}: the runbook acts with this person's own rights.`,
  );
  context.log.write("developer token", { resource: request.resource, isConfirmed: choices.isConfirmed });
  if (choices.isConfirmed) {
    return true;
  }
  const answer = await promptForText("Hand it to the runbook? [y/N]", context.input(), context.console);
  return /^y(es)?$/i.test(answer.trim());
}

function canAsk(context: CommandContext): boolean {
  return context.console.isInteractive && context.input().isTTY === true;
}
