/** How much of a process's time was ours, between marks: from a CPU profile, whatever led to our code being called. */
import { Session, type Profiler } from "node:inspector";

/** Fine enough for single milliseconds, coarse enough not to slow what it watches. */
const samplingMicroseconds = 100;

/** On the clock of the profile: microseconds of the machine's monotonic clock. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1000;
}

export class OwnTime {
  readonly #session = new Session();
  readonly #isOurs: (url: string) => boolean;

  /** `isOurs`: whether the file that a function stands in, as a path or file URL, belongs to us. */
  constructor(isOurs: (url: string) => boolean) {
    this.#isOurs = isOurs;
  }

  async start(): Promise<void> {
    this.#session.connect();
    await this.#post("Profiler.enable");
    await this.#post("Profiler.setSamplingInterval", { interval: samplingMicroseconds });
    await this.#post("Profiler.start");
  }

  /** For each span between neighbouring marks, the milliseconds in functions of ours and in all that they called. */
  async stop(marks: readonly number[]): Promise<readonly number[]> {
    const { profile } = (await this.#post("Profiler.stop")) as Profiler.StopReturnType;
    this.#session.disconnect();
    const ours = this.#nodesOfOurs(profile);
    const spans = marks.slice(1).map(() => 0);
    let at = profile.startTime;
    let span = -1;
    (profile.samples ?? []).forEach((node, index) => {
      const delta = profile.timeDeltas?.[index] ?? 0;
      at += delta;
      while (span + 1 < marks.length && (marks[span + 1] ?? Infinity) <= at) {
        span++;
      }
      if (span >= 0 && span < spans.length && ours.has(node)) {
        spans[span] = (spans[span] ?? 0) + delta / 1000;
      }
    });
    return spans;
  }

  #nodesOfOurs({ nodes }: Profiler.Profile): ReadonlySet<number> {
    const ours = new Set<number>();
    const children = new Map(nodes.map(({ id, children: ids = [] }) => [id, ids]));
    const take = (id: number): void => {
      ours.add(id);
      (children.get(id) ?? []).forEach(take);
    };
    nodes.filter(({ callFrame }) => this.#isOurs(callFrame.url)).forEach(({ id }) => take(id));
    return ours;
  }

  #post(method: string, params: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, result) => {
        if (error) {
          reject(error);
        } else {
          resolve(result);
        }
      });
    });
  }
}
