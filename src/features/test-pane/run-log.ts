/**
 * One run as the pane shows it: what its events say, in bounded memory. It is fed by a job that runs or by a file of the history,
 * and read by every view of it at that view's own pace.
 */
import type { JobEvent, JobStatus, LimitName } from "../../core/job";
import { isFinalStatus } from "../../core/job";
import { describeLimit } from "../../core/job-text";
import type { Json } from "../../core/json";
import type { Localize } from "../../core/localize";
import type { StreamName, StreamRecord } from "../../core/stream";
import type { ChildJob, PaneFact, PaneRecord } from "../../protocol/test-pane";
import { KeptFacts, sourceOf, type KeptSource } from "./kept-facts";
import { KeptRecords, type RecordBounds } from "./kept-records";
import { limitLabel } from "./limit-label";
import type { MissingModuleNotice } from "./missing-modules-note";
import { placeOf, recordView, type KeptRecord, type RecordContext } from "./record-view";

export interface RunLogOptions extends RecordContext, RecordBounds {
  readonly l10n: Localize;
}

export interface LimitHit {
  readonly limit: number;
  readonly value: number;
}

export class RunLog {
  readonly jobId: string;
  readonly #options: RunLogOptions;
  readonly #records: KeptRecords;
  readonly #facts = new KeptFacts();
  readonly #children = new Map<string, ChildJob>();
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

  constructor(options: RunLogOptions) {
    this.jobId = options.jobId;
    this.#options = options;
    this.#records = new KeptRecords(options);
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
    return this.#records.counts;
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
    return this.#records.largestBytes;
  }

  /** Number of the oldest record that is kept. */
  get firstRecord(): number {
    return this.#records.first;
  }

  /** One more than the number of the newest record. */
  get endOfRecords(): number {
    return this.#records.end;
  }

  get firstFact(): number {
    return this.#facts.first;
  }

  get endOfFacts(): number {
    return this.#facts.end;
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
          this.#facts.add({ kind: "status", time: timeMs, status: event.status });
        }
        return;
      case "stream":
        this.#addRecord({ timeMs, jobId: event.jobId, record: event });
        return;
      case "identity": {
        const { method, resource, identity, clientId, status, client, durationMs } = event;
        const fields = { method, resource, identity, clientId, status, client, durationMs };
        this.#facts.add({ kind: "identity", time: timeMs, ...job, ...fields });
        return;
      }
      case "asset": {
        const { operation, kind, name, found, script, line } = event;
        const place = placeOf(event, this.#options.runbookPath);
        this.#facts.add(
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
        this.#facts.add({ kind: "limit", time: timeMs, ...job, message: this.#describeLimit(event) });
        return;
      case "notice":
        this.#facts.add({ kind: "notice", time: timeMs, ...job, message: event.message });
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
    for (let number = Math.max(from, this.firstRecord); number < end && characters < mostCharacters; number++) {
      const kept = this.keptRecord(number);
      if (kept) {
        const view = recordView(kept, this.isSummary(number), this.#options);
        views.push(view);
        characters += view.text.length + 100;
      }
    }
    return views;
  }

  facts(from: number, most: number): readonly PaneFact[] {
    return this.#facts.slice(from, most);
  }

  /** undefined: no longer kept, or not there yet. */
  keptRecord(number: number): KeptRecord | undefined {
    return this.#records.at(number);
  }

  /** All kept records with their numbers, in order. */
  allRecords(): Iterable<readonly [number, KeptRecord]> {
    return this.#records;
  }

  /** Whether only a summary of the record's text is here. */
  isSummary(number: number): boolean {
    return this.#records.isSummary(number);
  }

  /** The whole of a record of which there was a summary. */
  complete(number: number, record: StreamRecord): void {
    this.#records.complete(number, record);
  }

  factSource(number: number): KeptSource | undefined {
    return this.#facts.sourceOf(number);
  }

  #addRecord(kept: KeptRecord): void {
    const { record, jobId } = kept;
    // $null: nothing to show, nothing inside.
    if (record.text === "" && record.value === null) {
      return;
    }
    this.#records.add(kept);
    if (record.stream === "Error" && jobId === this.jobId) {
      this.#lastError = sourceOf(record.script, record.line) ?? this.#lastError;
    }
  }

  #describeLimit({ name, limit, value }: { readonly name: LimitName } & LimitHit): string {
    return `${limitLabel(name, this.#options.l10n)}: ${describeLimit(name, value)} / ${describeLimit(name, limit)}`;
  }
}
