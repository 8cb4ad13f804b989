/** Tells by a file's name whether it can be the metadata of an integration module. */

/** Whether a file's name has the form of metadata. */
export function isMetadataFileName(path: string): boolean {
  return /(?:^|[\\/])[^\\/]+-automation\.json$/i.test(path);
}

/** The module that the file's name says it belongs to; undefined for other names. */
export function moduleOfMetadataFile(path: string): string | undefined {
  return /(?:^|[\\/])([^\\/]+)-automation\.json$/i.exec(path)?.[1];
}
