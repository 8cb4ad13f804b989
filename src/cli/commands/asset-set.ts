/** `asset set`: one function for each kind. A secret never comes from an argument. */
import { resolve } from "node:path";
import type { AssetKind, ConnectionField } from "../../core/asset";
import { findField, parseFieldValue } from "../../core/connection-type";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import type { LocalAccount } from "../../local/account/local-account";
import { requireAccount } from "../account-access";
import { didYouMean, usageError, type ParsedArguments } from "../arguments";
import type { OptionDefinition } from "../option-definition";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";
import { promptForSecret, readSecretFromInput } from "../secret-input";
import { readGivenFile, readKind } from "../asset-arguments";

export const setOptions: Readonly<Record<string, OptionDefinition>> = {
  description: { type: "text", valueName: "TEXT", help: "What the asset is for." },
  value: { type: "text", valueName: "TEXT", help: "variable: a text." },
  json: { type: "text", valueName: "JSON", help: 'variable: a typed value, e.g. 3, true or {"a":1}.' },
  "value-stdin": { type: "flag", help: "variable: the text comes from standard input." },
  "json-stdin": { type: "flag", help: "variable: the typed value comes from standard input." },
  encrypted: { type: "flag", help: "variable: seal the value, which then comes from standard input or a prompt." },
  user: { type: "text", valueName: "NAME", help: "credential: user name." },
  "password-stdin": { type: "flag", help: "credential, certificate: the password comes from standard input." },
  type: { type: "text", valueName: "TYPE", help: "connection: its connection type." },
  field: {
    type: "text",
    valueName: "NAME=VALUE",
    isRepeatable: true,
    help: "connection: a field that is not encrypted.",
  },
  "field-stdin": { type: "text", valueName: "NAME", help: "connection: this field's value comes from standard input." },
  file: {
    type: "text",
    valueName: "FILE",
    help: "certificate: .pfx, .p12, .cer or .pem; connection-type: X-Automation.json.",
  },
  exportable: { type: "flag", help: "certificate: runbooks may export the private key." },
};

const optionsOfKind: Readonly<Record<AssetKind, readonly string[]>> = {
  variable: ["description", "value", "json", "value-stdin", "json-stdin", "encrypted"],
  credential: ["description", "user", "password-stdin"],
  connection: ["description", "type", "field", "field-stdin"],
  certificate: ["description", "file", "password-stdin", "exportable"],
  "connection-type": ["file"],
};

export async function setAsset(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const kind = readKind(args.positionals[0], "asset set");
  for (const option of Object.keys(setOptions)) {
    if (args.flag(option) && !optionsOfKind[kind].includes(option)) {
      throw usageError(`"--${option}" does not go with a ${kind}.`, `Possible: --${optionsOfKind[kind].join(", --")}.`);
    }
  }
  const account = await requireAccount(context);
  const name = await setters[kind](account, args, context);
  context.log.write("asset set", { kind, name });
  context.console.result(`Set the ${kind} "${name}"\n`);
  return exitStatus.done;
}

type Setter = (account: LocalAccount, args: ParsedArguments, context: CommandContext) => Promise<string>;

const setters: Readonly<Record<AssetKind, Setter>> = {
  variable: setVariable,
  credential: setCredential,
  connection: setConnection,
  certificate: setCertificate,
  "connection-type": setConnectionType,
};

async function setVariable(account: LocalAccount, args: ParsedArguments, context: CommandContext): Promise<string> {
  const name = nameOf(args, "variable");
  const given = ["value", "json", "value-stdin", "json-stdin"].filter((option) => args.flag(option));
  if (given.length > 1) {
    throw usageError(`The value was given twice: ${given.map((option) => `--${option}`).join(", ")}.`, "Choose one.");
  }
  const existing = await account.getAsset("variable", name);
  const isSecret = args.flag("encrypted") || existing?.isEncrypted === true;
  if (isSecret && (args.flag("value") || args.flag("json"))) {
    throw usageError(
      `The variable "${name}" is encrypted: its value must not stand in a command line, where others can read it.`,
      "Give it with --value-stdin or --json-stdin, or leave it out to be asked for it.",
    );
  }
  const description = args.text("description");
  const keepsValue = given.length === 0 && existing !== undefined && description !== undefined;
  const value = keepsValue ? undefined : await readVariableValue(name, args, context);
  await account.saveVariable(name, {
    ...(value === undefined ? {} : { value }),
    ...(args.flag("encrypted") ? { isEncrypted: true } : {}),
    ...(description === undefined ? {} : { description }),
  });
  return name;
}

