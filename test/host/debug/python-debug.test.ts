import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { InterpreterFinder } from "../../../src/local/sandbox/interpreter";
import { JobWorkspace, type JobRun } from "../../support/job-run";
import { MemoryAccount, sampleAssets } from "../../support/memory-account";
import { DebugpyPort, needDebugpy } from "./support/debugpy";

const runbook = `import os, sys
import json, urllib.request
import automationassets
region = automationassets.get_automation_variable("Region")
request = urllib.request.Request(os.environ["IDENTITY_ENDPOINT"] + "?resource=https://vault.azure.net", headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"], "Metadata": "True"})
token = json.loads(urllib.request.urlopen(request).read())["access_token"]
print("after", region, sys.argv[1:], os.getcwd())
`;

describe("A Python runbook under debugpy", function () {
  // Three Pythons start one after the other: adapter, launcher, runbook.
  this.timeout(60_000);
  let python: string;
  let workspace: JobWorkspace;
  let started: JobRun | undefined;
  before(function () {
    python = needDebugpy(this);
  });
  beforeEach(() => (workspace = new JobWorkspace(new MemoryAccount(sampleAssets))));
  afterEach(async () => {
    await started?.job.stop();
    workspace.assertClean();
    workspace.dispose();
  });

  function debug(
    text: string,
    lines: readonly number[],
    parameters: readonly string[] = [],
  ): [JobRun, DebugpyPort, string] {
    const file = workspace.add("Tour.py", text);
    const port = new DebugpyPort(
      python,
      lines.map((line) => ({ path: file.path, line })),
    );
    const run = workspace.start(
      file,
      { parameters: { positional: parameters }, debug: { port, options: { justMyCode: true } } },
      { interpreters: new InterpreterFinder({ pythonPath: python }) },
    );
    started = run;
    return [run, port, file.path];
  }

  it("stops at a breakpoint with assets, identity and arguments alive, and ends as a job", async () => {
    const [run, port, path] = debug(runbook, [7], ["one", "two words"]);
    await run.job.accepted;
    assert.equal(await port.evaluate("region"), "'westeurope'");
    assert.equal(await port.evaluate("len(token.split('.'))"), "3");
    assert.equal(await port.evaluate("__name__"), "'__main__'");
    const folder = port.configuration?.["cwd"] as string;
    assert.ok(existsSync(folder));
    await port.goOn();
    assert.deepEqual(await run.result.then(({ status, exitCode }) => ({ status, exitCode })), {
      status: "Completed",
      exitCode: 0,
    });
    assert.equal(port.client.output("stdout").trim(), `after westeurope ['one', 'two words'] ${folder}`);
    assert.deepEqual(
      run.of("asset").map(({ kind, name, found, script, line }) => ({ kind, name, found, script, line })),
      [{ kind: "variable", name: "Region", found: true, script: path, line: 4 }],
    );
    assert.deepEqual(
      run.of("identity").map(({ resource, status }) => [resource, status]),
      [["https://vault.azure.net", 200]],
    );
  });

  it("has the environment of a run: what would lead a client elsewhere is taken out, the editor's own is left to the debugger", async () => {
    process.env["AZURE_CLIENT_SECRET"] = "canary";
    try {
      const [run, port] = debug(
        "import os\nprint('CLIENT', os.environ.get('AZURE_CLIENT_SECRET'), os.environ['TZ'], os.environ['AUTOMATION_ASSET_SANDBOX_ID'] != '')\n",
        [],
      );
      assert.equal((await run.result).status, "Completed", (await run.result).exception);
      assert.equal(port.client.output("stdout").trim(), "CLIENT None UTC True");
    } finally {
      delete process.env["AZURE_CLIENT_SECRET"];
    }
  });

  it("fails with the exit code of its process", async () => {
    const [run] = debug("raise SystemExit(3)\n", []);
    const result = await run.result;
    assert.deepEqual(
      [result.status, result.exitCode, result.exception],
      ["Failed", 3, "The runbook ended with exit code 3."],
    );
  });

  it("is stopped at a breakpoint, and the endpoint is gone with it", async () => {
    const [run, port] = debug(runbook, [7]);
    await run.job.accepted;
    const endpoint = String((port.configuration?.["env"] as Record<string, unknown>)["IDENTITY_ENDPOINT"]);
    await port.evaluate("region");
    await run.job.stop();
    assert.equal((await run.result).status, "Stopped");
    await assert.rejects(fetch(endpoint));
  });

  it("keeps the secret out of the arguments of every process", async () => {
    const [run, port] = debug(runbook, [7], ["one"]);
    await run.job.accepted;
    await port.evaluate("region");
    const secret = String((port.configuration?.["env"] as Record<string, unknown>)["IDENTITY_HEADER"]);
    const { execFileSync } = await import("node:child_process");
    assert.ok(!execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes(secret));
    await port.goOn();
    await run.result;
  });

  it("says that a stand-in of the module beside the runbook wins", async () => {
    writeFileSync(join(workspace.folder, "automationassets.py"), "get_automation_variable = lambda name: 'stand-in'\n");
    const [run, port] = debug(
      "import automationassets\nprint(automationassets.get_automation_variable('Region'))\n",
      [],
    );
    await run.result;
    assert.equal(port.client.output("stdout").trim(), "stand-in");
    assert.match(
      run
        .of("notice")
        .map(({ message }) => message)
        .join(),
      /automationassets\.py beside the runbook/,
    );
  });
});
