/**
 * The messages between the extension and the test pane: plain JSON, tagged by `type`.
 *
 * The extension holds everything; the pane is a view that may be thrown away at any time. When it has loaded it says `ready` and
 * gets `init` (the whole state), then the records and facts of the shown run from the beginning. After that come `update` messages
 * that replace whole sections of the state, and batches of new records and facts.
 *
 * Records and facts go to the pane completely, in batches and with flow control, not by ranges: the pane then filters, searches and
 * scrolls without asking. A text longer than `longestText` is cut (`fullLength` tells), values of objects stay here; both are asked for
 * one at a time. The extension sends a batch at most every 50 ms, and stops when `mostUnacknowledged` records are not `received` yet.
 *
 * No secret goes to the pane. A value typed into a field whose control `isSensitive` goes to the extension only.
 */
import type { JobStatus, LimitName } from "../core/job";
import type { StreamName } from "../core/stream";

/** Raised with each change that an older pane would misunderstand; a restored pane with another number is loaded anew. */
export const testPaneVersion = 1;

/** Characters of a record's text that go to the pane. */
export const longestText = 4096;
/** Records on their way; a pane that is slower than the job gets them later, not in larger memory. */
export const mostUnacknowledged = 20_000;
/** Records in one message. */
export const mostInBatch = 2_000;

// ───────────────────────────── parts of the state ─────────────────────────────

/** One entry of a drop-down. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Second line or tooltip; "" for none. */
  readonly description: string;
  /** Why it cannot be chosen now; undefined: it can. */
  readonly disabledReason?: string;
}

export type ControlKind = "text" | "number" | "checkbox" | "date" | "choice" | "json" | "credential";

/**
 * The field of one parameter. Values are texts as a person types them: "true"/"false" of a checkbox, ISO 8601 of a date, JSON text of
 * `json`, the asset's name of a credential. No value at all (the name is missing in `values`) means the runbook's default.
 */
export interface ParameterControl {
  readonly name: string;
  readonly kind: ControlKind;
  /** As written in the runbook; "" for none. */
  readonly typeName: string;
  readonly isMandatory: boolean;
  /** Source text of the default; "" without one. Shown as placeholder. */
  readonly defaultText: string;
  /** HelpMessage or comment-based help; "" without. */
  readonly help: string;
  /** ValidateSet, or the account's credential assets; empty for other kinds. */
  readonly choices: readonly string[];
  /** Choices are a list to pick from, but other texts are fine too (credentials: the asset may be made later). */
  readonly acceptsOthers: boolean;
  readonly range?: { readonly min: number; readonly max: number };
  /** `number` only: no fractions. */
  readonly isInteger: boolean;
  /** `json` only: what the text must hold. */
  readonly shape: "any" | "object" | "array";
  /** Whether typing [EmptyString] passes an empty text (an empty field means "not given"). */
  readonly acceptsEmptyString: boolean;
  /** Looks like a secret by its name: typed hidden, sent here only, never remembered, saved or sent back. */
  readonly isSensitive: boolean;
  /** The webhook simulator fills it while it is on. */
  readonly isWebhookData: boolean;
}

export interface ParameterProblem {
  /** The control's name; for an argument its index as text, "0" first. */
  readonly name: string;
  readonly message: string;
  /** Mandatory and not given yet: not shown as an error before Start was pressed. */
  readonly isMissing: boolean;
}

export interface ParametersSection {
  /** `named`: PowerShell; `list`: Python's ordered arguments; `none`: the runbook takes nothing. */
  readonly kind: "named" | "list" | "none";
  /** kind `named` */
  readonly controls: readonly ParameterControl[];
  /** Given values by the control's name; without sensitive ones. */
  readonly values: Readonly<Record<string, string>>;
  /** Sensitive controls that have a value here; show them as filled. */
  readonly keptNames: readonly string[];
  /** kind `list`: texts in the order of sys.argv[1], [2], ... */
  readonly items: readonly string[];
  readonly problems: readonly ParameterProblem[];
  /**
   * The `revision` of the last change that this section takes into account (0 at first). Values of a section with a lower revision than
   * the pane's own last change are older than what the person has typed: take everything but the values.
   */
  readonly revision: number;
  /** Start was pressed and did not go through: missing values are errors now. */
  readonly showsMissing: boolean;
  /** Saved parameter sets, by name. */
  readonly presets: readonly string[];
  /** The preset whose values are shown unchanged; "" for none. */
  readonly preset: string;
}

