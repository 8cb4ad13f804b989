/** What the test pane's session needs of the editor and of those who run jobs. Tests make it up. */
import type { Disposable } from "../../core/disposable";
import type { Job, JobEvent } from "../../core/job";
import type { GivenParameters } from "../../core/parameter-binding";
import type { RunbookDescription, RunbookFile, RuntimeId } from "../../core/runbook";
import type { Choice, PaneNote, StreamFormat } from "../../protocol/test-pane";
import type { StreamRecord } from "../../core/stream";
import type { Localize } from "../../core/localize";
import type { PresetFile } from "./presets";
import type { AzureJobReference, RunHistory } from "./run-history";
import type { KeptSource } from "./kept-facts";

/** Where and as whom, by the ids of the pane's choices. */
export interface RunSettings {
  readonly where: string;
  /** "": what the account or the runbook says. */
  readonly runtime: string;
  /** "": what the account has; else as the command line's --identity. */
  readonly identity: string;
  readonly token: "emulated" | "developer";
  /** "": none. */
  readonly scenario: string;
}

export const usualSettings: RunSettings = {
  where: "local",
  runtime: "",
  identity: "",
  token: "emulated",
  scenario: "",
};

/** What the settings may be, and what they lead to. */
export interface RunSurroundings {
  readonly wheres: readonly Choice[];
  readonly runtimes: readonly Choice[];
  readonly identities: readonly Choice[];
  readonly tokens: readonly Choice[];
  readonly scenarios: readonly Choice[];
  /** The runtime that a run would have; decides the shape of webhook data. */
  readonly runtime: RuntimeId;
  readonly interpreter: string;
  readonly interpreterPath: string;
  /** Names of credential assets of the account. */
  readonly credentials: readonly string[];
  /** Things to tell: no account, interpreter missing, ... */
  readonly notes: readonly PaneNote[];
}

export interface LaunchRequest {
  readonly settings: RunSettings;
  readonly description: RunbookDescription;
  readonly given: GivenParameters;
  /** Hears whose own token the runbook gets, when it asks for the first one. */
  readonly onOwnToken: (owner: { readonly account: string; readonly tenant: string }) => void;
}

/** A job that runs. */
export interface LaunchedJob {
  readonly job: Job;
  /** In words: "This machine", "aa-prod · sandbox". The interpreter comes with the job's events. */
  readonly where: string;
  readonly usesOwnTokens: boolean;
  /** Only where the kind of job can. */
  readonly suspend?: () => Promise<void>;
  readonly resume?: () => Promise<void>;
  /** Tells when the job's state cannot be read for a while; "" when it can again. */
  readonly onConnection?: (listener: (text: string) => void) => Disposable;
  /** Hears what its processes hold, in bytes; of local jobs only. */
  readonly onMemory?: (listener: (bytes: number) => void) => Disposable;
  readonly azure?: AzureJobReference;
  /** The first so many records come whole; of the others only a summary comes, and `readRecord` gets the whole. */
  readonly wholeRecords?: number;
  /** By the record's number from 0. Errors: those of Azure. */
  readonly readRecord?: (index: number) => Promise<StreamRecord | undefined>;
  /** Looks no longer; the job goes on. Only for jobs that outlive the window. */
  readonly detach?: () => void;
}

/** Parameters of an earlier job. */
export interface ImportedParameters {
  readonly values: Readonly<Record<string, string>>;
  readonly items: readonly string[];
}

export interface TestPanePorts {
  readonly l10n: Localize;
  /** BCP 47, and the editor's translations by English text. */
  readonly locale: string;
  readonly translations: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  now(): number;
  later(run: () => void, delayMs: number): Disposable;
  isTrusted(): boolean;
  describe(text: string, runbook: RunbookFile): RunbookDescription;
  /** The runbook as the editor shows it; undefined: it is gone. */
  readText(): Promise<string | undefined>;
  /** Writes an edited runbook to disk, so that what runs is what is seen. */
  save(): Promise<void>;
  surroundings(settings: RunSettings, description: RunbookDescription): Promise<RunSurroundings>;
  /** Resolves when there is a job to watch, perhaps before it runs. */
  launch(request: LaunchRequest): Promise<LaunchedJob>;
  /** Runs on this machine and in the debugger of the runbook's language. Resolves when it runs; errors are shown. */
  debug(run: Pick<LaunchRequest, "settings" | "given">): Promise<void>;
  /** Finds a job in Azure again that an earlier window started; undefined: not possible now. */
  reattach(
    reference: AzureJobReference,
    jobId: string,
    description: RunbookDescription,
  ): Promise<LaunchedJob | undefined>;
  readonly memory: {
    get(key: string): unknown;
    set(key: string, value: unknown): void;
  };
  /** Where presets of this runbook are kept, and under which name. */
  presets(): Promise<{ readonly file: PresetFile; readonly key: string }>;
  /** undefined: no folder is open, so there is no place for it. */
  readonly history: RunHistory | undefined;
  readonly actions: EditorActions;
  /** Logs and shows an error. */
  report(what: string, error: unknown): void;
}

export interface EditorActions {
  openText(text: string, languageId: string, name: string): Promise<void>;
  compare(left: { readonly text: string; readonly title: string }, right: typeof left, title: string): Promise<void>;
  /** Asks where to. undefined: the person went back. */
  export(text: string, format: StreamFormat, name: string): Promise<string | undefined>;
  copy(text: string): Promise<void>;
  openSource(source: KeptSource): Promise<void>;
  /** undefined: the person went back. */
  askPresetName(taken: readonly string[]): Promise<string | undefined>;
  confirm(question: string, action: string): Promise<boolean>;
  /** The command line as the person's shell wants it. */
  shell(): string;
  relativePath(): string;
  chooseInterpreter(): Promise<void>;
  addCredential(): Promise<void>;
  importParameters(): Promise<ImportedParameters | undefined>;
  runNoteAction(note: PaneNote["id"], action: string): Promise<void>;
  chooseWhere(id: string): Promise<string | undefined>;
}

/** Hears every event of a run, masked. */
export type EventListener = (event: JobEvent) => void;
