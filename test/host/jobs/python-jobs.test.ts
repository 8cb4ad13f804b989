import assert from "node:assert/strict";
import { request } from "node:http";

import type { TokenSource } from "../../../src/local/endpoint/endpoint";
import { JobWorkspace } from "../../support/job-run";
import { MemoryAccount, sampleAssets } from "../../support/memory-account";

/** What a runbook without a module for it would write to start a child job. */
const startChild = [
  "import json, os, urllib.request",
  "def call(path, body):",
  "    r = urllib.request.Request(os.environ['AUTOMATION_ASSET_ENDPOINT'] + path, json.dumps(body).encode(), {'X-IDENTITY-HEADER': os.environ['IDENTITY_HEADER'], 'Content-Type': 'application/json'})",
  "    return json.loads(urllib.request.urlopen(r).read())",
].join("\n");

describe("A Python job", () => {
  let workspace: JobWorkspace;
  before(() => (workspace = new JobWorkspace(new MemoryAccount(sampleAssets))));
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  describe("and its managed identity", () => {
    for (const [method, code] of [
      [
        "GET",
        "r = urllib.request.Request(os.environ['IDENTITY_ENDPOINT'] + '?resource=https://management.azure.com/', headers={'X-IDENTITY-HEADER': os.environ['IDENTITY_HEADER'], 'Metadata': 'True'})",
      ],
      [
        "POST",
        "r = urllib.request.Request(os.environ['IDENTITY_ENDPOINT'], b'resource=https://management.azure.com/', {'X-IDENTITY-HEADER': os.environ['IDENTITY_HEADER'], 'Metadata': 'True'})",
      ],
    ] as const) {
      it(`gets a token by ${method}, which stands in the events`, async () => {
        const run = await workspace.runPython(
          `import json, os, urllib.request\n${code}\nt = json.loads(urllib.request.urlopen(r).read())\nprint(t['token_type'], len(t['access_token'].split('.')))`,
        );
        assert.equal((await run.result).status, "Completed", (await run.result).exception);
        assert.deepEqual(run.texts("Output"), ["Bearer 3"]);
        const [entry] = run.of("identity");
        assert.equal(entry?.method, method);
        assert.equal(entry.resource, "https://management.azure.com/");
        assert.equal(entry.status, 200);
        assert.equal(entry.jobId, run.job.id);
      });
    }

    it("masks a person's real token, wherever the runbook writes it", async () => {
      const source: TokenSource = {
        kind: "developer",
        issue: () =>
          Promise.resolve({ accessToken: "real.token.canary-77", expiresOn: 2e9, notBefore: 1e9, clientId: "c" }),
      };
      const run = await workspace.runPython(
        "import json, os, urllib.request\nr = urllib.request.Request(os.environ['IDENTITY_ENDPOINT'] + '?resource=x', headers={'X-IDENTITY-HEADER': os.environ['IDENTITY_HEADER']})\nprint(json.loads(urllib.request.urlopen(r).read())['access_token'])",
        { createTokenSource: () => source },
      );
      assert.deepEqual(run.texts("Output"), ["***"]);
    });

    it("loses the endpoint with its end", async () => {
      const run = await workspace.runPython("import os; print(os.environ['IDENTITY_ENDPOINT'])");
      await run.result;
      const url = run.texts("Output")[0] ?? "";
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/automationAccounts\//);
      await assert.rejects(
        new Promise((resolve, reject) => {
          request(url, resolve).on("error", reject).end();
        }),
        /ECONNREFUSED/,
      );
    });
  });

  it("sees the signals of a sandbox and none of this program's own variables", async () => {
    const run = await workspace.runPython(
      "import os, time\nfor name in ('AZUREPS_HOST_ENVIRONMENT', 'TZ', 'RUNBOOK_WORKBENCH_KEY', 'USER_OWN'): print(os.environ.get(name))\nprint(time.tzname[0], len(os.environ['AUTOMATION_ASSET_SANDBOX_ID']))",
      { environment: { ...process.env, RUNBOOK_WORKBENCH_KEY: "canary-key", USER_OWN: "kept" } },
    );
    assert.deepEqual(run.texts("Output"), ["AzureAutomation/", "UTC", "None", "kept", "UTC 36"]);
  });

  describe("and its child jobs", () => {
    it("runs a child as a job of its own, whose events pass through", async () => {
      const child = workspace.add("child.py", "import sys\nprint('child got', sys.argv[1:])");
      const run = await workspace.runPython(
        `${startChild}\njob = call('/jobs', {'name': 'CHILD', 'parameters': ['a', 5]})['jobId']\nprint(job)\nprint(call('/jobs/wait', {'ids': [job], 'timeoutMs': 20000})['jobs'][0]['status'])`,
      );
      assert.equal((await run.result).status, "Completed", (await run.result).exception);
      const [childId, status] = run.texts("Output");
      assert.equal(status, "Completed");
      const ofChild = run.events.filter((event) => event.jobId === childId);
      const first = ofChild.find((event) => event.type === "job");
      assert.equal(first?.startedBy, run.job.id);
      assert.equal(first.runbook, child.name);
      assert.deepEqual(
        ofChild.flatMap((event) => (event.type === "stream" ? [event.text] : [])),
        ["child got ['a', '5']"],
      );
      assert.deepEqual(
        run.of("child").map(({ jobId, parentJobId, status }) => [jobId, parentJobId, status]),
        ["New", "Activating", "Running", "Completed"].map((status) => [childId, run.job.id, status]),
      );
      assert.equal(run.events.at(-1)?.type, "result");
      assert.equal(run.events.at(-1)?.jobId, run.job.id);
    });

    it("tells a runbook that does not exist, with the nearest name", async () => {
      workspace.add("report.py", "pass");
      const run = await workspace.runPython(
        `${startChild}\nimport urllib.error\ntry: call('/jobs', {'name': 'Reprot'})\nexcept urllib.error.HTTPError as e: print(e.code, json.loads(e.read())['Message'])`,
      );
      assert.match(run.texts("Output")[0] ?? "", /^404 The runbook "Reprot" was not found .* The nearest: "report"\.$/);
    });

    it("tells parameters that do not bind", async () => {
      workspace.add("typed.ps1", "param([int]$Count)\n$Count");
      const run = await workspace.runPython(
        `${startChild}\nimport urllib.error\ntry: call('/jobs', {'name': 'typed', 'parameters': {'Count': 'x'}})\nexcept urllib.error.HTTPError as e: print(e.code, json.loads(e.read())['Message'])`,
      );
      assert.match(run.texts("Output")[0] ?? "", /^400 "typed" was not started\. .*not a whole number/);
    });

    it("waits for a child that is still at work, and says so", async () => {
      workspace.add("slow.py", "import time\ntime.sleep(0.5)\nprint('slow is done')");
      const run = await workspace.runPython(`${startChild}\ncall('/jobs', {'name': 'slow'})\nprint('parent is done')`);
      const texts = run.of("stream").map((event) => event.text);
      assert.deepEqual(texts, ["parent is done", "slow is done"]);
      assert.match(run.of("notice")[0]?.message ?? "", /waits for its child jobs.*"slow"/);
    });

    it("stops its children with itself", async () => {
      workspace.add("endless.py", "print('endless')\nimport time\ntime.sleep(600)");
      const run = workspace.startPython(
        `${startChild}\njob = call('/jobs', {'name': 'endless'})['jobId']\ncall('/jobs/wait', {'ids': [job], 'timeoutMs': 600000})`,
      );
      await run.untilOutput("endless");
      await run.job.stop();
      const results = run.of("result").map((event) => event.status);
      assert.deepEqual(results, ["Stopped", "Stopped"]);
    });

    it("ends a runbook that starts itself without end", async function () {
      this.timeout(120_000);
      const path = workspace.add(
        "again.py",
        `${startChild}\njob = call('/jobs', {'name': 'again'})['jobId']\ncall('/jobs/wait', {'ids': [job], 'timeoutMs': 60000})`,
      );
      const run = workspace.start(path);
      await run.result;
      const results = run.of("result");
      assert.equal(results.length, 21);
      assert.equal(results[0]?.status, "Failed");
    });
  });

  describe("and the service's limits", () => {
    it("is warned once of each limit and goes on", async () => {
      const run = await workspace.runPython(
        "print('x' * 2000)\nprint('y' * 2000)\nprint('end')",
        { parameters: { positional: ["a", "b", "c"] } },
        { limits: { streamRecord: 1000, parameterCount: 2, parameterSize: 8 } },
      );
      assert.equal((await run.result).status, "Completed");
      assert.deepEqual(
        run.of("limit").map(({ name, limit, value }) => ({ name, limit, value })),
        [
          { name: "parameterCount", limit: 2, value: 3 },
          { name: "parameterSize", limit: 8, value: 13 },
          { name: "streamRecord", limit: 1000, value: 2000 },
        ],
      );
    });

    it("ends as the service would end it when limits are enforced", async () => {
      const long = await workspace.runPython(
        "import time\nprint('x' * 2000)\ntime.sleep(600)",
        { enforceLimits: true },
        { limits: { streamRecord: 1000 } },
      );
      const result = await long.result;
      assert.equal(result.status, "Failed");
      assert.match(result.exception ?? "", /larger than 1MB/);
      const slow = await workspace.runPython(
        "import time\ntime.sleep(600)",
        { enforceLimits: true },
        { limits: { duration: 300 } },
      );
      assert.equal((await slow.result).status, "Stopped");
      assert.match((await slow.result).exception ?? "", /evicted/);
    });

    it("looks at the memory of the runbook and its children", async function () {
      if (process.platform === "win32") {
        this.skip();
      }
      const run = workspace.startPython(
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'x = bytearray(80000000); import time; time.sleep(600)'])",
        {},
        { limits: { memory: 60_000_000 }, memorySampleMs: 50 },
      );
      const event = await run.until((event) => event.type === "limit");
      assert.ok(event.type === "limit" && event.name === "memory" && event.value > 60_000_000);
      await run.job.stop();
    });
  });

  it("tells a listener that comes late everything, in order", async () => {
    const run = await workspace.runPython("for i in range(1000): print(i)");
    const late: unknown[] = [];
    run.job.onEvent((event) => late.push(event));
    assert.deepEqual(late, run.events);
  });

  it("keeps the latest records only for listeners that come very late, and says so", async function () {
    this.timeout(60_000);
    const run = await workspace.runPython("for i in range(50000): print(i)");
    assert.equal(run.texts("Output").length, 50_000);
    const late: string[] = [];
    run.job.onEvent((event) => late.push(event.type === "stream" ? event.text : event.type));
    assert.equal(late[0], "job");
    assert.equal(late.at(-1), "result");
    assert.ok(late.length <= 20_020 && late.length > 9000, String(late.length));
    assert.ok(late.includes("notice") && late.includes("49999") && !late.includes("0"));
  });

  it("runs beside others without mixing anything up", async () => {
    const runs = Array.from({ length: 6 }, (_, index) =>
      workspace.startPython("import sys\nfor i in range(200): print(sys.argv[1], i)", {
        parameters: { positional: [`job${index}`] },
      }),
    );
    await Promise.all(runs.map((run) => run.result));
    for (const [index, run] of runs.entries()) {
      assert.deepEqual(
        run.texts("Output"),
        Array.from({ length: 200 }, (_, i) => `job${index} ${i}`),
      );
    }
  });
});
