/**
 * The part of the editor's bench that VS Code runs in its extension host. Environment: RUNBOOK_WORKBENCH_BENCH_RESULT names the
 * file for what it measured, or why it could not, RUNBOOK_WORKBENCH_BENCH_EDITS says how many edits to make (0: only activate).
 */
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { mark, OwnTime, type Mark } from "./own-time";
import type { EditorMeasurement } from "./measurement";

const patienceMs = 15_000;
/** Milliseconds after the activation in which its consequences show. */
const firstMoment = 1_000;
/** Typed one character at a time, again and again: a half word, a call, its asset, an end of line. */
const typed = "$limit = Get-AutomationVariable -Name 'RetryCount'\nWrite-Output $limit\n";

export async function run(): Promise<void> {
  const file = process.env["RUNBOOK_WORKBENCH_BENCH_RESULT"] ?? "";
  try {
    writeFileSync(file, JSON.stringify(await measure()));
  } catch (error) {
    // VS Code tells its starter only that something failed.
    writeFileSync(file, JSON.stringify({ failure: error instanceof Error ? error.stack : String(error) }));
  }
}

async function measure(): Promise<EditorMeasurement> {
  const extension = vscode.extensions.getExtension("runbook-workbench.runbook-workbench");
  if (extension === undefined) {
    throw new Error("VS Code does not know the extension.");
  }
  // A workspace with an account has activated it by now.
  const isIdle = !extension.isActive;
  await quiet();
  const before = performance.eventLoopUtilization();
  const startedAt = performance.now();
  await extension.activate();
  const wholeMs = performance.now() - startedAt;
  const activateMs = await durationOfActivation();
  await wait(firstMoment - (performance.now() - startedAt));
  const busyMs = performance.eventLoopUtilization(before).active;
  const edits = Number(process.env["RUNBOOK_WORKBENCH_BENCH_EDITS"] ?? 0);
  return {
    activateMs,
    ...(isIdle ? { wholeMs, busyMs } : {}),
    ...(edits > 0 ? await measureEdits(extension.extensionPath, edits) : {}),
  };
}

/** Resolves when the extension host has nothing to do: while VS Code starts, activations stand in each other's way. */
async function quiet(): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    const before = performance.eventLoopUtilization();
    await wait(300);
    if (performance.eventLoopUtilization(before).utilization < 0.02) {
      return;
    }
  }
}

async function durationOfActivation(): Promise<number> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    const measured = performance.getEntriesByName("runbookWorkbench.activate").at(-1);
    if (measured !== undefined) {
      return measured.duration;
    }
    await wait(1);
  }
  throw new Error("The extension left no measure of its activation.");
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function measureEdits(extensionPath: string, count: number): Promise<Partial<EditorMeasurement>> {
  const [file] = await vscode.workspace.findFiles("Long.ps1");
  if (file === undefined) {
    throw new Error("The runbook is not there.");
  }
  const openedAt = performance.now();
  const first = diagnosticsOf(file);
  const editor = await vscode.window.showTextDocument(file);
  await first;
  const firstMs = performance.now() - openedAt;
  const found = vscode.languages.getDiagnostics(file).length;

  const own = new OwnTime((url) => url.includes(`${extensionPath}/dist/`));
  const line = Math.floor(editor.document.lineCount / 2);
  let offset = editor.document.offsetAt(new vscode.Position(line, 0));
  await own.start();
  const marks: Mark[] = [];
  const latencies: number[] = [];
  for (let edit = 0; edit < count; edit++) {
    const shown = diagnosticsOf(file);
    const character = typed[edit % typed.length] ?? " ";
    const editedAt = performance.now();
    marks.push(mark());
    await editor.edit((builder) => builder.insert(editor.document.positionAt(offset), character));
    offset += character === "\n" && editor.document.eol === vscode.EndOfLine.CRLF ? 2 : 1;
    await shown;
    latencies.push(performance.now() - editedAt);
  }
  marks.push(mark());
  const ownMs = await own.stop(marks);
  return { lines: editor.document.lineCount, found, firstMs, ownMs, latencies };
}

/** Resolves when diagnostics of the file were set, the same ones as before included. */
function diagnosticsOf(file: vscode.Uri): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error("No diagnostics came."));
    }, patienceMs);
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => uri.toString() === file.toString())) {
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      }
    });
  });
}
