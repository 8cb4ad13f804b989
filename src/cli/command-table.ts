/** The commands by name, each loaded only when it is called. */
import type { Command, CommandGroup } from "./command";

export interface CommandEntry {
  readonly name: string;
  /** One line for the program's help, which must not load the command for it. */
  readonly summary: string;
  load(): Promise<Command | CommandGroup>;
}

export const commandTable: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "Create a local Automation account.",
    load: async () => (await import("./commands/init")).initCommand,
  },
  {
    name: "asset",
    summary: "List, read, set, remove, import and copy the account's assets.",
    load: async () => (await import("./commands/asset")).assetGroup,
  },
  {
    name: "run",
    summary: "Run runbooks on this machine.",
    load: async () => (await import("./commands/run")).runCommand,
  },
  {
    name: "serve-identity",
    summary: "Serve the managed-identity endpoint alone, until interrupted.",
    load: async () => (await import("./commands/serve-identity")).serveIdentityCommand,
  },
  {
    name: "lint",
    summary: "Check runbooks and module metadata.",
    load: async () => (await import("./commands/lint")).lintCommand,
  },
  {
    name: "inventory",
    summary: "List what runbooks depend on.",
    load: async () => (await import("./commands/inventory")).inventoryCommand,
  },
  {
    name: "key",
    summary: "Renew, export or import the key that seals the account's secrets.",
    load: async () => (await import("./commands/key")).keyGroup,
  },
];
