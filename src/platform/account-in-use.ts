/** Against which account a runbook of the open folders runs: the local one above it, else one made up for the run. */
import * as vscode from "vscode";

import type { JobAccount } from "../core/account";
import type { RunbookFile, RuntimeId } from "../core/runbook";
import type { LocalAccount } from "../local/account/local-account";
import type { LocalAccounts } from "./local-accounts";

export interface AccountInUse {
  readonly account: JobAccount;
  /** undefined: the account is made up, with an identity and no assets. */
  readonly local: LocalAccount | undefined;
  /** What account.json says; undefined: by the runbook's type. */
  readonly runtime: RuntimeId | undefined;
}

/** Asked anew at each start: the account may have been made, or changed, since. Errors: damaged-file. */
export async function accountInUse(accounts: LocalAccounts, runbook: RunbookFile): Promise<AccountInUse> {
  const local = await accounts.find(vscode.Uri.file(runbook.path));
  if (local) {
    return { account: local, local, runtime: await local.runtimeOf(runbook.name) };
  }
  const { createMadeUpAccount } = await import("../local/account/made-up-account");
  const folder = vscode.Uri.joinPath(vscode.Uri.file(runbook.path), "..").fsPath;
  return { account: createMadeUpAccount(folder), local: undefined, runtime: undefined };
}
