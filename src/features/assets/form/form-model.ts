/** What the form of an asset asks for and how its texts become an asset: pure, the editor and the webview are elsewhere. */
import type {
  Asset,
  Certificate,
  Connection,
  ConnectionField,
  ConnectionTypeAsset,
  Credential,
  ReadableAssetKind,
  Variable,
} from "../../../core/asset";
import type { AssetInput } from "../../../core/asset-changes";
import { fieldTypeOf, parseFieldValue } from "../../../core/connection-type";
import { describeError } from "../../../core/errors";
import type { Json } from "../../../core/json";
import type { Localize } from "../../../core/localize";
import { checkAssetName } from "../../../local/account/asset-names";
import type { FormField, FormValues } from "../../../protocol/asset-form";
import { variableTypeOf, variableTypes, variableValue, type VariableType } from "./variable-values";

/** A certificate file that was chosen, as far as it could be read. */
export interface ChosenFile {
  readonly name: string;
  /** Thumbprint, expiry, private key in words; "" while it cannot be read. */
  readonly facts: string;
  /** Why it cannot be read; undefined: it can. */
  readonly problem: string | undefined;
  readonly bytes: Uint8Array;
}

/** What the form is about. */
export interface FormSubject {
  readonly kind: ReadableAssetKind;
  /** undefined: a new one. */
  readonly existing: Asset | undefined;
  /** Connection types to choose from. */
  readonly types: readonly ConnectionTypeAsset[];
  readonly file: ChosenFile | undefined;
}

export interface FormReading {
  readonly name: string;
  readonly problems: FormValues;
  /** undefined where there are problems. */
  readonly input: AssetInput | undefined;
}

const fieldPrefix = "field:";

export function initialValues({ kind, existing, types }: FormSubject): FormValues {
  const base = { name: existing?.name ?? "", description: existing?.description ?? "" };
  switch (kind) {
    case "variable": {
      const variable = existing as Variable | undefined;
      const type = variable === undefined || variable.isEncrypted ? "String" : variableTypeOf(variable.value);
      const shown = variable === undefined || variable.isEncrypted ? {} : { value: textOf(variable.value, type) };
      return { ...base, type, isEncrypted: String(variable?.isEncrypted ?? false), ...shown };
    }
    case "credential":
      return { ...base, userName: (existing as Credential | undefined)?.userName ?? "" };
    case "connection": {
      const connection = existing as Connection | undefined;
      const plain = Object.entries(connection?.fields ?? {}).filter(([, field]) => !field.isEncrypted);
      const first = types.length === 1 ? (types[0]?.name ?? "") : "";
      return {
        ...base,
        type: connection?.connectionType ?? first,
        ...Object.fromEntries(
          plain.map(([name, { value }]) => [`${fieldPrefix}${name.toLowerCase()}`, textOfField(value)]),
        ),
      };
    }
    case "certificate":
      return { ...base, isExportable: String((existing as Certificate | undefined)?.isExportable ?? false) };
  }
}

/** What the form may be filled with: never a secret, not even one that was typed into it before it was loaded anew. */
export function shownValues(fields: readonly FormField[], values: FormValues): FormValues {
  const open = fields.filter(({ kind }) => kind !== "secret").map(({ id }) => id);
  return Object.fromEntries(Object.entries(values).filter(([id]) => open.includes(id)));
}

/** The fields that these values ask for: a variable's value depends on its type, a connection's fields on theirs. */
export function fieldsOf(subject: FormSubject, values: FormValues, l10n: Localize): readonly FormField[] {
  const { existing } = subject;
  const name = field("name", l10n.t("Name"), {
    isRequired: existing === undefined,
    isReadOnly: existing !== undefined,
    help:
      existing === undefined
        ? l10n.t("As runbooks ask for it: 1 to 128 characters without < > * % & : \\ ? . + /")
        : "",
  });
  const description = field("description", l10n.t("Description"));
  return [name, ...ownFields(subject, values, l10n), description];
}

function ownFields(subject: FormSubject, values: FormValues, l10n: Localize): readonly FormField[] {
  switch (subject.kind) {
    case "variable":
      return variableFields(subject, values, l10n);
    case "credential": {
      const isKept = subject.existing !== undefined;
      return [
        field("userName", l10n.t("User name"), { isRequired: true }),
        field("password", l10n.t("Password"), { kind: "secret", isRequired: !isKept, isKept }),
      ];
    }
    case "connection":
      return connectionFields(subject, values, l10n);
    case "certificate":
      return certificateFields(subject, l10n);
  }
}

