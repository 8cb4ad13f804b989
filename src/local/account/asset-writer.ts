/** What saving an asset changes in assets.json: checks first, then a new entry or only the properties that differ. */
import type { ConnectionTypeAsset } from "../../core/asset";
import type { CertificateInput, ConnectionInput, CredentialInput, VariableInput } from "../../core/asset-changes";
import { builtInConnectionTypes, checkConnection, findField } from "../../core/connection-type";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import { isSameName } from "../../core/asset";
import { checkAssetName } from "./asset-names";
import type { AssetsDraft, EntryChange } from "./assets-draft";
import type { AssetEntry } from "./assets-document";
import type { CertificateContent } from "./certificate-file";
import type { Sealer } from "./vault";

/** The service's limit for a variable (specs/assets-and-jobs.md 4.1). */
const mostValueCharacters = 1_048_576;

/** What the writers work with. `sealer` makes the account's first key when it is called, so only who seals calls it. */
export interface AssetWriter {
  readonly draft: AssetsDraft;
  sealer(): Promise<Sealer>;
}

/** Errors: invalid-asset. */
export async function putVariable(writer: AssetWriter, name: string, input: VariableInput): Promise<void> {
  const { draft } = writer;
  const entry = draft.document.entry("variable", name);
  checkValueSize(name, input.value);
  if (!entry) {
    checkAssetName("variable", name);
    if (input.value === undefined) {
      throw new AutomationError("invalid-asset", `The variable "${name}" needs a value.`);
    }
    const place = { kind: "variable", name, field: "value" } as const;
    const value = input.isEncrypted ? { sealed: (await writer.sealer())(place, input.value) } : { value: input.value };
    draft.add("variable", name, { ...value, ...descriptionOf(input.description) });
    return;
  }
  const isEncrypted = draft.document.variable(entry).kind === "sealed";
  if (input.isEncrypted !== undefined && input.isEncrypted !== isEncrypted) {
    // The service's rule (specs/assets-and-jobs.md 4.1).
    throw new AutomationError(
      "invalid-asset",
      `The variable "${entry.name}" is ${isEncrypted ? "" : "not "}encrypted; that cannot change after creation.`,
      { hint: "Remove the variable first, then create it anew." },
    );
  }
  const changes = descriptionChange(input.description);
  if (input.value !== undefined) {
    const place = { kind: "variable", name: entry.name, field: "value" } as const;
    changes.push(
      isEncrypted
        ? { path: ["sealed"], value: (await writer.sealer())(place, input.value) }
        : { path: ["value"], value: input.value },
    );
  }
  draft.change(entry, changes);
}

/** Errors: invalid-asset. */
export async function putCredential(writer: AssetWriter, name: string, input: CredentialInput): Promise<void> {
  const { draft } = writer;
  const entry = draft.document.entry("credential", name);
  const sealed = async (password: string) => ({
    sealed: (await writer.sealer())({ kind: "credential", name: entry?.name ?? name, field: "password" }, password),
  });
  if (input.userName?.trim() === "") {
    throw new AutomationError("invalid-asset", `The credential "${name}" needs a user name.`);
  }
  if (!entry) {
    checkAssetName("credential", name);
    if (input.userName === undefined || input.password === undefined) {
      const missing = input.userName === undefined ? "a user name" : "a password";
      throw new AutomationError("invalid-asset", `The credential "${name}" needs ${missing}.`);
    }
    const password = await sealed(input.password);
    draft.add("credential", name, { userName: input.userName, password, ...descriptionOf(input.description) });
    return;
  }
  const changes = descriptionChange(input.description);
  if (input.userName !== undefined) {
    changes.push({ path: ["userName"], value: input.userName });
  }
  if (input.password !== undefined) {
    changes.push({ path: ["password"], value: await sealed(input.password) });
  }
  draft.change(entry, changes);
}

/** @param typeOf errors: invalid-asset for a type that is not known */
export async function putConnection(
  writer: AssetWriter,
  name: string,
  input: ConnectionInput,
  typeOf: (name: string) => Promise<ConnectionTypeAsset>,
): Promise<void> {
  const { draft } = writer;
  const entry = draft.document.entry("connection", name);
  const existing = entry && draft.document.connection(entry);
  const typeName = input.type ?? existing?.type;
  if (typeName === undefined) {
    throw new AutomationError("invalid-asset", `The connection "${name}" needs a connection type.`);
  }
  if (existing && !isSameName(existing.type, typeName)) {
    throw new AutomationError(
      "invalid-asset",
      `The connection "${name}" is of the type "${existing.type}", not "${typeName}"; that cannot change.`,
      { hint: "Remove the connection first, then create it anew." },
    );
  }
  if (!entry) {
    checkAssetName("connection", name);
  }
  const type = await typeOf(typeName);
  const present = [...(existing?.fields ?? [])].filter(
    ([, stored]) => stored.kind === "sealed" || stored.value !== null,
  );
  const problems = checkConnection(
    type,
    input.fields ?? {},
    present.map(([field]) => field),
  );
  if (problems.length > 0) {
    const text = problems.map((problem) => problem.message).join(" ");
    throw new AutomationError("invalid-asset", `The connection "${name}" was not saved. ${text}`);
  }
  const values: [string, Json][] = [];
  const changes = descriptionChange(input.description);
  for (const [given, value] of Object.entries(input.fields ?? {})) {
    const field = findField(type.fields, given);
    // The file's own spelling where it has the field.
    const key = [...(existing?.fields.keys() ?? [])].find((known) => isSameName(known, given)) ?? field?.name ?? given;
    if (value === null) {
      changes.push({ path: ["fields", key], value: undefined });
      continue;
    }
    const place = { kind: "connection", name: entry?.name ?? name, field: key } as const;
    const stored = field?.isEncrypted ? { sealed: (await writer.sealer())(place, value) } : value;
    values.push([key, stored]);
    changes.push({ path: ["fields", key], value: stored });
  }
  if (entry) {
    draft.change(entry, changes);
  } else {
    const fields = Object.fromEntries(values);
    draft.add("connection", name, { type: type.name, fields, ...descriptionOf(input.description) });
  }
}

