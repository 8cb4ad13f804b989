import type { ParameterDefinition } from "./parameter";

/** Runbook types of the service that a text file can hold. */
export type RunbookType = "PowerShell" | "PowerShellWorkflow" | "Python3" | "Configuration";

export type RunbookLanguage = "powershell" | "python";

/** The runtimes a local job can use; names of the command line's --runtime. */
export const runtimeIds = ["powershell-5.1", "powershell-7", "python-3"] as const;
export type RuntimeId = (typeof runtimeIds)[number];

/** What a runbook's text says about itself. Made by `analysis`, used by everything that starts jobs. */
export interface RunbookDescription {
  readonly language: RunbookLanguage;
  readonly type: RunbookType;
  /** Name of the workflow or configuration; undefined for scripts. */
  readonly declaredName: string | undefined;
  readonly parameters: readonly ParameterDefinition[];
  /** Why the param block could not be read, with where; then `parameters` may lack some. */
  readonly problem: RunbookProblem | undefined;
  /** First paragraph of the comment-based help's synopsis; "" without one. */
  readonly synopsis: string;
}

export interface RunbookProblem {
  readonly message: string;
  /** 0-based offset in the text. */
  readonly offset: number;
  /** 1-based */
  readonly line: number;
}

/** Reads a runbook's text. Pure, never throws: implemented by analysis, handed to `local` by the entry points. */
export type DescribeRunbook = (text: string, language: RunbookLanguage) => RunbookDescription;

/** A runbook file that can be run. */
export interface RunbookFile {
  /** File name without extension, as the service names runbooks. */
  readonly name: string;
  readonly path: string;
  readonly language: RunbookLanguage;
}

/** The language of a runbook file by its extension; undefined for other files. */
export function languageOfFile(path: string): RunbookLanguage | undefined {
  const lower = path.toLowerCase();
  if (lower.endsWith(".ps1")) {
    return "powershell";
  }
  return lower.endsWith(".py") ? "python" : undefined;
}

/** The runbook's name that a file stands for: its base name without extension, on any platform's path. */
export function runbookNameOf(path: string): string {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = base.lastIndexOf(".");
  return dot > 0 ? base.slice(0, dot) : base;
}
