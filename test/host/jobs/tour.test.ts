import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { JobEvent } from "../../../src/core/job";
import { JobWorkspace, powerShellPath, type JobRun, type TestRequest } from "../../support/job-run";
import { MemoryAccount, sampleAssets } from "../../support/memory-account";
import { skipBecause } from "../../support/skip";

const fixtures = join(__dirname, "../../fixtures/jobs");

/**
 * Golden transcripts: everything that two runs have in common. UPDATE_SNAPSHOTS=1 rewrites them.
 * Requests of other threads have no fixed place among the records; each kind of event keeps its order.
 */
describe("The tour of a sandbox", () => {
  let workspace: JobWorkspace;
  before(() => (workspace = new JobWorkspace(new MemoryAccount(sampleAssets))));
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  async function matchesGolden(fileName: string, request: TestRequest): Promise<void> {
    workspace.account.assets.splice(0, workspace.account.assets.length, ...sampleAssets);
    workspace.add("greet.py", readFileSync(join(fixtures, "greet.py")));
    const runbook = workspace.add(fileName, readFileSync(join(fixtures, fileName)));
    const run = workspace.start(runbook, request);
    const { status, exception } = await run.result;
    assert.equal(status, "Completed", exception);
    const transcript = describeRun(run, workspace.folder);
    assert.doesNotMatch(JSON.stringify(run.events), /canary-/);
    const golden = join(fixtures, `${fileName}.golden.txt`);
    if (process.env["UPDATE_SNAPSHOTS"] || !existsSync(golden)) {
      assert.ok(!process.env["CI"], `${golden} is missing`);
      writeFileSync(golden, transcript);
    }
    assert.equal(transcript, readFileSync(golden, "utf8"));
  }

  it("is as recorded in Python", () => matchesGolden("tour.py", { parameters: { positional: ["one", 2] } }));

  it("is as recorded in PowerShell", async function () {
    if (powerShellPath() === undefined) {
      skipBecause(this, "PowerShell is not installed");
    }
    this.timeout(60_000);
    const named = { name: "Ada", COUNT: "3", Tags: '["a","b"]', Force: "true" };
    await matchesGolden("tour.ps1", { parameters: { named } });
  });
});

const groups: readonly JobEvent["type"][][] = [
  ["job", "status", "stream", "result"],
  ["asset"],
  ["identity"],
  ["child"],
  ["notice"],
];

function describeRun(run: JobRun, folder: string): string {
  const ids = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = ids.get(id) ?? (id === run.job.id ? "job" : `child${ids.size}`);
    ids.set(id, name);
    return name;
  };
  nameOf(run.job.id);
  const sections = groups.map((types) =>
    run.events
      .filter((event) => types.includes(event.type))
      .map((event) => `${nameOf(event.jobId)} ${describeEvent(event, nameOf)}`)
      .join("\n"),
  );
  return `${sections.join("\n\n").replaceAll(folder, "{folder}")}\n`;
}

function describeEvent(event: JobEvent, nameOf: (id: string) => string): string {
  const place = "line" in event ? ` (line ${event.line})` : "";
  switch (event.type) {
    case "job":
      return `job ${event.runbook} ${event.runbookType} ${event.interpreter.replace(/ .*/, "")} ${JSON.stringify(event.parameters)} by ${/^[0-9a-f-]{36}$/.test(event.startedBy) ? nameOf(event.startedBy) : event.startedBy}`;
    case "status":
      return `status ${event.status}`;
    case "stream":
      return `${event.stream} ${event.text}${place}`;
    case "asset":
      return `${event.operation} ${event.kind} ${event.name} ${event.found ? "found" : "missing"}${place}`;
    case "identity":
      return `${event.method} ${event.resource} ${event.identity} ${event.status}`;
    case "child":
      return `child ${event.runbook} ${event.status} of ${nameOf(event.parentJobId)}`;
    case "limit":
      return `limit ${event.name}`;
    case "notice":
      return `notice ${event.message}`;
    case "result":
      return `result ${event.status} ${event.exitCode ?? "none"}`;
  }
}
