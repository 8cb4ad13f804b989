import type { Level } from "./levels.mjs";

export interface LevelResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly output: string;
  readonly problems: readonly string[];
}

export function runLevel(
  level: Level,
  run: {
    readonly grep: string | undefined;
    readonly mark: string;
    readonly folder: string;
    readonly sessions: Set<number>;
    readonly signal: AbortSignal;
  },
): Promise<LevelResult>;
