/** Adds a variable: name, encrypted or not, type, value. */
import * as vscode from "vscode";

import type { Json } from "../../core/json";
import type { LocalAccounts } from "../../platform/local-accounts";
import { askNewName, saidSaved, wantedName } from "./asset-name";
import { askChoice, askText, problemOf } from "../../platform/prompts";

/** The types of the portal (specs/assets-and-jobs.md 4.1), and JSON for arrays and objects. */
type VariableType = "String" | "Integer" | "Boolean" | "DateTime" | "JSON" | "Null";

export async function addVariable(accounts: LocalAccounts, target?: unknown): Promise<void> {
  const account = await accounts.require();
  const title = vscode.l10n.t("Add Variable Asset");
  const name = await askNewName(account, "variable", title, wantedName(target));
  const known = await account.getAsset("variable", name);
  const isEncrypted = known
    ? known.isEncrypted
    : await askChoice(title, vscode.l10n.t("Is the value a secret? This cannot be changed later"), [
        { label: vscode.l10n.t("Plain"), description: vscode.l10n.t("readable in assets.json"), value: false },
        { label: vscode.l10n.t("Encrypted"), description: vscode.l10n.t("sealed with the account's key"), value: true },
      ]);
  const type = await askChoice<VariableType>(title, vscode.l10n.t("Type of the value"), [
    { label: "String", value: "String" },
    { label: "Integer", value: "Integer" },
    { label: "Boolean", value: "Boolean" },
    { label: "DateTime", value: "DateTime" },
    { label: "JSON", description: vscode.l10n.t("an array or object"), value: "JSON" },
    { label: "Null", value: "Null" },
  ]);
  const value = await askValue(title, type, isEncrypted);
  const description = known
    ? undefined
    : await askText({ title, prompt: vscode.l10n.t("Description"), isOptional: true });
  await account.saveVariable(name, { value, isEncrypted, ...(description !== undefined && { description }) });
  saidSaved(account, vscode.l10n.t("variable"), name);
}

async function askValue(title: string, type: VariableType, isSecret: boolean): Promise<Json> {
  switch (type) {
    case "Null":
      return null;
    case "Boolean":
      return askChoice(title, vscode.l10n.t("Value"), [
        { label: "true", value: true },
        { label: "false", value: false },
      ]);
    case "Integer":
      return Number(
        await askText({
          title,
          prompt: vscode.l10n.t("A whole number"),
          isSecret,
          problem: (text) =>
            /^[+-]?\d+$/.test(text.trim()) && Number.isSafeInteger(Number(text))
              ? undefined
              : vscode.l10n.t("This is no whole number."),
        }),
      );
    case "DateTime":
      return new Date(
        await askText({
          title,
          prompt: vscode.l10n.t("Date and time, UTC where no offset is given"),
          placeHolder: "2026-01-31T12:00:00Z",
          isSecret,
          problem: (text) => (Number.isNaN(Date.parse(text)) ? vscode.l10n.t("This is no date.") : undefined),
        }),
      ).toISOString();
    case "JSON":
      return JSON.parse(
        await askText({
          title,
          prompt: vscode.l10n.t("A JSON array or object"),
          placeHolder: '{"name": "value"}',
          isSecret,
          problem: (text) => problemOf(() => JSON.parse(text) as unknown),
        }),
      ) as Json;
    case "String":
      return askText({ title, prompt: vscode.l10n.t("Value"), isSecret, isOptional: true });
  }
}
