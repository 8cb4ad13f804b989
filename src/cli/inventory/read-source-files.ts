/** Reads many files in their order, with a count on a terminal. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { AutomationError, cancelled } from "../../core/errors";
import type { CommandContext } from "../command-context";
import { systemCodeOf } from "../exit-status";
import type { SourceFile } from "./find-source-files";

/**
 * One after the other takes a fourth of the processor's time that reading ahead takes (800 files of 12 KB: 20 against 80 ms), so only a
 * disk that lets us wait, as one behind a network does, is read ahead. Milliseconds a file, after so many in all.
 */
const slowDisk = { perFile: 1, after: 100 };
/** Enough to keep a slow disk busy while texts are analysed. */
const atOnce = 16;
/** Milliseconds until an interruption and the output get their turn. */
const turn = 30;
/** The service takes runbooks of 1 MB (docs: Azure Automation limits); this leaves room for what is made by programs. */
const mostBytes = 16_000_000;
/** How many files pass between two status lines: nobody reads faster. */
const statusEvery = 50;

/**
 * Hands each file's bytes to `use`, in order. A file that vanished or cannot be read is reported and left out. Answers how many
 * were read. `pause` may give a promise to wait for after a file.
 */
export async function readSourceFiles(
  files: readonly SourceFile[],
  context: Pick<CommandContext, "console" | "signal" | "report">,
  use: (file: SourceFile, bytes: Uint8Array) => Promise<void> | void,
  pause: () => Promise<void> | undefined,
  slow: typeof slowDisk = slowDisk,
): Promise<number> {
  const ahead: Promise<Uint8Array | AutomationError>[] = [];
  let read = 0;
  let waited = 0;
  let turnEnds = performance.now() + turn;
  for (const [index, file] of files.entries()) {
    if (performance.now() > turnEnds) {
      await setImmediate();
      turnEnds = performance.now() + turn;
    }
    if (context.signal.aborted) {
      throw cancelled();
    }
    if (waited > slow.after && waited > slow.perFile * index) {
      for (const next of files.slice(index + ahead.length, index + atOnce)) {
        ahead.push(bytesOf(next, readFile));
      }
    }
    const started = performance.now();
    const bytes = await (ahead.shift() ?? bytesOf(file, readFileSync));
    waited += performance.now() - started;
    if (bytes instanceof AutomationError) {
      context.report(bytes);
    } else {
      read++;
      await use(file, bytes);
    }
    await pause();
    if (index % statusEvery === statusEvery - 1) {
      context.console.status(`${index + 1} of ${files.length} files`);
    }
  }
  context.console.status("");
  return read;
}

async function bytesOf(
  { path, shown }: SourceFile,
  bytesAt: (path: string) => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array | AutomationError> {
  const leftOut = (why: string, cause?: unknown) =>
    new AutomationError("failed", `"${shown}" ${why}.`, { cause, hint: "It is left out." });
  try {
    const bytes = await bytesAt(path);
    if (bytes.length > mostBytes) {
      return leftOut(`has ${Math.round(bytes.length / 1e6)} MB, which no runbook has`);
    }
    return isBinary(bytes) ? leftOut("is no text") : bytes;
  } catch (cause) {
    return leftOut(`could not be read (${systemCodeOf(cause) ?? "unknown error"})`, cause);
  }
}

/** A text in UTF-8 has no zero bytes; UTF-16 has them at every other place and is told by its first two bytes. */
function isBinary(bytes: Uint8Array): boolean {
  const [first = 1, second = 1] = bytes;
  const isWide =
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0);
  return !isWide && bytes.subarray(0, 8000).includes(0);
}
