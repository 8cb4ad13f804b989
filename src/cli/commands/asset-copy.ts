/** `asset copy`: takes an asset over into another local account, whose key then seals its secrets. */
import { resolve } from "node:path";
import type { AssetKind, ConnectionTypeAsset, RevealedAsset } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import type { LocalAccount } from "../../local/account/local-account";
import { openLocalAccount } from "../../local/account/open-account";
import { requireAccount } from "../account-access";
import { usageError, type ParsedArguments } from "../arguments";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";
import { readKindAndName, requireAsset } from "../asset-arguments";

export async function copyAsset(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const { kind, name } = readKindAndName(args, "asset copy");
  const to = args.text("to");
  if (to === undefined) {
    throw usageError(
      "The account to copy to is missing.",
      "Give --to DIR, the folder of another local account; accounts in Azure come with a later version.",
    );
  }
  const source = await requireAccount(context);
  const target = await openLocalAccount(resolve(context.workingFolder, to), { environment: context.environment });
  const asset = await requireAsset(source, kind, name);
  const newName = args.text("as") ?? asset.name;
  if (kind === "connection-type" && newName !== asset.name) {
    throw usageError("A connection type keeps its name.", "Leave --as out.");
  }
  await refuseExisting(target, kind, newName, args.flag("overwrite"));
  if (asset.kind === "connection-type") {
    await copyConnectionType(asset, target);
  } else {
    const revealed = await source.reveal(asset.kind, asset.name);
    if (revealed !== undefined) {
      await copyRevealed(revealed, newName, asset.description, source, target, context);
    }
  }
  context.log.write("asset copied", { kind, name, to: target.root });
  context.console.result(`Copied the ${kind} "${asset.name}" to ${target.assetsPath}\n`);
  return exitStatus.done;
}

async function refuseExisting(target: LocalAccount, kind: AssetKind, name: string, overwrite: boolean): Promise<void> {
  if (!overwrite && (await target.getAsset(kind, name)) !== undefined) {
    const { name: accountName } = await target.details();
    throw new AutomationError("asset-exists", `The account "${accountName}" has a ${kind} "${name}" already.`, {
      hint: "Use --overwrite to replace it, or --as for another name.",
    });
  }
}

async function copyRevealed(
  asset: RevealedAsset,
  name: string,
  description: string,
  source: LocalAccount,
  target: LocalAccount,
  context: CommandContext,
): Promise<void> {
  switch (asset.kind) {
    case "variable":
      return target.saveVariable(name, { value: asset.value, isEncrypted: asset.isEncrypted, description });
    case "credential":
      return target.saveCredential(name, { userName: asset.userName, password: asset.password, description });
    case "connection": {
      const type = await source.getAsset("connection-type", asset.connectionType);
      const isKnown = (await target.getAsset("connection-type", asset.connectionType)) !== undefined;
      if (!isKnown && type?.kind === "connection-type") {
        await copyConnectionType(type, target);
        context.console.note(`NOTICE The connection type "${type.name}" was copied too.`);
      }
      return target.saveConnection(name, { type: asset.connectionType, fields: asset.fields, description });
    }
    case "certificate":
      return target.saveCertificate(name, {
        file: Buffer.from(asset.content, "base64"),
        isExportable: asset.isExportable,
        description,
      });
  }
}

/** In the form of a module's metadata file, which is what an account takes connection types from. */
async function copyConnectionType(type: ConnectionTypeAsset, target: LocalAccount): Promise<void> {
  const metadata = {
    ConnectionTypeName: type.name,
    IntegrationModuleName: type.moduleName,
    ConnectionFields: type.fields.map((field) => ({
      Name: field.name,
      TypeName: field.typeName,
      IsEncrypted: field.isEncrypted,
      IsOptional: field.isOptional,
    })),
  };
  await target.saveConnectionType(Buffer.from(JSON.stringify(metadata)), type.path ?? type.name);
}
