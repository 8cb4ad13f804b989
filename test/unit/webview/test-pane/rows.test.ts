import assert from "node:assert/strict";

import type { PaneRecord } from "../../../../src/protocol/test-pane";
import { matchesIn, Rows } from "../../../../src/webview/test-pane/streams/rows";
import { everything, ShownRows } from "../../../../src/webview/test-pane/streams/shown-rows";

const record = (text: string, given: Partial<PaneRecord> = {}): PaneRecord => ({
  time: 0,
  stream: "Output",
  text,
  ...given,
});
const progress = (text: string, activityId: number): PaneRecord =>
  record(text, { stream: "Progress", progress: { activityId, percent: 1, isCompleted: false } });

function rowsOf(...records: readonly PaneRecord[]): Rows {
  const rows = new Rows();
  rows.add(0, records);
  return rows;
}

describe("the rows of a run", () => {
  it("join what Write-Host -NoNewline leaves open", () => {
    const rows = rowsOf(
      record("a", { stream: "Information", noNewline: true }),
      record("b", { stream: "Information", noNewline: true }),
      record("c", { stream: "Information" }),
      record("d", { stream: "Information" }),
    );
    assert.deepEqual(
      rows.all.map(({ text, record: number, records }) => [text, number, records]),
      [
        ["abc", 0, 3],
        ["d", 3, 1],
      ],
    );
  });

  it("keep an open line open for its own stream and job only", () => {
    const rows = rowsOf(
      record("a", { stream: "Information", noNewline: true }),
      record("b", { stream: "Information", job: "child" }),
      record("c"),
    );
    assert.equal(rows.all.length, 3);
  });

  it("let the records of one activity replace each other", () => {
    const rows = rowsOf(progress("1 %", 1), progress("2 %", 1), progress("x", 2), progress("3 %", 1));
    assert.deepEqual(
      rows.all.map(({ text }) => text),
      ["2 %", "x", "3 %"],
    );
  });

  it("tell which earlier row changed, and which rows are new", () => {
    const rows = rowsOf(progress("1 %", 1));
    const { added, changed } = rows.add(1, [progress("2 %", 1), record("end")]);
    assert.equal(changed, rows.all[0]);
    assert.deepEqual(
      added.map(({ text }) => text),
      ["end"],
    );
  });

  it("say where records are no longer kept, and pass over those that came already", () => {
    const rows = new Rows();
    rows.add(5, [record("five"), record("six")]);
    rows.add(6, [record("six"), record("seven")]);
    assert.deepEqual(
      rows.all.map(({ text, lost }) => [text, lost]),
      [
        ["", 5],
        ["five", 0],
        ["six", 0],
        ["seven", 0],
      ],
    );
    assert.equal(rows.next, 8);
  });

  it("are found by any of their records", () => {
    const rows = rowsOf(
      record("a"),
      record("b", { stream: "Information", noNewline: true }),
      record("c", { stream: "Information" }),
      record("d"),
    );
    assert.deepEqual(
      [0, 1, 2, 3].map((number) => rows.find(number)?.text),
      ["a", "bc", "bc", "d"],
    );
    assert.equal(new Rows().find(0), undefined);
  });

  it("know how long a text is of which only the beginning is here", () => {
    const rows = rowsOf(
      record("aa", { stream: "Information", fullLength: 100, noNewline: true }),
      record("bb", { stream: "Information" }),
    );
    assert.equal(rows.all[0]?.fullLength, 102);
  });
});

describe("the rows that are shown", () => {
  const rows = rowsOf(
    record("first"),
    record("The VM was not found", { stream: "Error" }),
    record("second", { stream: "Warning" }),
    record("\u001b[31mF\u001b[0mound it", { stream: "Error" }),
  );
  const shown = (filter: Partial<typeof everything>): ShownRows => {
    const result = new ShownRows();
    result.apply({ ...everything, ...filter }, rows.all);
    return result;
  };
  const texts = (result: ShownRows): readonly (number | undefined)[] =>
    Array.from({ length: result.length }, (_, position) => result.at(position)?.record);

  it("are all, or those of the chosen streams", () => {
    assert.deepEqual(texts(shown({})), [0, 1, 2, 3]);
    assert.deepEqual(texts(shown({ streams: new Set(["Error", "Warning"]) })), [1, 2, 3]);
  });

  it("match a search without case, in what a person reads", () => {
    assert.deepEqual(shown({ search: "FOUND" }).matchPositions, [1, 3]);
    assert.deepEqual(texts(shown({ search: "found", onlyMatches: true })), [1, 3]);
    assert.deepEqual(shown({ search: "[31m" }).matchPositions, []);
  });

  it("take new rows in under the same filter", () => {
    const growing = rowsOf(record("one"));
    const result = new ShownRows();
    result.apply({ ...everything, search: "o", onlyMatches: true }, growing.all);
    const { added } = growing.add(1, [record("two"), record("x")]);
    assert.equal(result.add(added), 1);
    assert.deepEqual(result.matchPositions, [0, 1]);
  });

  it("lead from match to match, around the ends", () => {
    const result = shown({ search: "found" });
    assert.equal(result.nextMatch(-1, 1), 1);
    assert.equal(result.nextMatch(1, 1), 3);
    assert.equal(result.nextMatch(3, 1), 1);
    assert.equal(result.nextMatch(1, -1), 3);
    assert.equal(shown({ search: "zzz" }).nextMatch(0, 1), undefined);
  });

  it("tell where a row stands, and the next one where it is hidden", () => {
    const errors = shown({ streams: new Set(["Error"]) });
    assert.equal(errors.positionOf(rows.all[3]!), 1);
    assert.equal(errors.positionOf(rows.all[2]!), -1);
    assert.equal(errors.nearestPosition(2), 1);
    assert.equal(errors.nearestPosition(9), 2);
  });
});

describe("the matches in a text", () => {
  it("are found without case and do not overlap", () => {
    assert.deepEqual(matchesIn("AaAb", "aa"), [[0, 2]]);
    assert.deepEqual(matchesIn("x", ""), []);
  });

  it("stay in place where lower case is longer than upper case", () => {
    assert.deepEqual(matchesIn("İx x", "x"), [
      [1, 2],
      [3, 4],
    ]);
  });

  it("end at a limit", () => {
    assert.equal(matchesIn("a".repeat(5000), "a", 100).length, 100);
  });
});
