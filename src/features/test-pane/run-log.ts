/**
 * One run as the pane shows it: what its events say, in bounded memory. It is fed by a job that runs or by a file of the history,
 * and read by every view of it at that view's own pace.
 */
import type { JobEvent, JobStatus, LimitName } from "../../core/job";
import { isFinalStatus } from "../../core/job";
import { describeLimit, progressLine } from "../../core/job-text";
import type { Json } from "../../core/json";
import { streamNames, type StreamName, type StreamRecord } from "../../core/stream";
import { longestText, type ChildJob, type PaneFact, type PaneRecord } from "../../protocol/test-pane";
import type { Localize } from "../../core/localize";
import type { MissingModuleNotice } from "./missing-modules-note";
import { isExpandable, objectInOneLine } from "./object-view";

/** What is kept of a record beside its view. */
export interface KeptRecord {
  readonly timeMs: number;
  readonly jobId: string;
  readonly record: StreamRecord;
}

export interface RunLogOptions {
  readonly jobId: string;
  /** The runbook's own file: records of other files name theirs. */
  readonly runbookPath: string;
  /** Whether Azure would show Verbose records: the runbook turns them on. */
  readonly showsVerboseInAzure: boolean;
  readonly l10n: Localize;
  /** Records from this number on have only a summary of their text until `complete` brings the whole. */
  readonly summariesFrom?: number | undefined;
  readonly mostRecords?: number;
  readonly mostCharacters?: number;
}

export interface LimitHit {
  readonly limit: number;
  readonly value: number;
}

const defaultMostRecords = 200_000;
/** Together with what objects hold; a record of 5 MB is kept whole. */
const defaultMostCharacters = 64 * 1024 * 1024;
const mostFacts = 20_000;

export class RunLog {
  readonly jobId: string;
  readonly #options: RunLogOptions;
  #records: KeptRecord[] = [];
  #firstRecord = 0;
  readonly #completed = new Set<number>();
  #characters = 0;
  #facts: PaneFact[] = [];
  #factSources: (KeptSource | undefined)[] = [];
  #firstFact = 0;
  readonly #children = new Map<string, ChildJob>();
  readonly #counts = new Map<StreamName, number>(streamNames.map((name) => [name, 0]));
  readonly #hits = new Map<LimitName, LimitHit>();
  #memory = 0;
  #peakMemory = 0;
  #status: JobStatus | "" = "";
  #exception = "";
  #startedMs: number | undefined;
  #runningMs: number | undefined;
  #durationMs: number | undefined;
  #finalMs: number | undefined;
  #interpreter = "";
  #parameters: Json = {};
  #lastError: KeptSource | undefined;
  #exceptionSource: KeptSource | undefined;
  #missingModules: MissingModuleNotice[] = [];
  #largestRecord = 0;

  constructor(options: RunLogOptions) {
    this.jobId = options.jobId;
    this.#options = options;
  }

  get status(): JobStatus | "" {
    return this.#status;
  }

  get exception(): string {
    return this.#exception;
  }

  /** Where the exception arose; else where the last error of the run's own job stands, which is usually the same. */
  get errorSource(): KeptSource | undefined {
    return this.#exceptionSource ?? this.#lastError;
  }

  /** What the run says of PowerShell modules that it lacks. */
  get missingModules(): readonly MissingModuleNotice[] {
    return this.#missingModules;
  }

  /** Milliseconds since 1970; undefined before the first event. */
  get startedMs(): number | undefined {
    return this.#startedMs;
  }

  /** When it first was Running: what the service's limit of time counts from. */
  get runningMs(): number | undefined {
    return this.#runningMs;
  }

  /** undefined while it runs. */
  get durationMs(): number | undefined {
    // The result waits for child jobs.
    const untilFinal = this.#finalMs === undefined ? undefined : this.#finalMs - (this.#startedMs ?? this.#finalMs);
    return this.#durationMs ?? untilFinal;
  }

  get isFinal(): boolean {
    return this.#durationMs !== undefined || (this.#status !== "" && isFinalStatus(this.#status));
  }

