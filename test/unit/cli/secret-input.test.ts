import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { promptForSecret, promptForText, readSecretFromInput, type InputStream } from "../../../src/cli/secret-input";
import { AutomationError, isCancelled } from "../../../src/core/errors";
import { recordingConsole } from "./recording-console";

class FakeInput extends EventEmitter implements InputStream {
  readonly isTTY = true;
  readonly modes: boolean[] = [];
  setRawMode(on: boolean): void {
    this.modes.push(on);
  }
  resume(): void {
    this.emit("resumed");
  }
  pause(): void {
    this.emit("paused");
  }

  send(...chunks: (string | Buffer)[]): void {
    for (const chunk of chunks) {
      this.emit("data", Buffer.from(chunk));
    }
  }
}

function read(...chunks: (string | Buffer)[]): Promise<string> {
  const input = new FakeInput();
  const secret = readSecretFromInput(input, new AbortController().signal);
  input.send(...chunks);
  input.emit("end");
  return secret;
}

async function type(prompt: typeof promptForSecret, ...keys: (string | Buffer)[]) {
  const input = new FakeInput();
  const { console, errors } = recordingConsole({ isTerminal: true });
  const isReading = new Promise((resolve) => input.once("resumed", resolve));
  const answer = prompt("Password:", input, console);
  await isReading;
  input.send(...keys);
  const result = await answer.catch((error: unknown) => error);
  await console.flushed();
  return { result, shown: errors.text, modes: input.modes };
}

describe("a secret from standard input", () => {
  it("is everything up to the end, without one trailing line break", async () => {
    assert.equal(await read("p@ss", "word\n"), "p@ssword");
    assert.equal(await read("line 1\r\nline 2\r\n"), "line 1\r\nline 2");
    assert.equal(await read("two breaks\n\n"), "two breaks\n");
    assert.equal(await read(), "");
  });

  it("joins characters that arrive in pieces", async () => {
    const bytes = Buffer.from("pä€😀");
    assert.equal(await read(bytes.subarray(0, 2), bytes.subarray(2, 5), bytes.subarray(5)), "pä€😀");
  });

  it("is refused when it is not UTF-8, instead of being changed silently", async () => {
    await assert.rejects(
      read(Buffer.from([0xff, 0xfe, 0x41])),
      (error) => error instanceof AutomationError && error.code === "invalid-usage",
    );
  });

  it("ends when the program is interrupted", async () => {
    const abort = new AbortController();
    const secret = readSecretFromInput(new FakeInput(), abort.signal);
    abort.abort();
    await assert.rejects(secret, isCancelled);
  });
});

describe("a prompt for a secret", () => {
  it("never shows what is typed, and gives the terminal back", async () => {
    const { result, shown, modes } = await type(promptForSecret, "hun", "ter2\r");
    assert.equal(result, "hunter2");
    assert.equal(shown, "Password: \n");
    assert.deepEqual(modes, [true, false]);
  });

  it("knows backspace and Ctrl+U", async () => {
    assert.equal((await type(promptForSecret, "wrong\u0015rigg\u007fht\r")).result, "right");
  });

  it("is left by Ctrl+C, which the program hears of too", async () => {
    let heard = 0;
    const listener = () => heard++;
    process.on("SIGINT", listener);
    const { result, modes } = await type(promptForSecret, "abc\u0003");
    process.off("SIGINT", listener);
    assert.ok(isCancelled(result));
    assert.equal(heard, 1);
    assert.deepEqual(modes, [true, false]);
  });

  it("shows what is typed where it is no secret", async () => {
    assert.equal((await type(promptForText, "y\r")).shown, "Password: y\n");
  });
});
