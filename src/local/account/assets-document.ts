/** `.automation/assets.json`: the shared assets as they stand in the file, sealed values still sealed. */
import type { Node } from "jsonc-parser";
import { type AssetKind, type ConnectionField, type ReadableAssetKind, readableAssetKinds } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import { damagedAt, findProperty, jsonOf, keyOf, positionOf, valueOf, type JsoncText } from "./jsonc-text";
import { parseSealed, type SealedText } from "./sealing";

/** The file's property for each kind. */
export const sectionNames: Readonly<Record<AssetKind, string>> = {
  variable: "variables",
  credential: "credentials",
  connection: "connections",
  certificate: "certificates",
  "connection-type": "connectionTypes",
};

/** A value as it stands in the file. */
export type StoredValue =
  | { readonly kind: "plain"; readonly value: Json }
  | { readonly kind: "sealed"; readonly sealed: SealedText; readonly node: Node };

/** One asset's place in the file. */
export interface AssetEntry {
  /** As the file spells it. */
  readonly name: string;
  readonly property: Node;
  /** An object. */
  readonly node: Node;
}

export interface StoredConnection {
  readonly type: string;
  readonly fields: ReadonlyMap<string, StoredValue>;
}

export interface StoredCertificate {
  readonly thumbprint: string;
  readonly expiryTime: string;
  readonly isExportable: boolean;
  readonly content: StoredValue;
}

/** One sealed value of the file with where it belongs. */
export interface SealedValue {
  readonly kind: ReadableAssetKind;
  readonly name: string;
  readonly field: string;
  readonly sealed: SealedText;
  readonly node: Node;
}

export class AssetsDocument {
  readonly file: JsoncText;
  readonly #sections = new Map<AssetKind, ReadonlyMap<string, AssetEntry>>();

  constructor(file: JsoncText) {
    this.file = file;
  }

  /** The entries of a kind by lower-case name, in the order of the file. Errors: damaged-file, also for a name that stands twice. */
  entries(kind: AssetKind): ReadonlyMap<string, AssetEntry> {
    let section = this.#sections.get(kind);
    if (!section) {
      section = this.#readSection(kind);
      this.#sections.set(kind, section);
    }
    return section;
  }

  entry(kind: AssetKind, name: string): AssetEntry | undefined {
    return this.entries(kind).get(name.toLowerCase());
  }

  description(entry: AssetEntry): string {
    const node = valueOf(findProperty(entry.node, "description"));
    return node === undefined ? "" : this.#text(node, "the description");
  }

  variable(entry: AssetEntry): StoredValue {
    if (findProperty(entry.node, "sealed")) {
      return this.#sealedObject(entry.node);
    }
    const value = valueOf(findProperty(entry.node, "value"));
    if (!value) {
      throw damagedAt(this.file, entry.node.offset, `the variable "${entry.name}" has neither "value" nor "sealed"`);
    }
    return { kind: "plain", value: jsonOf(value) };
  }

  credential(entry: AssetEntry): { readonly userName: string; readonly password: StoredValue } {
    const what = `the credential "${entry.name}"`;
    return {
      userName: this.#textProperty(entry, "userName", what),
      password: this.#sealedOnly(entry, "password", what),
    };
  }

