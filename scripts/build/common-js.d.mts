import type { BuildOptions, Plugin } from "esbuild";

export const splitOptions: Pick<
  BuildOptions,
  "format" | "splitting" | "chunkNames" | "sourcemap" | "sourcesContent" | "write"
>;
export function commonJsPlugin(options: { readonly minify: boolean }): Plugin;