  get interpreter(): string {
    return this.#interpreter;
  }

  /** Secrets masked. */
  get parameters(): Json {
    return this.#parameters;
  }

  get counts(): Readonly<Record<StreamName, number>> {
    return Object.fromEntries(this.#counts) as Record<StreamName, number>;
  }

  get children(): readonly ChildJob[] {
    return [...this.#children.values()];
  }

  get limitHits(): ReadonlyMap<LimitName, LimitHit> {
    return this.#hits;
  }

  /** Bytes: now while it runs, the most afterwards; undefined: not measured. */
  get memory(): number | undefined {
    const bytes = this.isFinal ? this.#peakMemory : this.#memory;
    return bytes === 0 ? undefined : bytes;
  }

  /** Bytes; undefined: not measured. */
  get peakMemory(): number | undefined {
    return this.#peakMemory === 0 ? undefined : this.#peakMemory;
  }

  /** What the job's processes hold just now, in bytes. */
  noteMemory(bytes: number): void {
    this.#memory = bytes;
    this.#peakMemory = Math.max(this.#peakMemory, bytes);
  }

  /** Bytes of the largest record's text so far. */
  get largestRecordBytes(): number {
    return this.#largestRecord;
  }

  /** Number of the oldest record that is kept. */
  get firstRecord(): number {
    return this.#firstRecord;
  }

  /** One more than the number of the newest record. */
  get endOfRecords(): number {
    return this.#firstRecord + this.#records.length;
  }

  get firstFact(): number {
    return this.#firstFact;
  }

  get endOfFacts(): number {
    return this.#firstFact + this.#facts.length;
  }

  accept(event: JobEvent): void {
    const timeMs = Date.parse(event.time);
    const isOwn = event.jobId === this.jobId;
    if (isOwn) {
      this.#startedMs ??= timeMs;
    }
    const job = isOwn ? {} : { job: event.jobId };
    switch (event.type) {
      case "job":
        if (isOwn) {
          this.#interpreter = event.interpreter;
          this.#parameters = event.parameters;
        }
        return;
      case "status":
        if (isOwn) {
          this.#status = event.status;
          this.#runningMs ??= event.status === "Running" ? timeMs : undefined;
          if (isFinalStatus(event.status)) {
            this.#finalMs = timeMs;
          }
          this.#exception = event.exception ?? this.#exception;
          this.#exceptionSource = sourceOf(event.script, event.line) ?? this.#exceptionSource;
          this.#addFact({ kind: "status", time: timeMs, status: event.status });
        }
        return;
      case "stream":
        this.#addRecord({ timeMs, jobId: event.jobId, record: event });
        return;
      case "identity": {
        const { method, resource, identity, clientId, status, client, durationMs } = event;
        const fields = { method, resource, identity, clientId, status, client, durationMs };
        this.#addFact({ kind: "identity", time: timeMs, ...job, ...fields });
        return;
      }
      case "asset": {
        const { operation, kind, name, found, script, line } = event;
        const place = this.#placeOf(script, line);
        this.#addFact(
          { kind: "asset", time: timeMs, ...job, operation, assetKind: kind, name, isFound: found, ...place },
          sourceOf(script, line),
        );
        return;
      }
      case "child": {
        const { jobId, parentJobId, runbook, status } = event;
        this.#children.set(jobId, { ...this.#children.get(jobId), jobId, parentJobId, runbook, status });
        return;
      }
      case "limit":
        if (isOwn) {
          this.#hits.set(event.name, { limit: event.limit, value: event.value });
        }
        this.#addFact({ kind: "limit", time: timeMs, ...job, message: this.#describeLimit(event) });
        return;
      case "notice":
        this.#addFact({ kind: "notice", time: timeMs, ...job, message: event.message });
        if (event.about === "missingModule" && this.#missingModules.every(({ message }) => message !== event.message)) {
          this.#missingModules.push({ module: event.module, message: event.message });
        }
        return;
      case "result":
        if (isOwn) {
          this.#status = event.status;
          this.#exception = event.exception ?? this.#exception;
          this.#durationMs = event.durationMs;
          this.#peakMemory = Math.max(this.#peakMemory, event.peakMemory ?? 0);
        } else {
          const child = this.#children.get(event.jobId);
          if (child) {
            this.#children.set(event.jobId, { ...child, status: event.status, durationMs: event.durationMs });
          }
        }
        return;
    }
  }

  /** Ends a run that has no result: its window was closed. */
  endWithout(status: JobStatus, exception: string, durationMs: number): void {
    this.#status = status;
    this.#exception = exception;
    this.#durationMs = durationMs;
  }

  /** Views of the records from a number on, at most so many and about so many characters (one at least). */
  records(from: number, most: number, mostCharacters: number): readonly PaneRecord[] {
    const views: PaneRecord[] = [];
    let characters = 0;
    const end = Math.min(this.endOfRecords, from + most);
    for (let number = Math.max(from, this.#firstRecord); number < end && characters < mostCharacters; number++) {
      const kept = this.keptRecord(number);
      if (kept) {
        const view = this.#viewOf(kept, this.isSummary(number));
        views.push(view);
        characters += view.text.length + 100;
      }
    }
    return views;
  }

  facts(from: number, most: number): readonly PaneFact[] {
    const start = Math.max(from, this.#firstFact) - this.#firstFact;
    return this.#facts.slice(start, start + most);
  }

  /** undefined: no longer kept, or not there yet. */
  keptRecord(number: number): KeptRecord | undefined {
    return this.#records[number - this.#firstRecord];
  }

  /** All kept records with their numbers, in order. */
  *allRecords(): IterableIterator<readonly [number, KeptRecord]> {
    for (const [index, kept] of this.#records.entries()) {
      yield [this.#firstRecord + index, kept];
    }
  }

  /** Whether only a summary of the record's text is here. */
  isSummary(number: number): boolean {
    return number >= (this.#options.summariesFrom ?? Infinity) && !this.#completed.has(number);
  }

  /** The whole of a record of which there was a summary. */
  complete(number: number, record: StreamRecord): void {
    const kept = this.keptRecord(number);
    if (kept) {
      this.#records[number - this.#firstRecord] = { ...kept, record };
      this.#characters += record.text.length - kept.record.text.length;
      this.#completed.add(number);
    }
  }

  factSource(number: number): KeptSource | undefined {
    return this.#factSources[number - this.#firstFact];
  }

  #addRecord(kept: KeptRecord): void {
    const { record, jobId } = kept;
    // $null: nothing to show, nothing inside.
    if (record.text === "" && record.value === null) {
      return;
    }
    this.#records.push(kept);
    this.#characters += record.text.length + sizeOf(record.value);
    this.#counts.set(record.stream, (this.#counts.get(record.stream) ?? 0) + 1);
    if (record.text.length * 3 > this.#largestRecord) {
      this.#largestRecord = Math.max(this.#largestRecord, Buffer.byteLength(record.text));
    }
    if (record.stream === "Error" && jobId === this.jobId) {
      this.#lastError = sourceOf(record.script, record.line) ?? this.#lastError;
    }
    const { mostRecords = defaultMostRecords, mostCharacters = defaultMostCharacters } = this.#options;
    if (this.#records.length > mostRecords || this.#characters > mostCharacters) {
      this.#dropOldHalf(mostRecords / 2, mostCharacters / 2);
    }
  }

  /** Half at once, so that the cost of each record stays constant; the newest one always stays. */
  #dropOldHalf(mostAfter: number, charactersAfter: number): void {
    let dropped = 0;
    while (
      this.#records.length - dropped > 1 &&
      (this.#records.length - dropped > mostAfter || this.#characters > charactersAfter)
    ) {
      const record = this.#records[dropped]?.record;
      this.#characters -= (record?.text.length ?? 0) + sizeOf(record?.value);
      dropped++;
    }
    this.#records = this.#records.slice(dropped);
    this.#firstRecord += dropped;
  }

  #addFact(fact: PaneFact, source?: KeptSource): void {
    this.#facts.push(fact);
    this.#factSources.push(source);
    if (this.#facts.length > mostFacts) {
      const dropped = mostFacts / 2;
      this.#facts = this.#facts.slice(dropped);
      this.#factSources = this.#factSources.slice(dropped);
      this.#firstFact += dropped;
    }
  }

  #viewOf({ timeMs, jobId, record }: KeptRecord, isSummary: boolean): PaneRecord {
    const { stream, value, typeName, progress } = record;
    const isObject = isExpandable(value);
    const isInTable = record.text === "" && isObject;
    const text = isInTable
      ? objectInOneLine(value ?? null, typeName)
      : stream === "Progress"
        ? progressLine({ ...record, type: "stream", time: "", jobId })
        : record.text;
    return {
      time: timeMs,
      stream,
      text: text.length > longestText ? text.slice(0, longestText) : text,
      // How much longer than its summary a text is, Azure does not say.
      ...((text.length > longestText || isSummary) && { fullLength: text.length + (isSummary ? 1 : 0) }),
      ...(jobId !== this.jobId && { job: jobId }),
      ...this.#placeOf(record.script, record.line),
      ...(typeName !== undefined && { typeName }),
      ...(isObject && { isObject }),
      ...(isInTable && { isInTable }),
      ...(record.noNewline && { noNewline: true as const }),
      ...(progress && {
        progress: {
          activityId: progress.activityId,
          percent: progress.percent,
          isCompleted: progress.isCompleted,
        },
      }),
      ...(this.#isHiddenInAzure(stream) && { isHiddenInAzure: true as const }),
    };
  }

  /** specs/assets-and-jobs.md 4.5: Debug and Progress never, Verbose only where the runbook turns it on. */
  #isHiddenInAzure(stream: StreamName): boolean {
    return stream === "Debug" || stream === "Progress" || (stream === "Verbose" && !this.#options.showsVerboseInAzure);
  }

  #placeOf(script: string | undefined, line: number | undefined): { readonly line?: number; readonly file?: string } {
    const isRunbook = script === undefined || isSamePath(script, this.#options.runbookPath);
    return {
      ...(line !== undefined && { line }),
      ...(!isRunbook && { file: script.slice(Math.max(script.lastIndexOf("/"), script.lastIndexOf("\\")) + 1) }),
    };
  }

  #describeLimit({ name, limit, value }: { readonly name: LimitName } & LimitHit): string {
    return `${limitLabel(name, this.#options.l10n)}: ${describeLimit(name, value)} / ${describeLimit(name, limit)}`;
  }
}

/** A place in a script. */
export interface KeptSource {
  readonly script: string;
  /** 1-based */
  readonly line: number;
}

export function sourceOf(script: string | undefined, line: number | undefined): KeptSource | undefined {
  return script === undefined ? undefined : { script, line: line ?? 1 };
}

/** Whether a runbook's text turns its Verbose stream on; Azure then shows it. */
export function turnsVerboseOn(text: string): boolean {
  return /\$(?:global:|script:)?VerbosePreference\s*=\s*["']?(?:Continue|2)\b/i.test(text);
}

export function limitLabel(name: LimitName, l10n: Localize): string {
  switch (name) {
    case "duration":
      return l10n.t("Time");
    case "memory":
      return l10n.t("Memory");
    case "streamRecord":
      return l10n.t("Largest record");
    case "parameterCount":
      return l10n.t("Parameters");
    case "parameterSize":
      return l10n.t("Size of parameters");
  }
}

function isSamePath(a: string, b: string): boolean {
  return process.platform === "win32" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** About how many characters a value takes; exact enough to bound the memory, without writing the JSON. */
function sizeOf(value: Json | undefined): number {
  if (typeof value === "string") {
    return value.length;
  }
  if (typeof value !== "object" || value === null) {
    return value === undefined ? 0 : 8;
  }
  const items = Array.isArray(value)
    ? (value as readonly Json[])
    : Object.values(value as Readonly<Record<string, Json>>);
  let size = 16;
  for (const item of items) {
    size += 16 + sizeOf(item);
  }
  return size;
}
