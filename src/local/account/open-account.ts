/** Finds, opens and creates local accounts. Opening reads two small files; everything heavy loads when it is first needed. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { AutomationError } from "../../core/errors";
import type { DescribeRunbook } from "../../core/runbook";
import { AccountStore, accountFolderName } from "./account-store";
import { accountNameFor, checkAccountName } from "./asset-names";
import { writeFileAtomically } from "./atomic-file";
import { fileError } from "./file-errors";
import { withFileLock } from "./file-lock";
import { fileKeySource, userConfigurationFolder } from "./key-file";
import { KeyRing, type KeyStorage } from "./key-ring";
import { environmentKeySource, type KeySource } from "./key-source";
import { LocalAccount } from "./local-account";

export interface KeyPlaces {
  /** Where RUNBOOK_WORKBENCH_KEY and the user's folders are looked up; default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Default: runbook-workbench in the user's configuration folder. */
  readonly configurationFolder?: string;
  /** The editor's secret storage, where there is an editor. */
  readonly editor?: KeySource;
}

export interface OpenAccountOptions extends KeyPlaces {
  /** Tells workflows from scripts where the account lists its runbooks. */
  readonly describe?: DescribeRunbook;
}

export interface CreateAccountOptions extends OpenAccountOptions {
  /** Default: made from the folder's name. */
  readonly name?: string;
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  /** Default: true. */
  readonly hasSystemAssigned?: boolean;
  /** Names of user-assigned identities. */
  readonly userAssigned?: readonly string[];
  readonly keyStorage?: KeyStorage;
}

/** The nearest folder, from a file or folder upwards, that holds `.automation/account.json`; undefined when there is none. */
export async function findAccountFolder(startPath: string): Promise<string | undefined> {
  let folder = resolve(startPath);
  for (;;) {
    const isThere = await stat(join(folder, accountFolderName, "account.json")).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isThere) {
      return folder;
    }
    const parent = dirname(folder);
    if (parent === folder) {
      return undefined;
    }
    folder = parent;
  }
}

/** @param folder the folder that holds `.automation`, or that folder itself. Errors: account-not-found, damaged-file, permission-denied. */
export async function openLocalAccount(folder: string, options: OpenAccountOptions = {}): Promise<LocalAccount> {
  const path = resolve(folder);
  const root = basename(path) === accountFolderName ? dirname(path) : path;
  const store = new AccountStore(root);
  await store.readAccount();
  return accountOf(store, options);
}

/** Errors: account-exists (nothing is overwritten), invalid-usage, permission-denied. */
export async function createLocalAccount(folder: string, options: CreateAccountOptions = {}): Promise<LocalAccount> {
  const root = resolve(folder);
  const store = new AccountStore(root);
  const text = accountText(root, options);
  try {
    await mkdir(join(root, accountFolderName), { recursive: true });
    await withFileLock(join(root, accountFolderName, ".lock"), async () => {
      await refuseExisting(store);
      if (!(await isFile(store.assetsPath))) {
        await writeFileAtomically(store.assetsPath, assetsText);
      }
      await writeFileAtomically(store.accountPath, text);
    });
  } catch (error) {
    throw fileError(error, "write", store.accountPath);
  }
  await store.readAccount();
  return accountOf(store, options);
}

function accountOf(store: AccountStore, places: OpenAccountOptions): LocalAccount {
  const environment = places.environment ?? process.env;
  const folder = places.configurationFolder ?? userConfigurationFolder(environment);
  const sources = [fileKeySource(folder, store.root), environmentKeySource(environment)];
  return new LocalAccount(store, new KeyRing(places.editor ? [...sources, places.editor] : sources), places.describe);
}

async function refuseExisting(store: AccountStore): Promise<void> {
  if (await isFile(store.accountPath)) {
    throw new AutomationError("account-exists", `There is a local Automation account in "${store.root}" already.`, {
      hint: `It was left as it is. Edit "${store.accountPath}" to change it.`,
    });
  }
}

async function isFile(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}

const assetsText = `// Shared assets of the local Automation account, for "asset set", the editor, and your own hand. Sealed values
// ("sealed": "v1:...") are encrypted with a key that is not in this folder: this file can be committed.
{
  "variables": {},
  "credentials": {},
  "connections": {},
  "certificates": {},
  "connectionTypes": {}
}
`;

function accountText(root: string, options: CreateAccountOptions): string {
  const name = options.name ?? accountNameFor(basename(root));
  checkAccountName(name);
  const subscriptionId = (options.subscriptionId ?? randomUUID()).toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(subscriptionId)) {
    throw new AutomationError("invalid-usage", `"${subscriptionId}" is not a subscription id.`, {
      hint: "A subscription id is a guid.",
    });
  }
  const resourceGroup = options.resourceGroup ?? "rg-automation";
  // learn: Naming rules and restrictions for Azure resources, Microsoft.Resources
  if (!/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u.test(resourceGroup)) {
    throw new AutomationError("invalid-usage", `"${resourceGroup}" cannot be the name of a resource group.`, {
      hint: "Use 1 to 90 letters, digits, underscores, hyphens, dots and parentheses; no dot at the end.",
    });
  }
  const identity = () => ({ principalId: randomUUID(), clientId: randomUUID() });
  const account = {
    name,
    subscriptionId,
    resourceGroup,
    location: options.location ?? "westeurope",
    accountId: randomUUID(),
    tenantId: randomUUID(),
    identities: {
      system: (options.hasSystemAssigned ?? true) ? identity() : null,
      userAssigned: userAssignedNames(options.userAssigned ?? []).map((userAssigned) => ({
        name: userAssigned,
        resourceId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${userAssigned}`,
        ...identity(),
      })),
    },
    ...(options.keyStorage === "editor" ? { keyStorage: "editor" } : {}),
  };
  return `// The local Automation account of this folder. The ids are made up: put a real account's in where runbooks compare them,
// but keep "accountId", which the sealed values of assets.json are bound to. No secret stands here.
${JSON.stringify(account, null, 2)}
`;
}

/** User-assigned identities: 3-128 letters, digits, hyphens, underscores, a letter or digit first (learn, Microsoft.ManagedIdentity). */
function userAssignedNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const name of names) {
    if (!/^[A-Za-z0-9][\w-]{2,127}$/.test(name)) {
      throw new AutomationError("invalid-usage", `"${name}" cannot be the name of a user-assigned identity.`, {
        hint: "Use 3 to 128 letters, digits, hyphens and underscores; begin with a letter or digit.",
      });
    }
    if (seen.has(name.toLowerCase())) {
      throw new AutomationError("invalid-usage", `The user-assigned identity "${name}" is named twice.`);
    }
    seen.add(name.toLowerCase());
  }
  return names;
}
