/** Takes a secret from standard input or from a person at a terminal; never from an argument. */
import { StringDecoder } from "node:string_decoder";
import { AutomationError, cancelled } from "../core/errors";
import type { Console } from "./console";

/** What is needed of process.stdin. */
export interface InputStream {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeAllListeners(): unknown;
  resume(): unknown;
  pause(): unknown;
}

const mostBytes = 16 * 1024 * 1024;

/** Everything on standard input as text, one trailing line break dropped. Errors: invalid-usage (not UTF-8, too long). */
export async function readSecretFromInput(input: InputStream, signal: AbortSignal): Promise<string> {
  const bytes = await readAll(input, signal);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AutomationError("invalid-usage", "Standard input is not UTF-8 text.", {
      hint: "Save it as UTF-8 and try again.",
    });
  }
  return text.replace(/\r?\n$/, "");
}

/** All bytes of standard input. */
export function readAll(input: InputStream, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (finish: () => void) => {
      input.removeAllListeners();
      input.pause();
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    const onAbort = () => end(() => reject(cancelled()));
    signal.addEventListener("abort", onAbort);
    input.on("data", (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > mostBytes) {
        end(() =>
          reject(
            new AutomationError("invalid-usage", "Standard input is longer than 16 MiB.", {
              hint: "Is it the right file?",
            }),
          ),
        );
      }
    });
    input.on("end", () => end(() => resolve(Buffer.concat(chunks))));
    input.on("error", (error) =>
      end(() =>
        reject(new AutomationError("failed", "Standard input cannot be read.", { cause: error, hint: error.message })),
      ),
    );
    input.resume();
    if (signal.aborted) {
      onAbort();
    }
  });
}

/** Asks without showing what is typed. Only at a terminal; Ctrl+C cancels. */
export function promptForSecret(question: string, input: InputStream, console: Console): Promise<string> {
  return promptAtTerminal(question, input, console, false);
}

/** Asks and shows what is typed. Only at a terminal. */
export function promptForText(question: string, input: InputStream, console: Console): Promise<string> {
  return promptAtTerminal(question, input, console, true);
}

async function promptAtTerminal(
  question: string,
  input: InputStream,
  console: Console,
  echoes: boolean,
): Promise<string> {
  console.noteText(`${question} `);
  await console.flushed();
  input.setRawMode?.(true);
  try {
    return await readLine(input, (typed) => {
      if (echoes) {
        console.noteText(typed);
      }
    });
  } finally {
    input.setRawMode?.(false);
    console.noteText("\n");
  }
}

/** Reads one line in raw mode: the terminal's own editing is off, so the few keys that people expect are done here. */
function readLine(input: InputStream, onEcho: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder("utf8");
    let typed: string[] = [];
    const end = (finish: () => void) => {
      input.removeAllListeners();
      input.pause();
      finish();
    };
    input.on("data", (chunk) => {
      for (const key of decoder.write(chunk)) {
        if (key === "\r" || key === "\n") {
          end(() => resolve(typed.join("")));
          return;
        } else if (key === "\u0003" || (key === "\u0004" && typed.length === 0)) {
          end(() => reject(cancelled("Nothing was entered.")));
          if (key === "\u0003") {
            // In raw mode the terminal sends the key only; the rest of the program must hear of it as ever.
            process.emit("SIGINT");
          }
          return;
        } else if (key === "\u007f" || key === "\b") {
          onEcho(typed.pop() === undefined ? "" : "\b \b");
        } else if (key === "\u0015") {
          onEcho("\b \b".repeat(typed.length));
          typed = [];
        } else if (key >= " ") {
          typed.push(key);
          onEcho(key);
        }
      }
    });
    input.on("end", () => end(() => reject(cancelled("Nothing was entered."))));
    input.resume();
  });
}
