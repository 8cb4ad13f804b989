/** A file's bytes to what the analysis of its language found: the one entry for whoever reads files. */
import { languageOfFile } from "../core/runbook";
import { decodeText, type DecodedText } from "./decode-text";
import { isMetadataFileName } from "./metadata/metadata-file-name";
import { scanMetadata, type MetadataScan } from "./metadata/scan-metadata";
import { scanPowerShell, type PowerShellScan } from "./powershell/scan-powershell";
import { scanPython, type PythonScan } from "./python/scan-python";

export type Scan = PowerShellScan | PythonScan | MetadataScan;

export interface ScannedFile extends DecodedText {
  readonly scan: Scan;
}

/** The kind of analysis that a file's name asks for; undefined for all other files. */
export function scanKindOf(path: string): Scan["language"] | undefined {
  return isMetadataFileName(path) ? "metadata" : languageOfFile(path);
}

export function scanText(kind: Scan["language"], text: string): Scan {
  switch (kind) {
    case "powershell":
      return scanPowerShell(text);
    case "python":
      return scanPython(text);
    case "metadata":
      return scanMetadata(text);
  }
}

/** undefined for files that are neither runbook nor metadata by their name. */
export function scanFile(path: string, bytes: Uint8Array): ScannedFile | undefined {
  const kind = scanKindOf(path);
  if (kind === undefined) {
    return undefined;
  }
  const decoded = decodeText(bytes);
  return { ...decoded, scan: scanText(kind, decoded.text) };
}
