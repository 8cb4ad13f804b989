import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { AutomationError } from "../../../src/core/errors";
import { InterpreterFinder } from "../../../src/local/sandbox/interpreter";
import { isAlive, JobWorkspace, powerShellPath, type JobRun } from "../../support/job-run";
import { skipBecause } from "../../support/skip";

async function refusalOf(run: JobRun): Promise<AutomationError> {
  const result = await run.result;
  assert.equal(result.status, "Failed");
  const { refusal } = run.job;
  assert.ok(refusal, JSON.stringify(result));
  await assert.rejects(run.job.accepted, refusal);
  assert.equal(run.events[0]?.type, "job");
  assert.equal(run.events.at(-1)?.type, "result");
  return refusal;
}

describe("A job with bad input", () => {
  let workspace: JobWorkspace;
  before(() => (workspace = new JobWorkspace()));
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  describe("is refused before anything starts", () => {
    it("when a parameter is unknown", async () => {
      const run = workspace.startPowerShell("param([string]$Name)\n'x'", { parameters: { named: { Nam: "a" } } });
      const { code, message } = await refusalOf(run);
      assert.equal(code, "invalid-parameter");
      assert.match(message, /no parameter "Nam"\. The nearest: "Name"/);
    });

    it("when an int gets text and a mandatory parameter is missing, both said at once", async () => {
      const run = workspace.startPowerShell("param([int]$Count, [Parameter(Mandatory)][string]$Name)\n'x'", {
        parameters: { named: { Count: "ten" } },
      });
      const { code, message } = await refusalOf(run);
      assert.equal(code, "invalid-parameter");
      assert.match(message, /"ten" is not a whole number.*"Name" \[string\] is mandatory/);
    });

    it("when the file is not there", async () => {
      const runbook = { name: "gone", path: join(workspace.folder, "gone.py"), language: "python" as const };
      assert.equal((await refusalOf(workspace.start(runbook))).code, "file-not-found");
    });

    it("when the interpreter is missing, with how to get it", async () => {
      const place = { environment: {}, home: "/nowhere", platform: process.platform } as const;
      const interpreters = new InterpreterFinder({}, { ...place, lookAt: () => "nothing", readText: () => undefined });
      const error = await refusalOf(workspace.startPython("print(1)", {}, { interpreters }));
      assert.equal(error.code, "interpreter-missing");
      assert.match(error.hint ?? "", /Install it with/);
    });

    it("when the named interpreter cannot be started", async () => {
      const path = workspace.add("not-executable.py", "x").path;
      const error = await refusalOf(workspace.startPython("print(1)", { interpreterPath: path }));
      assert.equal(error.code, "interpreter-failed");
      assert.match(error.message, /cannot be started/);
    });

    it("when the runtime is of the other language", async () => {
      const error = await refusalOf(workspace.startPython("print(1)", { runtime: "powershell-7" }));
      assert.equal(error.code, "invalid-usage");
    });

    it("when it is a workflow and the runtime is PowerShell 7", async () => {
      const error = await refusalOf(workspace.startPowerShell("workflow W { 'x' }", { runtime: "powershell-7" }));
      assert.equal(error.code, "not-supported");
      assert.match(error.message, /only Windows PowerShell 5\.1/);
    });

    it("when it is a configuration", async () => {
      const error = await refusalOf(workspace.startPowerShell("configuration C { Node localhost { } }"));
      assert.equal(error.code, "not-supported");
    });

    it("when the account's secrets cannot be read, and nothing is shown unmasked", async () => {
      workspace.account.secretError = new AutomationError("damaged-file", "assets.json is damaged.");
      try {
        const run = workspace.startPython("print('shown too early')");
        assert.equal((await refusalOf(run)).code, "damaged-file");
      } finally {
        workspace.account.secretError = undefined;
      }
    });

    it("when no folder can be made for it", async () => {
      const error = await refusalOf(
        workspace.startPython("print(1)", {}, { tempFolder: join(workspace.folder, "missing", "folder") }),
      );
      assert.equal(error.code, "permission-denied");
    });
  });

  describe("fails with the interpreter's own words", () => {
    function addProgram(name: string, text: string): string {
      const { path } = workspace.add(`${name}.py`, text);
      chmodSync(path, 0o755);
      return path;
    }

    it("when the interpreter hangs at its start", async function () {
      if (process.platform === "win32") {
        skipBecause(this, "needs a shell script as interpreter");
      }
      const path = addProgram("hangs", "#!/bin/sh\nexec sleep 600\n");
      const run = workspace.startPython("print(1)", { interpreterPath: path }, { startTimeoutMs: 300 });
      const error = await refusalOf(run);
      assert.equal(error.code, "interpreter-failed");
      assert.match(error.message, /did not start within 0\.3 s/);
    });

    it("but not when a runbook that has begun takes longer than the interpreter may take to begin", async () => {
      const text = "import time\nprint('begun', flush=True)\ntime.sleep(5)\nprint('done')";
      const { job } = workspace.startPython(text, {}, { startTimeoutMs: 4000 });
      const { status, exception } = await job.completed;
      assert.deepEqual([status, exception], ["Completed", undefined]);
    });

    it("when the interpreter ends before it begins", async function () {
      if (process.platform === "win32") {
        skipBecause(this, "needs a shell script as interpreter");
      }
      const path = addProgram("ends", "#!/bin/sh\necho 'library not found' >&2\nexit 127\n");
      const error = await refusalOf(workspace.startPython("print(1)", { interpreterPath: path }));
      assert.equal(error.code, "interpreter-failed");
      assert.match(error.message, /ended with code 127 before the runbook began: library not found/);
    });
  });

  for (const language of ["Python", "PowerShell"] as const) {
    describe(`of a ${language} runbook`, () => {
      before(function () {
        if (language === "PowerShell" && powerShellPath() === undefined) {
          skipBecause(this, "PowerShell is not installed");
        }
      });
      const start = (python: string, powerShell: string): JobRun =>
        language === "Python" ? workspace.startPython(python) : workspace.startPowerShell(powerShell);

      it("survives a flood of 100,000 lines, each in its place", async function () {
        this.timeout(120_000);
        const run = start("for i in range(100000): print('line', i)", 'foreach ($i in 0..99999) { "line $i" }');
        let next = 0;
        let isOrdered = true;
        run.job.onEvent((event) => {
          if (event.type === "stream" && event.stream === "Output") {
            isOrdered &&= event.text === `line ${next++}`;
          }
        });
        assert.equal((await run.result).status, "Completed");
        assert.equal(next, 100_000);
        assert.ok(isOrdered);
      });

      it("survives binary output", async () => {
        const run = start(
          "import sys, os\nsys.stdout.buffer.write(bytes(range(256)) + b'\\n')\nsys.stdout.buffer.write(b'\\xff\\xfe\\x1e' * 5000)\nsys.stdout.flush()\nprint('\\nend')",
          "$s = [Console]::OpenStandardOutput(); $s.Write([byte[]](0..255), 0, 256); $s.Flush(); 'end'",
        );
        assert.equal((await run.result).status, "Completed");
        assert.equal(run.texts("Output").at(-1), "end");
      });

      it("survives a closed standard output", async () => {
        const run = start(
          "import os, sys\nprint('before')\nos.close(1)\nraise ValueError('still told')",
          "'before'; [Console]::Out.Close(); 'after'; throw 'still told'",
        );
        const { status, exception } = await run.result;
        assert.equal(status, "Failed");
        assert.match(exception ?? "", /still told/);
        assert.equal(run.texts("Output")[0], "before");
      });

      it("takes its children with it when it ends", async function () {
        if (process.platform === "win32") {
          skipBecause(this, "needs POSIX processes");
        }
        const run = start(
          "import subprocess\nprint(subprocess.Popen(['sleep', '600']).pid)\nprint(subprocess.Popen(['sleep', '600'], start_new_session=True).pid)",
          "(Start-Process sleep 600 -PassThru).Id; (Start-Process setsid 'sleep 600' -PassThru).Id",
        );
        assert.equal((await run.result).status, "Completed");
        const pids = run.texts("Output").map(Number);
        assert.equal(pids.length, 2);
        // Killed processes take a moment to be gone where the machine is busy; the job promises 2 s.
        const end = Date.now() + 2000;
        while (pids.some(isAlive) && Date.now() < end) {
          // each look takes its time
        }
        assert.deepEqual(pids.filter(isAlive), []);
      });

      it("is Failed with the reason when its own process is killed", async function () {
        if (process.platform === "win32") {
          skipBecause(this, "needs POSIX signals");
        }
        const run = start(
          "import os\nprint('before')\nos.kill(os.getpid(), 9)",
          "'before'; /bin/kill -9 $PID; Start-Sleep 60",
        );
        const { status, exception, exitCode } = await run.result;
        assert.equal(status, "Failed");
        assert.match(exception ?? "", /SIGKILL|killed|ended/i);
        assert.equal(exitCode, null);
        assert.deepEqual(run.texts("Output"), ["before"]);
        assert.equal(run.job.refusal, undefined);
      });

      it("gets the end of input at once when it waits for input", async () => {
        const run = start(
          "try: input('name? ')\nexcept EOFError: print('no input')",
          "if ($null -eq [Console]::In.ReadLine()) { 'no input' }",
        );
        assert.equal((await run.result).status, "Completed");
        assert.match(run.texts("Output").at(-1) ?? "", /no input$/);
      });
    });
  }

  it("hands over a line without end in parts", async function () {
    this.timeout(60_000);
    const run = await workspace.runPython("import sys\nfor _ in range(20): sys.stdout.write('x' * 1048576)");
    const lengths = run.texts("Output").map((text) => text.length);
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      20 * 1024 * 1024,
    );
    assert.ok(lengths.length >= 2);
    assert.deepEqual(
      run.of("limit").map((event) => event.name),
      ["streamRecord"],
    );
  });

  it("leaves no file behind after all this", () => {
    assert.ok(existsSync(workspace.jobsFolder));
    assert.deepEqual(readdirSync(workspace.jobsFolder), []);
  });
});
