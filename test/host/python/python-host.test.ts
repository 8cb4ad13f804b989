import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { InterpreterFinder } from "../../../src/local/sandbox/interpreter";
import { JobWorkspace } from "../../support/job-run";

describe("Python host", () => {
  let workspace: JobWorkspace;
  before(() => (workspace = new JobWorkspace()));
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  it("looks to the runbook like Python itself", async () => {
    const run = await workspace.runPython(
      [
        "import sys, os",
        "import __main__",
        "print(__name__, os.path.basename(__file__), os.path.basename(sys.argv[0]), sys.argv[1:])",
        "print(sys.path[0] == os.path.dirname(__file__), sys.stdin.read() == '')",
        "print([name for name in globals() if not name.startswith('__')])",
        "print(__main__.__file__ == __file__, sys.stdout.encoding, sys.stderr.fileno())",
        "print(os.getcwd() != os.path.dirname(__file__))",
      ].join("\n"),
      { parameters: { positional: ["a b", 2, '"quoted"', "é", ""] } },
    );
    const [names, path, globals, main, cwd] = run.texts("Output");
    assert.match(names ?? "", /^__main__ (runbook\d+\.py) \1 \['a b', '2', '"quoted"', 'é', ''\]$/);
    assert.equal(path, "True True");
    assert.equal(globals, "['sys', 'os']");
    assert.equal(main, "True utf-8 2");
    assert.equal(cwd, "True");
    assert.equal((await run.result).status, "Completed");
  });

  it("names the interpreter, its version and the parameters in its first event", async () => {
    const run = await workspace.runPython("pass", { parameters: { positional: ["x"] } });
    const [first] = run.events;
    assert.ok(first?.type === "job");
    assert.match(first.interpreter, /^Python 3\.\d+\.\d+ \(.*python.*\)$/);
    assert.deepEqual(first.parameters, ["x"]);
    assert.deepEqual(
      run.of("status").map((event) => event.status),
      ["New", "Activating", "Running", "Completed"],
    );
    assert.equal(run.events.at(-1)?.type, "result");
  });

  it("keeps standard output and standard error in the order they were written", async () => {
    const run = await workspace.runPython(
      "import sys\nfor i in range(300):\n    print('out', i)\n    print('err', i, file=sys.stderr)",
    );
    const all = run.of("stream").map((event) => `${event.stream} ${event.text}`);
    const expected = Array.from({ length: 300 }, (_, i) => [`Output out ${i}`, `Error err ${i}`]).flat();
    assert.deepEqual(all, expected);
  });

  it("shows each line at once, while the runbook goes on", async () => {
    const run = workspace.startPython("import sys, time\nprint('first')\ntime.sleep(60)\nprint('second')");
    await run.untilOutput("first");
    await run.job.stop();
    assert.deepEqual(run.texts("Output"), ["first"]);
  });

  it("shows what a child process writes in its place", async () => {
    const run = await workspace.runPython(
      [
        "import subprocess, sys",
        "for i in range(200): print('before', i)",
        "subprocess.run([sys.executable, '-c', 'import sys; print(\"child\"); print(\"child error\", file=sys.stderr)'])",
        "print('after')",
      ].join("\n"),
    );
    const output = run.texts("Output");
    assert.deepEqual(output.slice(-3), ["before 199", "child", "after"]);
    assert.deepEqual(run.texts("Error"), ["child error"]);
  });

  it("makes a record of each text written to standard error, of many lines too", async () => {
    const run = await workspace.runPython(
      "import logging\nlogging.warning('careful')\ntry: 1/0\nexcept ZeroDivisionError: logging.exception('failed')\nprint('on')",
    );
    const errors = run.texts("Error");
    assert.equal(errors[0], "WARNING:root:careful");
    assert.match(errors[1] ?? "", /^ERROR:root:failed\nTraceback .*\nZeroDivisionError: division by zero$/s);
    assert.equal((await run.result).status, "Completed");
  });

  it("fails with Python's own traceback, without the host's frames", async () => {
    const run = await workspace.runPython("def f():\n    raise ValueError('boom é')\n\nf()\n");
    const { status, exception, exitCode } = await run.result;
    assert.equal(status, "Failed");
    assert.equal(exitCode, 1);
    assert.match(
      exception ?? "",
      /^Traceback \(most recent call last\):\n {2}File ".*runbook\d+\.py", line 4, in <module>\n {4}f\(\)\n/,
    );
    assert.match(exception ?? "", /ValueError: boom é$/);
    assert.doesNotMatch(exception ?? "", /runbook_host/);
    assert.deepEqual(run.texts("Error"), []);
  });

  it("fails with the place of a syntax error", async () => {
    const { status, exception } = await (await workspace.runPython("print('a')\nif True print('b')\n")).result;
    assert.equal(status, "Failed");
    assert.match(exception ?? "", /line 2\n.*SyntaxError/s);
  });

  it("shows the unsaved text's lines in a traceback", async () => {
    const runbook = workspace.add("unsaved.py", "print('saved')\n");
    const run = workspace.start(runbook, { text: "x = 1\nraise KeyError('unsaved line')\n" });
    const { exception } = await run.result;
    assert.match(exception ?? "", /line 2, in <module>\n {4}raise KeyError\('unsaved line'\)/);
    assert.deepEqual(run.texts("Output"), []);
  });

  for (const [code, status, exception] of [
    ["sys.exit()", "Completed", undefined],
    ["sys.exit(0)", "Completed", undefined],
    ["sys.exit(3)", "Failed", "The runbook ended with exit code 3."],
    ["sys.exit('no such thing')", "Failed", "no such thing"],
    ["os._exit(5)", "Failed", "The runbook ended with exit code 5."],
    ["os.abort()", "Failed", "The runbook's process was ended by SIGABRT."],
  ] as const) {
    it(`ends as ${status} after ${code}, with all it wrote before`, async () => {
      const run = await workspace.runPython(`import sys, os\nprint('before')\n${code}\nprint('after')`);
      const result = await run.result;
      assert.equal(result.status, status);
      assert.equal(result.exception, exception);
      assert.deepEqual(run.texts("Output"), ["before"]);
    });
  }

  it("runs what is registered for the end, and sees its output", async () => {
    const run = await workspace.runPython(
      "import atexit\natexit.register(print, 'bye')\nfor i in range(500): print(i)",
    );
    assert.equal(run.texts("Output").at(-1), "bye");
    assert.equal(run.texts("Output").length, 501);
  });

  it("imports modules that lie beside the runbook", async () => {
    workspace.add("neighbour.py", "value = 42\n");
    const run = await workspace.runPython("import neighbour\nprint(neighbour.value)");
    assert.deepEqual(run.texts("Output"), ["42"]);
  });

  it("lets its own automationassets win over a stand-in beside the runbook", async () => {
    workspace.add("automationassets.py", "raise SystemExit('the stand-in')\n");
    const run = await workspace.runPython("import automationassets\nprint(automationassets.__all__[0])");
    assert.deepEqual(run.texts("Output"), ["AutomationAssetException"]);
  });

  it("works with multiprocessing and threads", async () => {
    const run = await workspace.runPython(
      [
        "import multiprocessing, threading",
        "def work(x):",
        "    print('child', x, flush=True)",
        "if __name__ == '__main__':",
        "    for i in range(300): print(i)",
        "    p = multiprocessing.Process(target=work, args=(7,)); p.start(); p.join()",
        "    t = threading.Thread(target=work, args=(8,)); t.start(); t.join()",
        "    print(p.exitcode)",
      ].join("\n"),
    );
    assert.deepEqual(run.texts("Output").slice(-3), ["child 7", "child 8", "0"]);
    assert.equal(run.texts("Output").length, 303);
    assert.deepEqual(run.texts("Error"), []);
  });

  it("takes a file with a byte order mark and Windows line ends", async () => {
    const run = await workspace.runPython("\ufeffprint('mark')\r\nprint('é')\r\n");
    assert.deepEqual(run.texts("Output"), ["mark", "é"]);
  });

  describe("with each Python at hand", () => {
    const versions = join(homedir(), ".pyenv", "versions");
    const paths = (existsSync(versions) ? readdirSync(versions) : [])
      .filter((name) => /^3\.([89]|1\d)\./.test(name))
      .map((name) => join(versions, name, "bin", "python3"))
      .filter((path) => existsSync(path));
    for (const path of paths) {
      it(`keeps order through a flood and ends cleanly: ${path.replace(homedir(), "~")}`, async () => {
        const run = await workspace.runPython(
          "import sys\nfor i in range(20000): print(i)\nprint('e', file=sys.stderr)\nprint('end')\nraise OSError('x')",
          {},
          { interpreters: new InterpreterFinder({ pythonPath: path }) },
        );
        const texts = run.of("stream").map((event) => event.text);
        assert.equal(texts.length, 20_002);
        assert.ok(texts.slice(0, 20_000).every((text, index) => text === String(index)));
        assert.deepEqual(texts.slice(-2), ["e", "end"]);
        assert.match((await run.result).exception ?? "", /OSError: x$/);
      });
    }
  });
});
