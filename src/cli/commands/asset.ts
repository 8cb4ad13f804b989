/** `asset`: the account's shared assets from a terminal. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { assetKinds } from "../../core/asset";
import { requireAccount } from "../account-access";
import { usageError, type ParsedArguments } from "../arguments";
import { readGivenFile, readKindAndName, requireAsset } from "../asset-arguments";
import type { Command, CommandGroup } from "../command";
import type { OptionDefinition } from "../option-definition";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";
import { assetJson, renderAsset, renderAssetList } from "../render/asset-renderer";
import { setAsset, setOptions } from "./asset-set";

const outputOption: OptionDefinition = {
  type: "text",
  valueName: "FORM",
  choices: ["text", "json"],
  help: "text (default) or json.",
};

const list: Command = {
  help: {
    name: "asset list",
    usage: ["[--kind KIND] [--output text|json]"],
    summary: "Lists the account's assets.",
    description: ["Built-in connection types are listed with --kind connection-type only."],
    options: {
      kind: { type: "text", valueName: "KIND", choices: assetKinds, help: `Only this kind: ${assetKinds.join(", ")}.` },
      output: outputOption,
    },
    examples: ["asset list --kind variable"],
  },
  maxPositionals: 0,
  async run(args, context) {
    const account = await requireAccount(context);
    const kind = args.choice("kind", assetKinds);
    const assets = (await Promise.all((kind === undefined ? assetKinds : [kind]).map((one) => account.listAssets(one))))
      .flat()
      .filter((asset) => kind !== undefined || asset.kind !== "connection-type" || asset.source !== "built-in");
    context.console.result(
      args.text("output") === "json" ? `${JSON.stringify(assets.map(assetJson), null, 2)}\n` : renderAssetList(assets),
    );
    return exitStatus.done;
  },
};

const get: Command = {
  help: {
    name: "asset get",
    usage: ["KIND NAME [--output text|json]"],
    summary: "Shows one asset; sealed values are not shown.",
    options: { output: outputOption },
    examples: ["asset get connection Tickets --output json"],
  },
  maxPositionals: 2,
  async run(args, context) {
    const { kind, name } = readKindAndName(args, "asset get");
    const account = await requireAccount(context);
    const asset = await requireAsset(account, kind, name);
    context.console.result(
      args.text("output") === "json" ? `${JSON.stringify(assetJson(asset), null, 2)}\n` : renderAsset(asset),
    );
    return exitStatus.done;
  },
};

const set: Command = {
  help: {
    name: "asset set",
    usage: [
      "variable NAME (--value TEXT | --json JSON | --value-stdin) [--encrypted] [--description TEXT]",
      "credential NAME --user NAME --password-stdin",
      "connection NAME --type TYPE [--field NAME=VALUE]... [--field-stdin NAME]",
      "certificate NAME --file FILE [--password-stdin] [--exportable]",
      "connection-type --file X-Automation.json",
    ],
    summary: "Creates an asset or changes what is named of it.",
    description: [
      "Secrets are read from standard input or asked for, never taken from arguments. Setting a connection again changes only the fields that are named.",
    ],
    options: setOptions,
    examples: [
      "asset set variable Retries --json 3",
      "asset set credential Admin --user admin@contoso.example --password-stdin < password.txt",
    ],
  },
  maxPositionals: 2,
  run: setAsset,
};

const remove: Command = {
  help: {
    name: "asset remove",
    usage: ["KIND NAME"],
    summary: "Removes an asset from the account; exit status 1 when there is none of that name.",
    options: {},
    examples: ["asset remove variable Retries"],
  },
  maxPositionals: 2,
  async run(args, context) {
    const { kind, name } = readKindAndName(args, "asset remove");
    const account = await requireAccount(context);
    await account.removeAsset(kind, name);
    context.log.write("asset removed", { kind, name });
    context.console.result(`Removed the ${kind} "${name}"\n`);
    return exitStatus.done;
  },
};

const importAssets: Command = {
  help: {
    name: "asset import",
    usage: ["FILE [--secure FILE] [--overwrite]"],
    summary: "Takes over the assets of older tools: the PowerShell ISE add-on's files and Python's emulated assets.",
    options: {
      secure: { type: "text", valueName: "FILE", help: "SecureLocalAssets.json of the ISE add-on." },
      overwrite: {
        type: "flag",
        help: "Replace assets that the account has already; otherwise they are left as they are.",
      },
    },
    examples: ["asset import LocalAssets.json --secure SecureLocalAssets.json"],
  },
  maxPositionals: 1,
  run: runImport,
};

const copy: Command = {
  help: {
    name: "asset copy",
    usage: ["KIND NAME --to DIR [--as NAME] [--overwrite]"],
    summary: "Copies an asset into the local account of another folder and seals its secrets with that account's key.",
    description: ["Copying from or to an account in Azure is not part of this version."],
    options: {
      to: { type: "text", valueName: "DIR", help: "The folder that holds the other account's .automation/." },
      as: { type: "text", valueName: "NAME", help: "Another name for the copy." },
      overwrite: { type: "flag", help: "Replace an asset of that name." },
    },
    examples: ["asset copy connection Tickets --to ../staging"],
  },
  maxPositionals: 2,
  run: async (args, context) => (await import("./asset-copy")).copyAsset(args, context),
};

export const assetGroup: CommandGroup = {
  name: "asset",
  summary: "The account's shared assets: variables, credentials, connections, certificates and connection types.",
  commands: { list, get, set, remove, import: importAssets, copy },
};

async function runImport(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const file = args.positionals[0];
  if (file === undefined) {
    throw usageError("No file was given.", 'See "runbook-workbench asset import --help".');
  }
  const secureFile = args.text("secure");
  const source = await readSource(file, context);
  const secure = secureFile === undefined ? undefined : await readSource(secureFile, context);
  const account = await requireAccount(context);
  const report = await account.importAssets(source, {
    overwrite: args.flag("overwrite"),
    ...(secure === undefined ? {} : { secure }),
    readFile: (path) => readFile(path),
  });
  for (const { kind, name } of report.imported) {
    context.console.result(`Imported the ${kind} "${name}"\n`);
  }
  for (const { kind, name, reason } of report.skipped) {
    context.console.note(`WARNING The ${kind} "${name}" was left out. ${reason}`);
  }
  context.log.write("assets imported", { imported: report.imported.length, skipped: report.skipped.length });
  return exitStatus.done;
}

async function readSource(file: string, context: CommandContext): Promise<{ path: string; bytes: Uint8Array }> {
  const path = resolve(context.workingFolder, file);
  return { path, bytes: await readGivenFile(path) };
}