/** What a note is about. */
export const noteIds = [
  "untrusted",
  "paramBlock",
  "interpreterMissing",
  "noParameters",
  "runbookMissing",
  "noAccount",
  "ownTokens",
  "presetsDamaged",
  "differs",
  "azure",
  "failure",
  "missingModules",
] as const;
export type NoteId = (typeof noteIds)[number];

/** Something to read, with buttons. The text is complete; show it as it is. */
export interface PaneNote {
  /** At most one note of an id; `runNoteAction` names it. */
  readonly id: NoteId;
  readonly severity: "error" | "warning" | "info";
  /** Where it belongs: above everything, in the parameters' area, or in the streams' area. */
  readonly place: "top" | "parameters" | "streams";
  readonly message: string;
  /** Further words; "" for none. */
  readonly detail: string;
  readonly actions: readonly { readonly id: string; readonly label: string }[];
}

export interface OptionsSection {
  readonly wheres: readonly Choice[];
  readonly where: string;
  /** Empty where a choice does not exist for `where` (identity, tokens and scenario are of this machine only). */
  readonly runtimes: readonly Choice[];
  readonly runtime: string;
  readonly identities: readonly Choice[];
  readonly identity: string;
  readonly tokens: readonly Choice[];
  readonly token: string;
  readonly scenarios: readonly Choice[];
  readonly scenario: string;
  /** e.g. "PowerShell 7.6.5" or a path until its version is known; "" where it is missing or of no concern. */
  readonly interpreter: string;
  /** Tooltip: the interpreter's path. */
  readonly interpreterPath: string;
}

export interface LimitGauge {
  readonly name: LimitName;
  /** In words: "Time", "Memory", ... */
  readonly label: string;
  /** As text with unit, e.g. "2.1 s of 3 h". */
  readonly text: string;
  /** value / limit, 0 to 1 and above; undefined: not measured. */
  readonly share?: number;
  readonly isExceeded: boolean;
}

export interface ChildJob {
  readonly jobId: string;
  /** Of its parent; the run's own job id for direct children. */
  readonly parentJobId: string;
  readonly runbook: string;
  readonly status: JobStatus;
  readonly durationMs?: number;
}

/** What runs, ran, or is looked at. `kind` none: nothing yet. */
export interface RunSection {
  readonly kind: "none" | "live" | "history";
  /** Raised with each run that is shown; records and facts of another number are not of this run. */
  readonly run: number;
  readonly jobId: string;
  /** The service's state; "" for none. */
  readonly status: JobStatus | "";
  /** The same in words, perhaps with more: "Queued" while an Azure job has not begun. */
  readonly statusText: string;
  readonly isRunning: boolean;
  /** Starting, until the job exists. */
  readonly isStarting: boolean;
  readonly canStop: boolean;
  readonly canSuspend: boolean;
  readonly canResume: boolean;
  /** Milliseconds since it started, when this was sent; the pane counts on while `isRunning`. */
  readonly elapsedMs: number;
  /** ISO 8601; "" when not started. */
  readonly startTime: string;
  /** e.g. "This machine · PowerShell 7.6.5 (/usr/bin/pwsh)" */
  readonly where: string;
  /** Of such a run nobody outside learns which identity it used, what it read, and which jobs it started. */
  readonly isInAzure: boolean;
  /** Why it failed; "" otherwise. */
  readonly exception: string;
  /** Line of the runbook that the exception names; `openSource` with `exception` jumps there. undefined: unknown. */
  readonly exceptionLine?: number;
  /** All the time while a run may get the person's own tokens: whose, which tenant. "" otherwise. */
  readonly ownTokens: string;
  /** `waiting`: an Azure job whose state cannot be read just now (`connectionText` says why); it goes on there. */
  readonly connection: "live" | "waiting";
  readonly connectionText: string;
  /** Records by stream, those no longer kept too. */
  readonly counts: Readonly<Record<StreamName, number>>;
  /** Number of the oldest record that is still kept. */
  readonly firstRecord: number;
  readonly children: readonly ChildJob[];
  readonly limits: readonly LimitGauge[];
}

export interface HistoryEntry {
  readonly id: string;
  readonly status: JobStatus;
  /** ISO 8601 */
  readonly startTime: string;
  readonly where: string;
  /** Parameters in one line; "" for none. */
  readonly parameters: string;
  /** These three are absent where nobody saw the end of the run: its window was closed. */
  readonly durationMs?: number;
  readonly records?: number;
  readonly errors?: number;
}

