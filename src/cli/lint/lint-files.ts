/** Checks files: reads each once, with the account that it belongs to, and hands on what the rules found. */
import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeText } from "../../analysis/decode-text";
import { hasModuleBeside } from "../../analysis/metadata/metadata-file-name";
import { scanMetadata } from "../../analysis/metadata/scan-metadata";
import type { KnownAccount } from "../../analysis/references/known-account";
import { LineIndex, type Position } from "../../analysis/references/line-index";
import { checkScan } from "../../analysis/rules/check-file";
import { hasRunbookSigns } from "../../analysis/runbook-signs";
import { scanKindOf, scanText, type Scan } from "../../analysis/scan-file";
import { assetKinds } from "../../core/asset";
import type { Finding, Severity } from "../../core/finding";
import { findAccountFolder, openLocalAccount } from "../../local/account/open-account";
import type { CommandContext } from "../command-context";
import type { SourceFile } from "../inventory/find-source-files";
import { readSourceFiles } from "../inventory/read-source-files";
import { readModuleOf } from "./module-files";

export type RuleSeverities = Readonly<Record<string, Severity | "off">>;

export interface LintedFile {
  readonly shown: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: Scan["language"];
  readonly findings: readonly Finding[];
  readonly positionOf: (offset: number) => Position;
}

/**
 * Calls `use` for each file in order; files of other tools that are named like metadata are left out, and scripts that are no
 * runbooks. Answers how many of the latter there were. Errors: damaged-file of an account.
 */
export async function lintFiles(
  files: readonly SourceFile[],
  severities: RuleSeverities,
  context: CommandContext,
  use: (file: LintedFile) => void,
): Promise<number> {
  let notRunbooks = 0;
  const accounts = new Accounts(context);
  const { console } = context;
  await readSourceFiles(
    files,
    context,
    async (file, bytes) => {
      const linted = await lintFile(file, bytes, severities, accounts);
      if (linted === "no runbook") {
        notRunbooks++;
      } else if (linted !== undefined) {
        use(linted);
      }
    },
    () => (console.isBehind ? console.ready() : undefined),
  );
  return notRunbooks;
}

async function lintFile(
  { path, shown, isNamed }: SourceFile,
  bytes: Uint8Array,
  severities: RuleSeverities,
  accounts: Accounts,
): Promise<LintedFile | "no runbook" | undefined> {
  const kind = scanKindOf(path);
  if (kind === undefined) {
    return undefined;
  }
  const { text, encoding, hasByteOrderMark } = decodeText(bytes);
  const account = kind === "metadata" ? undefined : await accounts.of(path);
  // As in the editor: of scripts that belong to no account only those that show what they are.
  if (kind !== "metadata" && !isNamed && account === undefined && !hasRunbookSigns(text, kind)) {
    return "no runbook";
  }
  const filesBeside = kind === "metadata" ? await readdir(dirname(path)).catch(() => []) : undefined;
  const isModules = kind === "metadata" && hasModuleBeside(path, filesBeside);
  const scan = kind === "metadata" ? scanMetadata(text, isModules) : scanText(kind, text);
  if (scan.language === "metadata" && !scan.isMetadata) {
    return undefined;
  }
  const module = isModules ? await readModuleOf(path) : undefined;
  const bytesForm = { encoding, hasByteOrderMark };
  const findings = checkScan(scan, { text, path, account, severities, bytes: bytesForm, filesBeside, module });
  let lines: LineIndex | undefined;
  return { shown, path, kind, findings, positionOf: (offset) => (lines ??= new LineIndex(text)).positionAt(offset) };
}

/** The accounts of the files: the one of --account, else the nearest above each, each read once. */
class Accounts {
  readonly #folders = new Map<string, Promise<KnownAccount | undefined>>();
  readonly #byRoot = new Map<string, Promise<KnownAccount>>();

  constructor(private readonly context: CommandContext) {}

  of(path: string): Promise<KnownAccount | undefined> {
    const folder = this.context.accountFolder ?? dirname(path);
    let known = this.#folders.get(folder);
    if (known === undefined) {
      known = this.#find(folder);
      this.#folders.set(folder, known);
    }
    return known;
  }

  async #find(folder: string): Promise<KnownAccount | undefined> {
    const root = this.context.accountFolder ?? (await findAccountFolder(folder));
    if (root === undefined) {
      return undefined;
    }
    let known = this.#byRoot.get(root);
    if (known === undefined) {
      known = this.#read(root);
      this.#byRoot.set(root, known);
    }
    return known;
  }

  async #read(root: string): Promise<KnownAccount> {
    const account = await openLocalAccount(root, { environment: this.context.environment });
    const [{ name }, assets, runbookNames] = await Promise.all([
      account.details(),
      Promise.all(assetKinds.map((kind) => account.listAssets(kind))),
      account.runbookNames(),
    ]);
    return { name, assets: assets.flat(), runbookNames };
  }
}
