/** Finds the account that a command works with, and says so where one had to be made up. */
import type { JobAccount } from "../core/account";
import { AutomationError } from "../core/errors";
import type { LocalAccount } from "../local/account/local-account";
import { findAccountFolder, openLocalAccount } from "../local/account/open-account";
import type { CommandContext } from "./command-context";

export interface AccountInUse {
  readonly job: JobAccount;
  /** undefined: made up, in memory. */
  readonly local: LocalAccount | undefined;
  /** The folder that holds `.automation`. */
  readonly folder: string | undefined;
}

/** The account of `--account`, else the nearest one from `startFolder` upwards, else a made-up one with a notice. */
export async function accountNear(context: CommandContext, startFolder: string): Promise<AccountInUse> {
  const folder = context.accountFolder ?? (await findAccountFolder(startFolder));
  if (folder !== undefined) {
    const local = await openLocalAccount(folder, { environment: context.environment });
    return { job: local, local, folder: local.root };
  }
  const { createMadeUpAccount } = await import("../local/account/made-up-account");
  context.console.note(
    `NOTICE There is no local Automation account in ${startFolder} or above: a made-up one without assets is used. "runbook-workbench init" creates one.`,
  );
  return { job: createMadeUpAccount(startFolder), local: undefined, folder: undefined };
}

/** For commands that make no sense without an account. Errors: account-not-found, damaged-file, permission-denied. */
export async function requireAccount(context: CommandContext): Promise<LocalAccount> {
  const folder = context.accountFolder ?? (await findAccountFolder(context.workingFolder));
  if (folder === undefined) {
    throw new AutomationError(
      "account-not-found",
      `There is no local Automation account in ${context.workingFolder} or above.`,
      { hint: 'Create one with "runbook-workbench init", or name its folder with --account.' },
    );
  }
  return openLocalAccount(folder, { environment: context.environment });
}
