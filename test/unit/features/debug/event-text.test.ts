import assert from "node:assert/strict";

import type { JobEvent } from "../../../../src/core/job";
import { eventText } from "../../../../src/features/debug/event-text";

const base = { time: "2026-01-01T00:00:00.000Z", jobId: "11111111-own" } as const;
const child = { ...base, jobId: "22222222-child" } as const;

/** As a person reads it. */
function plain(event: JobEvent): string | undefined {
  return eventText(event, base.jobId)?.replaceAll(/\u001b\[\d+m/g, "");
}

describe("The lines of a debug run", () => {
  it("tell identity requests and assets, with where they were asked for", () => {
    assert.equal(
      plain({
        ...base,
        type: "identity",
        method: "GET",
        resource: "https://vault.azure.net",
        identity: "system-assigned",
        clientId: "c",
        status: 200,
        client: "",
        durationMs: 4,
      }),
      "identity 200 system-assigned for https://vault.azure.net (4 ms)",
    );
    const asset = { ...base, type: "asset", operation: "get", kind: "variable", name: "Region" } as const;
    assert.equal(
      plain({ ...asset, found: true, script: "/a/Tour.ps1", line: 7 }),
      'asset get variable "Region"  Tour.ps1:7',
    );
    assert.equal(plain({ ...asset, found: false }), 'asset get variable "Region": not found');
  });

  it("leave the runbook's own records to its debugger, and show those of child jobs with their marks", () => {
    assert.equal(plain({ ...base, type: "stream", stream: "Output", text: "x" }), undefined);
    assert.equal(plain({ ...child, type: "stream", stream: "Warning", text: "x" }), "[22222222] WARNING x");
    assert.equal(plain({ ...child, type: "stream", stream: "Output", text: "x" }), "[22222222] x");
    assert.equal(plain({ ...child, type: "stream", stream: "Progress", text: "x" }), undefined);
  });

  it("tell notices, limits, states of child jobs and the end", () => {
    assert.equal(plain({ ...base, type: "notice", message: "n" }), "n");
    assert.equal(plain({ ...base, type: "limit", name: "duration", limit: 2, value: 3 }), "LIMIT duration: 3 of 2");
    assert.equal(
      plain({ ...child, type: "child", parentJobId: base.jobId, runbook: "Child", status: "Running" }),
      "[22222222] child job Child: Running",
    );
    assert.equal(
      plain({ ...base, type: "result", status: "Failed", exception: "no", durationMs: 1800, exitCode: 1 }),
      "Failed in 1.8 s: no",
    );
    assert.equal(plain({ ...base, type: "status", status: "Running" }), undefined);
  });
});
