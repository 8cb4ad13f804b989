/** How much of a thread's time was ours, between marks: from a CPU profile, whatever led to our code being called. */
import { Session, type Profiler } from "node:inspector";

/** Fine enough for single milliseconds, coarse enough not to slow what it watches: each sample walks the whole stack. */
const samplingMicroseconds = 250;

export interface Mark {
  /** Microseconds of the machine's monotonic clock, which is the profile's as well. */
  readonly at: number;
  /** Microseconds that this thread has computed; undefined: this Node does not tell (before 23.9). */
  readonly computed: number | undefined;
}

export function mark(): Mark {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { readonly user: number; readonly system: number } };
  const usage = threadCpuUsage?.();
  return { at: Number(process.hrtime.bigint()) / 1000, computed: usage && usage.user + usage.system };
}

interface Span {
  ourSamples: number;
  busySamples: number;
  ourMicroseconds: number;
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

  /**
   * For each span between neighbouring marks, the milliseconds in functions of ours and in all that they called: our share of what
   * the thread computed, so that other programs of a busy machine do not count. Where Node does not tell that, time by the clock.
   */
  async stop(marks: readonly Mark[]): Promise<readonly number[]> {
    const { profile } = (await this.#post("Profiler.stop")) as Profiler.StopReturnType;
    this.#session.disconnect();
    return this.#spans(profile, marks).map(({ ourSamples, busySamples, ourMicroseconds }, index) => {
      const [from, to] = [marks[index]?.computed, marks[index + 1]?.computed];
      return from === undefined || to === undefined
        ? ourMicroseconds / 1000
        : ((to - from) * ourSamples) / Math.max(1, busySamples) / 1000;
    });
  }

  #spans(profile: Profiler.Profile, marks: readonly Mark[]): readonly Span[] {
    const ours = this.#nodesOfOurs(profile);
    const idle = profile.nodes.find(({ callFrame }) => callFrame.functionName === "(idle)")?.id;
    const spans = marks.slice(1).map((): Span => ({ ourSamples: 0, busySamples: 0, ourMicroseconds: 0 }));
    let at = profile.startTime;
    let current = -1;
    (profile.samples ?? []).forEach((node, index) => {
      const delta = profile.timeDeltas?.[index] ?? 0;
      at += delta;
      while (current + 1 < marks.length && (marks[current + 1]?.at ?? Infinity) <= at) {
        current++;
      }
      const span = spans[current];
      if (span !== undefined && node !== idle) {
        span.busySamples++;
        span.ourSamples += ours.has(node) ? 1 : 0;
        span.ourMicroseconds += ours.has(node) ? delta : 0;
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