function variableFields({ existing }: FormSubject, values: FormValues, l10n: Localize): readonly FormField[] {
  const type = (values["type"] ?? "String") as VariableType;
  const isEncrypted = values["isEncrypted"] === "true";
  const isKept = existing?.isEncrypted === true;
  const value: Partial<FormField> = isEncrypted
    ? { kind: "secret", isKept, isRequired: !isKept && type !== "String" }
    : type === "Boolean"
      ? { kind: "choice", choices: [choice("true"), choice("false")], isRequired: true }
      : { kind: type === "String" || type === "JSON" ? "multiline" : "text", isRequired: type !== "String" };
  return [
    field("type", l10n.t("Type"), {
      kind: "choice",
      choices: variableTypes.map((known) => choice(known)),
      isRequired: true,
    }),
    existing === undefined
      ? field("isEncrypted", l10n.t("Encrypted"), {
          kind: "checkbox",
          help: l10n.t("Its value is never shown again. This cannot be changed later."),
        })
      : field("encryption", l10n.t("Encrypted"), {
          kind: "note",
          help: isEncrypted ? l10n.t("yes: it was made so and stays so") : l10n.t("no: it was made so and stays so"),
        }),
    ...(type === "Null"
      ? []
      : [
          field("value", l10n.t("Value"), {
            ...value,
            placeholder: type === "DateTime" ? "2026-01-31T12:00:00Z" : type === "JSON" ? '{"name": "value"}' : "",
            help: type === "DateTime" ? l10n.t("UTC where no offset is given") : "",
          }),
        ]),
  ];
}

