export interface EditorRun {
  readonly index: string;
  readonly workspace: string;
  readonly place: string;
  readonly env: Readonly<Record<string, string>>;
}

export function runInEditor(run: EditorRun): Promise<void>;

export function bundleForEditor(bundle: {
  readonly files: readonly string[];
  readonly outbase: string;
  readonly outdir: string;
}): Promise<void>;