async function readVariableValue(name: string, args: ParsedArguments, context: CommandContext): Promise<Json> {
  const json = args.text("json");
  if (json !== undefined) {
    return parseValue(json);
  }
  const value = args.text("value");
  if (value !== undefined) {
    return value;
  }
  if (args.flag("json-stdin")) {
    return parseValue(await readSecret(`JSON value of the variable "${name}":`, context));
  }
  if (args.flag("value-stdin") || canPrompt(context)) {
    return readSecret(`Value of the variable "${name}":`, context);
  }
  throw usageError(`The variable "${name}" has no value.`, "Give --value, --json or --value-stdin.");
}

async function setCredential(account: LocalAccount, args: ParsedArguments, context: CommandContext): Promise<string> {
  const name = nameOf(args, "credential");
  const userName = args.text("user");
  const description = args.text("description");
  const existing = await account.getAsset("credential", name);
  if (existing === undefined && userName === undefined) {
    throw usageError(`The credential "${name}" needs a user name.`, "Give --user NAME.");
  }
  // An existing credential keeps its password where something else was named.
  const wantsPassword =
    args.flag("password-stdin") || existing === undefined || (userName === undefined && description === undefined);
  if (wantsPassword && !args.flag("password-stdin") && !canPrompt(context)) {
    throw usageError(`The credential "${name}" has no password.`, "Give it with --password-stdin.");
  }
  const password = wantsPassword ? await readSecret(`Password of the credential "${name}":`, context) : undefined;
  await account.saveCredential(name, {
    ...(userName === undefined ? {} : { userName }),
    ...(password === undefined ? {} : { password }),
    ...(description === undefined ? {} : { description }),
  });
  return name;
}

async function setConnection(account: LocalAccount, args: ParsedArguments, context: CommandContext): Promise<string> {
  const name = nameOf(args, "connection");
  const existing = await account.getAsset("connection", name);
  const typeName = args.text("type") ?? (existing?.kind === "connection" ? existing.connectionType : undefined);
  if (typeName === undefined) {
    throw usageError(`The connection "${name}" needs a connection type.`, "Give --type TYPE.");
  }
  const type = await account.getAsset("connection-type", typeName);
  const known = type?.kind === "connection-type" ? type.fields : [];
  const fields = new Map<string, Json>();
  for (const pair of args.list("field")) {
    const { field, value } = readField(pair, typeName, known);
    if (fields.has(field.name)) {
      throw usageError(`The field "${field.name}" was given twice.`, "Names are compared without case.");
    }
    fields.set(field.name, value);
  }
  const fromInput = args.text("field-stdin");
  if (fromInput !== undefined) {
    const field = requireField(fromInput, typeName, known);
    fields.set(field.name, parseField(field, await readSecret(`Field "${field.name}":`, context)));
  }
  if (existing === undefined && canPrompt(context)) {
    for (const field of known.filter(({ isEncrypted, isOptional }) => isEncrypted && !isOptional)) {
      if (!fields.has(field.name)) {
        fields.set(field.name, parseField(field, await readSecret(`Field "${field.name}":`, context)));
      }
    }
  }
  const description = args.text("description");
  await account.saveConnection(name, {
    type: typeName,
    fields: Object.fromEntries(fields),
    ...(description === undefined ? {} : { description }),
  });
  return name;
}

