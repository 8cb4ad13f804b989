import type { BuildOptions, Plugin } from "esbuild";

export function splitOptions(options: { readonly minify: boolean }): BuildOptions;
export function commonJsPlugin(options: { readonly minify: boolean }): Plugin;
