/** What the tree shows of a local account: runbook files page by page, assets, the workspace's integration modules, identities. */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Asset, AssetKind } from "../../core/asset";
import {
  identityItems,
  wholeList,
  type AccountItem,
  type FolderKind,
  type ItemPage,
  type ModuleItem,
  type PagedList,
  type RunbookItem,
} from "../../core/browse";
import type { DescribeRunbook, RunbookFile, RuntimeId } from "../../core/runbook";
import type { AccountDocument } from "./account-document";
import { readModuleMetadata } from "./module-metadata";
import { findMetadataFiles, findRunbooks } from "./workspace-files";

/** What a folder on disk can have; jobs are the window's, not the folder's. */
export const localFolders: readonly FolderKind[] = [
  "runbooks",
  "connections",
  "connection-types",
  "credentials",
  "certificates",
  "variables",
  "modules",
  "identities",
];

export interface FolderSource {
  readonly root: string;
  readonly account: () => Promise<AccountDocument>;
  readonly listAssets: (kind: AssetKind) => Promise<readonly Asset[]>;
  readonly describe: DescribeRunbook | undefined;
}

/** As many as a page of the service has. */
const pageSize = 100;
/** A larger file is no runbook (the service's limit is 1 MB) and is not read for its type. */
const mostRunbookBytes = 1_048_576;

const assetFolders: Partial<Record<FolderKind, AssetKind>> = {
  connections: "connection",
  "connection-types": "connection-type",
  credentials: "credential",
  certificates: "certificate",
  variables: "variable",
};

export function openLocalFolder(folder: FolderKind, source: FolderSource): PagedList<AccountItem> {
  const assetKind = assetFolders[folder];
  if (assetKind !== undefined) {
    return wholeList(async () => byName(await source.listAssets(assetKind)));
  }
  switch (folder) {
    case "runbooks":
      return new RunbookPages(source);
    case "modules":
      return wholeList(() => listModules(source.root));
    case "identities":
      return wholeList(async () => identityItems((await source.account()).details.identities));
    default:
      return wholeList(() => Promise.resolve([]));
  }
}

/** Finds all files at the first page, reads the texts of one page only. */
class RunbookPages implements PagedList<RunbookItem> {
  readonly #source: FolderSource;
  #files: readonly RunbookFile[] = [];
  #account: AccountDocument | undefined;

  constructor(source: FolderSource) {
    this.#source = source;
  }

  async page(token?: string, signal?: AbortSignal): Promise<ItemPage<RunbookItem>> {
    const account = token === undefined ? undefined : this.#account;
    const known = account ?? (await this.#source.account());
    if (account === undefined) {
      this.#files = byName(await findRunbooks(this.#source.root, known.runbookFolders));
      this.#account = known;
    }
    const start = token === undefined ? 0 : Number(token);
    const end = start + pageSize;
    const items: RunbookItem[] = [];
    for (const file of this.#files.slice(start, end)) {
      signal?.throwIfAborted();
      items.push(await this.#item(file, known));
    }
    return { items, nextToken: end < this.#files.length ? String(end) : undefined };
  }

  async #item(file: RunbookFile, account: AccountDocument): Promise<RunbookItem> {
    const found = await stat(file.path).catch(() => undefined);
    const type = await this.#typeOf(file, found?.size ?? 0);
    return {
      kind: "runbook",
      name: file.name,
      type: type.name,
      state: "",
      runtime: runtimeWords(account.runtimes.get(file.name.toLowerCase()), file, type.name),
      description: type.synopsis,
      lastModifiedTime: found?.mtime.toISOString() ?? "",
      lastModifiedBy: "",
      path: file.path,
    };
  }

  async #typeOf(file: RunbookFile, size: number): Promise<{ readonly name: string; readonly synopsis: string }> {
    const usual = { name: file.language === "python" ? "Python3" : "PowerShell", synopsis: "" };
    if (this.#source.describe === undefined || size > mostRunbookBytes) {
      return usual;
    }
    const bytes = await readFile(file.path).catch(() => undefined);
    if (bytes === undefined) {
      return usual;
    }
    const { type, synopsis } = this.#source.describe(textOf(bytes), file.language);
    return { name: type, synopsis };
  }
}

/** What a run here would take: as the sandbox chooses. Workflows exist in Windows PowerShell 5.1 only. */
function runtimeWords(wanted: RuntimeId | undefined, file: RunbookFile, type: string): string {
  if (file.language === "python") {
    return "Python 3";
  }
  if (type === "Configuration") {
    return "DSC";
  }
  return wanted === "powershell-5.1" || type === "PowerShellWorkflow" ? "PowerShell 5.1" : "PowerShell 7";
}

async function listModules(root: string): Promise<readonly ModuleItem[]> {
  const modules = new Map<string, ModuleItem>();
  for (const path of await findMetadataFiles(root)) {
    const bytes = await readFile(path).catch(() => undefined);
    const metadata = bytes && readModuleMetadata(bytes, path);
    if (metadata === undefined || metadata.kind === "other") {
      continue;
    }
    const given = metadata.kind === "type" ? metadata.type.moduleName : "";
    const name = given === "" ? basename(path).replace(/-automation\.json$/i, "") : given;
    if (!modules.has(name.toLowerCase())) {
      const manifest = await findManifest(dirname(path), name);
      modules.set(name.toLowerCase(), {
        kind: "module",
        name,
        version: manifest?.version ?? "",
        runtime: "",
        state: "",
        error: metadata.kind === "unusable" ? `${basename(path)}: ${metadata.reason}` : "",
        isBuiltIn: false,
        path: manifest?.path ?? path,
      });
    }
  }
  return byName([...modules.values()]);
}

/** The module manifest beside the metadata file; its version as the file spells it. */
async function findManifest(
  folder: string,
  name: string,
): Promise<{ readonly path: string; readonly version: string } | undefined> {
  const path = join(folder, `${name}.psd1`);
  const bytes = await readFile(path).catch(() => undefined);
  const text = bytes && textOf(bytes);
  const version = /^\s*ModuleVersion\s*=\s*(['"])([\d.]+)\1/im.exec(text ?? "")?.[2] ?? "";
  return text === undefined ? undefined : { path, version };
}

/** Windows PowerShell's own redirections and New-ModuleManifest write UTF-16. */
function textOf(bytes: Buffer): string {
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
  return text.replace(/^\ufeff/, "");
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => a.name.localeCompare(b.name, "en", { sensitivity: "base", numeric: true }));
}
