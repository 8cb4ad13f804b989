export interface VsCodeHost {
  readonly server: string;
  readonly version: string;
}

export interface ServerOptions {
  readonly host: VsCodeHost;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly development?: boolean;
  readonly trust?: boolean;
  readonly profile?: string;
  readonly token?: string;
}

export interface VsCodeServer {
  readonly port: number;
  readonly folder: string;
  readonly exited: Promise<number | string>;
  log(): string;
  url(target?: { readonly open?: string; readonly payload?: readonly (readonly [string, string])[] }): string;
  remote(file: string): string;
  stop(): Promise<void>;
}

export function startServer(options: ServerOptions): Promise<VsCodeServer>;
