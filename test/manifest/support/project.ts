// The project as data: its manifest and its files.
import * as fs from "node:fs";
import * as path from "node:path";

export const root = path.resolve(__dirname, "../../..");

/** The parts of package.json that the tests look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly icon: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string; readonly node: string };
  readonly extensionKind: readonly string[];
  readonly activationEvents?: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: Contributions;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

export interface Contributions {
  readonly commands: readonly CommandContribution[];
  readonly menus?: Readonly<Record<string, readonly MenuItem[]>>;
  readonly keybindings?: readonly Keybinding[];
  readonly configuration?: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly walkthroughs?: readonly Walkthrough[];
}

export interface CommandContribution {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
}

export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

export interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when?: string;
}

export interface Setting {
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
}

export interface Walkthrough {
  readonly id: string;
  readonly steps: readonly {
    readonly id: string;
    readonly description?: string;
    readonly completionEvents?: readonly string[];
  }[];
}

export const manifest = readJson("package.json") as Manifest;
export const translations = readJson("package.nls.json") as Readonly<Record<string, string>>;

export function readText(file: string): string {
  return fs.readFileSync(path.join(root, file), "utf8");
}

export function readJson(file: string): unknown {
  return JSON.parse(readText(file));
}

/** Paths below `folder` whose name ends with one of `endings`, relative to the project, with forward slashes. */
export function filesBelow(folder: string, ...endings: readonly string[]): readonly string[] {
  if (!fs.existsSync(path.join(root, folder))) {
    return [];
  }
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file).replaceAll("\\", "/"))
    .filter((file) => !file.includes("node_modules/") && endings.some((ending) => file.endsWith(ending)))
    .sort();
}

/** Every string anywhere in a JSON value. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
