import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

import { createLocalAccount } from "../../src/local/account/open-account";
import { commandIds } from "../../src/platform/command-ids";
import { until } from "../support/until";
import { executeOnJob } from "./support/jobs";
import { theExtension } from "./support/extension";

describe("a local run from the editor", () => {
  const inFolder = (...parts: readonly string[]): string => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    return path.join(first.uri.fsPath, ...parts);
  };
  const write = (name: string, lines: readonly string[]): vscode.Uri => {
    fs.writeFileSync(inFolder(name), lines.join("\n"));
    return vscode.Uri.file(inFolder(name));
  };

  before(async () => {
    await theExtension().activate();
    const account = await createLocalAccount(inFolder(), { name: "editorAccount" });
    await account.saveVariable("Greeting", { value: "Hello from the editor" });
    await account.saveVariable("ApiKey", { value: "sealed-4711", isEncrypted: true });
  });

  after(() => {
    for (const terminal of vscode.window.terminals) {
      terminal.dispose();
    }
    fs.rmSync(inFolder(".automation"), { recursive: true, force: true });
  });

  it("runs the runbook against the folder's account, with the key that the command line uses", async () => {
    const runbook = write("greet.py", [
      "import automationassets, os",
      'text = automationassets.get_automation_variable("Greeting") + automationassets.get_automation_variable("ApiKey")',
      "target = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'greeting.txt')",
      "with open(target + '.part', 'w') as out:",
      "    out.write(text)",
      "os.rename(target + '.part', target)",
    ]);
    await vscode.commands.executeCommand(commandIds.runbooks.runLocally, runbook);
    const text = await until("the runbook's file", () =>
      fs.existsSync(inFolder("greeting.txt")) ? fs.readFileSync(inFolder("greeting.txt"), "utf8") : undefined,
    );
    assert.equal(text, "Hello from the editorsealed-4711");
  });

  it("saves the editor first, so that what runs is what the person sees", async () => {
    const runbook = write("edited.py", ["import os"]);
    const editor = await vscode.window.showTextDocument(runbook);
    await editor.edit((edit) =>
      edit.insert(
        new vscode.Position(1, 0),
        "\nopen(os.path.splitext(os.path.abspath(__file__))[0] + '.done', 'w').close()\n",
      ),
    );
    await vscode.commands.executeCommand(commandIds.runbooks.runLocally, runbook);
    await until("the edited line's effect", () => fs.existsSync(inFolder("edited.done")));
    assert.equal(editor.document.isDirty, false);
  });

  it("stops a job on command, with everything it started", async () => {
    const runbook = write("wait_forever.py", [
      "import os, subprocess, sys, time",
      "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])",
      "name = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'waiting.pid')",
      "with open(name + '.part', 'w') as out:",
      "    out.write(f'{os.getpid()} {child.pid}')",
      "os.rename(name + '.part', name)",
      "time.sleep(600)",
    ]);
    await vscode.commands.executeCommand(commandIds.runbooks.runLocally, runbook);
    const pids = await until("the runbook's processes", () =>
      fs.existsSync(inFolder("waiting.pid"))
        ? fs.readFileSync(inFolder("waiting.pid"), "utf8").split(" ").map(Number)
        : undefined,
    );
    assert.equal(pids.length, 2);
    await executeOnJob(commandIds.jobs.stop, "wait_forever");
    await until("the end of both processes", () => pids.every((pid) => !isRunning(pid)));
  });

  it("ends the job when its terminal is closed", async () => {
    fs.rmSync(inFolder("waiting.pid"), { force: true });
    await vscode.commands.executeCommand(commandIds.runbooks.runLocally, vscode.Uri.file(inFolder("wait_forever.py")));
    const pids = await until("the runbook's processes", () =>
      fs.existsSync(inFolder("waiting.pid"))
        ? fs.readFileSync(inFolder("waiting.pid"), "utf8").split(" ").map(Number)
        : undefined,
    );
    // While the run before was still ending, this one got a terminal of its own.
    for (const terminal of vscode.window.terminals.filter(({ name }) => name === "wait_forever")) {
      terminal.dispose();
    }
    await until("the end of both processes", () => pids.every((pid) => !isRunning(pid)));
  });
});

/** A zombie, ended but not collected by its parent, runs no code any more. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
