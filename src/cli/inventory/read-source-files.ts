/** Reads many files, a few at a time and in their order, with a count on a terminal. */
import { readFile } from "node:fs/promises";
import { AutomationError } from "../../core/errors";
import type { CommandContext } from "../command-context";
import { systemCodeOf } from "../exit-status";
import type { SourceFile } from "./find-source-files";

/** Enough to keep the disk busy while texts are analysed. */
const atOnce = 16;
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
    context.signal.throwIfAborted();
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

function bytesOf({ path, shown }: SourceFile): Promise<Uint8Array | AutomationError> {
  return readFile(path).catch(
    (cause: unknown) =>
      new AutomationError("failed", `"${shown}" could not be read (${systemCodeOf(cause) ?? "unknown error"}).`, {
        cause,
        hint: "It is left out.",
      }),
  );
}
