import type { Page } from "playwright-core";

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

export function startBrowser(options?: {
  readonly viewport?: { readonly width: number; readonly height: number };
}): Promise<Browser>;
