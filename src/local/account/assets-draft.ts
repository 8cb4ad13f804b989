/** Collects changes of assets.json and gives the new text: what is not changed keeps every character. */
import type { Edit } from "jsonc-parser";
import type { AssetKind } from "../../core/asset";
import type { Json } from "../../core/json";
import { sectionNames, type AssetEntry, type AssetsDocument } from "./assets-document";
import {
  applyEdits,
  editObjectText,
  insertProperties,
  lineIndent,
  removeProperty,
  replaceValue,
  styleOf,
} from "./jsonc-edit";
import { findProperty, valueOf } from "./jsonc-text";

/** A property of an entry to set, or with `undefined` to remove. */
export interface EntryChange {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

export class AssetsDraft {
  readonly document: AssetsDocument;
  readonly #edits: Edit[] = [];
  readonly #added = new Map<AssetKind, [string, Json][]>();

  constructor(document: AssetsDocument) {
    this.document = document;
  }

  get isChanged(): boolean {
    return this.#edits.length > 0 || this.#added.size > 0;
  }

  /** Adds an asset that the file does not have. */
  add(kind: AssetKind, name: string, entry: Json): void {
    const added = this.#added.get(kind) ?? [];
    added.push([name, entry]);
    this.#added.set(kind, added);
  }

  /** Changes properties of an asset; its other properties and comments stay. Once per asset and draft. */
  change(entry: AssetEntry, changes: readonly EntryChange[]): void {
    const { text } = this.document.file;
    const { offset, length } = entry.node;
    const style = styleOf(text);
    const old = text.slice(offset, offset + length);
    const content = editObjectText(old, changes, { ...style, base: lineIndent(text, offset, style) });
    if (content !== old) {
      this.#edits.push({ offset, length, content });
    }
  }

  /** Puts another entry in the place of an asset. */
  replace(entry: AssetEntry, value: Json): void {
    const { text } = this.document.file;
    this.#edits.push(replaceValue(text, entry.node, value, styleOf(text)));
  }

  /** Takes an asset out; alone in its draft. */
  remove(kind: AssetKind, entry: AssetEntry): void {
    const { text, root } = this.document.file;
    const section = valueOf(findProperty(root, sectionNames[kind]));
    if (section) {
      this.#edits.push(...removeProperty(text, section, entry.property));
    }
  }

  /** An edit of a place that the caller knows, e.g. of a sealed text. */
  edit(edit: Edit): void {
    this.#edits.push(edit);
  }

  text(): string {
    const { text, root } = this.document.file;
    const style = styleOf(text);
    const edits = [...this.#edits];
    const newSections: [string, Json][] = [];
    for (const [kind, entries] of this.#added) {
      const section = valueOf(findProperty(root, sectionNames[kind]));
      if (section) {
        edits.push(...insertProperties(text, section, entries, style));
      } else {
        newSections.push([sectionNames[kind], Object.fromEntries(entries)]);
      }
    }
    if (newSections.length > 0) {
      edits.push(...insertProperties(text, root, newSections, style));
    }
    return applyEdits(text, edits);
  }
}