export interface WebhookSection {
  /** Whether the runbook takes WebhookData (a parameter of that name, or Python). */
  readonly isPossible: boolean;
  readonly isOn: boolean;
  readonly name: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly samples: readonly Choice[];
  /** What the runbook gets, as text: an object's JSON for 5.1, the one JSON text for 7.x and Python. */
  readonly preview: string;
  /** e.g. "Windows PowerShell 5.1 gets an object with three properties." */
  readonly shape: string;
  /** Said, but no reason not to start: e.g. that the body is no JSON. "" for none. */
  readonly remark: string;
  /** As in ParametersSection. */
  readonly revision: number;
}

export interface PaneState {
  readonly runbook: {
    readonly name: string;
    readonly fileName: string;
    readonly language: "powershell" | "python";
    readonly synopsis: string;
  };
  readonly isTrusted: boolean;
  readonly canStart: boolean;
  readonly parameters: ParametersSection;
  readonly options: OptionsSection;
  readonly run: RunSection;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  readonly webhook: WebhookSection;
  readonly notes: readonly PaneNote[];
}

// ───────────────────────────── records and facts ─────────────────────────────

/** One record of a stream. Its number is its place in the run, from 0; a batch tells the number of its first one. */
export interface PaneRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly stream: StreamName;
  /** What to show; cut at `longestText`. Plain text with perhaps ANSI colour codes; never markup. */
  readonly text: string;
  /** Characters of the whole text where `text` is cut. */
  readonly fullLength?: number;
  /** Id of the child job that wrote it; absent: the run's own. */
  readonly job?: string;
  /** Line in the runbook, for `openSource`. */
  readonly line?: number;
  /** File name where it is not the runbook itself. */
  readonly file?: string;
  readonly typeName?: string;
  /** The record has an object to expand. `text` is then the object in one line. */
  readonly isObject?: true;
  /** The object's own text comes in a later record (a table): show this one dimmed. */
  readonly isInTable?: true;
  /** Goes on on the next record's line (Write-Host -NoNewline). */
  readonly noNewline?: true;
  readonly progress?: { readonly activityId: number; readonly percent: number; readonly isCompleted: boolean };
  /** Azure would not show it as this job runs (Debug, Progress; Verbose while logging is off). */
  readonly isHiddenInAzure?: true;
}

/** What happened besides the streams, in its order. `time` in milliseconds since 1970; `job` as in PaneRecord. */
export type PaneFact =
  | {
      readonly kind: "identity";
      readonly time: number;
      readonly job?: string;
      readonly method: string;
      readonly resource: string;
      /** "system-assigned", a user-assigned identity's name, "" for none. */
      readonly identity: string;
      readonly clientId: string;
      readonly status: number;
      /** The client's User-Agent. */
      readonly client: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: "asset";
      readonly time: number;
      readonly job?: string;
      readonly operation: "get" | "set";
      readonly assetKind: "connection" | "credential" | "certificate" | "variable";
      readonly name: string;
      readonly isFound: boolean;
      readonly line?: number;
      readonly file?: string;
    }
  | { readonly kind: "status"; readonly time: number; readonly job?: string; readonly status: JobStatus }
  | { readonly kind: "limit"; readonly time: number; readonly job?: string; readonly message: string }
  /** Something the emulation says about itself. */
  | { readonly kind: "notice"; readonly time: number; readonly job?: string; readonly message: string };

export interface ObjectProperty {
  readonly name: string;
  /** One line; cut. */
  readonly text: string;
  readonly type: "text" | "number" | "boolean" | "null" | "object" | "array";
  /** It can be expanded in turn: `readProperties` with `name` added to the path. */
  readonly isExpandable: boolean;
}

/** Which records an action means; streams in words, "" of search for all. */
export interface RecordFilter {
  readonly streams: readonly StreamName[];
  readonly search: string;
}

// ───────────────────────────── extension → pane ─────────────────────────────

