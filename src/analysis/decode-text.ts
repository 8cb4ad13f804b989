/** Bytes of a file to its text, as Windows PowerShell's tools write them: UTF-8 or UTF-16, with or without a byte order mark. */

export interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  readonly hasByteOrderMark: boolean;
}

export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { text: decode("utf-8", bytes.subarray(3)), encoding: "utf-8", hasByteOrderMark: true };
  }
  if (first === 0xff && second === 0xfe) {
    return { text: decode("utf-16le", bytes.subarray(2)), encoding: "utf-16le", hasByteOrderMark: true };
  }
  if (first === 0xfe && second === 0xff) {
    return { text: decodeBigEndian(bytes.subarray(2)), encoding: "utf-16be", hasByteOrderMark: true };
  }
  // No text in UTF-8 has a zero byte beside its first character.
  if (first !== undefined && first !== 0 && second === 0) {
    return { text: decode("utf-16le", bytes), encoding: "utf-16le", hasByteOrderMark: false };
  }
  if (first === 0 && second !== undefined && second !== 0) {
    return { text: decodeBigEndian(bytes), encoding: "utf-16be", hasByteOrderMark: false };
  }
  return { text: decode("utf-8", bytes), encoding: "utf-8", hasByteOrderMark: false };
}

function decode(encoding: "utf-8" | "utf-16le", bytes: Uint8Array): string {
  // The mark has been cut off already; a second one belongs to the text.
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** Not every build of Node knows UTF-16 with the high byte first. */
function decodeBigEndian(bytes: Uint8Array): string {
  const swapped = new Uint8Array(bytes.length - (bytes.length % 2));
  for (let index = 0; index < swapped.length; index += 2) {
    swapped[index] = bytes[index + 1] ?? 0;
    swapped[index + 1] = bytes[index] ?? 0;
  }
  return decode("utf-16le", swapped);
}
