/** Opens the form of a new asset in the account that is meant. */
import * as vscode from "vscode";

import type { ReadableAssetKind } from "../../core/asset";
import { treeTargetOf } from "../../platform/tree-target";
import { openAssetForm } from "./asset-form";
import type { AssetsServices } from "./services";
import { wantedName, whichAccount } from "./which-asset";

export async function addAsset(services: AssetsServices, kind: ReadableAssetKind, argument: unknown): Promise<void> {
  const account = await whichAccount(services, argument, titleOf(kind));
  const isRow = treeTargetOf(argument) !== undefined;
  await openAssetForm(services, {
    account,
    kind,
    existing: undefined,
    // A row has a name as well: that of its group.
    wantedName: isRow ? undefined : wantedName(argument),
    wantedType: kind === "connection" ? typeOfRow(argument) : undefined,
    file: argument instanceof vscode.Uri ? argument : undefined,
  });
}

/** Adding to the connections of one type, or from the type itself, means that type. */
function typeOfRow(argument: unknown): string | undefined {
  const item = treeTargetOf(argument)?.item;
  if (item?.kind === "connection-type") {
    return item.name;
  }
  const isGroup = typeof argument === "object" && argument !== null && "kind" in argument && argument.kind === "group";
  return isGroup ? wantedName(argument) : undefined;
}

function titleOf(kind: ReadableAssetKind): string {
  switch (kind) {
    case "variable":
      return vscode.l10n.t("Add Variable Asset");
    case "credential":
      return vscode.l10n.t("Add Credential Asset");
    case "connection":
      return vscode.l10n.t("Add Connection Asset");
    case "certificate":
      return vscode.l10n.t("Add Certificate Asset");
  }
}
