import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

import { createLocalAccount } from "../../src/local/account/open-account";
import { commandIds } from "../../src/platform/command-ids";
import { until } from "../support/until";
import { hasPowerShell, launchedBy, pythonWithDebugpy } from "./support/debuggers";
import { nextEvent } from "./support/events";
import { executeOnJob } from "./support/jobs";
import { theExtension } from "./support/extension";

describe("a debug run from the editor", function () {
  this.timeout(90_000);
  const slowMs = 60_000;
  let folder = "";
  const inFolder = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
  const write = (name: string, lines: readonly string[]): vscode.Uri => {
    fs.writeFileSync(path.join(folder, name), lines.join("\n"));
    return inFolder(name);
  };
  let configurations: readonly vscode.DebugConfiguration[] = [];
  const last = (): vscode.DebugConfiguration => {
    const configuration = configurations.at(-1);
    assert.ok(configuration, "a session was launched");
    return configuration;
  };
  const started = (): Promise<vscode.DebugSession> =>
    nextEvent(
      vscode.debug.onDidStartDebugSession,
      "the debug session",
      (session) => session.parentSession === undefined,
      slowMs,
    );
  const ended = (): Promise<vscode.DebugSession> =>
    nextEvent(
      vscode.debug.onDidTerminateDebugSession,
      "the end of the debug session",
      (session) => session.parentSession === undefined,
      slowMs,
    );
  const stopped = (): Promise<vscode.DebugStackFrame> =>
    nextEvent(
      vscode.debug.onDidChangeActiveStackItem,
      "a stop at the breakpoint",
      (item) => item instanceof vscode.DebugStackFrame,
      slowMs,
    ).then((item) => item as vscode.DebugStackFrame);
  const evaluate = async (frame: vscode.DebugStackFrame, expression: string): Promise<unknown> =>
    (
      (await frame.session.customRequest("evaluate", { expression, frameId: frame.frameId, context: "watch" })) as {
        result: unknown;
      }
    ).result;
  const answers = (url: string): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );
  const isGone = (url: string): Promise<unknown> => until("the endpoint's end", async () => !(await answers(url)));

  before(async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    folder = path.join(first.uri.fsPath, "debugging");
    fs.mkdirSync(folder);
    await theExtension().activate();
    const account = await createLocalAccount(folder, { name: "debugAccount" });
    await account.saveVariable("Greeting", { value: "Hello from the sandbox" });
  });

  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  describe("of a Python runbook, in the real debugpy", () => {
    let runbook: vscode.Uri;
    /** Takes nothing, so nothing is asked. */
    let plain: vscode.Uri;

    before(async function () {
      const python = pythonWithDebugpy();
      if (python === undefined) {
        // eslint-disable-next-line no-console -- the suite's own way to say it
        console.log("  skipped: no debugpy (Debian: python3-debugpy)");
        this.skip();
      }
      configurations = await launchedBy("ms-python.debugpy");
      await vscode.workspace
        .getConfiguration("runbookWorkbench")
        .update("python.path", python, vscode.ConfigurationTarget.Workspace);
      runbook = write("tour.py", [
        "import sys, automationassets",
        'text = automationassets.get_automation_variable("Greeting")',
        "print(text, sys.argv[1:])",
      ]);
      plain = write("plain.py", [
        "import automationassets",
        'text = automationassets.get_automation_variable("Greeting")',
        "print(text)",
      ]);
    });

    after(async () => {
      await vscode.workspace
        .getConfiguration("runbookWorkbench")
        .update("python.path", undefined, vscode.ConfigurationTarget.Workspace);
    });

    const breakAt = (file: vscode.Uri, line: number): void =>
      vscode.debug.addBreakpoints([
        new vscode.SourceBreakpoint(new vscode.Location(file, new vscode.Position(line - 1, 0))),
      ]);
    const endpoint = (): string => (last()["env"] as Record<string, string>)["IDENTITY_ENDPOINT"] ?? "";

    it("stops at a breakpoint with the account's assets, and ends with its sandbox when the runbook does", async () => {
      breakAt(runbook, 3);
      const stop = stopped();
      await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
        type: "runbookWorkbench",
        request: "launch",
        name: "Tour",
        runbook: "${workspaceFolder}/debugging/tour.py",
        parameters: ["one", "two"],
      });
      const frame = await stop;
      assert.equal(last().type, "debugpy");
      assert.equal(last()["program"], runbook.fsPath);
      assert.equal(await evaluate(frame, "text"), "'Hello from the sandbox'");
      assert.equal(await evaluate(frame, "sys.argv[1:]"), "['one', 'two']");
      assert.ok(await answers(endpoint()));
      const end = ended();
      await vscode.commands.executeCommand("workbench.action.debug.continue");
      await end;
      await isGone(endpoint());
      await until("the end of the job's folder", () => !fs.existsSync(last()["cwd"] as string));
    });

    it("keeps its sandbox when the session is restarted, and gives it up at the stop", async () => {
      breakAt(plain, 3);
      const first = stopped();
      await vscode.commands.executeCommand(commandIds.debug.start, plain);
      await first;
      const url = endpoint();
      const restarted = started().then(() => stopped());
      await vscode.commands.executeCommand("workbench.action.debug.restart");
      const frame = await restarted;
      assert.equal(await evaluate(frame, "text"), "'Hello from the sandbox'");
      assert.ok(await answers(url));
      const end = ended();
      await vscode.commands.executeCommand("workbench.action.debug.stop");
      await end;
      await isGone(url);
    });

    it("begins with F5 on a runbook, without a launch.json", async () => {
      const end = ended();
      await vscode.window.showTextDocument(plain);
      await vscode.commands.executeCommand("workbench.action.debug.start");
      await end;
      assert.equal(last()["program"], plain.fsPath);
    });

    it("is a job that the stop command ends", async () => {
      breakAt(plain, 3);
      const stop = stopped();
      await vscode.commands.executeCommand(commandIds.debug.start, plain);
      await stop;
      const end = ended();
      await executeOnJob(commandIds.jobs.stop, "plain");
      await end;
      await isGone(endpoint());
    });
  });

  describe("of a PowerShell runbook", () => {
    before(async function () {
      if (!hasPowerShell()) {
        // eslint-disable-next-line no-console -- the suite's own way to say it
        console.log("  skipped: no pwsh on PATH");
        this.skip();
      }
      configurations = await launchedBy("ms-vscode.powershell");
    });

    it("runs in the debugger's PowerShell, which gets the sandbox over a channel and nothing secret before", async () => {
      const runbook = write("Get-Greeting.ps1", [
        "$text = Get-AutomationVariable -Name 'Greeting'",
        "$place = Join-Path $PSScriptRoot 'greeting.json'",
        '@{ text = $text; url = $env:IDENTITY_ENDPOINT; secret = $env:IDENTITY_HEADER } | ConvertTo-Json | Set-Content "$place.part"',
        'Move-Item "$place.part" $place',
      ]);
      const end = ended();
      await vscode.commands.executeCommand(commandIds.debug.start, runbook);
      await end;
      const told = JSON.parse(fs.readFileSync(inFolder("greeting.json").fsPath, "utf8")) as Record<string, string>;
      assert.equal(told["text"], "Hello from the sandbox");
      assert.match(told["secret"] ?? "", /^[\w-]{43}$/);
      assert.equal(last().type, "PowerShell");
      assert.ok(!JSON.stringify(last()).includes(told["secret"] ?? ""));
      await isGone(told["url"] ?? "");
      const address = ((last()["args"] as string[])[0] ?? "").replaceAll("'", "");
      assert.ok(!fs.existsSync(path.dirname(address)));
    });

    it("ends with the session that a person stops", async () => {
      const runbook = write("Wait-Forever.ps1", [
        "$place = Join-Path $PSScriptRoot 'waiting.txt'",
        'Set-Content "$place.part" $env:IDENTITY_ENDPOINT -NoNewline',
        'Move-Item "$place.part" $place',
        "Start-Sleep -Seconds 600",
      ]);
      await vscode.commands.executeCommand(commandIds.debug.start, runbook);
      const place = inFolder("waiting.txt").fsPath;
      const url = await until("the runbook", () => fs.existsSync(place) && fs.readFileSync(place, "utf8"), slowMs);
      assert.ok(await answers(String(url)));
      await vscode.debug.stopDebugging();
      await isGone(String(url));
    });
  });
});
