import assert from "node:assert/strict";
import { cancelled } from "../../../../src/core/errors";
import type { AzureJob } from "../../../../src/azure/account/jobs";
import type { AzureStreamRecord } from "../../../../src/azure/account/job-streams";
import { mostRecords, readJob, reportText, type JobReader } from "../../../../src/features/jobs/job-report";

const job: AzureJob = {
  name: "4b1e0000-0000-4000-8000-000000000000",
  jobId: "x",
  runbook: "Stop-Vm",
  status: "Failed",
  statusDetails: "None",
  runOn: "",
  startedBy: "ada@contoso.example",
  creationTime: "2026-01-05T08:00:00.000Z",
  startTime: "",
  endTime: "",
  lastModifiedTime: "",
  exception: "No such VM.\nLook again.",
  parameters: { Name: "web-01" },
};
const record = (text: string, stream: AzureStreamRecord["stream"] = "Output"): AzureStreamRecord => ({
  id: text,
  time: "2026-01-05T08:00:01.000Z",
  stream,
  text,
});
const words = {
  runOnSandbox: "Azure sandbox",
  noRecords: "Nothing.",
  cutByBound: "Cut.",
  cancelled: "Ended.",
  output: "All",
};

class Reader implements JobReader {
  outputReads = 0;
  read = 0;
  constructor(
    private readonly records: readonly AzureStreamRecord[],
    private readonly failAt = Infinity,
  ) {}
  get = () => Promise.resolve(job);
  readonly streams = {
    records: (): AsyncIterable<AzureStreamRecord> => this.#all(),
    getOutput: () => {
      this.outputReads++;
      return Promise.resolve("the whole output");
    },
  };

  async *#all(): AsyncGenerator<AzureStreamRecord> {
    for (const [index, one] of this.records.entries()) {
      await Promise.resolve();
      if (index === this.failAt) {
        throw cancelled();
      }
      this.read++;
      yield one;
    }
  }
}

describe("the report of a job in Azure", () => {
  const never = new AbortController().signal;

  it("says what the job is and what it wrote, in the order it wrote it", async () => {
    const reader = new Reader([record("one"), record("two\r\nlines", "Warning")]);
    const text = reportText(await readJob(reader, job.name, never), words);
    assert.equal(
      text,
      [
        "Runbook         Stop-Vm",
        "Job             4b1e0000-0000-4000-8000-000000000000",
        "Status          Failed",
        "Run on          Azure sandbox",
        "Started by      ada@contoso.example",
        "Created         2026-01-05T08:00:00.000Z",
        "Parameter Name  web-01",
        "Exception       No such VM.",
        "                Look again.",
        "",
        "2026-01-05T08:00:01.000Z  Output       one",
        "2026-01-05T08:00:01.000Z  Warning      two",
        "                                       lines",
        "",
      ].join("\n"),
    );
    assert.equal(reader.outputReads, 0);
  });

  it("reads no more records than its bound, and the whole output instead", async () => {
    const reader = new Reader(Array.from({ length: mostRecords + 50 }, (_, index) => record(`r${index}`)));
    const read = await readJob(reader, job.name, never);
    assert.equal(read.records.length, mostRecords);
    assert.equal(reader.read, mostRecords + 1);
    const text = reportText(read, words);
    assert.ok(text.includes("Cut.") && text.endsWith("All:\n\nthe whole output\n"));
  });

  it("keeps what was read when the person cancels, and says so", async () => {
    const counts: number[] = [];
    const reader = new Reader([record("one"), record("two")], 1);
    const read = await readJob(reader, job.name, never, (count) => counts.push(count));
    assert.deepEqual(counts, [1]);
    assert.match(reportText(read, words), /Output {7}one\n\nEnded\./);
  });

  it("says when there is nothing, and shows objects that have no text", async () => {
    assert.match(reportText(await readJob(new Reader([]), job.name, never), words), /Nothing\./);
    const object = { ...record(""), value: { Count: 3 } };
    assert.match(reportText(await readJob(new Reader([object]), job.name, never), words), /\{"Count":3\}/);
  });
});
