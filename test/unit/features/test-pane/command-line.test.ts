import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { commandLine, quote, shellOf, type CommandLineRun } from "../../../../src/features/test-pane/command-line";
import { skipBecause } from "../../../support/skip";
import { openPane } from "./support/pane-harness";

const plain: CommandLineRun = {
  runbook: "runbooks/Demo.ps1",
  named: {},
  sensitiveNames: [],
  items: [],
  webhookFile: undefined,
  identity: undefined,
  tokenSource: "emulated",
  scenario: undefined,
  runtime: undefined,
};

const nasty = [
  "",
  "a b",
  "it's",
  'say "hi"',
  "$HOME `id` $(id)",
  "back\\slash\\",
  '\\"',
  "line\nbreak",
  "ü✓",
  "*?[x]",
  "#!&|;<>",
  "-n",
  "‘typographic’",
];

describe("the command line of a run", () => {
  it("names what the run would get", () => {
    const run: CommandLineRun = {
      ...plain,
      named: { VMName: "web 01", Count: "3" },
      sensitiveNames: ["ApiKey"],
      identity: "xUAMI1",
      tokenSource: "developer",
      scenario: "throttled",
      runtime: "powershell-5.1",
      webhookFile: "webhook-data.json",
    };
    assert.equal(
      commandLine(run, "posix"),
      "runbook-workbench run runbooks/Demo.ps1 -p 'VMName=web 01' -p Count=3 -p 'ApiKey=<ApiKey>' --webhook-data webhook-data.json --identity xUAMI1 --token-source developer --scenario throttled --runtime powershell-5.1",
    );
    const list = commandLine({ ...plain, runbook: "-x.py", items: ["b", "a"] }, "posix");
    assert.equal(list, "runbook-workbench run ./-x.py -p 1=b -p 2=a");
  });

  it("survives a POSIX shell", () => {
    const script = `printf '%s\\0' ${nasty.map((word) => quote(word, "posix")).join(" ")}`;
    const { stdout } = spawnSync("/bin/sh", ["-c", script], { encoding: "utf8" });
    assert.deepEqual(stdout.split("\0").slice(0, -1), nasty);
  });

  it("survives PowerShell", function () {
    const words = nasty.map((word) => quote(word, "powershell")).join(" ");
    const script = `& '${process.execPath}' -e 'process.stdout.write(JSON.stringify(process.argv.slice(1)))' -- ${words}`;
    const { stdout, error } = spawnSync("pwsh", ["-NoProfile", "-Command", script], { encoding: "utf8" });
    if (error) {
      skipBecause(this, "PowerShell is not installed");
    }
    assert.deepEqual(JSON.parse(stdout), nasty);
  });

  it("doubles what Windows PowerShell and cmd would take away", () => {
    assert.equal(quote('{"a":"b c"}', "windows-powershell"), `'{\\"a\\":\\"b c\\"}'`);
    assert.equal(quote('{"a":1}', "cmd"), '"{""a"":1}"');
    assert.equal(quote("100 %PATH%", "cmd"), '"100 "^%"PATH"^%""');
  });

  it("is quoted for the shell that the person uses", () => {
    assert.equal(shellOf("/usr/bin/zsh", "darwin"), "posix");
    assert.equal(shellOf("/usr/bin/pwsh", "linux"), "powershell");
    assert.equal(
      shellOf("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "win32"),
      "windows-powershell",
    );
    assert.equal(shellOf("C:\\Windows\\System32\\cmd.exe", "win32"), "cmd");
    assert.equal(shellOf("", "win32"), "windows-powershell");
  });

  it("is copied from the pane with the values of its fields", async () => {
    const pane = await openPane({ text: "param([string]$VMName, [object]$WebhookData)" });
    await pane.type({ VMName: "it's" });
    await pane.send({ type: "copyCommandLine" });
    assert.deepEqual(pane.copied, [`runbook-workbench run runbooks/Demo.ps1 -p 'VMName=it'\\''s'`]);
    await pane.send({ type: "useWebhookSample", id: "gitHub" });
    await pane.send({ type: "copyCommandLine" });
    assert.match(pane.copied[1] ?? "", /--webhook-data webhook-data\.json$/);
    assert.match(pane.opened[0]?.text ?? "", /"X-GitHub-Event": "push"/);
    await pane.dispose();
  });
});
