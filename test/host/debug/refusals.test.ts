import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";

import { AutomationError } from "../../../src/core/errors";
import type { DebugEnd, DebuggerPort, DelegatedConfiguration } from "../../../src/local/sandbox/debug/debugger-port";
import { InterpreterFinder } from "../../../src/local/sandbox/interpreter";
import type { EngineOptions } from "../../../src/local/sandbox/run-request";
import { JobWorkspace, pythonPath, type JobRun } from "../../support/job-run";

/** A debugger that does as it is told. */
class TestPort implements DebuggerPort {
  configuration: DelegatedConfiguration | undefined;
  end: (end: DebugEnd) => void = () => undefined;
  readonly ended = new Promise<DebugEnd>((resolve) => (this.end = resolve));
  readonly #answer: () => Promise<boolean>;

  constructor(answer: () => Promise<boolean>) {
    this.#answer = answer;
  }

  start(configuration: DelegatedConfiguration): Promise<boolean> {
    this.configuration = configuration;
    return this.#answer();
  }

  stop(): void {
    this.end({ isStopped: true, exitCode: undefined });
  }
}

describe("A debug run that does not come about", () => {
  let workspace: JobWorkspace;
  beforeEach(() => (workspace = new JobWorkspace()));
  afterEach(() => {
    workspace.assertClean();
    workspace.dispose();
  });

  function debug(
    fileName: string,
    port: TestPort,
    options: Partial<EngineOptions> = {},
    parameters: readonly string[] = [],
  ): JobRun {
    const file = workspace.add(fileName, "");
    // The path of any program will do for PowerShell: the debugger starts its own.
    const interpreters = new InterpreterFinder({ pythonPath: pythonPath(), powerShellPath: process.execPath });
    return workspace.start(
      file,
      { parameters: { positional: parameters }, debug: { port, options: {} } },
      { interpreters, ...options },
    );
  }
  const yes = (): Promise<boolean> => Promise.resolve(true);

  it("is cancelled where the editor started no session and has told why", async () => {
    const port = new TestPort(() => Promise.resolve(false));
    const run = debug("a.py", port);
    await assert.rejects(run.job.accepted, { code: "cancelled" });
    assert.equal((await run.result).status, "Stopped");
    assert.ok(!existsSync(port.configuration?.["cwd"] as string));
  });

  it("tells why the debugger did not start", async () => {
    const run = debug(
      "a.py",
      new TestPort(() => Promise.reject(new AutomationError("failed", "No adapter.", { hint: "Look." }))),
    );
    await assert.rejects(run.job.accepted, { code: "failed", message: "No adapter.", hint: "Look." });
  });

  it("asks for no debugger without an interpreter", async () => {
    const port = new TestPort(yes);
    const run = debug("a.py", port, { interpreters: new InterpreterFinder({ pythonPath: "/nowhere/python3" }) });
    await assert.rejects(run.job.accepted, { code: "interpreter-missing" });
    assert.equal(port.configuration, undefined);
  });

  it("asks for no debugger where the sandbox cannot be opened", async () => {
    const port = new TestPort(yes);
    const run = debug("a.py", port, { tempFolder: join(workspace.folder, "missing") });
    await assert.rejects(run.job.accepted, { code: "permission-denied" });
    assert.equal(port.configuration, undefined);
  });

  it("asks for no debugger for parameters that do not bind", async () => {
    const port = new TestPort(yes);
    const run = debug("a.ps1", port, {}, ["one too many"]);
    await assert.rejects(run.job.accepted, { code: "invalid-parameter" });
    assert.equal(port.configuration, undefined);
  });

  it("says so when the debugger's PowerShell ends before the runbook begins, and closes the channel", async () => {
    const port = new TestPort(() => {
      port.end({ isStopped: false, exitCode: undefined });
      return Promise.resolve(true);
    });
    const run = debug("a.ps1", port);
    await assert.rejects(run.job.accepted, { code: "interpreter-failed" });
    const address = (port.configuration?.["args"] as string[]).join().replaceAll("'", "");
    if (process.platform !== "win32") {
      assert.ok(!existsSync(dirname(address)));
    }
    await assert.rejects(
      new Promise((resolve, reject) => connect(address, () => resolve("open")).once("error", reject)),
    );
  });

  it("is Stopped when it is stopped while the debugger's PowerShell comes up", async () => {
    let onStarted: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (onStarted = resolve));
    const run = debug(
      "a.ps1",
      new TestPort(() => {
        onStarted();
        return yes();
      }),
    );
    await started;
    await run.job.stop();
    assert.equal((await run.result).status, "Stopped");
  });
});
