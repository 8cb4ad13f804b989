import type { Metafile, Plugin } from "esbuild";

export const lazyPackages: readonly string[];
export const lazyPackagePrefix: string;
export function chunkName(name: string): string;
export function lazyPackagePlugin(): Plugin;
export function eagerlyLoaded(metafile: Metafile, entry: string): readonly string[];
