import type { VsCodeHost } from "../vscode/server.mjs";

export function ensureVsCodeHost(root: string): Promise<VsCodeHost>;

export function findVsCodeHost(root: string): VsCodeHost | undefined;
