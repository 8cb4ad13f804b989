/** Brings one run's records and facts to one view, at that view's pace (see protocol/test-pane). */
import { mostInBatch, mostUnacknowledged, type ToTestPane } from "../../protocol/test-pane";
import type { RunLog } from "./run-log";

/** Characters in one message, and in all messages of one turn. */
const batchCharacters = 512 * 1024;
const batchesInTurn = 5;
const factsInBatch = 1_000;

export class ViewFeed {
  readonly #post: (message: ToTestPane) => void;
  #log: RunLog | undefined;
  #run = 0;
  #nextRecord = 0;
  #nextFact = 0;
  #acknowledged = 0;

  constructor(post: (message: ToTestPane) => void) {
    this.#post = post;
  }

  /** From now on this run, from its beginning. */
  show(run: number, log: RunLog | undefined): void {
    this.#run = run;
    this.#log = log;
    this.#nextRecord = 0;
    this.#nextFact = 0;
    this.#acknowledged = 0;
  }

  acknowledge(run: number, next: number): void {
    if (run === this.#run) {
      this.#acknowledged = Math.max(this.#acknowledged, Math.min(next, this.#nextRecord));
    }
  }

  /** Sends what there is and what there is room for. true: there is more that could go at once. */
  pump(): boolean {
    const log = this.#log;
    if (!log) {
      return false;
    }
    this.#pumpFacts(log);
    for (let batch = 0; batch < batchesInTurn && this.#hasRoom(log); batch++) {
      const from = Math.max(this.#nextRecord, log.firstRecord);
      const room = mostUnacknowledged - (this.#nextRecord - this.#acknowledged);
      const records = log.records(from, Math.min(mostInBatch, room), batchCharacters);
      this.#post({ type: "records", run: this.#run, from, records });
      this.#nextRecord = from + records.length;
    }
    return this.#hasRoom(log) || this.#nextFact < log.endOfFacts;
  }

  #hasRoom(log: RunLog): boolean {
    return this.#nextRecord < log.endOfRecords && this.#nextRecord - this.#acknowledged < mostUnacknowledged;
  }

  #pumpFacts(log: RunLog): void {
    if (this.#nextFact < log.endOfFacts) {
      const from = Math.max(this.#nextFact, log.firstFact);
      const facts = log.facts(from, factsInBatch);
      this.#post({ type: "facts", run: this.#run, from, facts });
      this.#nextFact = from + facts.length;
    }
  }
}
