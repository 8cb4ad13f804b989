/** Where `lint` and `inventory` look when no path is named, and which account names are compared with. */
import { relative, resolve } from "node:path";
import { openLocalAccount, findAccountFolder } from "../../local/account/open-account";
import type { LocalAccount } from "../../local/account/local-account";
import type { CommandContext } from "../command-context";

export interface SearchScope {
  readonly paths: readonly string[];
  /** Folder that holds `.automation`; undefined: there is none, so nothing can be called absent. */
  readonly accountFolder: string | undefined;
}

/** The account of `--account`, else the nearest one of the first path, else of the working folder. */
export async function searchScope(given: readonly string[], context: CommandContext): Promise<SearchScope> {
  const { workingFolder } = context;
  const accountFolder =
    context.accountFolder ??
    (given[0] === undefined ? undefined : await findAccountFolder(resolve(workingFolder, given[0]))) ??
    (await findAccountFolder(workingFolder));
  const usual = accountFolder === undefined ? "." : relative(workingFolder, accountFolder) || ".";
  return { paths: given.length > 0 ? given : [usual], accountFolder };
}

/** Errors: account-not-found, damaged-file, permission-denied. */
export async function openScopeAccount(
  { accountFolder }: SearchScope,
  { environment }: CommandContext,
): Promise<LocalAccount | undefined> {
  return accountFolder === undefined ? undefined : openLocalAccount(accountFolder, { environment });
}
