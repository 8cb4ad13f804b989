import assert from "node:assert/strict";
import { isInterval, readMonthDays, readStart, suggestStart } from "../../../../src/features/schedules/schedule-input";

const now = Date.UTC(2026, 0, 5, 8, 0, 0);

describe("the start of a schedule", () => {
  const start = (text: string, zone: string, at = now): string => {
    const read = readStart(text, zone, at);
    return read.ok ? read.value.toISOString() : read.problem;
  };

  it("is read on the clock of its time zone, in summer and winter", () => {
    assert.equal(start("2026-01-31 06:00", "UTC"), "2026-01-31T06:00:00.000Z");
    assert.equal(start("2026-01-31 06:00", "Europe/Berlin"), "2026-01-31T05:00:00.000Z");
    assert.equal(start("2026-07-31 06:00", "Europe/Berlin"), "2026-07-31T04:00:00.000Z");
    assert.equal(start("2026-07-31T06:00", "America/New_York"), "2026-07-31T10:00:00.000Z");
    assert.equal(start("2026-07-31 06:00", "Asia/Kolkata"), "2026-07-31T00:30:00.000Z");
    assert.equal(start(" 2026-07-31  06:00 ", "Pacific/Kiritimati"), "2026-07-30T16:00:00.000Z");
  });

  it("knows that clocks skip an hour, and takes the earlier of two", () => {
    assert.equal(start("2026-03-29 02:30", "Europe/Berlin"), "skipped");
    assert.equal(start("2026-03-29 03:00", "Europe/Berlin"), "2026-03-29T01:00:00.000Z");
    assert.equal(start("2026-10-25 02:30", "Europe/Berlin"), "2026-10-25T00:30:00.000Z");
  });

  it("must be a date of the calendar", () => {
    for (const text of [
      "",
      "tomorrow",
      "2026-13-01 06:00",
      "2026-02-30 06:00",
      "2026-01-31 24:00",
      "2026-01-31 06:60",
    ]) {
      assert.equal(start(text, "UTC"), "noTime", text);
    }
  });

  it("must be five minutes away at least", () => {
    assert.equal(start("2026-01-05 08:04", "UTC"), "tooSoon");
    assert.equal(start("2026-01-05 08:05", "UTC"), "2026-01-05T08:05:00.000Z");
    assert.equal(start("2020-01-05 08:05", "UTC"), "tooSoon");
  });

  it("is suggested as a full hour that is taken", () => {
    for (const zone of ["UTC", "Europe/Berlin", "America/St_Johns"]) {
      const text = suggestStart(zone, now);
      assert.ok(readStart(text, zone, now).ok, `${zone} ${text}`);
    }
    assert.equal(suggestStart("Europe/Berlin", now), "2026-01-05 10:00");
  });
});

describe("the days of a month", () => {
  it("are numbers and the last day", () => {
    assert.deepEqual(readMonthDays("1, 15 last;15"), { ok: true, value: [1, 15, -1] });
  });

  it("are no other things", () => {
    for (const text of ["", "0", "32", "first", "1-5", "1,x"]) {
      assert.equal(readMonthDays(text).ok, false, text);
    }
  });
});

describe("the interval of a schedule", () => {
  it("is a whole number from 1 to 100", () => {
    assert.deepEqual(["1", "100", " 7 "].map(isInterval), [true, true, true]);
    assert.deepEqual(["0", "101", "-1", "1.5", "", "many"].map(isInterval), [false, false, false, false, false, false]);
  });
});
