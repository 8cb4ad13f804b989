import type { Metafile } from "esbuild";

export const budgets: Readonly<Record<string, number>>;
export const startBudgets: Readonly<Record<string, number>>;
export function filesAtStart(metafile: Pick<Metafile, "outputs">, entry: string): readonly string[];
export function checkBudgets(dist: string): readonly string[];
export function checkStartBudgets(dist: string, starts: Readonly<Record<string, readonly string[]>>): readonly string[];