  connection(entry: AssetEntry): StoredConnection {
    const fields = valueOf(findProperty(entry.node, "fields"));
    if (fields !== undefined && fields.type !== "object") {
      throw damagedAt(this.file, fields.offset, `the fields of the connection "${entry.name}" must be an object`);
    }
    const values = new Map<string, StoredValue>();
    for (const property of fields?.children ?? []) {
      const value = valueOf(property);
      if (value) {
        values.set(keyOf(property), this.#field(value));
      }
    }
    return { type: this.#textProperty(entry, "type", `the connection "${entry.name}"`), fields: values };
  }

  certificate(entry: AssetEntry): StoredCertificate {
    const what = `the certificate "${entry.name}"`;
    const content = valueOf(findProperty(entry.node, "content"));
    return {
      thumbprint: this.#textProperty(entry, "thumbprint", what),
      expiryTime: this.#textProperty(entry, "expiryTime", what),
      isExportable: valueOf(findProperty(entry.node, "isExportable"))?.value === true,
      content:
        content?.type === "object"
          ? this.#sealedObject(content)
          : { kind: "plain", value: this.#textProperty(entry, "content", what) },
    };
  }

  connectionType(entry: AssetEntry): { readonly moduleName: string; readonly fields: readonly ConnectionField[] } {
    const fields = valueOf(findProperty(entry.node, "fields"));
    if (fields?.type !== "object") {
      throw damagedAt(this.file, entry.node.offset, `the connection type "${entry.name}" has no object "fields"`);
    }
    const moduleName = valueOf(findProperty(entry.node, "module"));
    return {
      moduleName: moduleName === undefined ? "" : this.#text(moduleName, "the module"),
      fields: (fields.children ?? []).map((property) => {
        const node = valueOf(property);
        const typeName = valueOf(findProperty(node, "type"))?.value as unknown;
        return {
          name: keyOf(property),
          typeName: typeof typeName === "string" ? typeName : "System.String",
          isEncrypted: valueOf(findProperty(node, "isEncrypted"))?.value === true,
          isOptional: valueOf(findProperty(node, "isOptional"))?.value === true,
        };
      }),
    };
  }

  /** Every sealed value of the file. */
  sealedValues(): readonly SealedValue[] {
    return readableAssetKinds.flatMap((kind) =>
      [...this.entries(kind).values()].flatMap((entry) =>
        this.#storedValues(kind, entry).flatMap(([field, stored]) =>
          stored.kind === "sealed" ? [{ kind, name: entry.name, field, sealed: stored.sealed, node: stored.node }] : [],
        ),
      ),
    );
  }

  #storedValues(kind: ReadableAssetKind, entry: AssetEntry): readonly (readonly [string, StoredValue])[] {
    switch (kind) {
      case "variable":
        return [["value", this.variable(entry)]];
      case "credential":
        return [["password", this.credential(entry).password]];
      case "connection":
        return [...this.connection(entry).fields];
      case "certificate":
        return [["content", this.certificate(entry).content]];
    }
  }

  #readSection(kind: AssetKind): ReadonlyMap<string, AssetEntry> {
    const section = valueOf(findProperty(this.file.root, sectionNames[kind]));
    if (section !== undefined && section.type !== "object") {
      throw damagedAt(this.file, section.offset, `"${sectionNames[kind]}" must be an object`);
    }
    const entries = new Map<string, AssetEntry>();
    for (const property of section?.children ?? []) {
      const name = keyOf(property);
      const node = valueOf(property);
      if (node?.type !== "object") {
        throw damagedAt(this.file, property.offset, `the ${kind} "${name}" must be an object`);
      }
      const other = entries.get(name.toLowerCase());
      if (other) {
        throw damagedAt(this.file, property.offset, `the ${kind} "${name}" stands twice; names compare without case`);
      }
      entries.set(name.toLowerCase(), { name, property, node });
    }
    return entries;
  }

  #field(node: Node): StoredValue {
    if (node.type !== "object") {
      return { kind: "plain", value: jsonOf(node) };
    }
    return this.#sealedObject(node);
  }

  #sealedOnly(entry: AssetEntry, key: string, what: string): StoredValue {
    const node = valueOf(findProperty(entry.node, key));
    if (node?.type !== "object") {
      throw new AutomationError("damaged-file", `"${this.file.path}" cannot be used: ${what} has no sealed ${key}.`, {
        hint: `Set it with "asset set" or in the editor: a ${key} never stands there in clear.`,
        position: positionOf(this.file.text, this.file.path, (node ?? entry.node).offset),
      });
    }
    return this.#sealedObject(node);
  }

  #sealedObject(node: Node): StoredValue {
    const text = valueOf(findProperty(node, "sealed"))?.value as unknown;
    const sealed = typeof text === "string" ? parseSealed(text) : undefined;
    if (sealed === undefined) {
      throw damagedAt(this.file, node.offset, 'a sealed value is written { "sealed": "v1:..." }');
    }
    if (sealed === "newer") {
      throw new AutomationError("not-supported", "This value was sealed by a newer version of Runbook Workbench.", {
        hint: "Update Runbook Workbench.",
        position: positionOf(this.file.text, this.file.path, node.offset),
      });
    }
    return { kind: "sealed", sealed, node };
  }

  #textProperty(entry: AssetEntry, key: string, what: string): string {
    const node = valueOf(findProperty(entry.node, key));
    if (!node) {
      throw damagedAt(this.file, entry.node.offset, `${what} has no "${key}"`);
    }
    return this.#text(node, `"${key}" of ${what}`);
  }

  #text(node: Node, what: string): string {
    if (typeof node.value !== "string") {
      throw damagedAt(this.file, node.offset, `${what} must be a text`);
    }
    return node.value;
  }
}
