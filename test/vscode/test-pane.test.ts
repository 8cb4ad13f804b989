import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

import { commandIds } from "../../src/platform/command-ids";
import { until } from "../support/until";
import { executeOnJob } from "./support/jobs";
import { theExtension } from "./support/extension";

describe("the test pane in the editor", () => {
  const inFolder = (...parts: readonly string[]): string => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    return path.join(first.uri.fsPath, ...parts);
  };
  const write = (name: string, lines: readonly string[]): vscode.Uri => {
    fs.writeFileSync(inFolder(name), lines.join("\n"));
    return vscode.Uri.file(inFolder(name));
  };
  const panes = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.label.includes("test pane"));

  before(async () => {
    await theExtension().activate();
  });

  afterEach(async () => {
    await vscode.window.tabGroups.close([...panes()]);
  });

  it("opens beside the runbook, once", async () => {
    const runbook = write("paned.py", ["print('hello')"]);
    await vscode.window.showTextDocument(runbook);
    await vscode.commands.executeCommand(commandIds.testPane.open);
    await vscode.commands.executeCommand(commandIds.testPane.open, runbook);
    const found = await until("the pane", () => (panes().length > 0 ? panes() : undefined));
    assert.deepEqual(
      found.map((tab) => tab.label),
      ["paned.py · test pane"],
    );
    assert.notEqual(found[0]?.group.viewColumn, vscode.ViewColumn.One);
  });

  it("runs what is filled in, and again", async () => {
    const runbook = write("counted.py", [
      "import os",
      "here = os.path.dirname(os.path.abspath(__file__))",
      "open(os.path.join(here, f'counted.{os.getpid()}.done'), 'w').close()",
    ]);
    const runs = (): number => fs.readdirSync(inFolder()).filter((name) => /^counted\.\d+\.done$/.test(name)).length;
    await vscode.commands.executeCommand(commandIds.testPane.start, runbook);
    await until("the first run", () => runs() === 1 || undefined);
    // A run that is still ending is not started over.
    await until("the second run", async () => {
      await vscode.commands.executeCommand(commandIds.testPane.startAgain, runbook);
      return runs() >= 2 || undefined;
    });
  });

  it("stops nothing when it is closed: the job goes on and can be stopped", async () => {
    const runbook = write("outlives.py", [
      "import os, time",
      "name = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'outlives.pid')",
      "with open(name + '.part', 'w') as out:",
      "    out.write(str(os.getpid()))",
      "os.rename(name + '.part', name)",
      "time.sleep(600)",
    ]);
    await vscode.commands.executeCommand(commandIds.testPane.start, runbook);
    const pid = await until("the runbook's process", () =>
      fs.existsSync(inFolder("outlives.pid")) ? Number(fs.readFileSync(inFolder("outlives.pid"), "utf8")) : undefined,
    );
    await vscode.window.tabGroups.close([...panes()]);
    await until("the pane's end", () => panes().length === 0 || undefined);
    process.kill(pid, 0);
    await executeOnJob(commandIds.jobs.showOutput, "outlives");
    await until("the pane again", () => panes().length === 1 || undefined);
    await executeOnJob(commandIds.jobs.stop, "outlives");
    await until("the end of the process", () => !isAlive(pid) || undefined);
  });

  it("asks for a runbook where none is meant, and refuses what is none", async () => {
    await assert.doesNotReject(async () =>
      vscode.commands.executeCommand(commandIds.testPane.open, vscode.Uri.file(inFolder("nothing.txt"))),
    );
    assert.equal(panes().length, 0);
  });
});

/** A zombie, ended but not collected by its parent, runs no code any more. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
