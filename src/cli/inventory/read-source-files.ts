/** Reads many files, a few at a time and in their order, with a count on a terminal. */
import { readFile } from "node:fs/promises";
import { AutomationError, cancelled } from "../../core/errors";
import type { CommandContext } from "../command-context";
import { systemCodeOf } from "../exit-status";
import type { SourceFile } from "./find-source-files";

/** Enough to keep the disk busy while texts are analysed. */
const atOnce = 16;
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
): Promise<number> {
  const pending: Promise<Uint8Array | AutomationError>[] = [];
  let read = 0;
  for (const [index, file] of files.entries()) {
    if (context.signal.aborted) {
      throw cancelled();
    }
    for (let next = index + pending.length; pending.length < atOnce && next < files.length; next++) {
      const ahead = files[next];
      if (ahead !== undefined) {
        pending.push(bytesOf(ahead));
      }
    }
    const bytes = await pending.shift();
    if (bytes instanceof AutomationError) {
      context.report(bytes);
    } else if (bytes !== undefined) {
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

async function bytesOf({ path, shown }: SourceFile): Promise<Uint8Array | AutomationError> {
  const leftOut = (why: string, cause?: unknown) =>
    new AutomationError("failed", `"${shown}" ${why}.`, { cause, hint: "It is left out." });
  try {
    const bytes = await readFile(path);
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