function connectionFields({ existing, types }: FormSubject, values: FormValues, l10n: Localize): readonly FormField[] {
  const wanted = values["type"]?.toLowerCase();
  const type = types.find((known) => known.name.toLowerCase() === wanted);
  const connection = existing as Connection | undefined;
  const known = new Map(Object.entries(connection?.fields ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return [
    connection === undefined
      ? field("type", l10n.t("Connection type"), {
          kind: "choice",
          isRequired: true,
          choices: types.map((one) => ({
            value: one.name,
            label:
              one.source === "built-in"
                ? l10n.t("{0} (built in)", one.name)
                : one.moduleName === "" || one.moduleName === one.name
                  ? one.name
                  : l10n.t("{0} (module {1})", one.name, one.moduleName),
          })),
        })
      : field("connectionType", l10n.t("Connection type"), { kind: "note", help: connection.connectionType }),
    ...(type?.fields ?? []).map((one) =>
      connectionField(one, known.get(one.name.toLowerCase())?.isEncrypted === true, l10n),
    ),
  ];
}

function connectionField(one: ConnectionField, isKept: boolean, l10n: Localize): FormField {
  const type = fieldTypeOf(one);
  const words = [
    type === "System.Int32" ? l10n.t("a whole number") : type === undefined ? one.typeName : "",
    one.isOptional ? l10n.t("optional") : "",
    one.isEncrypted ? l10n.t("encrypted, never shown again") : "",
  ];
  const isBoolean = type === "System.Boolean" && !one.isEncrypted;
  return field(fieldPrefix + one.name.toLowerCase(), one.name, {
    kind: one.isEncrypted ? "secret" : isBoolean ? "choice" : "text",
    isRequired: !one.isOptional && !isKept,
    isKept: one.isEncrypted && isKept,
    choices: isBoolean
      ? [...(one.isOptional ? [{ value: "", label: l10n.t("(leave out)") }] : []), choice("true"), choice("false")]
      : [],
    help: words.filter((word) => word !== "").join(" · "),
  });
}

function certificateFields({ existing, file }: FormSubject, l10n: Localize): readonly FormField[] {
  const certificate = existing as Certificate | undefined;
  const present =
    certificate === undefined
      ? l10n.t("A .pfx, .p12, .cer or .pem file")
      : l10n.t("Now: thumbprint {0}, expires {1}", certificate.thumbprint, certificate.expiryTime.slice(0, 10));
  return [
    field("file", certificate === undefined ? l10n.t("File") : l10n.t("Another file"), {
      kind: "file",
      isRequired: certificate === undefined,
      placeholder: file?.name ?? "",
      help: file === undefined || file.facts === "" ? present : file.facts,
    }),
    field("password", l10n.t("Password of the file"), {
      kind: "secret",
      help: l10n.t("Only needed to open the file; it is not kept."),
    }),
    field("isExportable", l10n.t("Runbooks may export the private key"), { kind: "checkbox" }),
  ];
}

/** Texts as an asset, or what is wrong with them. A message never repeats a secret. */
export function readForm(subject: FormSubject, values: FormValues, l10n: Localize): FormReading {
  const problems: Record<string, string> = {};
  const fields = fieldsOf(subject, values, l10n);
  for (const one of fields) {
    const isEmpty = one.kind !== "file" && (values[one.id] ?? "") === "";
    if (one.isRequired && one.kind !== "file" && isEmpty) {
      problems[one.id] = l10n.t("A value is needed.");
    }
  }
  const name = subject.existing?.name ?? values["name"] ?? "";
  if (subject.existing === undefined && name !== "") {
    try {
      checkAssetName(subject.kind, name);
    } catch (error) {
      problems["name"] = describeError(error);
    }
  }
  const description = values["description"] ?? "";
  const input = inputOf(subject, values, problems, l10n);
  const isGood = Object.keys(problems).length === 0;
  const isDescribed = subject.existing !== undefined || description !== "";
  return {
    name,
    problems,
    input: isGood && input ? withDescription(input, isDescribed ? description : undefined) : undefined,
  };
}

function withDescription(asset: AssetInput, description: string | undefined): AssetInput {
  return description === undefined || asset.kind === "connection-type"
    ? asset
    : { kind: asset.kind, input: { ...asset.input, description } };
}

function inputOf(
  subject: FormSubject,
  values: FormValues,
  problems: Record<string, string>,
  l10n: Localize,
): AssetInput | undefined {
  const isNew = subject.existing === undefined;
  switch (subject.kind) {
    case "variable": {
      const isEncrypted = values["isEncrypted"] === "true";
      const isKept = !isNew && isEncrypted && values["value"] === undefined;
      const value = isKept || problems["value"] !== undefined ? undefined : readVariable(values, problems, l10n);
      return { kind: "variable", input: { ...(value !== undefined && { value }), ...(isNew && { isEncrypted }) } };
    }
    case "credential": {
      const { userName = "", password } = values;
      return { kind: "credential", input: { userName, ...(password !== undefined && { password }) } };
    }
    case "connection":
      return readConnection(subject, values, problems);
    case "certificate": {
      const isExportable = values["isExportable"] === "true";
      const { file } = subject;
      if (file === undefined && isNew) {
        problems["file"] = l10n.t("Choose a file.");
      } else if (file?.problem !== undefined) {
        problems[/password/i.test(file.problem) ? "password" : "file"] = file.problem;
      }
      const password = values["password"];
      return {
        kind: "certificate",
        input: {
          isExportable,
          ...(file !== undefined && { file: file.bytes }),
          ...(password !== undefined && password !== "" && { password }),
        },
      };
    }
  }
}

function readVariable(values: FormValues, problems: Record<string, string>, l10n: Localize): Json | undefined {
  const type = (values["type"] ?? "String") as VariableType;
  const result = variableValue(type, values["value"] ?? "", l10n);
  if (!result.ok) {
    problems["value"] = result.problem;
    return undefined;
  }
  return result.value;
}

function readConnection(
  { existing, types }: FormSubject,
  values: FormValues,
  problems: Record<string, string>,
): AssetInput | undefined {
  const connection = existing as Connection | undefined;
  const typeName = connection?.connectionType ?? values["type"] ?? "";
  const type = types.find((known) => known.name.toLowerCase() === typeName.toLowerCase());
  if (type === undefined) {
    return undefined;
  }
  const present = new Set(Object.keys(connection?.fields ?? {}).map((name) => name.toLowerCase()));
  const fields: [string, Json][] = [];
  for (const one of type.fields) {
    const id = fieldPrefix + one.name.toLowerCase();
    const text = values[id];
    if (text === undefined || problems[id] !== undefined) {
      continue;
    }
    if (text === "") {
      // An emptied optional field is taken away, where it was there.
      if (one.isOptional && present.has(one.name.toLowerCase())) {
        fields.push([one.name, null]);
      }
      continue;
    }
    const result = parseFieldValue(one, text);
    if (result.ok) {
      fields.push([one.name, result.value]);
    } else {
      problems[id] = result.problem.message;
    }
  }
  return {
    kind: "connection",
    input: { ...(connection === undefined && { type: type.name }), fields: Object.fromEntries(fields) },
  };
}

function field(id: string, label: string, changes: Partial<Omit<FormField, "id" | "label">> = {}): FormField {
  return {
    id,
    label,
    kind: "text",
    isRequired: false,
    help: "",
    placeholder: "",
    choices: [],
    isKept: false,
    isReadOnly: false,
    ...changes,
  };
}

function choice(value: string): { readonly value: string; readonly label: string } {
  return { value, label: value };
}

function textOf(value: Json, type: VariableType): string {
  if (type === "Null") {
    return "";
  }
  return typeof value === "string" ? value : type === "JSON" ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

function textOfField(value: Json): string {
  return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}
