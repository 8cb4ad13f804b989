/** The events of one job: masked, kept for listeners that come late, and handed to those that are there. */
import type { JobEvent } from "../../core/job";
import type { StreamRecord } from "../../core/stream";
import type { SecretMask } from "../../core/secret-mask";

type Listener = (event: JobEvent) => void;
/** Events without what the log itself adds. */
export type NewEvent = JobEvent extends infer E ? (E extends JobEvent ? Omit<E, "time" | "jobId"> : never) : never;

/** What is kept for late listeners: a terminal that opens late shows no more than this anyway. */
const mostRecords = 20_000;
const mostCharacters = 16 * 1024 * 1024;

export class EventLog {
  readonly #jobId: string;
  readonly #mask: SecretMask;
  readonly #now: () => number;
  #lastMs = NaN;
  #lastTime = "";
  readonly #listeners = new Set<Listener>();
  #kept: JobEvent[] = [];
  #records = 0;
  #characters = 0;
  #dropped = 0;
  /** Events that wait for the mask and for the first event; undefined once the log is open. */
  #waiting: JobEvent[] | undefined = [];

  constructor(jobId: string, mask: SecretMask, now: () => number = Date.now) {
    this.#jobId = jobId;
    this.#mask = mask;
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#waiting === undefined;
  }

  /** From now on events go out, this one first. All secrets must be known to the mask. */
  open(first: NewEvent): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    const time = waiting[0]?.time ?? this.#time();
    this.#publish(this.#masked({ ...first, time, jobId: this.#jobId }));
    for (const event of waiting) {
      this.#publish(this.#masked(event));
    }
  }

  add(event: NewEvent): void {
    // In this order, because people read these lines too.
    this.#accept(Object.assign({ type: event.type, time: this.#time(), jobId: this.#jobId }, event));
  }

  /** The same as `add` for the event that comes by the hundred thousand: one object a record, of one shape where it can be. */
  addRecord(record: StreamRecord): void {
    const time = this.#time();
    const jobId = this.#jobId;
    const isPlain =
      record.value === undefined &&
      record.typeName === undefined &&
      record.script === undefined &&
      record.noNewline === undefined &&
      record.progress === undefined;
    this.#accept(
      isPlain
        ? { type: "stream", time, jobId, stream: record.stream, text: record.text }
        : { type: "stream", time, jobId, ...record },
    );
  }

  /** An event of a child job, masked and timed there; or one with another job's id. */
  pass(event: JobEvent): void {
    this.#accept(event);
  }

  subscribe(listener: Listener): { dispose(): void } {
    for (const event of [...this.#kept]) {
      listener(event);
    }
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  #time(): string {
    const now = this.#now();
    if (now !== this.#lastMs) {
      this.#lastMs = now;
      this.#lastTime = new Date(now).toISOString();
    }
    return this.#lastTime;
  }

  #accept(event: JobEvent): void {
    if (this.#waiting) {
      this.#waiting.push(event);
    } else {
      this.#publish(this.#masked(event));
    }
  }

  #publish(event: JobEvent): void {
    this.#keep(event);
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  #masked(event: JobEvent): JobEvent {
    const mask = this.#mask;
    switch (event.type) {
      case "stream": {
        const text = mask.text(event.text);
        if (event.value === undefined && event.progress === undefined) {
          return text === event.text ? event : { ...event, text };
        }
        const { value, progress } = event;
        return {
          ...event,
          text,
          ...(value !== undefined && { value: mask.value(value) }),
          ...(progress && {
            progress: { ...progress, activity: mask.text(progress.activity), status: mask.text(progress.status) },
          }),
        };
      }
      case "job":
        return { ...event, parameters: mask.value(event.parameters) };
      case "status":
      case "result":
        return event.exception === undefined ? event : { ...event, exception: mask.text(event.exception) };
      case "notice":
        return { ...event, message: mask.text(event.message) };
      case "asset":
        return { ...event, name: mask.text(event.name) };
      case "identity":
        return { ...event, resource: mask.text(event.resource) };
      case "child":
      case "limit":
        return event;
    }
  }

  #keep(event: JobEvent): void {
    this.#kept.push(event);
    if (event.type !== "stream") {
      return;
    }
    this.#records++;
    this.#characters += event.text.length;
    if (this.#records > mostRecords || this.#characters > mostCharacters) {
      this.#dropOldHalf();
    }
  }

  /** Half at once, so that the cost of each record stays constant. What is no record is kept. */
  #dropOldHalf(): void {
    const [mostAfter, charactersAfter] = [mostRecords / 2, mostCharacters / 2];
    const kept: JobEvent[] = [];
    for (const event of this.#kept) {
      if (event.type !== "stream" || (this.#records <= mostAfter && this.#characters <= charactersAfter)) {
        kept.push(event);
        continue;
      }
      this.#records--;
      this.#characters -= event.text.length;
      this.#dropped++;
    }
    const message = `${this.#dropped} earlier records are no longer kept.`;
    const notice = { type: "notice", time: this.#time(), jobId: this.#jobId, message } as const;
    const withoutOld = kept.filter((event) => event !== this.#dropNotice);
    this.#dropNotice = notice;
    const at = withoutOld.findIndex((event) => event.type === "stream");
    withoutOld.splice(at < 0 ? withoutOld.length : at, 0, notice);
    this.#kept = withoutOld;
  }

  #dropNotice: JobEvent | undefined;
}
