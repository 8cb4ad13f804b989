/** Tells by a file's name whether it can be the metadata of an integration module. */

/** Whether a file's name has the form of metadata. */
export function isMetadataFileName(path: string): boolean {
  return /(?:^|[\\/])[^\\/]+-automation\.json$/i.test(path);
}

/** The module that the file's name says it belongs to; undefined for other names. */
export function moduleOfMetadataFile(path: string): string | undefined {
  return /(?:^|[\\/])([^\\/]+)-automation\.json$/i.exec(path)?.[1];
}

/** Whether a file's module lies beside it, which makes it metadata whatever it holds (specs/runbook-analysis.md 4.2). */
export function hasModuleBeside(path: string, filesBeside: readonly string[] = []): boolean {
  const module = moduleOfMetadataFile(path)?.toLowerCase() ?? "";
  return filesBeside.some((name) => [`${module}.psd1`, `${module}.psm1`].includes(name.toLowerCase()));
}
