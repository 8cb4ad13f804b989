/** Real tokens of the person who runs a runbook: from the editor's Microsoft sign-in, after a question that names whose they are. */
import * as vscode from "vscode";

import { AutomationError } from "../core/errors";
import type { DeveloperAccessToken, DeveloperTokenRequest } from "../local/endpoint/developer-token";

/** A token for a scope from the editor's sign-in; asks the person to sign in when needed. */
export async function sessionToken(scope: string): Promise<DeveloperAccessToken> {
  const session = await vscode.authentication.getSession("microsoft", [scope], { createIfNone: true }).then(
    (found) => found,
    (error: unknown) => {
      throw new AutomationError("permission-denied", "The sign-in was not completed.", {
        cause: error,
        hint: "Sign in to your Microsoft account, or run with emulated tokens.",
      });
    },
  );
  return { token: session.accessToken };
}

/** Asked once per resource and run, before the runbook gets the token. */
export async function askBeforeDeveloperToken(request: DeveloperTokenRequest): Promise<boolean> {
  const use = vscode.l10n.t("Use My Token");
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("The runbook asks for a token for {0}.", request.resource),
    {
      modal: true,
      detail: vscode.l10n.t(
        "It would get a real token of {0} (tenant {1}) and act with that person's own rights.",
        request.account,
        request.tenant,
      ),
    },
    use,
  );
  return chosen === use;
}
