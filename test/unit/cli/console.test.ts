import assert from "node:assert/strict";
import { usesColour, withoutColour } from "../../../src/cli/colour";
import { recordingConsole } from "./recording-console";

describe("console", () => {
  it("writes a burst for one stream at once and keeps the order between streams", async () => {
    const { console, output, errors } = recordingConsole();
    console.result("a\n");
    console.result("b\n");
    console.note("warned");
    console.result("c\n");
    await console.flushed();
    assert.deepEqual(output.writes, ["a\nb\n", "c\n"]);
    assert.deepEqual(errors.writes, ["warned\n"]);
  });

  it("waits for a slow reader and tells writers to hold back", async () => {
    const { console, output } = recordingConsole();
    output.hasRoom = false;
    console.result("x".repeat(300_000));
    await Promise.resolve();
    assert.equal(console.isBehind, true);
    console.result("after");
    let isReady = false;
    const ready = console.ready().then(() => (isReady = true));
    await Promise.resolve();
    assert.equal(isReady, false);
    assert.equal(output.writes.length, 1);
    output.hasRoom = true;
    output.emit("drain");
    await ready;
    await console.flushed();
    assert.equal(output.text.endsWith("after"), true);
  });

  it("says once that the reader of the results is gone, and swallows the rest", async () => {
    const { console, output, errors, timesClosed } = recordingConsole();
    output.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    console.result("lost");
    console.note("kept");
    await console.flushed();
    assert.equal(timesClosed(), 1);
    assert.equal(output.text, "");
    assert.equal(errors.text, "kept\n");
  });

  it("does not hang on a stream that closes while it is full", async () => {
    const { console, output } = recordingConsole();
    output.hasRoom = false;
    console.result("x");
    await Promise.resolve();
    output.emit("close");
    await console.flushed();
  });

  it("shows a status line on a terminal only, cut to its width and never mixed with text", async () => {
    const terminal = recordingConsole({ isTerminal: true });
    terminal.console.status("copying\n a very long status that does not fit into the line");
    terminal.console.result("result\n");
    terminal.console.status("");
    await terminal.console.flushed();
    const [first = ""] = terminal.errors.writes;
    assert.equal(first, `\r\u001b[2Kcopying a very long status that does no\r\u001b[2K`);
    assert.equal(terminal.output.text, "result\n");
    assert.equal(terminal.errors.text.endsWith("\r\u001b[2K"), true);

    const pipe = recordingConsole();
    pipe.console.status("working");
    await pipe.console.flushed();
    assert.equal(pipe.errors.text, "");
  });
});

describe("colour", () => {
  it("goes to terminals, unless NO_COLOR or --color says otherwise", () => {
    assert.equal(usesColour("auto", true, {}), true);
    assert.equal(usesColour("auto", false, {}), false);
    assert.equal(usesColour("auto", true, { NO_COLOR: "1" }), false);
    assert.equal(usesColour("auto", true, { NO_COLOR: "" }), true);
    assert.equal(usesColour("always", false, { NO_COLOR: "1" }), true);
    assert.equal(usesColour("never", true, {}), false);
  });

  it("can be taken out of a text", () => assert.equal(withoutColour("\u001b[31;1mred\u001b[0m"), "red"));
});
