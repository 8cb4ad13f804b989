/** Edits that add to an object of the metadata in its own layout. */
import type { TextEdit } from "../../core/finding";
import type { MetadataProperty, MetadataSpan } from "../metadata/scan-metadata";

/** Behind the last property, on a line of its own where that one stands on one; undefined while the last has no value. */
export function addProperty(
  text: string,
  object: MetadataSpan,
  last: MetadataProperty | undefined,
  property: string,
): TextEdit | undefined {
  if (last === undefined) {
    const at = object.start + 1;
    return { start: at, end: at, text: ` ${property} ` };
  }
  if (last.value === undefined) {
    return undefined;
  }
  const lineStart = Math.max(text.lastIndexOf("\n", last.key.start), text.lastIndexOf("\r", last.key.start)) + 1;
  const indent = text.slice(lineStart, last.key.start);
  const at = last.value.end;
  const isOnOwnLine = indent.trim() === "" && lineStart > object.start;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return { start: at, end: at, text: isOnOwnLine ? `,${lineEnd}${indent}${property}` : `, ${property}` };
}