async function setCertificate(account: LocalAccount, args: ParsedArguments, context: CommandContext): Promise<string> {
  const name = nameOf(args, "certificate");
  const file = await readFileOption(args, "certificate", context);
  const description = args.text("description");
  const save = (password: string | undefined) =>
    account.saveCertificate(name, {
      file,
      ...(password === undefined ? {} : { password }),
      isExportable: args.flag("exportable"),
      ...(description === undefined ? {} : { description }),
    });
  if (args.flag("password-stdin")) {
    await save(await readSecret("Password of the file:", context));
    return name;
  }
  try {
    await save(undefined);
  } catch (error) {
    const needsPassword = error instanceof AutomationError && /password/i.test(error.message);
    if (!needsPassword || !canPrompt(context)) {
      throw error;
    }
    await save(await readSecret("Password of the file:", context));
  }
  return name;
}

async function setConnectionType(
  account: LocalAccount,
  args: ParsedArguments,
  context: CommandContext,
): Promise<string> {
  const extra = args.positionals[1];
  if (extra !== undefined) {
    throw usageError(`"${extra}" is one argument too many.`, "The name of a connection type stands in its file.");
  }
  const file = await readFileOption(args, "connection-type", context);
  return account.saveConnectionType(file, resolve(context.workingFolder, args.text("file") ?? ""));
}

function nameOf(args: ParsedArguments, kind: AssetKind): string {
  const name = args.positionals[1];
  if (name === undefined) {
    throw usageError(`The name of the ${kind} is missing.`, 'See "runbook-workbench asset set --help".');
  }
  return name;
}

function readField(
  pair: string,
  typeName: string,
  known: readonly ConnectionField[],
): { readonly field: ConnectionField; readonly value: Json } {
  const at = pair.indexOf("=");
  if (at < 1) {
    // The text may be a secret that went astray: it is not repeated.
    throw usageError("A --field has no name.", "Write --field NAME=VALUE.");
  }
  const field = requireField(pair.slice(0, at), typeName, known);
  if (field.isEncrypted) {
    throw usageError(
      `The field "${field.name}" is encrypted: its value must not stand in a command line, where others can read it.`,
      `Give it with --field-stdin ${field.name}.`,
    );
  }
  return { field, value: parseField(field, pair.slice(at + 1)) };
}

function requireField(name: string, typeName: string, known: readonly ConnectionField[]): ConnectionField {
  const field = findField(known, name);
  if (field === undefined && known.length > 0) {
    const names = known.map((one) => one.name);
    throw usageError(
      `The connection type "${typeName}" has no field "${name}".`,
      `${didYouMean(name, names)}Fields: ${names.join(", ")}.`,
    );
  }
  // A type that is not known at all is the account's to refuse, with the nearest types.
  return field ?? { name, typeName: "System.String", isEncrypted: false, isOptional: true };
}

function parseField(field: ConnectionField, text: string): Json {
  const result = parseFieldValue(field, text);
  if (!result.ok) {
    throw new AutomationError("invalid-asset", result.problem.message, { hint: "Nothing was changed." });
  }
  return result.value;
}

async function readFileOption(args: ParsedArguments, kind: AssetKind, context: CommandContext): Promise<Uint8Array> {
  const file = args.text("file");
  if (file === undefined) {
    throw usageError(`A ${kind} comes from a file.`, "Give --file FILE.");
  }
  return readGivenFile(resolve(context.workingFolder, file));
}

function parseValue(json: string): Json {
  try {
    return JSON.parse(json) as Json;
  } catch (error) {
    throw new AutomationError("invalid-usage", "The value is no valid JSON.", {
      cause: error,
      hint: "A text needs quotation marks, as in --json '\"text\"'; or use --value.",
    });
  }
}

function canPrompt(context: CommandContext): boolean {
  return context.console.isInteractive && context.input().isTTY === true;
}

/** From a person at a terminal without echo, else everything on standard input. */
function readSecret(question: string, context: CommandContext): Promise<string> {
  return canPrompt(context)
    ? promptForSecret(question, context.input(), context.console)
    : readSecretFromInput(context.input(), context.signal);
}