/** Puts a certificate in the place of the one of that name; undefined: the file stays. Errors: invalid-asset. */
export async function putCertificate(
  writer: AssetWriter,
  name: string,
  certificate: CertificateContent | undefined,
  input: Pick<CertificateInput, "isExportable" | "description">,
): Promise<void> {
  const { draft } = writer;
  const entry = draft.document.entry("certificate", name);
  if (!entry) {
    checkAssetName("certificate", name);
  }
  if (certificate === undefined) {
    changeCertificate(draft, name, entry, input);
    return;
  }
  const place = { kind: "certificate", name: entry?.name ?? name, field: "content" } as const;
  const value = {
    thumbprint: certificate.thumbprint,
    expiryTime: certificate.expiryTime,
    isExportable: certificate.hasPrivateKey && (input.isExportable ?? false),
    content: certificate.hasPrivateKey
      ? { sealed: (await writer.sealer())(place, certificate.content) }
      : certificate.content,
  };
  if (entry) {
    const changes = Object.entries(value).map(([key, item]): EntryChange => ({ path: [key], value: item }));
    draft.change(entry, [...changes, ...descriptionChange(input.description)]);
  } else {
    draft.add("certificate", name, { ...value, ...descriptionOf(input.description) });
  }
}

function changeCertificate(
  draft: AssetsDraft,
  name: string,
  entry: AssetEntry | undefined,
  { isExportable, description }: Pick<CertificateInput, "isExportable" | "description">,
): void {
  if (!entry) {
    throw new AutomationError("invalid-asset", `The certificate "${name}" needs a file.`, {
      hint: "Give a .pfx, .p12, .cer or .pem file.",
    });
  }
  const hasPrivateKey = draft.document.certificate(entry).content.kind === "sealed";
  if (isExportable === true && !hasPrivateKey) {
    throw new AutomationError("invalid-asset", `The certificate "${entry.name}" has no private key to export.`);
  }
  const changes = descriptionChange(description);
  draft.change(
    entry,
    isExportable === undefined ? changes : [{ path: ["isExportable"], value: isExportable }, ...changes],
  );
}

/** Errors: invalid-asset for a name of a built-in type. */
export function putConnectionType(draft: AssetsDraft, type: ConnectionTypeAsset): void {
  checkAssetName("connection-type", type.name);
  if (builtInConnectionTypes.some((known) => isSameName(known.name, type.name))) {
    throw new AutomationError("invalid-asset", `The connection type "${type.name}" is built in and cannot be changed.`);
  }
  const fields = type.fields.map((field): [string, Json] => [
    field.name,
    { type: field.typeName, isEncrypted: field.isEncrypted, isOptional: field.isOptional },
  ]);
  const names = new Set(type.fields.map((field) => field.name.toLowerCase()));
  if (names.size < fields.length) {
    throw new AutomationError("invalid-asset", `The connection type "${type.name}" has two fields of one name.`, {
      hint: "Field names compare without case; rename one.",
    });
  }
  const value = { module: type.moduleName, fields: Object.fromEntries(fields) };
  const entry = draft.document.entry("connection-type", type.name);
  if (entry) {
    draft.change(
      entry,
      Object.entries(value).map(([key, item]) => ({ path: [key], value: item })),
    );
  } else {
    draft.add("connection-type", type.name, value);
  }
}

function descriptionOf(description: string | undefined): { readonly description?: string } {
  return description === undefined || description === "" ? {} : { description };
}

function descriptionChange(description: string | undefined): EntryChange[] {
  return description === undefined
    ? []
    : [{ path: ["description"], value: description === "" ? undefined : description }];
}

function checkValueSize(name: string, value: Json | undefined): void {
  const length = value === undefined ? 0 : typeof value === "string" ? value.length : JSON.stringify(value).length;
  if (length > mostValueCharacters) {
    throw new AutomationError(
      "invalid-asset",
      `The value of the variable "${name}" has ${length} characters; the service keeps at most ${mostValueCharacters}.`,
    );
  }
}
