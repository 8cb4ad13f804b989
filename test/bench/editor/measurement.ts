/** What the editor's bench brings out of the extension host; all times in milliseconds. */
export interface EditorMeasurement {
  /** Our activate() alone. */
  readonly activateMs: number;
  /** From asking VS Code to activate the extension to its being active: reading its files included. Of idle windows only. */
  readonly wholeMs?: number;
  /** How long the extension host was busy with anything in the second after that, the activation included. Of idle windows only. */
  readonly busyMs?: number;
  readonly lines?: number;
  readonly found?: number;
  /** From opening the runbook to its first diagnostics, loading the analysis included. */
  readonly firstMs?: number;
  /** Time in our code, and in what it called, for each edit up to its diagnostics. */
  readonly ownMs?: readonly number[];
  /** From each edit to its diagnostics, our wait for a pause in typing included. */
  readonly latencies?: readonly number[];
}
