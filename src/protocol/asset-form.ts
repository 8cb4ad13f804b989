/** What the extension and the form of an asset tell each other. Secrets travel one way: from the form to the extension. */

/** A field as the form shows it. Words are translated already. */
export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly kind: "text" | "multiline" | "secret" | "choice" | "checkbox" | "file" | "note";
  readonly isRequired: boolean;
  /** Below the field; "" for none. For a note: what it says. */
  readonly help: string;
  readonly placeholder: string;
  /** Choices of a "choice". */
  readonly choices: readonly FormChoice[];
  /** A secret that the account holds: it stays unless it is replaced. */
  readonly isKept: boolean;
  readonly isReadOnly: boolean;
}

export interface FormChoice {
  readonly value: string;
  readonly label: string;
}

/** By the field's id. A checkbox is "true" or "false". What is not named was not touched. */
export type FormValues = Readonly<Record<string, string>>;

export interface FormWords {
  readonly save: string;
  readonly cancel: string;
  readonly replace: string;
  readonly keep: string;
  readonly chooseFile: string;
  readonly required: string;
  readonly show: string;
  readonly hide: string;
}

export type ToAssetForm =
  | {
      readonly type: "show";
      readonly title: string;
      /** Of which account. */
      readonly subtitle: string;
      readonly fields: readonly FormField[];
      /** Without any secret. */
      readonly values: FormValues;
      readonly words: FormWords;
    }
  /** After every change: other fields may be wanted, e.g. those of another connection type. `isValid`: Save is enabled. */
  | {
      readonly type: "checked";
      readonly revision: number;
      readonly fields: readonly FormField[];
      /** What is wrong, by field; shown where the person has been. */
      readonly problems: FormValues;
      readonly isValid: boolean;
    }
  | { readonly type: "saving" }
  /** Saving did not work: `message` says why, `field` where. */
  | { readonly type: "failed"; readonly message: string; readonly field: string | undefined };

export type FromAssetForm =
  | { readonly type: "ready" }
  | { readonly type: "changed"; readonly values: FormValues; readonly revision: number }
  | { readonly type: "chooseFile"; readonly field: string }
  | { readonly type: "save"; readonly values: FormValues }
  | { readonly type: "cancel"; readonly isChanged: boolean };

/** More than any asset has: a variable holds at most 1 MB. */
const mostCharacters = 2_000_000;
const mostFields = 500;

/** undefined: not a message of this protocol. A webview is not trusted. */
export function parseFromAssetForm(message: unknown): FromAssetForm | undefined {
  if (typeof message !== "object" || message === null || !("type" in message)) {
    return undefined;
  }
  const fields = message as Readonly<Record<string, unknown>>;
  switch (fields["type"]) {
    case "ready":
      return { type: "ready" };
    case "changed": {
      const values = readValues(fields["values"]);
      const revision = fields["revision"];
      return values && typeof revision === "number" ? { type: "changed", values, revision } : undefined;
    }
    case "chooseFile":
      return typeof fields["field"] === "string" ? { type: "chooseFile", field: fields["field"] } : undefined;
    case "save": {
      const values = readValues(fields["values"]);
      return values && { type: "save", values };
    }
    case "cancel":
      return { type: "cancel", isChanged: fields["isChanged"] === true };
    default:
      return undefined;
  }
}

function readValues(value: unknown): FormValues | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const entries = Object.entries(value);
  const isGood =
    entries.length <= mostFields &&
    entries.every(([, text]) => typeof text === "string" && text.length <= mostCharacters);
  return isGood ? (value as FormValues) : undefined;
}
