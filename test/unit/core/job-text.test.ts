import assert from "node:assert/strict";

import { colourStatus, describeDuration, isSilent, progressLine, streamMarks } from "../../../src/core/job-text";
import { streamNames, type ProgressDetail } from "../../../src/core/stream";

const event = { type: "stream", time: "", jobId: "", stream: "Progress", text: "" } as const;
const detail: ProgressDetail = {
  activityId: 0,
  parentId: -1,
  activity: "Copying",
  status: "disk 2",
  percent: 50,
  isCompleted: false,
};

describe("the words for jobs and streams", () => {
  it("has a mark of its own for every stream but Output", () => {
    const marks = streamNames.map((name) => streamMarks[name]);
    assert.equal(streamMarks.Output, "");
    assert.equal(new Set(marks).size, streamNames.length);
  });

  it("says durations as a person does", () => {
    assert.equal(describeDuration(0), "0.0 s");
    assert.equal(describeDuration(1849), "1.8 s");
    assert.equal(describeDuration(59_949), "59.9 s");
    assert.equal(describeDuration(59_950), "1 min 0 s");
    assert.equal(describeDuration(125_000), "2 min 5 s");
    assert.equal(describeDuration(3 * 3_600_000), "3 h 0 min");
  });

  it("puts activity, percent and status of progress on one line", () => {
    assert.equal(progressLine({ ...event, progress: detail }), "Copying 50 %: disk 2");
    assert.equal(progressLine({ ...event, progress: { ...detail, percent: -1, status: "" } }), "Copying");
    assert.equal(progressLine({ ...event, text: "plain" }), "plain");
  });

  it("colours final states only", () => {
    assert.equal(colourStatus("Running"), "Running");
    assert.match(colourStatus("Failed"), /^\u001b\[31mFailed\u001b\[0m$/);
  });

  it("knows records without words: null and objects whose table follows, but not an empty text", () => {
    assert.equal(isSilent({ text: "", value: null }), true);
    assert.equal(isSilent({ text: "", value: { a: 1 } }), true);
    assert.equal(isSilent({ text: "" }), false);
    assert.equal(isSilent({ text: "1", value: 1 }), false);
  });
});
