/** Reads an integration module's metadata, `<Module>-Automation.json`, with the place of every property. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";

export interface MetadataSpan {
  readonly start: number;
  readonly end: number;
}

export type MetadataValueKind = "string" | "number" | "boolean" | "null" | "array" | "object";

/** A property; without a value while it is being typed. */
export interface MetadataProperty {
  readonly name: string;
  /** With quotes. */
  readonly key: MetadataSpan;
  readonly value: MetadataSpan | undefined;
  readonly kind: MetadataValueKind | undefined;
  /** Of strings. */
  readonly text: string | undefined;
  /** Of booleans. */
  readonly truth: boolean | undefined;
}

export interface MetadataField extends MetadataSpan {
  /** false where the array holds something else. */
  readonly isObject: boolean;
  readonly name: MetadataProperty | undefined;
  readonly typeName: MetadataProperty | undefined;
  readonly isEncrypted: MetadataProperty | undefined;
  readonly isOptional: MetadataProperty | undefined;
  /** All, in order, repeated ones too. */
  readonly properties: readonly MetadataProperty[];
}

export interface MetadataScan {
  readonly language: "metadata";
  /** Whether the file is integration-module metadata at all: others share the ending of its name. */
  readonly isMetadata: boolean;
  readonly rootKind: MetadataValueKind | undefined;
  readonly root: MetadataSpan | undefined;
  readonly connectionTypeName: MetadataProperty | undefined;
  readonly integrationModuleName: MetadataProperty | undefined;
  readonly connectionFields: MetadataProperty | undefined;
  readonly fields: readonly MetadataField[];
  /** All of the root, in order, repeated ones too. */
  readonly properties: readonly MetadataProperty[];
  readonly syntaxProblems: readonly (MetadataSpan & { readonly message: string })[];
}

export const rootPropertyNames = ["ConnectionFields", "ConnectionTypeName", "IntegrationModuleName"] as const;
export const fieldPropertyNames = ["IsEncrypted", "IsOptional", "Name", "TypeName"] as const;

/**
 * Never throws. `hasModuleBeside`: a .psd1 or .psm1 of the same name lies beside the file, which makes it metadata whatever it
 * holds (specs/runbook-analysis.md 4.2: 29 of 30 files of such a name are something else).
 */
export function scanMetadata(text: string, hasModuleBeside = false): MetadataScan {
  const errors: ParseError[] = [];
  const tree = parse(text, errors);
  const properties = propertiesOf(tree);
  const find = (name: string): MetadataProperty | undefined => properties.find((property) => property.name === name);
  const [connectionFields] = properties.filter(({ name }) => name === "ConnectionFields");
  const known: readonly string[] = rootPropertyNames;
  const holdsKnown =
    properties.some(({ name }) => known.includes(name)) ||
    (tree?.type === "array" &&
      (tree.children ?? []).some((item) => propertiesOf(item).some(({ name }) => known.includes(name))));
  return {
    language: "metadata",
    isMetadata: hasModuleBeside || holdsKnown,
    rootKind: tree === undefined ? undefined : kindOf(tree),
    root: tree === undefined ? undefined : spanOf(tree),
    connectionTypeName: find("ConnectionTypeName"),
    integrationModuleName: find("IntegrationModuleName"),
    connectionFields,
    fields: fieldsOf(tree),
    properties,
    syntaxProblems: errors.map(({ error, offset, length }) => ({
      start: offset,
      end: offset + length,
      message: printParseErrorCode(error),
    })),
  };
}

/** The parser recurses: brackets nested deeper than any metadata would exhaust the stack. */
function parse(text: string, errors: ParseError[]): Node | undefined {
  if (deepestNesting(text) > 200) {
    return undefined;
  }
  return parseTree(text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text, errors, { allowTrailingComma: false });
}

function deepestNesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) {
      open++;
      deepest = Math.max(deepest, open);
    } else if (code === 0x5d || code === 0x7d) {
      open--;
    }
  }
  return deepest;
}

function propertiesOf(node: Node | undefined): readonly MetadataProperty[] {
  if (node?.type !== "object") {
    return [];
  }
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined || typeof key.value !== "string") {
      return [];
    }
    return [
      {
        name: key.value,
        key: spanOf(key),
        value: value === undefined ? undefined : spanOf(value),
        kind: value === undefined ? undefined : kindOf(value),
        text: value?.type === "string" && typeof value.value === "string" ? value.value : undefined,
        truth: value?.type === "boolean" && typeof value.value === "boolean" ? value.value : undefined,
      },
    ];
  });
}

function fieldsOf(root: Node | undefined): readonly MetadataField[] {
  const property =
    root?.type === "object"
      ? root.children?.find((item) => item.children?.[0]?.value === "ConnectionFields")
      : undefined;
  const array = property?.children?.[1];
  if (array?.type !== "array") {
    return [];
  }
  return (array.children ?? []).map((item) => {
    const properties = propertiesOf(item);
    const find = (name: string): MetadataProperty | undefined => properties.find((field) => field.name === name);
    return {
      ...spanOf(item),
      isObject: item.type === "object",
      name: find("Name"),
      typeName: find("TypeName"),
      isEncrypted: find("IsEncrypted"),
      isOptional: find("IsOptional"),
      properties,
    };
  });
}

function kindOf(node: Node): MetadataValueKind {
  return node.type === "property" ? "null" : node.type;
}

function spanOf(node: Node): MetadataSpan {
  return { start: node.offset, end: node.offset + node.length };
}
