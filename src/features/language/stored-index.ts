/** The form in which the index of runbooks is kept between sessions; whatever else the file holds is as good as no file. */
import type { DependencyUse } from "../../analysis/references/dependencies";

export interface IndexedFile {
  readonly mtime: number;
  readonly size: number;
  /** Whether the text tells that it is a runbook. Whether its folder does can change without the file. */
  readonly hasSigns: boolean;
  /** `path` is "": the file's own key says it. */
  readonly uses: readonly DependencyUse[];
}

export const storedVersion = 2;

export interface StoredIndex {
  /** Raised whenever the analysis finds more than before. */
  readonly version: typeof storedVersion;
  readonly files: Readonly<Record<string, IndexedFile>>;
}

export function parseIndex(text: string): ReadonlyMap<string, IndexedFile> {
  try {
    const stored = JSON.parse(text) as Partial<StoredIndex> | null;
    return stored?.version === storedVersion && typeof stored.files === "object"
      ? new Map(Object.entries(stored.files).filter(([, file]) => isIndexedFile(file)))
      : new Map();
  } catch {
    return new Map();
  }
}

function isIndexedFile(value: unknown): value is IndexedFile {
  const file = value as Partial<IndexedFile> | null;
  return (
    typeof file === "object" &&
    typeof file?.mtime === "number" &&
    typeof file.size === "number" &&
    typeof file.hasSigns === "boolean" &&
    Array.isArray(file.uses)
  );
}
