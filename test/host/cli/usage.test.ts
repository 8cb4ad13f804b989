/** Help, bad usage, colours, logs: docs/cli.md, "For every command" and "Exit status". */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { CliWorkspace } from "./support/cli";

const commands = [
  ["init"],
  ["asset", "list"],
  ["asset", "get"],
  ["asset", "set"],
  ["asset", "remove"],
  ["asset", "import"],
  ["asset", "copy"],
  ["run"],
  ["serve-identity"],
  ["lint"],
  ["inventory"],
  ["key", "rotate"],
  ["key", "export"],
  ["key", "import"],
];

describe("command line: usage", () => {
  let work: CliWorkspace;
  before(() => (work = new CliWorkspace()));
  after(() => work.dispose());

  for (const command of commands) {
    it(`shows usage, options and an example for ${command.join(" ")}`, async () => {
      const text = await work.ok([...command, command[0] === "run" ? "-h" : "--help"]);
      assert.match(text, new RegExp(`^Usage: runbook-workbench ${command.join(" ")}`));
      assert.match(text, /--account DIR/);
      assert.match(text, new RegExp(`\nExamples?:\n  runbook-workbench ${command.join(" ")}`));
    });
  }

  it("shows all commands and the version", async () => {
    const text = await work.ok(["--help"]);
    for (const name of ["init", "asset", "run", "serve-identity", "lint", "inventory", "key"]) {
      assert.match(text, new RegExp(`\n  ${name} `));
    }
    assert.equal(await work.ok(["help", "run"]), await work.ok(["run", "--help"]));
    assert.match(await work.ok(["--version"]), /^\d+\.\d+\.\d+\n$/);
    assert.match(await work.ok(["asset", "--help"]), /asset import/);
  });

  it("explains itself and ends with 2 when it is called with nothing", async () => {
    const { status, stdout, stderr } = await work.run([]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^Usage: /);
  });

  const badUsage: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["an unknown command", ["rnu"], /Unknown command "rnu"\. Did you mean "run"\?/],
    ["an unknown command of a group", ["asset", "lst"], /Unknown command "asset lst"\. Did you mean "asset list"/],
    ["a group alone", ["asset"], /"asset" needs one of: list, get, set, remove, import, copy\./],
    ["an unknown option", ["run", "--paramter", "A=1"], /Unknown option "--paramter"\. Did you mean "--parameter"/],
    ["an unknown short option", ["run", "-x"], /Unknown option "-x"/],
    ["an option without value", ["run", "--timeout"], /"--timeout" needs a value \(SECONDS\)/],
    ["an option twice", ["init", "--name", "a", "--name", "b"], /"--name" was given twice/],
    ["an unknown choice", ["run", "x.py", "--output", "yaml"], /does not know "yaml"\. Possible: text, json, junit\./],
    ["too many arguments", ["init", "a", "b"], /"b" is one argument too many/],
    ["no runbook", ["run"], /No runbook was given/],
    ["a runbook that is not there", ["run", "absent.ps1"], /The runbook is not there: .*absent\.ps1/],
    ["a file that is no runbook", ["run", "notes.txt"], /not a runbook/],
    ["a parameter without =", ["run", "ok.py", "-p", "Name"], /"Name" is no parameter\. Write -p NAME=VALUE/],
    [
      "a parameters file that is not there",
      ["run", "ok.py", "--parameters", "absent.json"],
      /parameters file is not there/,
    ],
    ["a parameters file that is broken", ["run", "ok.py", "--parameters", "notes.txt"], /no valid JSON/],
    [
      "webhook data that is not there",
      ["run", "ok.py", "--webhook-data", "absent.json"],
      /webhook data file is not there/,
    ],
    ["a timeout that is no number", ["run", "ok.py", "--timeout", "soon"], /"soon" is no time/],
    ["an unknown scenario", ["run", "ok.py", "--scenario", "throtled"], /Did you mean "throttled"/],
    ["an identity that the account lacks", ["run", "ok.py", "--identity", "nobody"], /no identity "nobody"/],
    ["a runtime of another language", ["run", "ok.py", "--runtime", "powershell-7"], /is a Python runbook/],
    ["developer tokens without consent", ["run", "ok.py", "--token-source", "developer"], /need your consent.*--yes/],
    ["a port that is none", ["serve-identity", "--port", "70000"], /"70000" is not a port/],
    ["a log in a folder that is not there", ["asset", "list", "--log", "no/such/log"], /log file cannot be written/],
    ["an account folder that is not there", ["asset", "list", "--account", "nowhere"], /no local Automation account/],
    ["an account that is nowhere", ["asset", "list"], /no local Automation account.*runbook-workbench init/],
  ];

  for (const [what, args, message] of badUsage) {
    it(`refuses ${what} with 2 and one line that says what to do`, async () => {
      work.write("notes.txt", "no JSON");
      work.write("ok.py", "print('ran')");
      const { status, stdout, stderr } = await work.run(args);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      const lines = stderr
        .trimEnd()
        .split("\n")
        .filter((line) => !line.startsWith("NOTICE"));
      assert.equal(lines.length, 1, stderr);
      assert.match(lines[0] ?? "", /^runbook-workbench: /);
      assert.match(lines[0] ?? "", message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }

  it("shows a stack trace with --debug only", async () => {
    const { stderr } = await work.run(["run", "absent.py", "--debug"]);
    assert.match(stderr, /\n\s+at /);
  });

  it("colours its errors when asked to, and not in a pipe", async () => {
    assert.match((await work.run(["rnu", "--color", "always"])).stderr, /\u001b\[/);
    assert.doesNotMatch((await work.run(["rnu"])).stderr, /\u001b\[/);
    const environment = { NO_COLOR: "1" };
    assert.doesNotMatch((await work.run(["rnu", "--color=auto"], { environment })).stderr, /\u001b\[/);
  });

  it("takes common options before the command too", async () => {
    assert.match(
      await work.ok(["--color", "never", "init", work.path("early"), "--name", "early-bird"]),
      /"early-bird"/,
    );
    assert.match(await work.ok(["--account", work.path("early"), "asset", "list", "--output", "json"]), /^\[\]\n$/);
  });

  it("writes a diagnostic log for its owner only", async () => {
    const log = work.path("run.log");
    work.write("ok.py", "print('spoken words')");
    await work.ok(["run", "ok.py", "--log", log]);
    const text = readFileSync(log, "utf8");
    assert.match(text, /^\d{4}-.*Z start command="run"/);
    assert.match(text, /job result .*status="Completed"/);
    assert.match(text, /end status=0\n$/);
    assert.doesNotMatch(text, /spoken words/);
    if (process.platform !== "win32") {
      assert.equal(statSync(log).mode & 0o777, 0o600);
    }
  });
});
