/**
 * Earlier runs of runbooks, kept beside the workspace's other storage: one file a run with a line about it, then its events as
 * `run --output json` writes them, then a line that sums it up. Events are masked before they come here, so no file holds a secret.
 *
 * A file grows while its run goes on; a run whose window was closed is a file without a result.
 */
import { createHash } from "node:crypto";
import { appendFile, mkdir, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { JobEvent, JobStatus } from "../../core/job";
import { isJsonObject, type Json } from "../../core/json";
import { objectInOneLine } from "./object-view";

/** What stands in the first line of a run's file. */
export interface RunHeader {
  readonly version: 1;
  /** Also the file's name; sorts by time. */
  readonly id: string;
  readonly jobId: string;
  readonly runbookPath: string;
  readonly where: string;
  /** ISO 8601 */
  readonly startTime: string;
  /** Whether Azure would show the run's Verbose records. */
  readonly showsVerbose: boolean;
  /** Where to find the job again after a reload; a job in Azure goes on without us. */
  readonly azure?: AzureJobReference;
}

/** The test job of a draft in Azure, by what a request for it needs. */
export interface AzureJobReference {
  /** ARM id of the Automation account. */
  readonly accountId: string;
  readonly runbook: string;
  /** The hybrid worker group; "": a sandbox. */
  readonly runOn: string;
  /** Which of the runbook's test jobs, one after the other, it is. */
  readonly creationTime: string;
  /** The runtime environment that it was started with; undefined: what the runbook has. */
  readonly runtimeEnvironment?: string;
}

/** What is known of a run without reading all of its events. */
export interface StoredRun {
  readonly header: RunHeader;
  /** undefined: it runs, or its window was closed. */
  readonly summary: RunSummary | undefined;
}

/** The last line of a run that has ended. */
export interface RunSummary {
  readonly type: "summary";
  readonly status: JobStatus;
  readonly durationMs: number;
  /** In one line, secrets masked. */
  readonly parameters: string;
  readonly records: number;
  readonly errors: number;
}

export interface HistoryBounds {
  readonly runsPerRunbook: number;
  readonly bytesPerRun: number;
}

const defaultBounds: HistoryBounds = { runsPerRunbook: 20, bytesPerRun: 8 * 1024 * 1024 };

export class RunHistory {
  readonly #folder: string;
  readonly #bounds: HistoryBounds;

  /** `folder`: need not exist. */
  constructor(folder: string, bounds: HistoryBounds = defaultBounds) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  /** Begins the file of a run. Its oldest siblings beyond the bound are removed. Throws file system errors. */
  async begin(header: Omit<RunHeader, "version" | "id">): Promise<RunWriter> {
    const folder = this.#folderOf(header.runbookPath);
    await mkdir(folder, { recursive: true });
    const [time, job] = [header.startTime.replace(/[^0-9]/g, ""), header.jobId.replace(/[^0-9a-z]/gi, "")];
    const id = `${time.slice(0, 17)}-${job.slice(0, 8)}`;
    const path = join(folder, `${id}.jsonl`);
    await writeFile(path, `${JSON.stringify({ version: 1, id, ...header })}\n`, { mode: 0o600 });
    const old = (await this.#ids(folder)).slice(this.#bounds.runsPerRunbook);
    await Promise.all(old.map((name) => rm(join(folder, `${name}.jsonl`), { force: true })));
    return new RunWriter({ id, path, jobId: header.jobId, mostBytes: this.#bounds.bytesPerRun });
  }

  /** Newest first. A file that cannot be read is no run. */
  async list(runbookPath: string): Promise<readonly StoredRun[]> {
    const folder = this.#folderOf(runbookPath);
    const runs = await Promise.all((await this.#ids(folder)).map((id) => readEnds(join(folder, `${id}.jsonl`))));
    return runs.filter((run) => run?.header.runbookPath === runbookPath).filter((run) => run !== undefined);
  }

  /** undefined: there is no such run. */
  async read(
    runbookPath: string,
    id: string,
  ): Promise<{ readonly header: RunHeader; readonly events: readonly JobEvent[] } | undefined> {
    return isRunId(id) ? readRun(join(this.#folderOf(runbookPath), `${id}.jsonl`)) : undefined;
  }

  async remove(runbookPath: string, id: string): Promise<void> {
    if (isRunId(id)) {
      await rm(join(this.#folderOf(runbookPath), `${id}.jsonl`), { force: true });
    }
  }

  async clear(runbookPath: string): Promise<void> {
    await rm(this.#folderOf(runbookPath), { recursive: true, force: true });
  }

  #folderOf(runbookPath: string): string {
    return join(this.#folder, createHash("sha256").update(runbookPath).digest("hex").slice(0, 24));
  }

  async #ids(folder: string): Promise<readonly string[]> {
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => name.slice(0, -".jsonl".length))
      .filter(isRunId)
      .sort()
      .reverse();
  }
}

/** Writes the events of one run as they come, in the background and in order. A disk that is full ends the writing, not the run. */
export class RunWriter {
  readonly id: string;
  readonly #path: string;
  readonly #jobId: string;
  readonly #mostBytes: number;
  #waiting: string[] = [];
  #bytes = 0;
  #isFull = false;
  #records = 0;
  #errors = 0;
  #parameters = "";
  #writing: Promise<void> = Promise.resolve();
  #isScheduled = false;
  #failure: unknown;

  constructor(options: {
    readonly id: string;
    readonly path: string;
    readonly jobId: string;
    readonly mostBytes: number;
  }) {
    this.id = options.id;
    this.#path = options.path;
    this.#jobId = options.jobId;
    this.#mostBytes = options.mostBytes;
  }

  /** What went wrong with the file, if anything did. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The result of the run's own job ends the file. */
  add(event: JobEvent): void {
    if (event.type === "stream") {
      this.#records++;
      this.#errors += event.stream === "Error" ? 1 : 0;
      if (this.#isFull) {
        return;
      }
    }
    const line = `${JSON.stringify(event)}\n`;
    if (event.type === "stream" && this.#bytes + line.length > this.#mostBytes) {
      this.#isFull = true;
      const message = "The history keeps no more records of this run: it is too large.";
      this.#push(`${JSON.stringify({ type: "notice", time: event.time, jobId: event.jobId, message })}\n`);
      return;
    }
    this.#push(line);
    if (event.jobId === this.#jobId && event.type === "job") {
      this.#parameters = parametersInOneLine(event.parameters);
    } else if (event.jobId === this.#jobId && event.type === "result") {
      const { status, durationMs } = event;
      const summary: RunSummary = {
        type: "summary",
        status,
        durationMs,
        parameters: this.#parameters,
        records: this.#records,
        errors: this.#errors,
      };
      this.#push(`${JSON.stringify(summary)}\n`);
    }
  }

  /** Resolves when all events so far are in the file. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #push(line: string): void {
    this.#waiting.push(line);
    this.#bytes += line.length;
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      // One write for all that comes while the one before is on its way.
      this.#writing = this.#writing.then(() => this.#write());
    }
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#isScheduled = false;
    const text = this.#waiting.join("");
    this.#waiting = [];
    if (this.#failure === undefined) {
      try {
        await appendFile(this.#path, text);
      } catch (error) {
        this.#failure = error;
      }
    }
  }
}

/** e.g. `VMName: web-01, WhatIf: true`; arguments without names. */
function parametersInOneLine(parameters: Json): string {
  const isNothing = Array.isArray(parameters)
    ? parameters.length === 0
    : !isJsonObject(parameters) || Object.keys(parameters).length === 0;
  return isNothing ? "" : objectInOneLine(parameters, undefined).replace(/^[[{] | [\]}]$/g, "");
}

/** An id comes from a webview: it must not lead out of the folder. */
function isRunId(id: string): boolean {
  return /^\d{17}-[0-9a-zA-Z]{1,8}$/.test(id);
}

/** All of a run. */
async function readRun(
  path: string,
): Promise<{ readonly header: RunHeader; readonly events: readonly JobEvent[] } | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const [first, ...rest] = text.split("\n");
  const header = parseLine(first ?? "");
  if (!isHeader(header)) {
    return undefined;
  }
  // The last line of a window that was killed may be half a line.
  const events = rest.flatMap((line) => {
    const event = parseLine(line);
    const isEvent = isJsonObject(event) && typeof event["type"] === "string" && event["type"] !== "summary";
    return isEvent ? [event as unknown as JobEvent] : [];
  });
  return { header, events };
}

const endBytes = 64 * 1024;

/** First and last line only: a list must not read megabytes of records. */
async function readEnds(path: string): Promise<StoredRun | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (!file) {
    return undefined;
  }
  try {
    const { size } = await file.stat();
    const head = await file.read({ buffer: Buffer.alloc(Math.min(endBytes, size)), position: 0 });
    const tailStart = Math.max(0, size - endBytes);
    const tail = await file.read({ buffer: Buffer.alloc(size - tailStart), position: tailStart });
    const header = parseLine(head.buffer.toString("utf8").split("\n", 1)[0] ?? "");
    const summary = parseLine(tail.buffer.toString("utf8").trimEnd().split("\n").at(-1) ?? "");
    return isHeader(header) ? { header, summary: isSummary(summary) ? summary : undefined } : undefined;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

function parseLine(line: string): Json | undefined {
  try {
    return line === "" ? undefined : (JSON.parse(line) as Json);
  } catch {
    return undefined;
  }
}

function isHeader(value: unknown): value is RunHeader {
  const header = value as Partial<RunHeader> | null | undefined;
  return (
    typeof header === "object" &&
    header?.version === 1 &&
    typeof header.id === "string" &&
    typeof header.jobId === "string" &&
    typeof header.runbookPath === "string" &&
    typeof header.where === "string" &&
    typeof header.startTime === "string"
  );
}

function isSummary(value: unknown): value is RunSummary {
  const summary = value as Partial<RunSummary> | null | undefined;
  return (
    typeof summary === "object" &&
    summary?.type === "summary" &&
    typeof summary.status === "string" &&
    typeof summary.durationMs === "number" &&
    typeof summary.parameters === "string" &&
    typeof summary.records === "number" &&
    typeof summary.errors === "number"
  );
}