export type ToTestPane =
  | {
      readonly type: "init";
      readonly version: number;
      readonly state: PaneState;
      /** BCP 47 */
      readonly locale: string;
      /** The editor's translations by English text; missing ones are shown in English. */
      readonly translations: Readonly<Record<string, string>>;
    }
  /** Whole sections, each replacing the one before. */
  | { readonly type: "update"; readonly state: Partial<PaneState> }
  /** Records `from` and on. A `from` behind the next expected number says that those between are no longer kept. */
  | {
      readonly type: "records";
      readonly run: number;
      readonly from: number;
      readonly records: readonly PaneRecord[];
    }
  | { readonly type: "facts"; readonly run: number; readonly from: number; readonly facts: readonly PaneFact[] }
  /** Answers of `readText` and `readProperties`. `isCut`: even here not all; open it as a document. */
  | {
      readonly type: "text";
      readonly run: number;
      readonly record: number;
      readonly text: string;
      readonly isCut: boolean;
    }
  | {
      readonly type: "properties";
      readonly run: number;
      readonly record: number;
      readonly path: readonly string[];
      readonly properties: readonly ObjectProperty[];
      /** How many more there are. */
      readonly more: number;
    }
  /** Moves the focus: to the field of a parameter (or argument index) that does not bind, or to an area. */
  | { readonly type: "focus"; readonly target: "parameter"; readonly name: string }
  | { readonly type: "focus"; readonly target: "start" | "streams" | "search" }
  /** Shown for a moment and read out: "Copied". */
  | { readonly type: "announce"; readonly message: string };

// ───────────────────────────── pane → extension ─────────────────────────────

export type StreamFormat = "text" | "jsonl" | "csv";

export type FromTestPane =
  | { readonly type: "ready"; readonly version: number }
  /** Flow control: all records of the run before `next` have arrived. */
  | { readonly type: "received"; readonly run: number; readonly next: number }
  // parameters. `revision`: the pane's own count of changes, rising.
  /** null: not given, the runbook's default. */
  | {
      readonly type: "setValue";
      readonly name: string;
      readonly value: string | null;
      readonly revision: number;
    }
  | { readonly type: "setItems"; readonly items: readonly string[]; readonly revision: number }
  | { readonly type: "resetValues"; readonly revision: number }
  /** "" asks for a name. */
  | { readonly type: "savePreset"; readonly name: string }
  | { readonly type: "applyPreset"; readonly name: string }
  | { readonly type: "deletePreset"; readonly name: string }
  | { readonly type: "copyCommandLine" }
  /** From a past job of an Azure account; the extension asks which. */
  | { readonly type: "importParameters" }
  /** Adds a credential asset to the local account; the extension asks for it. */
  | { readonly type: "addCredential"; readonly parameter: string }
  // where and as whom
  | { readonly type: "setOption"; readonly option: OptionName; readonly id: string }
  /** The settings of the interpreter. */
  | { readonly type: "chooseInterpreter" }
  // the run
  | { readonly type: "start" }
  /** The last run again, with its parameters and options. */
  | { readonly type: "startAgain" }
  | { readonly type: "stop" }
  | { readonly type: "suspend" }
  | { readonly type: "resume" }
  /** What is filled in, here and in a debugger. */
  | { readonly type: "debug" }
  // records
  | { readonly type: "readText"; readonly run: number; readonly record: number }
  | {
      readonly type: "readProperties";
      readonly run: number;
      readonly record: number;
      readonly path: readonly string[];
    }
  /** Jumps to the line that wrote it. */
  | { readonly type: "openSource"; readonly of: "record" | "fact"; readonly run: number; readonly index: number }
  | { readonly type: "openSource"; readonly of: "exception" | "paramBlock" }
  | { readonly type: "openStreams"; readonly format: StreamFormat; readonly filter: RecordFilter }
  | { readonly type: "exportStreams"; readonly format: StreamFormat; readonly filter: RecordFilter }
  | { readonly type: "copyRecords"; readonly run: number; readonly records: readonly number[] }
  | { readonly type: "copyText"; readonly text: string }
  // history
  | { readonly type: "showHistory"; readonly id: string }
  /** Back from history to the live run. */
  | { readonly type: "showLive" }
  | { readonly type: "compareHistory"; readonly ids: readonly [string, string] }
  | { readonly type: "deleteHistory"; readonly id: string }
  | { readonly type: "clearHistory" }
  // webhook simulator
  | {
      readonly type: "setWebhook";
      readonly isOn: boolean;
      readonly name: string;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
      readonly body: string;
      readonly revision: number;
    }
  | { readonly type: "useWebhookSample"; readonly id: string }
  // notes
  | { readonly type: "runNoteAction"; readonly note: NoteId; readonly action: string };

export const optionNames = ["where", "runtime", "identity", "token", "scenario"] as const;
export type OptionName = (typeof optionNames)[number];

/** What the pane keeps with `setState`: all that a restore after a reload needs from it. The rest comes with `init`. */
export interface TestPaneViewState {
  readonly version: number;
  /** Absolute path of the runbook. */
  readonly runbookPath: string;
  /** The pane's own: filter, sizes, open tab; the extension does not read it. */
  readonly view?: unknown;
}
