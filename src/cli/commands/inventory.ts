/** `inventory`: what runbooks depend on. */
import { decodeText } from "../../analysis/decode-text";
import { groupDependencies, type DependencyUse, type KnownNames } from "../../analysis/references/dependencies";
import { dependencyUses } from "../../analysis/references/dependency-uses";
import { inventoryOf } from "../../analysis/references/inventory";
import { readableAssetKinds } from "../../core/asset";
import { languageOfFile } from "../../core/runbook";
import type { LocalAccount } from "../../local/account/local-account";
import { usageError, type ParsedArguments } from "../arguments";
import type { Command } from "../command";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";
import { findSourceFiles, type SourceFile } from "../inventory/find-source-files";
import { csvHeader, csvRows } from "../inventory/inventory-csv";
import { inventoryText } from "../inventory/inventory-text";
import { readSourceFiles } from "../inventory/read-source-files";
import { openScopeAccount, searchScope, type SearchScope } from "../inventory/search-scope";

export const inventoryCommand: Command = {
  help: {
    name: "inventory",
    usage: ["[PATH...] [--output text|json|csv]"],
    summary: "Lists what runbooks depend on: assets, child runbooks, modules, identities.",
    description: [
      "PATH is a runbook or a folder that is searched for .ps1 and .py files (default: the account's folder). What .gitignore and .automation/ignore name is left out, unless it is named itself.",
      "Text compares the names with the local account and shows absent ones first. JSON and CSV list what the files say; their lines and characters count from 0.",
    ],
    options: {
      output: {
        type: "text",
        valueName: "FORM",
        choices: ["text", "json", "csv"],
        help: "text (default), json or csv.",
      },
    },
    examples: ["inventory", "inventory runbooks --output csv"],
  },
  maxPositionals: Number.POSITIVE_INFINITY,
  run: inventory,
};

async function inventory(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const form = args.choice("output", ["text", "json", "csv"]) ?? "text";
  const scope = await searchScope(args.positionals, context);
  const files = await findSourceFiles({
    paths: scope.paths,
    workingFolder: context.workingFolder,
    isWanted: (name) => languageOfFile(name) !== undefined,
    signal: context.signal,
  });
  refuseOthers(files);
  switch (form) {
    case "json":
      await writeJson(files, context);
      break;
    case "csv":
      context.console.result(csvHeader);
      await eachFile(files, context, (file, text) => context.console.result(csvRows(inventoryOfFile(file, text))));
      break;
    case "text":
      await writeText(files, scope, context);
  }
  context.log.write("inventory", { files: files.length });
  return exitStatus.done;
}

/** A folder gives runbooks only; a file that was named must be one. */
function refuseOthers(files: readonly SourceFile[]): void {
  const other = files.find(({ path }) => languageOfFile(path) === undefined);
  if (other !== undefined) {
    throw usageError(`"${other.shown}" is no runbook.`, "Runbooks are .ps1 and .py files.");
  }
}

function inventoryOfFile({ path, shown }: SourceFile, text: string) {
  return inventoryOf(shown, text, languageOfFile(path) ?? "powershell");
}

/** One file a line: valid JSON as a whole, and readable by eye and by line tools. */
async function writeJson(files: readonly SourceFile[], context: CommandContext): Promise<void> {
  const { console } = context;
  console.result('{"version":1,"files":[');
  let separator = "\n";
  await eachFile(files, context, (file, text) => {
    console.result(separator + JSON.stringify(inventoryOfFile(file, text)));
    separator = ",\n";
  });
  console.result("\n]}\n");
}

async function writeText(files: readonly SourceFile[], scope: SearchScope, context: CommandContext): Promise<void> {
  const account = await openScopeAccount(scope, context);
  const uses: DependencyUse[] = [];
  const fileCount = await eachFile(files, context, (file, text) => {
    uses.push(...dependencyUses(file.shown, text, languageOfFile(file.path) ?? "powershell"));
  });
  context.console.result(
    inventoryText(groupDependencies(uses, await knownNames(account)), {
      hasColour: context.console.colour.output,
      fileCount,
      accountName: account === undefined ? undefined : (await account.details()).name,
    }),
  );
}

/** Modules are not compared: those of the service are not known here. */
async function knownNames(account: LocalAccount | undefined): Promise<KnownNames> {
  if (account === undefined) {
    return new Map();
  }
  const assets = await Promise.all(
    readableAssetKinds.map(async (kind) => [kind, await account.assetNames(kind)] as const),
  );
  return new Map([...assets, ["runbook", await account.runbookNames()] as const]);
}

async function eachFile(
  files: readonly SourceFile[],
  context: CommandContext,
  use: (file: SourceFile, text: string) => void,
): Promise<number> {
  const { console } = context;
  const decode = (file: SourceFile, bytes: Uint8Array) => use(file, decodeText(bytes).text);
  return readSourceFiles(files, context, decode, () => (console.isBehind ? console.ready() : undefined));
}
